"""What is to be written so that this file becomes the merged project: rows that come, change or go."""

from __future__ import annotations

from dataclasses import dataclass, field

from qualcode.identity import key
from qualcode.store.merging.codebook import COLUMN
from qualcode.store.merging.combining import Bulk
from qualcode.store.merging.settling import Merged
from qualcode.store.merging.side import ITEM_REFERS, raw_rows
from qualcode.store.merging.tables import ITEMS, KINDS, Row, name_column
from qualcode.store.merging.texts import text_of
from qualcode.store.sources import sha256

LAST = 1 << 62

NAMING = {"key", "parent_id", "retired_at"}
"""Columns that decide whether a name is free."""


@dataclass(slots=True)
class Rows:
    """What becomes of the rows of one table.

    Attributes
    ----------
    added, changed, gone
        New rows, changed columns by id, ids that go.
    in_the_way : list of int
        Ids of changed rows that hold a span until then which another row gets.
    """

    added: list[Row] = field(default_factory=list)
    changed: dict[int, Row] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    in_the_way: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """All that is to be written.

    ``ids`` are the local ids of the merged project by table and uid, ``texts`` new texts by uid of the source,
    ``moved`` the ids of sources in which the span of a coding changes.
    """

    ids: dict[str, dict[str, int]]
    rows: dict[str, Rows]
    texts: dict[str, str]
    bulk: Bulk
    moved: set[int]


def plan(merged: Merged, bulk: Bulk) -> Plan:
    """Compare the merged project with the tables of this file."""
    tables = {**merged.rows, **_item_rows(merged)}
    ids = {table: _ids(merged, table, rows) for table, rows in tables.items()}
    texts = {
        source: text_of(merged.there, source)
        for source in bulk.bodies
        if source not in merged.here.ids["source"] or bulk.texts.get(source) is False
    }
    raw = _Raw(merged, ids, texts)
    found = {table: _compare(raw, table, rows) for table, rows in tables.items()}
    by_id = {ids["coding"][uid]: ids["source"][row["source_id"]] for uid, row in merged.rows["coding"].items()}
    moved = {by_id[row_id] for row_id, row in found["coding"].changed.items() if row.keys() & {"start", "stop"}}
    return Plan(ids, found, texts, bulk, moved)


def _item_rows(merged: Merged) -> dict[str, dict[str, Row]]:
    """Return rules and examples as rows of their tables."""
    found: dict[str, dict[str, Row]] = {table: {} for table in ITEMS}
    for code, row in merged.rows["code"].items():
        for table, columns in ITEMS.items():
            for position, entry in enumerate(row[COLUMN[table]]):
                values = dict(zip(columns, entry, strict=True))
                found[table][values.pop("uid")] = {"code_id": code, "position": position, **values}
    return found


def _ids(merged: Merged, table: str, rows: dict[str, Row]) -> dict[str, int]:
    """Return local ids: the ones of this file, and new ones in the order of the other."""
    ids = dict(merged.here.ids[table])
    order = merged.there.ids[table]
    new = sorted((uid for uid in rows if uid not in ids), key=lambda uid: (order.get(uid, LAST), uid))
    ids.update((uid, n) for n, uid in enumerate(new, merged.here.project.next_id(table)))
    return ids


class _Raw:
    """Makes rows of the merged project what they are in their tables."""

    def __init__(self, merged: Merged, ids: dict[str, dict[str, int]], texts: dict[str, str]) -> None:
        self.here, self.ids, self.texts = merged.here, ids, texts
        self._known = dict(texts)

    def row(self, table: str, uid: str, row: Row) -> Row:
        """Return a row by column, without its id."""
        refers = KINDS[table].refers if table in KINDS else ITEM_REFERS
        raw = {"uid": uid, **{column: value for column, value in row.items() if column not in COLUMN.values()}}
        for column, target in refers.items():
            raw[column] = None if raw[column] is None else self.ids[target][raw[column]]
        if name_column(table) in raw and table != "run":
            raw["key"] = key(raw[name_column(table)])
        if uid in self.texts:
            raw["text_sha256"] = sha256(self.texts[uid])
        if table == "coding":
            raw["quote"] = self._text(row["source_id"])[row["start"] : row["stop"]]
        return raw

    def _text(self, source: str) -> str:
        if source not in self._known:
            self._known[source] = text_of(self.here, source)
        return self._known[source]


def _compare(raw: _Raw, table: str, rows: dict[str, Row]) -> Rows:
    old = {row["id"]: row for row in raw_rows(raw.here.project, table)}
    found, ids = Rows(), raw.ids[table]
    for uid, row in sorted(rows.items(), key=lambda item: ids[item[0]]):
        row_id, new = ids[uid], raw.row(table, uid, row)
        if row_id not in old:
            found.added.append({"id": row_id, **new})
        elif changed := {column: value for column, value in new.items() if old[row_id][column] != value}:
            if "key" in new and changed.keys() & NAMING:
                changed["key"] = new["key"]
            found.changed[row_id] = changed
    found.gone = sorted(old.keys() - {ids[uid] for uid in rows})
    if table in ("decision", "coding"):
        _find_in_the_way(found, KINDS[table].same, old)
    return found


def _find_in_the_way(rows: Rows, same: tuple[str, ...], old: dict[int, Row]) -> None:
    holds = {tuple(row[column] for column in same): row_id for row_id, row in old.items()}
    for row_id, changed in rows.changed.items():
        other = holds.get(tuple(changed.get(column, old[row_id][column]) for column in same), row_id)
        if other != row_id and other in rows.changed:
            rows.in_the_way.append(other)
    for row_id in rows.in_the_way:
        span = {column: old[row_id][column] for column in ("start", "stop")}
        rows.changed[row_id] = {**span, **rows.changed[row_id]}
