"""Coders: people, the consensus of people, and machines, each with a name of its own."""

from __future__ import annotations

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.identity import key, new_uid
from qualcode.messages import _
from qualcode.store.project import Project


def coders(project: Project) -> list[tuple[int, str]]:
    """Return (id, name) of every coder who is a person or a consensus, in the order in which they came."""
    rows = project.rows("select id, name from coder where kind in ('human', 'consensus') order by id")
    return [(coder_id, name) for coder_id, name in rows]


def coder_id_of(project: Project, name: str) -> int | None:
    """Return the id of the coder of this name, or None while she has done nothing in this project."""
    found = project.value("select id from coder where key = ?", [key(name)])
    return None if found is None else int(found)


def find_coder(project: Project, name: str) -> int:
    """Return the id of the coder of this name.

    Raises
    ------
    UnknownNameError
    """
    found = coder_id_of(project, name)
    if found is None:
        raise UnknownNameError("coder", name, [known for _id, known in coders(project)])
    return found


def add_coder(project: Project, name: str, kind: str = "human") -> int:
    """Return the id of the coder of this name; it is made if there is none.

    Raises
    ------
    QualcodeError
        If the name is empty.
    """
    found = coder_id_of(project, name)
    if found is None:
        if not key(name):
            raise QualcodeError(_("A coder needs a name."))
        found = project.execute(
            "insert into coder(uid, name, key, kind) values (?, ?, ?, ?)",
            [new_uid(), " ".join(name.split()), key(name), kind],
        ).lastrowid
    return int(found or 0)
