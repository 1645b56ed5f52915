"""What hangs on the words of a source, and where it goes when the text is corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.segment.difference import Moved, Moves
from qualcode.store import images
from qualcode.store.indexing import touched
from qualcode.store.project import Project

Kind = Literal["coding", "decision", "reading", "assignment", "memo"]
Fate = Literal["changed", "lost", "double"]

_COLUMNS: dict[Kind, str] = {
    "coding": "code_id, coder_id, '', created_at as at",
    "decision": "code_id, coder_id, origin, at",
    "reading": "null, coder_id, '', at",
    "assignment": "null, coder_id, '', at",
    "memo": "null, coder_id, '', at",
}

UNIQUE: tuple[Kind, ...] = ("coding", "decision")
"""Kinds of which no two may say the same of the same words."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row on a span of a source, by ids; ``origin`` is a decision's."""

    id: int
    uid: str
    start: int
    stop: int
    code_id: int | None
    coder_id: int | None
    origin: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An anchor that a correction touches, as people are asked about it.

    Attributes
    ----------
    id : str
        First letter of the kind and eight digits of the uid.
    fate : {"changed", "lost", "double"}
        Its words are others, no word of it is left, or an older one then stands on the same words.
    segment : int or None
        The first segment that it touched; with `start` and `stop` in the old text.
    quote, now : str
        Its words before and after.
    """

    id: str
    kind: Kind
    fate: Fate
    code: str
    coder: str
    segment: int | None
    start: int
    stop: int
    quote: str
    now: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many anchors of a kind keep their words, have others, and go."""

    same: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a correction does to a source: counts by kind ("suggestion" too), and what people are asked about."""

    source: str
    counts: Mapping[str, Count]
    listed: Sequence[Listed] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What happens to each anchor: (row id, span) by kind, ids that go, and (id that goes, id that stays)."""

    moves: Moves
    moved: Mapping[Kind, Sequence[tuple[Anchor, Moved]]]
    lost: Mapping[Kind, Sequence[int]]
    doubles: Mapping[Kind, Sequence[tuple[int, int]]]
    suggestions: Mapping[int, Moved | None]
    report: Report


def plan(project: Project, source_id: int, moves: Moves) -> Plan:
    """Find out where the anchors of a source go; nothing is written."""
    names = _Names(project, source_id, moves)
    moved: dict[Kind, list[tuple[Anchor, Moved]]] = {}
    lost: dict[Kind, list[int]] = {}
    doubles: dict[Kind, list[tuple[int, int]]] = {}
    counts: dict[str, Count] = {}
    for kind in _COLUMNS:
        placed = [(anchor, moves.span(anchor.start, anchor.stop)) for anchor in _anchors(project, kind, source_id)]
        doubles[kind] = _doubles(placed) if kind in UNIQUE else []
        twice = {goes for goes, _stays in doubles[kind]}
        lost[kind] = [anchor.id for anchor, place in placed if place is None]
        moved[kind] = [(anchor, place) for anchor, place in placed if place and anchor.id not in twice]
        counts[kind] = _count([place for _anchor, place in moved[kind]], gone=len(lost[kind]) + len(twice))
        for anchor, place in placed:
            names.ask_about(kind, anchor, place, double=anchor.id in twice)
    suggestions = {
        row_id: place if (place := moves.span(start, stop)) and not place.changed else None
        for row_id, start, stop in project.rows(
            "select id, start, stop from suggestion where source_id = ? order by id", [source_id]
        )
    }
    kept = [place for place in suggestions.values() if place]
    counts["suggestion"] = _count(kept, gone=len(suggestions) - len(kept))
    report = Report(names.source, counts, tuple(names.listed))
    return Plan(moves, moved, lost, doubles, suggestions, report)


def _anchors(project: Project, kind: Kind, source_id: int) -> list[Anchor]:
    """Return the anchors of a kind on a source, the oldest first."""
    rows = project.rows(
        f"""
        select id, uid, start, stop, {_COLUMNS[kind]}
          from {kind}
         where source_id = ? and start is not null
         order by at, id
        """,
        [source_id],
    )
    return [Anchor(*row[:-1]) for row in rows]


def _doubles(placed: Sequence[tuple[Anchor, Moved | None]]) -> list[tuple[int, int]]:
    """Return (id that goes, id that stays) where two would say the same of the same words; the older stays."""
    first: dict[tuple[object, ...], int] = {}
    found: list[tuple[int, int]] = []
    for anchor, place in placed:
        if place:
            stays = first.setdefault(_same(anchor, place.start, place.stop), anchor.id)
            if stays != anchor.id:
                found.append((anchor.id, stays))
    return found


def _count(places: Sequence[Moved], *, gone: int) -> Count:
    changed = sum(place.changed for place in places)
    return Count(len(places) - changed, changed, gone)


class _Names:
    """Gathers what people are asked about, by names instead of ids."""

    def __init__(self, project: Project, source_id: int, moves: Moves) -> None:
        self.listed: list[Listed] = []
        self.source = str(project.value("select name from source where id = ?", [source_id]))
        self._moves = moves
        self._codes = dict(
            project.rows(
                """
                select id, coalesce(path, name)
                  from code
                  left join code_tree on code_id = id
                 order by id
                """
            )
        )
        self._coders = dict(project.rows("select id, name from coder order by id"))
        self._segments = project.rows("select start, stop, n from segment where source_id = ? order by n", [source_id])

    def ask_about(self, kind: Kind, anchor: Anchor, place: Moved | None, *, double: bool) -> None:
        """List an anchor if its quote changes (a coding's), or if it goes."""
        fate: Fate | None = "lost" if place is None else "double" if double else None
        if fate is None and place and place.changed and kind == "coding":
            fate = "changed"
        if fate is None:
            return
        self.listed.append(
            Listed(
                f"{kind[0]}{anchor.uid[:8]}",
                kind,
                fate,
                self._codes.get(anchor.code_id, ""),
                self._coders.get(anchor.coder_id, ""),
                next(iter(touched(self._segments, anchor.start, anchor.stop)), None),
                anchor.start,
                anchor.stop,
                self._moves.old[anchor.start : anchor.stop],
                self._moves.new[place.start : place.stop] if place else "",
            )
        )


def move_anchors(project: Project, source_id: int, plan: Plan) -> None:
    """Do what was planned, once the new text is stored."""
    for kind in _COLUMNS:
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
    taken = {_same(anchor, anchor.start, anchor.stop): anchor.id for anchor, _to in rows}
    at = {row_id: place for place, row_id in taken.items()}
    waiting = sorted(rows, key=lambda row: -row[0].start if row[1].start > row[0].start else row[0].start)
    while waiting:
        held: list[tuple[Anchor, Moved]] = []
        for anchor, to in waiting:
            target = _same(anchor, to.start, to.stop)
            if taken.get(target, anchor.id) != anchor.id:
                held.append((anchor, to))
                continue
            del taken[at[anchor.id]]
            taken[target] = anchor.id
            yield anchor.id, to.start, to.stop
        if len(held) == len(waiting):
            anchor = held[0][0]
            del taken[at[anchor.id]]
            at[anchor.id] = _same(anchor, end + anchor.id, end + anchor.id + 1)
            taken[at[anchor.id]] = anchor.id
            yield anchor.id, end + anchor.id, end + anchor.id + 1
        waiting = held


def _same(anchor: Anchor, start: int, stop: int) -> tuple[object, ...]:
    """Return what no two anchors of a kind may share."""
    return start, stop, anchor.code_id, anchor.coder_id, anchor.origin


def _move_suggestions(project: Project, source_id: int, moved: Mapping[int, Moved | None]) -> None:
    if not moved:
        return
    images.keep(project, "suggestion", source_id)
    project.execute_many("delete from suggestion where id = ?", [(i,) for i, to in moved.items() if to is None])
    stay = [(to.start, to.stop, row_id) for row_id, to in moved.items() if to]
    project.execute_many("update suggestion set start = ?, stop = ? where id = ?", stay)
