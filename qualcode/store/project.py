"""A project: opened with every check, read by `rows`, changed only inside `change`."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from qualcode.errors import NoProjectError, ProjectError
from qualcode.identity import new_uid, now
from qualcode.messages import _
from qualcode.store import backups
from qualcode.store.connection import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    check_header,
    check_schema,
    connect,
    damage_told,
    is_ours,
    is_writable,
    quick_check,
    reason_of,
    trust_schema,
)
from qualcode.store.seals import SEALED, seal

SUFFIX = ".qualcode"

_NEW_CHANGE = """
insert into change(uid, command_id, coder, at, command, reason, undoes, merged_uid, automatic)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Project:
    """One project file.

    Parameters
    ----------
    path : Path
        The file.
    connection : sqlite3.Connection
        As opened by `connect`.
    read_only : bool
        True if the file cannot be written; then `change` refuses.

    Attributes
    ----------
    who : function
        Returns the name of who is at work, for changes that do not say it themselves.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, read_only: bool = False) -> None:
        self.path = path
        self.connection = connection
        self.read_only = read_only
        self.who: Callable[[], str] = lambda: ""
        self._checked = False
        self._seq: int | None = None
        self._bulk: set[tuple[str, int]] = set()

    @classmethod
    def create(cls, path: Path, *, unit: str = "auto", language: str = "id") -> Project:
        """Make a new project; nothing is left behind if that fails.

        Raises
        ------
        ProjectError
            If the file exists or its folder cannot be written.
        """
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            raise ProjectError(_("{path}: exists already. Choose another name.").format(path=path)) from None
        except OSError as error:
            raise ProjectError(
                _("{path}: cannot be made ({reason}).").format(path=path, reason=error.strerror)
            ) from None
        try:
            _make_schema(path)
            connection = connect(path)
            trust_schema(connection)
            project = cls(path, connection)
            project._checked = True
            with project.change("init"):
                project.execute(
                    "insert into setting(id, project_uid, unit, languages, created_at) values (1, ?, ?, ?, ?)",
                    [new_uid(), unit, json.dumps([language]), now()],
                )
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return project

    @classmethod
    def open(cls, path: Path, *, checked: bool = True) -> Self:
        """Open a project; upgrade its schema after a copy was made; read-only if the file cannot be written.

        Parameters
        ----------
        checked : bool
            Refuse a project whose schema was altered; `doctor` looks at such a project all the same.

        Raises
        ------
        ProjectError
            If it is no project, newer than this program, altered or damaged.
        """
        read_only = path.exists() and not is_writable(path)
        connection = connect(path, read_only=read_only)
        try:
            version = check_header(connection, path)
            if version < SCHEMA_VERSION:
                if read_only:
                    raise ProjectError(
                        _("{path}: made by an older qualcode; it must be writable to be upgraded.").format(path=path)
                    )
                backups.make(connection, path, "upgrade")
                _upgrade(connection)
            if checked or is_ours(connection):
                check_schema(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection, read_only=read_only)

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query; none is left half read, which would block other writers.

        Raises
        ------
        ProjectError
            If a text in the file is damaged; its words are not in the message.
        """
        with damage_told(self.path):
            return self.connection.execute(sql, values).fetchall()

    def value(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Any:
        """Return the first column of the first row of a query, or None.

        Raises
        ------
        ProjectError
            If a text in the file is damaged; its words are not in the message.
        """
        with damage_told(self.path):
            row = self.connection.execute(sql, values).fetchone()
        return row[0] if row else None

    def execute(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> sqlite3.Cursor:
        """Run one writing statement; only inside `change`."""
        self._require_change()
        return self.connection.execute(sql, values)

    def execute_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one writing statement for many rows; only inside `change`."""
        self._require_change()
        self.connection.executemany(sql, values)

    def next_id(self, table: str) -> int:
        """Return the first free id of `table`, for rows that refer to each other before they are written."""
        return int(self.value(f"select coalesce(max(id), 0) + 1 from {table}"))

    def wrote_bulk(self, source_id: int, *tables: str) -> None:
        """Say that bulk rows of a source were written in this change, so that their digest is kept."""
        self._bulk.update((table, source_id) for table in tables if table in SEALED)

    def stands_at(self) -> str:
        """Return the time (ISO, UTC) of the last change that is in what the project holds, or "" before any."""
        return str(self.value("select max(at) from change") or "")

    @property
    def seq(self) -> int:
        """The number of the change that is under way."""
        self._require_change()
        assert self._seq is not None
        return self._seq

    @contextmanager
    def change(
        self,
        command: str,
        *,
        coder: str = "",
        reason: str = "",
        command_id: str | None = None,
        undoes: str | None = None,
        merged_uid: str | None = None,
        automatic: bool = False,
        always: bool = False,
    ) -> Iterator[int]:
        """Do everything inside as one transaction and one step of the history; yields its number.

        A change that wrote nothing leaves no step. Changes with the same `command_id` are undone together.

        Parameters
        ----------
        coder : str
            Who does it; by default who is at work (`who`).
        undoes : str, optional
            The commands that this one takes back, with spaces.
        merged_uid : str, optional
            Uid of the last change of the file that was merged.
        automatic : bool
            Made without being asked for; `undo` passes over it.
        always : bool
            Leave a step even if nothing was written.

        Raises
        ------
        ProjectError
            If the project is read-only, damaged, or another program keeps writing for five seconds.
        """
        self._before_write()
        self._begin()
        try:
            cursor = self.connection.execute(
                _NEW_CHANGE,
                [
                    new_uid(), command_id or new_uid(), coder or self.who(), now(), command, reason, undoes, merged_uid,
                    int(automatic),
                ],
            )  # fmt: skip
            self._seq = cursor.lastrowid
            yield self.seq
            if self._bulk:
                seal(self, self._bulk)
            if always or self.value("select 1 from history where seq = ? limit 1", [self._seq]):
                self.connection.execute("commit")
            else:
                self.connection.execute("rollback")
        except BaseException as error:
            if self.connection.in_transaction:
                self.connection.execute("rollback")
            if isinstance(error, sqlite3.OperationalError):
                text = _("{path}: nothing was written ({reason}).")
                raise ProjectError(text.format(path=self.path, reason=reason_of(error))) from None
            raise
        finally:
            self._seq = None
            self._bulk = set()

    def _begin(self) -> None:
        try:
            self.connection.execute("begin immediate")
        except sqlite3.OperationalError as error:
            raise ProjectError(
                _("{path}: another program is writing to the project ({reason}). Try again in a moment.").format(
                    path=self.path, reason=error
                )
            ) from None

    def _before_write(self) -> None:
        if self.read_only:
            raise ProjectError(
                _("{path}: the file cannot be written, so it is open for reading only.").format(path=self.path)
            )
        if not self._checked:
            quick_check(self.connection, self.path)
            backups.daily(self.connection, self.path)
            self._checked = True

    def _require_change(self) -> None:
        if self._seq is None:
            raise RuntimeError("writes stand inside `with project.change(...)`")

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _make_schema(path: Path) -> None:
    connection = connect(path)
    try:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        _upgrade(connection)
    finally:
        connection.close()


def _upgrade(connection: sqlite3.Connection) -> None:
    from qualcode.store.migrations import migrate

    trust_schema(connection)
    version = migrate(connection)
    connection.execute(f"pragma user_version = {version}")


def find_project(given: Path | None, folder: Path | None = None) -> Path:
    """Return the project file to work on: the one given, QUALCODE_PROJECT, or the only one in the folder.

    Raises
    ------
    NoProjectError
        If none is named and there is none here.
    ProjectError
        If there is more than one.
    """
    if given is not None:
        return given if given.exists() or given.suffix == SUFFIX else given.with_name(given.name + SUFFIX)
    if os.environ.get("QUALCODE_PROJECT"):
        return Path(os.environ["QUALCODE_PROJECT"])
    found = sorted((folder or Path()).glob("*" + SUFFIX))
    if len(found) == 1:
        return found[0]
    if found:
        raise ProjectError(
            _("There are {n} projects here: {names}. Choose one with -p NAME.").format(
                n=len(found), names=", ".join(path.name for path in found)
            )
        )
    raise NoProjectError(_("There is no project here. Make one with: qualcode init NAME, or name one with -p NAME."))
