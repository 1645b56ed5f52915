"""The other file of a merge: never written to, refused unless it is sound, and read from a copy in memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from qualcode.errors import ProjectError
from qualcode.messages import _
from qualcode.store.connection import DAMAGE, SCHEMA_VERSION, check_header, check_schema, connect, trust_schema
from qualcode.store.doctor import examine
from qualcode.store.project import Project


def open_other(path: Path) -> Project:
    """Return a copy in memory of the project at `path`; close it when done.

    A copy, because the file may be the one that is merged into, and because the check of the full-text index
    writes.

    Raises
    ------
    ProjectError
        If it is no project, of another schema version, altered or not sound.
    """
    connection = connect(path, read_only=True)
    try:
        if check_header(connection, path) < SCHEMA_VERSION:
            raise ProjectError(
                _("{path}: made by an older qualcode. Open it with this one first: qualcode status -p {path}").format(
                    path=path
                )
            )
        check_schema(connection, path)
        other = Project(path, _in_memory(connection, path), read_only=True)
    finally:
        connection.close()
    findings = examine(other)
    if findings:
        other.close()
        raise ProjectError(
            _("{path}: is not as it was written, so it is not merged. See: qualcode doctor -p {path}").format(path=path)
        )
    return other


def _in_memory(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(copy)
    except DAMAGE as error:
        copy.close()
        raise ProjectError(_("{path}: cannot be read ({reason}).").format(path=path, reason=error)) from None
    trust_schema(copy)
    return copy
