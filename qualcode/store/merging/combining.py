"""Two files made one, in memory: table by table, what is referred to before what refers to it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from qualcode.errors import QualcodeError
from qualcode.store.cases import check_value
from qualcode.store.merging.codebook import align_items, attach_items, distinct_names, mend_tree
from qualcode.store.merging.cuts import Body, settle_cuts
from qualcode.store.merging.matching import match, rename_covers, sameness
from qualcode.store.merging.removing import stays_removed
from qualcode.store.merging.settling import Merged, settle_row
from qualcode.store.merging.side import Side, erased
from qualcode.store.merging.suggesting import Suggested, settle_suggestions
from qualcode.store.merging.tables import KINDS, Kind, Row
from qualcode.store.merging.texts import settle_texts

NAMED = ("study_case", "attribute", "coder", "source")
LISTED = ("source", "decision", "coding", "memo")
"""Tables of which every row that has no place is listed; of the others they are counted."""


@dataclass(slots=True)
class Bulk:
    """What the merged project gets besides rows, by uid of the source, where it is not what this file has.

    ``texts`` tells of each text that differed whether the one of this file stands.
    """

    texts: dict[str, bool] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    suggestions: dict[str, list[Suggested]] = field(default_factory=dict)


def combine(merged: Merged) -> Bulk:
    """Settle all tables of two files; `merged` is filled, the bulk returned."""
    bulk = Bulk()
    _refuse_erased(merged)
    for kind in KINDS.values():
        for side in (merged.here, merged.there):
            side.refer(kind.table)
            _refer(merged, side, kind)
        match(kind, merged.here, merged.there)
        if kind.table == "source":
            bulk.texts = settle_texts(merged)
        elif kind.table in ("code", "run"):
            _prepare(merged, kind)
        _settle(merged, kind)
        _mend(merged, kind)
    bulk.bodies = settle_cuts(merged, bulk.texts)
    bulk.suggestions = settle_suggestions(merged, bulk.texts)
    _list_erased(merged)
    return bulk


def _refuse_erased(merged: Merged) -> None:
    """Leave out of the other file what either file erased, unless it still stands here."""
    here, there = merged.here, merged.there
    ours = erased(here.project)
    gone = ours | erased(there.project)
    merged.blacked_out = gone & here.rows["speaker"].keys() & there.rows["speaker"].keys()
    imported = {row["imported_sha256"] for row in here.rows["source"].values()}
    for table in KINDS if gone else ():
        for uid, row in list(there.rows[table].items()):
            digests = {row["imported_sha256"], row["file_sha256"]} if table == "source" else set()
            if gone & {uid, *digests} and uid not in here.rows[table] and not digests & imported:
                _refuse(merged, there, table, uid)
    for uid, row in list(there.rows["value"].items()):
        if row["speaker_id"] in ours and uid not in here.rows["value"]:
            _refuse(merged, there, "value", uid)
    for uid in gone & there.rows["example"].keys():
        del there.rows["example"][uid]
        there.base["example"].pop(uid, None)


def _refuse(merged: Merged, side: Side, table: str, uid: str) -> None:
    side.refuse(table, uid)
    if table in LISTED:
        merged.note(table, uid, "refused", settled="refused")


def _refer(merged: Merged, side: Side, kind: Kind) -> None:
    """Let rows refer to what stands in the merged project; a row without what it needs is refused."""
    bases = [row for row in side.base[kind.table].values() if row is not None]
    for row in (*side.rows[kind.table].values(), *bases):
        if kind.table == "memo":
            _memo_of_a_coding(merged, row)
        for column, target in kind.refers.items():
            row[column] = merged.same_as[target].get(row[column], row[column])
    for column, target in kind.refers.items():
        known = merged.rows[target]
        lost = [
            uid for uid, row in side.rows[kind.table].items() if row[column] is not None and row[column] not in known
        ]
        for uid in lost if target != kind.table else ():
            if column in kind.required:
                _refuse(merged, side, kind.table, uid)
            else:
                side.rows[kind.table][uid][column] = None


def _memo_of_a_coding(merged: Merged, row: Row) -> None:
    """Let a memo on a coding that goes be a memo on its words, or on the source if those have no place either."""
    uid = merged.same_as["coding"].get(row["coding_id"], row["coding_id"])
    if uid is None or uid in merged.rows["coding"]:
        return
    coding = merged.row("coding", uid)
    if coding is not None:
        refused = any(uid in side.refused["coding"] for side in (merged.here, merged.there))
        span = (None, None) if refused else (coding["start"], coding["stop"])
        row |= {"source_id": coding["source_id"], "start": span[0], "stop": span[1], "coding_id": None}


def _prepare(merged: Merged, kind: Kind) -> None:
    for side in (merged.here, merged.there):
        if kind.table == "run":
            rename_covers(side)
        else:
            attach_items(side)
    if kind.table == "code":
        align_items(merged)


def _settle(merged: Merged, kind: Kind) -> None:
    ours, theirs = merged.here.rows[kind.table], merged.there.rows[kind.table]
    for uid in sorted(ours.keys() | theirs.keys()):
        if kind.table == "speaker" and uid in merged.blacked_out:
            merged.rows["speaker"][uid] = dict(ours[uid])
        elif uid in ours and uid in theirs:
            merged.rows[kind.table][uid] = settle_row(merged, kind, uid)
        elif kind.table != "coding" or not stays_removed(merged, uid):
            merged.rows[kind.table][uid] = dict(ours.get(uid) or theirs[uid])


def _mend(merged: Merged, kind: Kind) -> None:
    """Bring in order what each file kept in order for itself."""
    if kind.table in NAMED:
        distinct_names(merged, kind.table)
    elif kind.table == "code":
        mend_tree(merged)
    elif kind.table in ("decision", "coding", "value"):
        _join_same(merged, kind)
    if kind.table == "value":
        _mend_types(merged)


def _join_same(merged: Merged, kind: Kind) -> None:
    """Let rows that came to be the same thing be one, under the smaller uid."""
    stands: dict[object, str] = {}
    rows = merged.rows[kind.table]
    for uid in sorted(rows):
        same = stands.setdefault(sameness(kind, rows[uid]), uid)
        if same != uid:
            merged.same_as[kind.table][uid] = same
            other = rows.pop(uid)
            rows[same] |= {column: value for column, value in other.items() if rows[same][column] is None}
            _note_value(merged, kind, same, other)


def _note_value(merged: Merged, kind: Kind, uid: str, other: Row) -> None:
    column = {"decision": "state", "value": "value"}.get(kind.table)
    if column and (value := merged.rows[kind.table][uid][column]) != other[column]:
        merged.note(kind.table, uid, "conflict", field=column, here=value, there=other[column], settled=value)


def _mend_types(merged: Merged) -> None:
    """Make an attribute text again if one file gave it a type that a value of the other does not have."""
    values: dict[str, list[str]] = {}
    for row in merged.rows["value"].values():
        values.setdefault(row["attribute_id"], []).append(row["value"])
    for uid, row in merged.rows["attribute"].items():
        try:
            for value in values.get(uid, ()):
                check_value(row["name"], value, row["type"], json.loads(row["categories"]))
        except QualcodeError:
            merged.note("attribute", uid, "conflict", field="type", here=row["type"], there="text", settled="text")
            row |= {"type": "text", "categories": "[]"}


def _list_erased(merged: Merged) -> None:
    """List what the other file erased and this one still has, with the command that erases it here."""
    gone, known = erased(merged.there.project), erased(merged.here.project)
    for uid, row in merged.here.rows["source"].items():
        if gone & {uid, row["imported_sha256"]}:
            merged.note("source", uid, "erased", there="erased", settled=f'qualcode erase "{row["name"]}"')
    for uid in sorted((gone - known) & merged.here.rows["speaker"].keys()):
        speaker = merged.here.rows["speaker"][uid]
        source = merged.row("source", speaker["source_id"])
        command = f'qualcode erase "{source["name"] if source else ""}" --person "{speaker["label"]}"'
        merged.note("speaker", uid, "erased", there="erased", settled=command)
