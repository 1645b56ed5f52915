"""Code by code: what was read and found, what is probably still unread, and whether reading on is likely to pay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.query import readings
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.labels import CODED, UNKNOWN, Labels, labels
from qualcode.query.table import DIGITS, Table
from qualcode.store.project import Project

if TYPE_CHECKING:
    from qualcode.learn.stopping import Remaining

TARGETS = (0.8, 0.9, 0.95)
LEAST_USABLE = 20
"""Usable readings below which no test is shown."""
COLUMNS = (
    "code", "read", "population", "found", "unread_with_code", "low", "high", "random", "usable", "p", "target",
    "verdict",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far the reading of one code is.

    Attributes
    ----------
    read, found : int
        Segments of which it is known whether they have the code; those that have it.
    remaining : Remaining or None
        How many unread segments probably have it, from those drawn by chance; None with too few of them.
    usable : int
        Segments read by chance, or as the most probable of this code: only these count in the test.
    p : float or None
        Of the test that less than the target share was found; None with too few usable ones.
    """

    code: str
    read: int
    population: int
    found: int
    at_random: int
    usable: int
    remaining: Remaining | None
    p: float | None
    target: float

    @property
    def verdict(self) -> str:
        """One of "stop" (reading on is unlikely to pay), "go on", "not valid" (read in another order), "nothing"."""
        from qualcode.learn.stopping import stopped

        if self.read == 0:
            return "nothing"
        if self.p is None:
            return "not valid"
        return "stop" if stopped(self.p) else "go on"


@dataclass(frozen=True, slots=True)
class _Moment:
    """When it became known whether a segment has a code, and how the segment came up."""

    at: str
    order: int
    drawn: str
    drawn_for: int | None


def outlooks(project: Project, where: Filter = EVERYTHING, *, target: float = 0.9) -> list[Outlook]:
    """Return how far each code of a filter is, by what all its coders have read.

    Parameters
    ----------
    target : float
        Share of the segments with the code that is to be found, 0..1.
    """
    said = labels(project, where)
    coders = where.coder_ids(project)
    read = _reading_moments(project, coders)
    judged = _judged_moments(project, coders)
    paths = dict(project.rows("select code_id, path from code_tree order by 1"))
    return [
        _outlook(paths[code], code, said, k, read, judged.get(code, {}), target) for k, code in enumerate(said.codes)
    ]


def outlook_table(found: Sequence[Outlook]) -> Table:
    """Return outlooks as a table, a row a code; `unread_with_code` is expected, `low` and `high` its 95 % interval."""
    rows = [
        (
            o.code, o.read, o.population, o.found,
            *((round(o.remaining.expected, 1), o.remaining.low, o.remaining.high) if o.remaining else (None,) * 3),
            o.at_random, o.usable, None if o.p is None else round(o.p, DIGITS), o.target, o.verdict,
        )
        for o in found
    ]  # fmt: skip
    return Table(COLUMNS, rows, {"count": "segments", "from": "human"})


def _outlook(
    path: str, code: int, said: Labels, k: int, read: dict[int, _Moment], judged: dict[int, _Moment], target: float
) -> Outlook:
    import numpy as np

    from qualcode.learn.stopping import p_below_target, remaining

    known = np.flatnonzero(said.values[:, k] != UNKNOWN).tolist()
    places: list[tuple[_Moment, int]] = []
    for row in known:
        segment = int(said.segments[row])
        moment = read.get(segment) or judged.get(segment) or _IMPORTED
        places.append((moment, row))
    places.sort(key=lambda place: (_key(place[0]), place[1]))
    found = [bool(said.values[row, k] == CODED) for _moment, row in places]
    at_random = [moment.drawn == "random" for moment, _row in places]
    usable = [moment.drawn == "random" or moment.drawn_for == code for moment, _row in places]
    total = len(said.segments)
    p = p_below_target(found, total, target=target, usable=usable) if sum(usable) >= LEAST_USABLE else None
    left = remaining(found, at_random, total) if found else None
    return Outlook(path, len(known), total, sum(found), sum(at_random), sum(usable), left, p, target)


_IMPORTED = _Moment("", 0, "imported", None)


def _key(moment: _Moment) -> tuple[str, int]:
    return moment.at, moment.order


def _reading_moments(project: Project, coders: Sequence[int]) -> dict[int, _Moment]:
    """Return for each segment that was read with the whole codebook in mind when that was first, and how it came up."""
    rows = project.rows(
        f"""
        select segment.id, reading.at, reading.id, reading.drawn, reading.drawn_for
          from {readings.searched_by(project, coders)} as searched
          join segment on segment.id = searched.segment_id
          join reading on reading.source_id = segment.source_id
                      and reading.start < segment.stop and reading.stop > segment.start
         where reading.drawn <> 'imported' and reading.coder_id in (select value from json_each(?))
         order by reading.at desc, reading.id desc
        """,
        [json.dumps(list(coders))],
    )
    return {segment: _Moment(*rest) for segment, *rest in rows}


def _judged_moments(project: Project, coders: Sequence[int]) -> dict[int, dict[int, _Moment]]:
    """Return by code and segment when a suggestion was first judged; "best" came up as most probable of the code."""
    rows: list[tuple[Any, ...]] = project.rows(
        """
        select decision.code_id, segment.id, decision.at, decision.id, decision.drawn
          from decision
          join segment on segment.source_id = decision.source_id
                      and segment.start < decision.stop and segment.stop > decision.start
         where decision.state in ('accepted', 'rejected') and decision.coder_id in (select value from json_each(?))
         order by decision.at desc, decision.id desc
        """,
        [json.dumps(list(coders))],
    )
    found: dict[int, dict[int, _Moment]] = {}
    for code, segment, at, order, drawn in rows:
        found.setdefault(code, {})[segment] = _Moment(at, order, drawn, code if drawn == "best" else None)
    return found
