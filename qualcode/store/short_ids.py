"""The ids by which people call codings, suggestions and memos: a letter and the beginning of the uid."""

from __future__ import annotations

from qualcode.errors import QualcodeError
from qualcode.messages import N_, _
from qualcode.store.project import Project

FEWEST = 4
SHOWN = 8
LETTERS = {"coding": "c", "suggestion": "s", "memo": "m"}
_UNKNOWN = {
    "coding": N_('No coding, or more than one, matches "{name}". List ids with: qualcode excerpts'),
    "suggestion": N_('No suggestion, or more than one, matches "{name}". List ids with: qualcode excerpts --from all'),
    "memo": N_('No memo, or more than one, matches "{name}". List ids with: qualcode memo list'),
}


def short_id(table: str, uid: str) -> str:
    """Return the id by which people call a row.

    Examples
    --------
    >>> short_id("coding", "1a2b3c4d" * 4)
    'c1a2b3c4d'
    """
    return LETTERS[table] + uid[:SHOWN]


def uid_of_short(project: Project, table: str, name: str) -> str:
    """Return the uid of the row that people call by `name`: its letter and four digits or more.

    Raises
    ------
    QualcodeError
        If there is none, or more than one.
    """
    digits = name.strip().lower().removeprefix(LETTERS[table])
    rows = project.rows(f"select uid from {table} where substr(uid, 1, ?) = ? order by uid", [len(digits), digits])
    if len(digits) < FEWEST or len(rows) != 1:
        raise QualcodeError(_(_UNKNOWN[table]).format(name=name))
    return str(rows[0][0])
