"""Codes made one at a time, while coding: each writes the next version of the codebook."""

from __future__ import annotations

from qualcode.codebook.codebook import check_length, code_uid
from qualcode.errors import QualcodeError
from qualcode.identity import key, new_uid
from qualcode.messages import _
from qualcode.store.codebooks import write_version
from qualcode.store.project import Project

OPEN = "open"
"""The code under which a coder's free codes live until they are moved."""


def free_code(project: Project, name: str, definition: str = "") -> int:
    """Return the id of the free code of this name below `OPEN`; both are made where they are missing."""
    return make_code(project, f"{OPEN}/{' '.join(name.split())}", definition)


def make_code(project: Project, path: str, definition: str = "") -> int:
    """Return the id of the code at `path`; it and what is missing above it are made, and the next version is written.

    Raises
    ------
    QualcodeError
        If a name on the path is empty or too long.
    """
    names = [check_length(" ".join(name.split())) for name in path.split("/")]
    if not all(key(name) for name in names):
        raise QualcodeError(_('"{path}" is no path of a code: a name is empty.').format(path=path))
    parent: int | None = None
    made = False
    for depth, name in enumerate(names, 1):
        found = child_of(project, parent, name)
        if found is None:
            made = True
            last = depth == len(names)
            found = _insert(project, parent, name, "/".join(names[:depth]), definition if last else "")
        parent = found
    if made:
        write_version(project)
    assert parent is not None
    return parent


def child_of(project: Project, parent: int | None, name: str) -> int | None:
    """Return the id of the living code of this name below `parent` (None: at the top)."""
    sql = "select id from code where coalesce(parent_id, 0) = ? and key = ? and retired_at is null"
    found = project.value(sql, [parent or 0, key(name)])
    return None if found is None else int(found)


def _insert(project: Project, parent: int | None, name: str, path: str, definition: str) -> int:
    uid = code_uid(path)
    if project.value("select 1 from code where uid = ?", [uid]):
        uid = new_uid()
    position = project.value("select coalesce(max(position), 0) + 1 from code")
    row = [uid, parent, name, key(name), definition.strip(), position]
    sql = "insert into code(uid, parent_id, name, key, definition, position) values (?, ?, ?, ?, ?, ?)"
    return int(project.execute(sql, row).lastrowid or 0)
