"""Codings that are in one file only: taken out by their own coder in the other, or never there."""

from __future__ import annotations

from qualcode.identity import key
from qualcode.store.merging.settling import Merged
from qualcode.store.merging.side import Removal, Side
from qualcode.store.merging.tables import Row

PLACE = ("source_id", "start", "stop", "code_id", "coder_id")


def stays_removed(merged: Merged, uid: str) -> bool:
    """Tell whether a coding that one file lacks goes; everything that was taken out is listed, also what stays.

    It goes only if its own coder took it out since the two files knew each other, and the other file left it
    unchanged. That it is not there says nothing: a coder's copy may lack the codings of others.
    """
    has, lacks = (merged.here, merged.there) if uid in merged.here.rows["coding"] else (merged.there, merged.here)
    removal = lacks.removed.get(uid)
    if removal is None or not merged.has_base:
        return False
    goes = _by_own_coder(merged, removal) and _unchanged(has, lacks, uid, removal)
    here, there = ("", "removed") if lacks is merged.there else ("removed", "")
    merged.note("coding", uid, "removed" if goes else "kept", here=here, there=there)
    return goes


def _by_own_coder(merged: Merged, removal: Removal) -> bool:
    """Tell whether its coder took a coding out; a merge takes out only what its coder did."""
    coder = merged.row("coder", removal.row["coder_id"])
    own = coder is not None and key(removal.coder) == key(coder["name"]) != ""
    return own or removal.by_merge


def _unchanged(has: Side, lacks: Side, uid: str, removal: Removal) -> bool:
    known = (has.base["coding"].get(uid), lacks.base["coding"].get(uid), removal.row)
    now = _place(has.rows["coding"][uid])
    return uid not in has.base["coding"] or any(row is not None and _place(row) == now for row in known)


def _place(row: Row) -> tuple[object, ...]:
    return tuple(row[column] for column in PLACE)
