"""The codebook of a merge: lists of rules and examples, a tree without cycles, names and places of their own."""

from __future__ import annotations

from typing import Any

from qualcode.identity import key, uid_of
from qualcode.store.merging.settling import Merged
from qualcode.store.merging.side import Side, Touch
from qualcode.store.merging.tables import ITEMS, Row, name_column

COLUMN = {"rule": "rules", "example": "examples"}
Entries = tuple[tuple[Any, ...], ...]


def attach_items(side: Side) -> None:
    """Put the rules and the examples of each code into its row, as one value each, now and before."""
    for table, column in COLUMN.items():
        side.refer(table)
        now = _lists(table, side.rows[table])
        then = _lists(table, {uid: row for uid in _all(side, table) if (row := side.before(table, uid))})
        for uid, row in side.rows["code"].items():
            row[column] = now.get(uid, ())
            if row[column] != then.get(uid, ()):
                side.base["code"].setdefault(uid, dict(row))
        for uid, before in side.base["code"].items():
            if before is not None:
                before[column] = then.get(uid, ())
        _touch_codes(side, table)


def _all(side: Side, table: str) -> set[str]:
    return side.rows[table].keys() | side.base[table].keys()


def _lists(table: str, rows: dict[str, Row]) -> dict[str, Entries]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for uid, row in sorted(rows.items(), key=lambda item: (item[1]["position"], item[0])):
        found.setdefault(row["code_id"], []).append(
            tuple(uid if column == "uid" else row[column] for column in ITEMS[table])
        )
    return {code: tuple(entries) for code, entries in found.items()}


def _touch_codes(side: Side, table: str) -> None:
    for uid, touch in side.touched[table].items():
        for row in (side.rows[table].get(uid), side.base[table].get(uid)):
            if row is not None:
                code = row["code_id"]
                side.touched["code"][code] = max(touch, side.touch("code", code), key=_time)


def _time(touch: Touch) -> tuple[str, list[int]]:
    return touch[0], [-ord(c) for c in touch[1]]


def align_items(merged: Merged) -> None:
    """Give lists that say the same one form: entries of two files may differ in their uids alone."""
    ours, theirs = merged.here.rows["code"], merged.there.rows["code"]
    for uid in ours.keys() & theirs.keys():
        for column in COLUMN.values():
            a, b = ours[uid][column], theirs[uid][column]
            if a != b and [entry[:-1] for entry in a] == [entry[:-1] for entry in b]:
                ours[uid][column] = theirs[uid][column] = min(a, b)


def mend_tree(merged: Merged) -> None:
    """Make the codes a tree again: no code below itself, none that lives below a retired one, places in order."""
    codes = merged.rows["code"]
    for uid in sorted(codes, reverse=True):
        if _is_below_itself(codes, uid):
            merged.note("code", uid, "conflict", field="parent_id", settled="/")
            codes[uid]["parent_id"] = None
    for uid in sorted(codes):
        if codes[uid]["retired_at"] is None:
            _revive_above(merged, uid)
    distinct_names(merged, "code", "parent_id")
    _order(codes)
    _own_uids(codes)


def _is_below_itself(codes: dict[str, Row], uid: str) -> bool:
    seen: set[str] = set()
    parent = codes[uid]["parent_id"]
    while parent is not None and parent not in seen:
        if parent == uid:
            return True
        seen.add(parent)
        parent = codes[parent]["parent_id"]
    return False


def _revive_above(merged: Merged, uid: str) -> None:
    """Bring back a code that one file retired while the other put a living one below it."""
    codes = merged.rows["code"]
    parent = codes[uid]["parent_id"]
    while parent is not None:
        sides = [side.rows["code"][parent] for side in (merged.here, merged.there) if parent in side.rows["code"]]
        if codes[parent]["retired_at"] is not None and any(row["retired_at"] is None for row in sides):
            codes[parent]["retired_at"] = None
            merged.note("code", parent, "kept", field="retired_at")
        parent = codes[parent]["parent_id"]


def _order(codes: dict[str, Row]) -> None:
    """Give siblings that came to stand at one place places of their own."""
    last: dict[str | None, int] = {}
    for _uid, row in sorted(codes.items(), key=lambda item: (item[1]["position"], item[0])):
        parent = row["parent_id"]
        if row["retired_at"] is None:
            row["position"] = last[parent] = max(row["position"], last.get(parent, -1) + 1)


def _own_uids(codes: dict[str, Row]) -> None:
    """Give an entry that came to stand under two codes a uid of its own under the second."""
    for column in COLUMN.values():
        known: set[str] = set()
        for code, row in sorted(codes.items()):
            entries = []
            for position, entry in enumerate(row[column]):
                uid = uid_of(column, code, position, *entry) if entry[-1] in known else entry[-1]
                known.add(uid)
                entries.append((*entry[:-1], uid))
            row[column] = tuple(entries)


def distinct_names(merged: Merged, table: str, *scope: str) -> None:
    """Give things that came to have one name names of their own: all but the one with the smallest uid get a number."""
    column, taken = name_column(table), set()
    rows = merged.rows[table]
    for uid, row in sorted(rows.items()):
        if row.get("retired_at") is not None:
            continue
        place, name, n = tuple(row[part] for part in scope), row[column], 1
        while (place, key(row[column])) in taken:
            n += 1
            row[column] = f"{name} ({n})"
        taken.add((place, key(row[column])))
        if n > 1:
            merged.note(table, uid, "renamed", field=column, here=name, settled=row[column])
