"""One of the two files as a merge sees it: rows by uid, and what happened to them since the other file knew them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qualcode.store.merging.tables import DERIVED, ITEMS, KINDS, Row
from qualcode.store.project import Project

Touch = tuple[str, str]
"""Time and uid of the change that touched something last; ("", "") if none did since the other file knew it."""

UNTOUCHED: Touch = ("", "")
ITEM_REFERS = {"code_id": "code"}
TABLES = (*KINDS, *ITEMS)


@dataclass(frozen=True, slots=True)
class Removal:
    """A coding that was taken out since the other file knew it, by whom, and what it had been."""

    coder: str
    by_merge: bool
    row: Row


@dataclass(slots=True)
class Side:
    """One of the two files.

    Attributes
    ----------
    since : int
        Number of the last change that the other file knows; 0 if it knows none.
    rows, ids : mapping
        By table and uid: the row, and its local id.
    base : mapping
        By table and uid, for what was touched since: the row as the other file knew it, None if it did not.
    touched : mapping
        By table and uid: the last change.
    removed : mapping
        Codings taken out since, by uid.
    images : mapping
        By uid of a source and table: what it held as the other file knew it, for what was replaced since.
    recut : mapping
        By uid of a source: the last change that replaced its text or cut.
    refused : mapping
        By table and uid: rows that have no place in the merged project.
    renamed : mapping
        By table and uid in the file: the uid in the merged project, where it is another.
    ids_then : mapping
        By table: which uid an id meant as the other file knew this one.
    """

    project: Project
    since: int
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    base: dict[str, dict[str, Row | None]] = field(default_factory=lambda: {table: {} for table in TABLES})
    touched: dict[str, dict[str, Touch]] = field(default_factory=lambda: {table: {} for table in TABLES})
    removed: dict[str, Removal] = field(default_factory=dict)
    images: dict[str, dict[str, bytes]] = field(default_factory=dict)
    recut: dict[str, Touch] = field(default_factory=dict)
    refused: dict[str, dict[str, Row]] = field(default_factory=lambda: {table: {} for table in KINDS})
    renamed: dict[str, dict[str, str]] = field(default_factory=lambda: {table: {} for table in TABLES})
    ids_then: dict[str, dict[int, str]] = field(default_factory=dict)

    def before(self, table: str, uid: str) -> Row | None:
        """Return a row as the other file knew it."""
        return self.base[table][uid] if uid in self.base[table] else self.rows[table].get(uid)

    def touch(self, table: str, uid: str) -> Touch:
        """Return the last change that touched a row since."""
        return self.touched[table].get(uid, UNTOUCHED)

    def name(self, table: str, uid: str) -> str:
        """Return the uid that a row has after the merge, given the one in the file."""
        return self.renamed[table].get(uid, uid)

    def rename(self, table: str, old: str, new: str) -> None:
        """Give a row the uid under which the merged project knows it."""
        stores: tuple[dict[str, Any], ...] = (
            self.rows[table], self.ids[table], self.base[table], self.touched[table],
        )  # fmt: skip
        for store in stores:
            if old in store:
                store[new] = store.pop(old)
        self.renamed[table][old] = new

    def refer(self, table: str) -> None:
        """Let the rows of a table refer to others by the uids of the merged project."""
        refers = KINDS[table].refers if table in KINDS else ITEM_REFERS
        renamed = {column: names for column, target in refers.items() if (names := self.renamed[target])}
        if not renamed:
            return
        removed = [r.row for r in self.removed.values()] if table == "coding" else []
        for row in (*self.rows[table].values(), *filter(None, self.base[table].values()), *removed):
            for column, names in renamed.items():
                row[column] = names.get(row[column], row[column])

    def refuse(self, table: str, uid: str) -> None:
        """Leave a row of this file out of the merged project."""
        self.refused[table][uid] = self.rows[table].pop(uid)


def read_side(project: Project, since: int) -> Side:
    """Read the rows of a project; `since` as in `Side`."""
    side = Side(project, since)
    raw = {table: raw_rows(project, table) for table in TABLES}
    uids = {table: {row["id"]: row["uid"] for row in rows} for table, rows in raw.items()}
    for table, rows in raw.items():
        side.ids[table] = {row["uid"]: row["id"] for row in rows}
        side.rows[table] = {row["uid"]: portable(table, row, uids) for row in rows}
    return side


def raw_rows(project: Project, table: str) -> list[Row]:
    """Return the rows of a table as they stand in it, the text of sources left out."""
    columns = [row[1] for row in project.rows(f"pragma table_info({table})") if (table, row[1]) != ("source", "text")]
    found = project.rows(f"select {', '.join(columns)} from {table} order by id")
    return [dict(zip(columns, row, strict=True)) for row in found]


def portable(table: str, raw: Mapping[str, Any], uids: Mapping[str, Mapping[int, str]]) -> Row:
    """Return a row without its ids: what it refers to stands in it as a uid."""
    refers = KINDS[table].refers if table in KINDS else ITEM_REFERS
    row = {column: value for column, value in raw.items() if column not in ("id", "uid", *DERIVED)}
    for column, target in refers.items():
        if row[column] is not None:
            row[column] = uids[target].get(row[column], "")
    return row


def erased(project: Project) -> set[str]:
    """Return the digests and uids of what was erased from a project on purpose."""
    found: set[str] = set()
    for imported, file, uids in project.rows("select imported_sha256, file_sha256, uids from erased order by id"):
        found |= {imported, file, *_strings(json.loads(uids))}
    return found - {""}


def _strings(value: Any) -> Iterable[str]:
    """Yield every string in a json value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
