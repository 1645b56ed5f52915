"""The merged project written into this file, in the order in which its rows can go and come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from qualcode.store import images
from qualcode.store.indexing import index_source, link_source, unindex_source
from qualcode.store.merging.cuts import Body
from qualcode.store.merging.past import CUT
from qualcode.store.merging.planning import Plan, Rows
from qualcode.store.merging.suggesting import Suggested
from qualcode.store.merging.tables import Row
from qualcode.store.project import Project

FAR = 1_000_000_000
"""Added to a span that another row gets: farther than any text reaches."""


def write(project: Project, plan: Plan) -> None:
    """Write all that a merge brings; inside a change.

    Bulk comes last: `undo` goes the other way, and turns must let go of a speaker before the speaker goes. Its new rows
    take ids that none had before, so that `undo` finds those of the old rows free.
    """
    project.execute("pragma defer_foreign_keys = on")
    free = {table: count(project.next_id(table)) for table in ("turn", "segment", "suggestion")}
    new = {row["id"] for row in plan.rows["source"].added}
    recut = {plan.ids["source"][uid]: body for uid, body in plan.bulk.bodies.items()}
    for source_id in recut.keys() - new:
        unindex_source(project, source_id)
    for table in reversed(list(plan.rows)):
        project.execute_many(f"delete from {table} where id = ?", [(i,) for i in plan.rows[table].gone])
        _update(project, table, plan.rows[table])
    for table, rows in plan.rows.items():
        _insert(project, table, [_with_text(plan, row) for row in rows.added] if table == "source" else rows.added)
    for uid, text in plan.texts.items():
        if plan.ids["source"][uid] not in new:
            images.keep(project, images.TEXT, plan.ids["source"][uid])
            project.execute("update source set text = ? where id = ?", [text, plan.ids["source"][uid]])
    for source_id, body in recut.items():
        _write_body(project, plan, source_id, body, free)
        index_source(project, source_id)
    for uid, suggestions in plan.bulk.suggestions.items():
        _write_suggestions(project, plan, plan.ids["source"][uid], suggestions, free["suggestion"])
    for source_id in _to_link(plan):
        link_source(project, source_id)


def _update(project: Project, table: str, rows: Rows) -> None:
    """Change rows; names and spans go out of the way first, because one row may get what another has until then."""
    if named := [(row_id,) for row_id, row in rows.changed.items() if "key" in row]:
        project.execute_many(f"update {table} set key = key || ' ' || id where id = ?", named)
    if held := [(row_id,) for row_id in rows.in_the_way]:
        project.execute_many(f"update {table} set start = start + {FAR}, stop = stop + {FAR} where id = ?", held)
    alike: dict[tuple[str, ...], list[list[Any]]] = {}
    for row_id, row in rows.changed.items():
        alike.setdefault(tuple(row), []).append([*row.values(), row_id])
    for columns, values in alike.items():
        settings = ", ".join(f"{column} = ?" for column in columns)
        project.execute_many(f"update {table} set {settings} where id = ?", values)


def _insert(project: Project, table: str, rows: Sequence[Row]) -> None:
    if rows:
        columns = list(rows[0])
        project.execute_many(
            f"insert into {table}({', '.join(columns)}) values ({', '.join('?' * len(columns))})",
            [[row[column] for column in columns] for row in rows],
        )


def _with_text(plan: Plan, row: Row) -> Row:
    return {**row, "text": plan.texts[row["uid"]]}


def _write_body(project: Project, plan: Plan, source_id: int, body: Body, free: Mapping[str, Iterator[int]]) -> None:
    for table in reversed(CUT):
        images.drop(project, table, source_id)
    turns = {row[1]: next(free["turn"]) for row in body.turn}
    project.execute_many(
        """
        insert into turn(id, source_id, speaker_id, n, start, stop, start_s, end_s, set_by_hand)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [(turns[row[1]], source_id, plan.ids["speaker"].get(row[0]), *row[1:]) for row in body.turn],
    )
    project.execute_many(
        "insert into part(source_id, start, stop, kind, rule) values (?, ?, ?, ?, ?)",
        [(source_id, *row) for row in body.part],
    )
    project.execute_many(
        "insert into segment(id, source_id, turn_id, n, unit, start, stop, words) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [(next(free["segment"]), source_id, turns[row[0]], *row[1:]) for row in body.segment],
    )


def _write_suggestions(
    project: Project, plan: Plan, source_id: int, suggestions: Sequence[Suggested], free: Iterator[int]
) -> None:
    images.drop(project, "suggestion", source_id)
    project.execute_many(
        """
        insert into suggestion(id, uid, run_id, source_id, start, stop, code_id, score, evidence)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (next(free), uid, plan.ids["run"][run], source_id, start, stop, plan.ids["code"][code], score, evidence)
            for uid, run, start, stop, code, score, evidence in suggestions
        ],
    )


def _to_link(plan: Plan) -> list[int]:
    """Return the ids of the sources whose codings, suggestions or segments changed."""
    sources = {row["source_id"] for row in plan.rows["coding"].added}
    sources |= plan.moved
    sources |= {plan.ids["source"][uid] for uid in (*plan.bulk.bodies, *plan.bulk.suggestions)}
    return sorted(sources)
