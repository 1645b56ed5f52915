"""What runs of the rules or the model looked at, code by code: what none did is not run, and no 0."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from qualcode.query.family import kin
from qualcode.query.filters import Filter
from qualcode.store.project import Project

NOWHERE: frozenset[int] = frozenset()


def left_out(project: Project, where: Filter, *others: Filter) -> list[str]:
    """Return who is heard in the sources of a filter but does not pass it and all others: uids of speakers.

    Turns without a speaker have the uid of their source.
    """
    population, bound = where.population(project)
    passed, values = [], []
    for filter_ in (where, *others):
        sql, of_filter = filter_.population(project)
        passed.append(f"segment_id in (select segment_id from ({sql}))")
        values.extend(of_filter)
    rows = project.rows(
        f"""
        select distinct coalesce(speaker.uid, source.uid) as uid
          from segment_scope as heard
          join source on source.id = heard.source_id
          left join speaker on speaker.id = heard.speaker_id
         where source.id in (select source_id from ({population})) and not ({" and ".join(passed)})
         order by uid
        """,
        [*bound, *values],
    )
    return [uid for (uid,) in rows]


def covered(project: Project, kind: str, *, subcodes: bool) -> dict[int, frozenset[int]]:
    """Return the segments that the latest runs of a kind judged, by code id; a code that none was for is missing.

    A code without a rule has been judged nowhere. A later run on some of a source takes the place of an earlier one on
    all of it, as its suggestions do.

    Parameters
    ----------
    subcodes : bool
        Whether what was judged for a code below counts for the code above, as its suggestions do.
    """
    runs = [_Run(*row) for row in project.rows("select id, covers from run where kind = ? order by id", [kind])]
    if not runs:
        return {}
    ids = _Ids.of(project)
    latest = _latest(runs, ids)
    segments: dict[frozenset[_Piece], frozenset[int]] = {}
    own = {}
    for code, pieces in latest.items():
        if pieces not in segments:
            segments[pieces] = frozenset(segment for piece in pieces for segment in _judged(ids, *piece))
        own[code] = segments[pieces]
    return _rolled_up(project, own) if subcodes else own


@dataclass(frozen=True)
class _Run:
    """A run and what it covers: uids of sources and codes, of whom it did not hear, and what it knew already."""

    id: int
    written: str

    @cached_property
    def covers(self) -> Mapping[str, Any]:
        covers: Mapping[str, Any] = json.loads(self.written)
        return covers

    @cached_property
    def left_out(self) -> frozenset[str]:
        return frozenset(self.covers.get("left_out", ()))

    @cached_property
    def spans_of(self) -> dict[str, int]:
        """The number of the known spans of each code."""
        known = self.covers.get("known", ())
        return {code: n for n, of_codes in enumerate(known) for code in of_codes["codes"]}

    def knew(self, known: int, source: str, start: int, stop: int) -> bool:
        """Return whether people had said of a segment, by its middle, whether it has the code."""
        spans = self.covers["known"][known]["spans"].get(source, ()) if known >= 0 else ()
        middle = (start + stop) // 2
        at = bisect_right(spans, middle, key=lambda span: int(span[0]))
        return bool(at) and middle < spans[at - 1][1]


_Piece = tuple[_Run, int, str]
"""A run, the number of what it knew of a code, and a source."""


@dataclass(frozen=True)
class _Ids:
    """The codes of a project by uid, and the segments of each source, by its uid: id, who is heard, start, stop."""

    codes: Mapping[str, int]
    segments: Mapping[str, list[tuple[int, str, int, int]]]

    @classmethod
    def of(cls, project: Project) -> _Ids:
        segments: dict[str, list[tuple[int, str, int, int]]] = {}
        for source, *segment in project.rows(
            """
            select source.uid, segment.id, coalesce(speaker.uid, source.uid), segment.start, segment.stop
              from segment
              join source on source.id = segment.source_id
              join turn on turn.id = segment.turn_id
              left join speaker on speaker.id = turn.speaker_id
             order by segment.id
            """
        ):
            segments.setdefault(source, []).append((segment[0], segment[1], segment[2], segment[3]))
        return cls(dict(project.rows("select uid, id from code order by id")), segments)


def _latest(runs: list[_Run], ids: _Ids) -> dict[int, frozenset[_Piece]]:
    """Return for each code the latest run over each source, where it looked for the code at all."""
    last: dict[int, dict[str, _Piece | None]] = {}
    seen: set[tuple[frozenset[str], frozenset[str]]] = set()
    for run in reversed(runs):
        codes, sources = frozenset(run.covers["codes"]), frozenset(run.covers["sources"])
        if (codes, sources) in seen:
            continue
        seen.add((codes, sources))
        ruled = frozenset(run.covers.get("ruled", codes))
        for code in codes & ids.codes.keys():
            of_code = last.setdefault(ids.codes[code], {})
            for source in sources & ids.segments.keys():
                of_code.setdefault(source, (run, run.spans_of.get(code, -1), source) if code in ruled else None)
    return {code: frozenset(filter(None, of_code.values())) for code, of_code in last.items()}


def _judged(ids: _Ids, run: _Run, known: int, source: str) -> Iterable[int]:
    return (
        segment
        for segment, who, start, stop in ids.segments[source]
        if who not in run.left_out and not run.knew(known, source, start, stop)
    )


def _rolled_up(project: Project, own: Mapping[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    """Return what was judged for each code or for one below it; equal sets are the same object."""
    below: dict[int, dict[int, frozenset[int]]] = {}
    for code, ancestor in kin(project):
        if code in own:
            below.setdefault(ancestor, {})[id(own[code])] = own[code]
    joined: dict[frozenset[int], frozenset[int]] = {}
    whole = {}
    for code, sets in below.items():
        same = frozenset(sets)
        if same not in joined:
            joined[same] = next(iter(sets.values())) if len(sets) == 1 else frozenset().union(*sets.values())
        whole[code] = joined[same]
    return whole
