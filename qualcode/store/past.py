"""The project as it was: a private copy from which later changes are taken back, to be asked and then dropped."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from pathlib import Path

from qualcode.errors import ProjectError
from qualcode.messages import _
from qualcode.store.connection import check_schema, connect
from qualcode.store.history import reverse
from qualcode.store.project import Project

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?")


class Past(Project):
    """A copy of a project as it was after change `until`: for reading only; its folder goes when it is closed."""

    def __init__(self, path: Path, connection: sqlite3.Connection, until: int) -> None:
        super().__init__(path, connection)
        self.until = until
        self._checked = True

    def stands_at(self) -> str:
        """Return the time of the last change that was not taken back."""
        return str(self.value("select max(at) from change where seq <= ?", [self.until]) or "")

    def close(self) -> None:
        """Close the copy and remove it."""
        super().close()
        shutil.rmtree(self.path.parent, ignore_errors=True)


def as_it_was(project: Project, when: str, *, kind: type[Past] = Past) -> Past:
    """Return a copy of the project as it stood after a change or at a time; close it when done.

    What was erased since is not in it.

    Parameters
    ----------
    when : str
        The number of a change in the log, or a UTC time: ``2026-03-01`` (its end), ``2026-03-01T10:30``.
    kind : class
        What the copy is, besides a project.

    Raises
    ------
    ProjectError
        If there is no such change, or the project did not exist yet.
    """
    seq = _change_at(project, when)
    folder = Path(tempfile.mkdtemp(prefix="qualcode-"))
    try:
        past = _copy(project, folder / project.path.name, seq, kind)
        _go_back(past, seq)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    past.read_only = True
    return past


def _change_at(project: Project, when: str) -> int:
    if when.isdigit():
        found = project.value("select seq from change where seq = ?", [int(when)])
    elif _TIME.fullmatch(when):
        latest = when.rstrip("Z") + ("T23:59:59" if "T" not in when else ":59" if when.count(":") == 1 else "") + "Z"
        found = project.value("select max(seq) from change where at <= ?", [latest])
    else:
        raise ProjectError(
            _('--as-of takes the number of a change or a time like 2026-03-01T10:30, not "{when}".').format(when=when)
        )
    if found is None:
        raise ProjectError(
            _("There is no change {when}, or nothing was there yet. See: qualcode log").format(when=when)
        )
    return int(found)


def _copy(project: Project, path: Path, until: int, kind: type[Past]) -> Past:
    target = sqlite3.connect(path)
    try:
        project.connection.backup(target)
    finally:
        target.close()
    path.chmod(0o600)
    connection = connect(path)
    check_schema(connection, path)
    return kind(path, connection, until)


def _go_back(past: Project, seq: int) -> None:
    """Take every change after `seq` back, the last first."""
    later = [row[0] for row in past.rows("select seq from change where seq > ? order by seq desc", [seq])]
    if later:
        with past.change("as of", always=True):
            reverse(past, later)
