"""What hangs on the words of a source, and where it goes when the text is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from qualcode.segment.difference import Moved, Moves
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

KINDS: tuple[Kind, ...] = get_args(Kind)
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
    for kind in KINDS:
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
            stays = first.setdefault(same_place(anchor, place.start, place.stop), anchor.id)
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


def same_place(anchor: Anchor, start: int, stop: int) -> tuple[object, ...]:
    """Return what no two anchors of a kind may share."""
    return start, stop, anchor.code_id, anchor.coder_id, anchor.origin
