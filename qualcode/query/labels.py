"""What people have said of each segment, code by code: coded, read and not coded, or not known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.query import readings
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.origins import human_hits
from qualcode.store.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray

CODED, NOT_CODED, UNKNOWN = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Labels:
    """A row a segment of the population, a column a code.

    Attributes
    ----------
    segments, sources : (n,) arrays of ids, in order of source name and place
    codes : k ids, in codebook order
    values : (n, k) array
        1 coded; 0 read and not coded, or a suggestion of the code rejected; -1 not known. Where only a sub-code is
        coded, the code above it is not known.
    decided : (n, k) array
        Whether the label came from a decision on a suggestion.
    """

    segments: NDArray[Any]
    sources: NDArray[Any]
    codes: tuple[int, ...]
    values: NDArray[Any]
    decided: NDArray[Any]


def labels(project: Project, where: Filter = EVERYTHING) -> Labels:
    """Return what the coders of a filter have said of every segment of its population.

    Several coders count together: coded by one is coded. On segments that a consensus coder has read, only consensus
    counts. Readings that came with imported codings say nothing of other codes.
    """
    import numpy as np

    coders = where.coder_ids(project)
    searched_by = readings.searched_by(project, coders)
    population, bound = where.population(project)
    rows = project.rows(
        f"""
        select scope.segment_id, scope.source_id, scope.segment_id in {searched_by}
          from ({population}) as scope
          join source on source.id = scope.source_id
         order by source.name, scope.segment
        """,
        bound,
    )
    segments, sources, searched = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    codes = tuple(where.code_ids(project))
    values = np.full((len(segments), len(codes)), UNKNOWN, np.int8)
    values[searched > 0] = NOT_CODED
    decided = np.zeros(values.shape, dtype=bool)
    grid = _Grid(
        values, decided, {segment: row for row, segment in enumerate(segments.tolist())},
        {code: column for column, code in enumerate(codes)},
    )  # fmt: skip
    _write_rejected(project, coders, grid)
    _write_coded(project, coders, grid)
    return Labels(segments, sources, codes, values, decided)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Labels as they are being written: values and decided (n, k), and where each segment and code stands."""

    values: NDArray[Any]
    decided: NDArray[Any]
    row_of: Mapping[int, int]
    column_of: Mapping[int, int]

    def write(self, segment: int, code: int, value: int, *, decided: bool = False) -> None:
        """Write a label, if segment and code are among those asked for."""
        if segment in self.row_of and code in self.column_of:
            place = self.row_of[segment], self.column_of[code]
            self.values[place], self.decided[place] = value, decided


def _write_rejected(project: Project, coders: list[int], grid: _Grid) -> None:
    rejected = project.rows(
        """
        select segment.id, decision.code_id
          from decision
          join segment on segment.source_id = decision.source_id
                      and segment.start < decision.stop and segment.stop > decision.start
         where decision.state = 'rejected' and decision.coder_id in (select value from json_each(?))
         order by 1, 2
        """,
        [json.dumps(coders)],
    )
    for segment, code in rejected:
        grid.write(segment, code, NOT_CODED, decided=True)


def _write_coded(project: Project, coders: list[int], grid: _Grid) -> None:
    hits, bound = human_hits(project, coders)
    coded = project.rows(
        f"""
        select hit.segment_id, hit.code_id, min(coding.decision_id is not null)
          from ({hits}) as hit
          join coding on coding.id = hit.row_id
         group by hit.segment_id, hit.code_id
         order by 1, 2
        """,
        bound,
    )
    above: dict[int, list[int]] = {}
    for code, ancestor in project.rows(
        "select code_id, ancestor_id from code_ancestor where code_id <> ancestor_id order by 1, 2"
    ):
        above.setdefault(code, []).append(ancestor)
    for segment, code, _by_decision in coded:
        for ancestor in above.get(code, ()):
            grid.write(segment, ancestor, UNKNOWN)
    for segment, code, by_decision in coded:
        grid.write(segment, code, CODED, decided=bool(by_decision))
