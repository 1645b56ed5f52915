"""Rows that both files have, settled column by column against what each knew of the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qualcode.identity import uid_of
from qualcode.store.merging.report import Item, Outcome
from qualcode.store.merging.side import Side, Touch
from qualcode.store.merging.tables import KINDS, QUIET, Kind, Row, groups_of

MISSING = object()
SHOWN = 60


@dataclass(slots=True)
class Merged:
    """What comes of two files: the rows by table and uid, and the list of what was settled.

    ``same_as`` maps, by table, a uid to the one that stands for it because both came to be the same thing;
    ``blacked_out`` are speakers whose words one of the files erased.
    """

    here: Side
    there: Side
    has_base: bool
    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {table: {} for table in KINDS})
    same_as: dict[str, dict[str, str]] = field(default_factory=lambda: {table: {} for table in KINDS})
    items: list[Item] = field(default_factory=list)
    blacked_out: set[str] = field(default_factory=set)

    def note(self, table: str, uid: str, outcome: Outcome, **rest: str) -> None:
        """Add a line to the list of what was settled."""
        self.items.append(Item(table, self.what(table, uid), outcome, **rest))

    def what(self, table: str, uid: str) -> str:
        """Return how people call a row, without a word of an interview."""
        row = self.row(table, uid)
        if row is None:
            return uid[:8]
        if "name" in row and table != "speaker":
            return str(row["name"])
        place = self.row("source", row.get("source_id") or "")
        letter = {"coding": "c", "memo": "m"}.get(table, "")
        parts = [str(place["name"]) if place else "", str(row["label"]) if table == "speaker" else letter + uid[:8]]
        return ", ".join(part for part in parts if part)

    def row(self, table: str, uid: str) -> Row | None:
        """Return a row of the merged project, else of the file that has or had it."""
        sides = (self.here.rows, self.there.rows, self.here.refused, self.there.refused)
        return next((found for rows in (self.rows, *sides) if (found := rows[table].get(uid))), None)


def takes_ours(values: tuple[Any, Any], before: tuple[Any, Any], touches: tuple[Touch, Touch]) -> tuple[bool, bool]:
    """Decide between two values; each pair is (here, there).

    Parameters
    ----------
    before
        The values as the other file knew them. A value that either of these equals is an old one.

    Returns
    -------
    (bool, bool)
        Whether the value of this file stands, and whether both were changed, so that it is a conflict: then the
        later change wins, then the smaller uid of the change.
    """
    ours, theirs = values
    if ours == theirs:
        return True, False
    old, other_old = ours in before, theirs in before
    if old != other_old:
        return other_old, False
    return is_later(touches[0], touches[1], tie=repr(ours) <= repr(theirs)), True


def is_later(one: Touch, other: Touch, *, tie: bool) -> bool:
    """Tell whether the first change is the later one; of two at one time the one with the smaller uid is."""
    if one[0] != other[0]:
        return one[0] > other[0]
    return one[1] < other[1] if one[1] != other[1] else tie


def settle_row(merged: Merged, kind: Kind, uid: str) -> Row:
    """Return the row that comes of two versions of it."""
    ours, theirs = merged.here.rows[kind.table][uid], merged.there.rows[kind.table][uid]
    if ours == theirs:
        return dict(ours)
    row: Row = {}
    for group in groups_of(kind, list(ours)):
        mine, conflict = _settle_group(merged, kind.table, uid, group)
        row |= {column: (ours if mine else theirs)[column] for column in group}
        if conflict and group[0] not in QUIET and ours[group[0]] != theirs[group[0]]:
            _note_conflict(merged, kind.table, uid, group[0], mine=mine)
    return row


def _settle_group(merged: Merged, table: str, uid: str, group: tuple[str, ...]) -> tuple[bool, bool]:
    here, there = merged.here, merged.there

    def pick(row: Row | None) -> Any:
        return MISSING if row is None else [row[column] for column in group]

    return takes_ours(
        (pick(here.rows[table][uid]), pick(there.rows[table][uid])),
        (pick(here.before(table, uid)), pick(there.before(table, uid))),
        (here.touch(table, uid), there.touch(table, uid)),
    )


def _note_conflict(merged: Merged, table: str, uid: str, column: str, *, mine: bool) -> None:
    settled = "here" if mine else "there"
    if (table, column) == ("memo", "text"):
        settled = "both"
        _keep_both(merged, uid, mine=mine)
    values = [shown(merged, table, column, side.rows[table][uid]) for side in (merged.here, merged.there)]
    merged.note(table, uid, "conflict", field=column, here=values[0], there=values[1], settled=settled)


def _keep_both(merged: Merged, uid: str, *, mine: bool) -> None:
    """Keep the version of a memo that does not stand as a memo of its own, the same in both directions."""
    other = (merged.there if mine else merged.here).rows["memo"][uid]
    merged.rows["memo"][uid_of("memo", uid, other["text"])] = dict(other)


def shown(merged: Merged, table: str, column: str, row: Row) -> str:
    """Return a value as the list of conflicts shows it: no text of a memo or an interview, the beginning of others."""
    value = row[column]
    if (table, column) == ("memo", "text"):
        return ""
    if column == "start":
        return f"{row['start']}-{row['stop']}"
    if column in ("rules", "examples"):
        return str(len(value))
    refers = KINDS[table].refers
    if column in refers and value is not None:
        return merged.what(refers[column], value)
    text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
