"""Digests of bulk rows (turns, parts, segments, suggestions) in the history: `doctor` sees when one was altered.

A change that wrote such rows of a source writes the digest of what the table then holds of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.store.project import Project

ORDER = {"turn": "n", "part": "start", "segment": "n", "suggestion": "id"}
"""The tables that are sealed, and the column that orders their rows of a source."""
SEALED = tuple(ORDER)
PREFIX = "sealed "
"""Before the name of the table in the history: such rows are no steps, and `undo` passes over them."""


def digest_of(project: Project, table: str, source_id: int) -> str:
    """Return the sha256 of what a table holds of a source."""
    rows = project.rows(f"select * from {table} where source_id = ? order by {ORDER[table]}", [source_id])
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def seal(project: Project, written: Iterable[tuple[str, int]]) -> None:
    """Write the digests of tables of sources; at the end of a change."""
    rows = [
        (project.seq, PREFIX + table, source_id, json.dumps({"sha256": digest_of(project, table, source_id)}))
        for table, source_id in sorted(written)
    ]
    project.execute_many("insert into history(seq, tbl, row_id, new) values (?, ?, ?, ?)", rows)


def broken_seals(project: Project) -> list[tuple[str, int]]:
    """Return (table, source id) wherever a table does not hold of a source what the last change of it wrote."""
    last = project.rows(
        """
        select tbl, row_id, new
          from history
         where id in (select max(id) from history where tbl like ? group by tbl, row_id)
         order by id
        """,
        [PREFIX + "%"],
    )
    return [
        (table, source_id)
        for name, source_id, new in last
        if (table := name.removeprefix(PREFIX)) in SEALED
        and digest_of(project, table, source_id) != json.loads(new)["sha256"]
    ]
