"""An earlier copy put back in the place of the project; what stood there becomes a copy first."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import ProjectError
from qualcode.messages import _
from qualcode.store import backups
from qualcode.store.connection import DAMAGE, check_header, check_schema, connect
from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy in the backups folder: when it was made and why, how much is in it; ``codings`` is None if unreadable."""

    path: Path
    seq: int
    at: str
    reason: str
    codings: int | None
    sources: int | None


def copies(path: Path) -> list[Copy]:
    """Return the copies of the project at `path`, the newest first."""
    return [_described(file) for file in reversed(backups.listed(path))]


def _described(file: Path) -> Copy:
    seq, stamp, reason = file.stem.split("-", 2)
    at = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[9:11]}:{stamp[11:13]}:{stamp[13:15]}Z"
    counts: list[int | None] = [None, None]
    try:
        connection = connect(file, read_only=True)
        try:
            counts = [
                connection.execute(f"select count(*) from {table}").fetchone()[0] for table in ("coding", "source")
            ]
        finally:
            connection.close()
    except (ProjectError, *DAMAGE):
        pass
    return Copy(file, int(seq), at, reason, *counts)


def find_copy(path: Path, name: str) -> Path:
    """Return the copy of this file name, of a unique beginning of it, or of the path given.

    Raises
    ------
    ProjectError
        If there is none, or more than one.
    """
    if Path(name).is_file():
        return Path(name)
    found = [file for file in backups.listed(path) if file.name.startswith(name)]
    if len(found) != 1:
        raise ProjectError(
            _('No copy, or more than one, matches "{name}". List copies with: qualcode restore').format(name=name)
        )
    return found[0]


def restore(path: Path, copy: Path) -> Path | None:
    """Put a copy in the place of the project at `path`; returns the copy that was made of what stood there.

    The whole content goes over in one transaction of SQLite: after a crash the project is the old or the new one.
    None is returned where the project was too damaged to be copied by SQLite; then its file is kept beside it.

    Raises
    ------
    ProjectError
        If the copy is no sound project, or the project cannot be copied away or written.
    """
    source = connect(copy, read_only=True)
    try:
        check_header(source, copy)
        check_schema(source, copy)
        if source.execute("pragma integrity_check(1)").fetchone()[0] != "ok":
            raise ProjectError(_("{path}: this copy is damaged too. Choose another.").format(path=copy))
        kept = _keep(path)
        target = connect(path) if kept else _fresh(path)
        try:
            source.backup(target)
        finally:
            target.close()
    finally:
        source.close()
    with Project.open(path) as project, project.change("restore", automatic=True, always=True):
        pass
    return kept


def _keep(path: Path) -> Path | None:
    """Copy the project away before it is replaced; a damaged one is moved aside as it is."""
    try:
        connection = connect(path)
        try:
            check_header(connection, path)
            return backups.make(connection, path, "restore")
        finally:
            connection.close()
    except (ProjectError, *DAMAGE):
        if path.exists() and _is_sound(path):
            raise
        return None


def _is_sound(path: Path) -> bool:
    try:
        connection = connect(path)
        try:
            check_header(connection, path)
            check_schema(connection, path)
            return bool(connection.execute("pragma quick_check(1)").fetchone()[0] == "ok")
        finally:
            connection.close()
    except (ProjectError, *DAMAGE):
        return False


def _fresh(path: Path) -> sqlite3.Connection:
    """Move what stands at `path` aside, if anything does, and return a new empty database there."""
    if path.exists():
        n = 1
        while (aside := path.with_name(f"{path.stem}.damaged-{n}")).exists():
            n += 1
        path.rename(aside)
        journal = path.with_name(path.name + "-journal")
        if journal.exists():
            journal.rename(aside.with_name(aside.name + "-journal"))
    path.touch(mode=0o600)
    return sqlite3.connect(path, isolation_level=None)
