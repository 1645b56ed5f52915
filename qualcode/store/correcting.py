"""A source rewritten: its text, turns, parts and segments in the place of the old ones, every anchor on its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.records import Part, Segment, Turn
from qualcode.segment.difference import Moved
from qualcode.store import images
from qualcode.store.anchors import KINDS, UNIQUE, Anchor, Kind, Plan, same_place
from qualcode.store.indexing import index_source, link_source, parts_of, unindex_source
from qualcode.store.project import Project
from qualcode.store.sources import sha256, text_of


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it stands in the project; ``id`` is None until it is stored. Times in seconds."""

    id: int | None
    speaker_id: int | None
    start: int
    stop: int
    start_s: float | None
    end_s: float | None
    set_by_hand: bool


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a source is to be: its text, its parts, its turns in order, and the segments cut from them by turn n."""

    text: str
    parts: Sequence[Part]
    turns: Sequence[StoredTurn]
    segments: Sequence[Segment]


def stored_turns(project: Project, source_id: int) -> list[StoredTurn]:
    """Return the turns of a source in order; the first has n 1."""
    rows = project.rows(
        """
        select id, speaker_id, start, stop, start_s, end_s, set_by_hand
          from turn
         where source_id = ?
         order by n
        """,
        [source_id],
    )
    return [replace(StoredTurn(*row), set_by_hand=bool(row[-1])) for row in rows]


def numbered(turns: Sequence[StoredTurn]) -> list[Turn]:
    """Return the turns as they are cut into segments, numbered from 1; ``speaker`` is the speaker's id here."""
    return [Turn(n, t.speaker_id, t.start, t.stop, t.start_s, t.end_s) for n, t in enumerate(turns, 1)]


def rewrite(project: Project, source_id: int, new: Rewritten, plan: Plan | None = None) -> None:
    """Put a new text or parse of a source in the place of the old one; what was is kept in the history.

    Parameters
    ----------
    plan : Plan, optional
        Where the anchors go; without it they stay, because the text does.
    """
    unindex_source(project, source_id)
    images.drop(project, "segment", source_id)
    if list(new.parts) != parts_of(project, source_id):
        images.drop(project, "part", source_id)
        _insert(project, "part", source_id, _part_rows(new.parts))
    images.drop(project, "turn", source_id)
    _replace_text(project, source_id, new.text)
    ids = _insert_turns(project, source_id, new.turns)
    _insert(project, "segment", source_id, _segment_rows(new.segments, ids))
    if plan:
        _move_anchors(project, source_id, plan)
    index_source(project, source_id)
    link_source(project, source_id)


def _replace_text(project: Project, source_id: int, text: str) -> None:
    if text == text_of(project, source_id):
        return
    images.keep(project, images.TEXT, source_id)
    project.execute("update source set text = ?, text_sha256 = ? where id = ?", [text, sha256(text), source_id])


def _insert_turns(project: Project, source_id: int, turns: Sequence[StoredTurn]) -> dict[int, int]:
    """Store the turns and return their ids by n."""
    fresh = max([project.next_id("turn"), *(turn.id + 1 for turn in turns if turn.id is not None)])
    rows: list[dict[str, Any]] = []
    for n, turn in enumerate(turns, 1):
        turn_id, fresh = (fresh, fresh + 1) if turn.id is None else (turn.id, fresh)
        rows.append({
            "id": turn_id, "n": n, "speaker_id": turn.speaker_id, "start": turn.start, "stop": turn.stop,
            "start_s": turn.start_s, "end_s": turn.end_s, "set_by_hand": int(turn.set_by_hand),
        })  # fmt: skip
    _insert(project, "turn", source_id, rows)
    return {row["n"]: row["id"] for row in rows}


def _part_rows(parts: Iterable[Part]) -> list[dict[str, object]]:
    return [{"start": part.start, "stop": part.end, "kind": part.kind, "rule": part.rule} for part in parts]


def _segment_rows(segments: Iterable[Segment], turns: Mapping[int, int]) -> list[dict[str, object]]:
    return [
        {"turn_id": turns[s.turn], "n": s.n, "unit": s.unit, "start": s.start, "stop": s.end, "words": s.words}
        for s in segments
    ]


def _insert(project: Project, table: str, source_id: int, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        columns = ["source_id", *rows[0]]
        marks = ", ".join("?" * len(columns))
        project.execute_many(
            f"insert into {table}({', '.join(columns)}) values ({marks})",
            [(source_id, *row.values()) for row in rows],
        )


def _move_anchors(project: Project, source_id: int, plan: Plan) -> None:
    """Do what was planned, once the new text is stored."""
    for kind in KINDS:
        for goes, stays in plan.doubles[kind]:
            _hand_over(project, kind, goes, stays)
            project.execute(f"delete from {kind} where id = ?", [goes])
        for row_id in plan.lost[kind]:
            _lose(project, kind, row_id, source_id)
        moved = [(a, to) for a, to in plan.moved[kind] if to.changed or (to.start, to.stop) != (a.start, a.stop)]
        steps = _in_free_order(moved, len(plan.moves.new)) if kind in UNIQUE else _in_order(moved)
        for row_id, start, stop in steps:
            _place(project, kind, row_id, start, stop, plan.moves.new)
    _move_suggestions(project, source_id, plan.suggestions)


def _hand_over(project: Project, kind: Kind, goes: int, stays: int) -> None:
    """Give what hangs on a double to the one that stays."""
    if kind == "decision":
        project.execute("update coding set decision_id = ? where decision_id = ?", [stays, goes])
        return
    project.execute("update memo set coding_id = ? where coding_id = ?", [stays, goes])
    project.execute(
        """
        update coding
           set decision_id = (select decision_id from coding where id = ?)
         where id = ? and decision_id is null
        """,
        [goes, stays],
    )


def _lose(project: Project, kind: Kind, row_id: int, source_id: int) -> None:
    """Take out an anchor without words; memos become memos of the source."""
    if kind == "memo":
        project.execute("update memo set start = null, stop = null where id = ?", [row_id])
        return
    if kind == "coding":
        project.execute("update memo set coding_id = null, source_id = ? where coding_id = ?", [source_id, row_id])
    elif kind == "decision":
        project.execute("update coding set decision_id = null where decision_id = ?", [row_id])
    project.execute(f"delete from {kind} where id = ?", [row_id])


def _place(project: Project, kind: Kind, row_id: int, start: int, stop: int, text: str) -> None:
    if kind == "coding":
        quote = text[start:stop]
        project.execute("update coding set start = ?, stop = ?, quote = ? where id = ?", [start, stop, quote, row_id])
    else:
        project.execute(f"update {kind} set start = ?, stop = ? where id = ?", [start, stop, row_id])


Step = tuple[int, int, int]
"""Row id, and the span that it gets."""


def _in_order(rows: Sequence[tuple[Anchor, Moved]]) -> Iterator[Step]:
    for anchor, to in rows:
        yield anchor.id, to.start, to.stop


def _in_free_order(rows: Sequence[tuple[Anchor, Moved]], end: int) -> Iterator[Step]:
    """Yield the steps in an order in which no row comes to a place that another has yet to leave.

    `end` is the length of the new text: where rows wait for each other in a ring, one waits behind it.
    """
    taken = {same_place(anchor, anchor.start, anchor.stop): anchor.id for anchor, _to in rows}
    at = {row_id: place for place, row_id in taken.items()}
    waiting = sorted(rows, key=lambda row: -row[0].start if row[1].start > row[0].start else row[0].start)
    while waiting:
        held: list[tuple[Anchor, Moved]] = []
        for anchor, to in waiting:
            target = same_place(anchor, to.start, to.stop)
            if taken.get(target, anchor.id) != anchor.id:
                held.append((anchor, to))
                continue
            del taken[at[anchor.id]]
            taken[target] = anchor.id
            yield anchor.id, to.start, to.stop
        if len(held) == len(waiting):
            anchor = held[0][0]
            del taken[at[anchor.id]]
            at[anchor.id] = same_place(anchor, end + anchor.id, end + anchor.id + 1)
            taken[at[anchor.id]] = anchor.id
            yield anchor.id, end + anchor.id, end + anchor.id + 1
        waiting = held


def _move_suggestions(project: Project, source_id: int, moved: Mapping[int, Moved | None]) -> None:
    if not moved:
        return
    images.keep(project, "suggestion", source_id)
    project.execute_many("delete from suggestion where id = ?", [(i,) for i, to in moved.items() if to is None])
    stay = [(to.start, to.stop, row_id) for row_id, to in moved.items() if to]
    project.execute_many("update suggestion set start = ?, stop = ? where id = ?", stay)
