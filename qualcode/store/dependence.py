"""Which later commands build on an older one, so that it cannot be taken back alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qualcode.store.project import Project
from qualcode.store.seals import PREFIX

Footprint = set[tuple[str, int]]
"""What a command wrote or rests on: (table, row id); one row stands for all versions of the codebook."""

VERSIONS = ("codebook_version", 0)
PLACED = ("coding", "reading", "decision", "assignment", "memo")
"""Tables whose rows hold offsets of a source."""


def building_on(project: Project, command_id: str) -> set[str]:
    """Return the later commands (ids) that build on `command_id`, or on one that does.

    A command builds on another when it wrote a row that the other wrote, refers to a row that the other made,
    replaced the same bulk rows, placed something on a text that the other changed, or changed the codebook after it.
    """
    order = [row[0] for row in project.rows("select command_id from change group by command_id order by min(seq)")]
    later = order[order.index(command_id) + 1 :]
    standing = set(later) - _settled(project)
    references = _references(project)
    written = _written(project, command_id)
    found: set[str] = set()
    for candidate in later:
        if candidate in standing and written & _rests_on(project, candidate, references):
            found.add(candidate)
            written |= _written(project, candidate)
    return found


def _settled(project: Project) -> set[str]:
    """Return the commands that cancel out: undos and redos, and what they took back."""
    settled: set[str] = set()
    rows = project.rows("select command_id, undoes from change where undoes is not null order by seq desc")
    for command_id, undoes in rows:
        if command_id not in settled:
            settled.update(undoes.split())
        settled.add(command_id)
    return settled


def _references(project: Project) -> dict[str, list[tuple[str, str]]]:
    """Return for each table its columns that refer to others, as (column, table)."""
    tables = [row[0] for row in project.rows("select name from sqlite_schema where type = 'table' order by name")]
    return {table: [(row[3], row[2]) for row in project.rows(f"pragma foreign_key_list({table})")] for table in tables}


def _steps(project: Project, command_id: str) -> Iterator[tuple[Any, ...]]:
    yield from project.rows(
        """
        select tbl, row_id, old, new, image is not null
          from history
          join change on change.seq = history.seq
         where command_id = ? and tbl not like ?
         order by history.id
        """,
        [command_id, PREFIX + "%"],
    )


def _written(project: Project, command_id: str) -> Footprint:
    found: Footprint = set()
    for table, row_id, old, _new, _image in _steps(project, command_id):
        found.add(VERSIONS if table == VERSIONS[0] else (table, row_id))
        if table == "run" and old is None:
            found.add(("suggestion", 0))
    return found


def _rests_on(project: Project, command_id: str, references: dict[str, list[tuple[str, str]]]) -> Footprint:
    found: Footprint = set()
    for table, row_id, old, new, is_image in _steps(project, command_id):
        found.add(VERSIONS if table == VERSIONS[0] else (table, row_id))
        if is_image:
            found |= {("source", row_id), *([("suggestion", 0)] if table == "suggestion" else [])}
            continue
        row = json.loads(new or old)
        found.update((parent, row[column]) for column, parent in references.get(table, ()) if row.get(column))
        if table in PLACED and row.get("source_id"):
            found.add(("source.text", row["source_id"]))
    return found
