"""Which code touches which segment, as arrays and sparse matrices: what counts of pairs of codes start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from qualcode.query import readings
from qualcode.query.coverage import NOWHERE, covered
from qualcode.query.family import kin
from qualcode.query.filters import Filter
from qualcode.store.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments counted, by id: arrays (n,) of the same order."""

    segment: NDArray[Any]
    source: NDArray[Any]
    turn: NDArray[Any]
    start: NDArray[Any]
    stop: NDArray[Any]
    read: NDArray[Any]


def segments_of(project: Project, where: Filter) -> Segments:
    """Return the segments of a population, and which of them the coders of the filter have read."""
    sql, values = where.population(project)
    read = readings.read_by(project, where.coder_ids(project))
    columns = integers(
        project,
        f"""
        select scope.segment_id, scope.source_id, scope.turn, scope.start, scope.stop,
               scope.segment_id in {read}
          from ({sql}) as scope
         order by scope.segment_id
        """,
        values,
        6,
    )
    return Segments(*columns)


def integers(project: Project, sql: str, values: Sequence[object], width: int) -> NDArray[Any]:
    """Return the columns of a query as an array (width, n); no row is kept in between."""
    import numpy as np

    rows = project.connection.execute(sql, list(values))
    return np.ascontiguousarray(np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, width).T)


@dataclass(frozen=True, slots=True)
class Touched:
    """Which code touches which segment of the population (by its place there), from where to where."""

    code: NDArray[Any]
    place: NDArray[Any]
    start: NDArray[Any]
    stop: NDArray[Any]


def touched_of(project: Project, hit: tuple[str, list[object]], population: Segments) -> Touched:
    """Return what the hits of one origin (`origins.hits`) touch in a population."""
    import numpy as np

    sql, values = hit
    # Counts do not hang on the order, and sorting a million rows takes longer than counting them.
    code, segment, start, stop = integers(
        project, f"select hit.code_id, hit.segment_id, hit.start, hit.stop from ({sql}) as hit", values, 4
    )
    place_of = np.full(1 + max(segment.max(initial=0), population.segment.max(initial=0)), -1, np.int64)
    place_of[population.segment] = np.arange(len(population.segment))
    place = place_of[segment]
    inside = place >= 0
    return Touched(code[inside], place[inside], start[inside], stop[inside])


def rolled_up(project: Project, codes: Sequence[int], *, subcodes: bool) -> Any:
    """Return which hits count for which code: csr_matrix (codes, 1 + largest code id) of 0 and 1."""
    import numpy as np
    from scipy import sparse

    pairs = [(up, down) for down, up in kin(project)]
    place = {code: i for i, code in enumerate(codes)}
    rows = [(place[up], down) for up, down in pairs if up in place and (subcodes or up == down)]
    up, down = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    width = 1 + int(project.value("select coalesce(max(id), 0) from code"))  # retired codes may still have codings
    return sparse.csr_matrix((np.ones(len(up), np.int32), (up, down)), shape=(len(codes), width))


class Ran:
    """What runs judged for every two codes; equal sets are the same object, so that what is counted is kept by it."""

    def __init__(self, project: Project, where: Filter, origin: str, population: Segments) -> None:
        self._every = frozenset(population.segment.tolist())
        self._of = None if origin == "human" else covered(project, origin, subcodes=where.subcodes)
        self._both: dict[tuple[int, int], frozenset[int] | None] = {}

    def both(self, code: int, other: int) -> frozenset[int] | None:
        """Return the segments of the population that were judged for two codes; None is every one."""
        if self._of is None:
            return None
        one, two = self._of.get(code, NOWHERE), self._of.get(other, NOWHERE)
        sets = min(id(one), id(two)), max(id(one), id(two))
        if sets not in self._both:
            common = one & two & self._every
            self._both[sets] = None if one and two and common == self._every else common
        return self._both[sets]


def counted_of(population: Segments, ran: frozenset[int] | None) -> NDArray[Any]:
    """Return which segments count: those that runs judged, or all."""
    import numpy as np

    return np.ones(len(population.segment), bool) if ran is None else np.isin(population.segment, list(ran))
