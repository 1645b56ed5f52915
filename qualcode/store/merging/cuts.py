"""Turns, parts and segments of sources that both files have: which of two cuts stands."""

from __future__ import annotations

from typing import Any, NamedTuple

from qualcode.store.images import read
from qualcode.store.merging.past import CUT
from qualcode.store.merging.settling import Merged, takes_ours
from qualcode.store.merging.side import Side
from qualcode.store.merging.tables import Row
from qualcode.store.merging.texts import note_recut, recuts, shared

Rows = list[tuple[Any, ...]]


class Body(NamedTuple):
    """The bulk of a source; turns refer to speakers by uid, segments to turns by n.

    The columns of each are those of its table without ids and source, in the order of `COLUMNS`.
    """

    turn: Rows
    part: Rows
    segment: Rows


COLUMNS = {
    "turn": ("speaker_id", "n", "start", "stop", "start_s", "end_s", "set_by_hand"),
    "part": ("start", "stop", "kind", "rule"),
    "segment": ("turn_n", "n", "unit", "start", "stop", "words"),
}


def body_of(side: Side, source: str) -> Body:
    """Return turns, parts and segments of a source."""
    source_id = side.ids["source"][source]
    speakers = {row_id: uid for uid, row_id in side.ids["speaker"].items()}
    turns = side.project.rows(
        """
        select speaker_id, n, start, stop, start_s, end_s, set_by_hand
          from turn
         where source_id = ?
         order by n
        """,
        [source_id],
    )
    parts = side.project.rows(
        "select start, stop, kind, rule from part where source_id = ? order by start", [source_id]
    )
    segments = side.project.rows(
        """
        select turn.n, segment.n, segment.unit, segment.start, segment.stop, segment.words
          from segment
          join turn on turn.id = segment.turn_id
         where segment.source_id = ?
         order by segment.n
        """,
        [source_id],
    )
    return Body([(speakers.get(row[0]), *row[1:]) for row in turns], parts, segments)


def body_before(side: Side, source: str, now: Body) -> Body:
    """Return the bulk of a source as the other file knew it; the turns of its segments are not known."""
    found = dict(zip(CUT, now, strict=True))
    for table in CUT:
        image = side.images.get(source, {}).get(table)
        if image is not None:
            columns, rows = read(image)
            order = "start" if table == "part" else "n"
            records = sorted((dict(zip(columns, row, strict=True)) for row in rows), key=lambda row: row[order])
            found[table] = [tuple(_value(side, column, row) for column in COLUMNS[table]) for row in records]
    return Body(**found)


def _value(side: Side, column: str, row: Row) -> Any:
    if column == "speaker_id" and row[column] is not None:
        return side.name("speaker", side.ids_then["speaker"].get(row[column], ""))
    return row.get(column)


def settle_cuts(merged: Merged, texts: dict[str, bool]) -> dict[str, Body]:
    """Return, by source, the bulk that the merged project gets where it is not the one of this file.

    Parameters
    ----------
    texts
        As `settle_texts` returns them: a cut goes with its text.
    """
    found: dict[str, Body] = {}
    for source in shared(merged):
        ours, theirs = body_of(merged.here, source), body_of(merged.there, source)
        if source not in texts:
            stands = _settle_cut(merged, source, ours, theirs)
        elif texts[source]:
            stands = _goes_with_text(merged, source, ours, merged.there, theirs)
        else:
            stands = _goes_with_text(merged, source, theirs, merged.here, ours)
        if stands != ours or texts.get(source) is False:
            found[source] = stands
    for source in sorted(merged.there.rows["source"].keys() - merged.here.rows["source"].keys()):
        found[source] = body_of(merged.there, source)
    return found


def _goes_with_text(merged: Merged, source: str, stands: Body, loser: Side, lost: Body) -> Body:
    """Return the bulk that goes with the text that stands; list the other if it was changed as well."""
    if _plain(body_before(loser, source, lost)) != _plain(lost):
        note_recut(merged, source, "turns", mine=loser is merged.there)
    return stands


def _settle_cut(merged: Merged, source: str, ours: Body, theirs: Body) -> Body:
    """Settle turns and segments by themselves if the turns have the same borders, else together."""
    before = body_before(merged.here, source, ours), body_before(merged.there, source, theirs)
    if [row[1:4] for row in ours.turn] != [row[1:4] for row in theirs.turn] or ours.part != theirs.part:
        mine, conflict = takes_ours(
            (_plain(ours), _plain(theirs)), (_plain(before[0]), _plain(before[1])), recuts(merged, source)
        )
        if conflict:
            note_recut(merged, source, "turns", mine=mine)
        return ours if mine else theirs
    pieces: dict[str, Rows] = {"part": ours.part}
    for table in ("turn", "segment"):
        values = [_plain(body)[CUT.index(table)] for body in (ours, theirs, *before)]
        mine, conflict = takes_ours((values[0], values[1]), (values[2], values[3]), recuts(merged, source))
        if conflict:
            note_recut(merged, source, f"{table}s", mine=mine)
        pieces[table] = getattr(ours if mine else theirs, table)
    return Body(**pieces)


def _plain(body: Body) -> tuple[Rows, Rows, Rows]:
    """Return a bulk that can be compared with one of before: segments without their turns."""
    return body.turn, body.part, [row[1:] for row in body.segment]
