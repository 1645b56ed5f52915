"""Which segments several coders judged on their own, and what they coded there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.query import readings
from qualcode.query.continuum import SOURCE_STEP, array_of, joined, looked_up
from qualcode.query.coverage import NOWHERE, covered
from qualcode.query.family import kin
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.judges import Judge
from qualcode.store.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Compared:
    """Segments that are compared, and what was coded there.

    Attributes
    ----------
    judges : those compared, c of them
    codes : k ids, in codebook order
    sources : ids of the sources, by number
    start, stop : (n,) arrays
        Places of the segments (see `SOURCE_STEP`), in order.
    read : (c, n) array of bool
        Who judged which segment.
    covered : (c, sources, k) array of bool
        For which codes a judge judged a source: people for all, the rules for those that they were run for.
    marks : (marks, 4) array
        What was coded: number of the judge, start, stop, code id.
    own, above : by code id, the numbers of the codes (columns) for which a coding counts, without and with roll-up
    seen, imported : int
        Segments left out: something was in sight, or a second coder is known by imported codings alone.
    """

    judges: Sequence[Judge]
    codes: Sequence[int]
    sources: Sequence[int]
    start: NDArray[Any]
    stop: NDArray[Any]
    read: NDArray[Any]
    covered: NDArray[Any]
    marks: NDArray[Any]
    own: Mapping[int, Sequence[int]]
    above: Mapping[int, Sequence[int]]
    seen: int
    imported: int


def compared(project: Project, judges: Sequence[Judge], where: Filter = EVERYTHING) -> Compared:
    """Return the segments of a population that at least two of the judges judged on their own.

    A segment that one of them read or coded with a suggestion or another's coding in sight is left out whole. What came
    with imported codings is no reading: nobody says that the other codes were looked for.
    """
    import numpy as np

    people = [judge.coder_id for judge in judges if judge.coder_id is not None]
    codes = where.code_ids(project)
    own = {code: [column] for column, code in enumerate(codes)}
    line = _line(project, people, where)
    number = line.start // SOURCE_STEP
    above = _above(project, own) if where.subcodes else own
    covers = np.stack([_covers(project, judge, line, codes, where) for judge in judges])
    read = np.stack(
        [
            covers[i, number].any(axis=1) if judge.coder_id is None else _read(project, judge.coder_id, line)
            for i, judge in enumerate(judges)
        ]
    )
    seen = np.isin(line.ids, _seen(project, people))
    twice = read.sum(axis=0) >= 2
    kept = twice & ~seen
    imported = (_with_imported(project, judges, line, read) >= 2) & ~twice
    left = np.flatnonzero(np.isin(np.arange(len(line.sources)), number[kept]))
    found = Compared(
        judges=judges,
        codes=codes,
        sources=line.sources,
        start=line.start,
        stop=line.stop,
        read=read,
        covered=covers,
        marks=_marks(project, judges, line.sources),
        own=own,
        above=above,
        seen=int((twice & seen).sum()),
        imported=int(imported.sum()),
    )
    return _narrowed(found, kept, left)


def _narrowed(found: Compared, kept: NDArray[Any], left: NDArray[Any]) -> Compared:
    """Keep some segments and sources (numbers), which are counted from 0 again."""
    import numpy as np

    renumbered = np.full(len(found.sources), -1)
    renumbered[left] = np.arange(len(left))

    def moved(place: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(renumbered[place // SOURCE_STEP] * SOURCE_STEP + place % SOURCE_STEP)

    marks = found.marks[renumbered[found.marks[:, 1] // SOURCE_STEP] >= 0]
    marks[:, 1:3] = moved(marks[:, 1:3])
    return replace(
        found,
        sources=[found.sources[i] for i in left.tolist()],
        start=moved(found.start[kept]),
        stop=moved(found.stop[kept]),
        read=found.read[:, kept],
        covered=found.covered[:, left],
        marks=marks,
    )


def without_idle(found: Compared) -> list[Judge]:
    """Return the judges who judged at least one of the segments compared."""
    return [judge for judge, judged in zip(found.judges, found.read, strict=True) if judged.any()]


@dataclass(frozen=True, slots=True)
class Line:
    """The segments of a population in sources that one of the judges read in.

    Attributes
    ----------
    ids : (n,) array of segment ids
    sources : ids of the sources, by number
    start, stop : (n,) arrays of places (see `SOURCE_STEP`), in order
    """

    ids: NDArray[Any]
    sources: Sequence[int]
    start: NDArray[Any]
    stop: NDArray[Any]


_SEGMENTS = """
select scope.segment_id, scope.source_id, scope.start, scope.stop
  from ({population}) as scope
  join source on source.id = scope.source_id
 where scope.source_id in (
   select source_id
     from reading
    where coder_id in (select value from json_each(?)))
 order by source.name, scope.segment
"""


def _line(project: Project, people: Sequence[int], where: Filter) -> Line:
    import numpy as np

    population, bound = where.population(project)
    ids, source, start, stop = array_of(
        project, _SEGMENTS.format(population=population), [*bound, json.dumps(people)], 4
    ).T
    fresh = np.append(True, source[1:] != source[:-1])[: len(source)]
    place = (np.cumsum(fresh) - 1) * SOURCE_STEP
    return Line(ids, source[fresh].tolist(), place + start, place + stop)


_READINGS = """
select source_id, start, stop
  from reading
 where coder_id = ? and (? or drawn <> 'imported')
 order by id
"""


def _read(project: Project, coder_id: int, line: Line, *, imported: bool = False) -> NDArray[Any]:
    """Return which segments a coder read, as `readings` says: most lie in one reading, which is quick to see."""
    import numpy as np

    found = array_of(project, _READINGS, [coder_id, imported], 3)
    source = looked_up(found[:, 0], {source: i for i, source in enumerate(line.sources)})
    spans = joined((found[:, 1:] + source[:, None] * SOURCE_STEP)[source >= 0])
    first, last = np.searchsorted(spans[:, 1], line.start, "right"), np.searchsorted(spans[:, 0], line.stop, "left")
    reached = np.append(spans[:, 1], 0)[np.searchsorted(spans[:, 0], line.start, "right") - 1]
    inside = reached >= line.stop
    if not (~inside & (first < last)).any():
        return np.asarray(inside)
    prepared = readings.read_by if imported else readings.searched_by
    return np.isin(line.ids, array_of(project, f"{prepared(project, [coder_id])[1:-1]} order by 1", [], 1))


def _with_imported(project: Project, judges: Sequence[Judge], line: Line, read: NDArray[Any]) -> NDArray[Any]:
    """Return how many judges judged each segment if imported readings counted."""
    import numpy as np

    judged = read.copy()
    some = "select distinct coder_id from reading where drawn = 'imported' order by 1"
    with_imported = {row[0] for row in project.rows(some)}
    for i, judge in enumerate(judges):
        if judge.coder_id is not None and judge.coder_id in with_imported:
            judged[i] = _read(project, judge.coder_id, line, imported=True)
    return np.asarray(judged.sum(axis=0))


def _above(project: Project, own: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """Return for each code the columns of those of the chosen codes that it is or stands under."""
    above: dict[int, list[int]] = {}
    for code, ancestor in kin(project):
        above.setdefault(code, []).extend(own.get(ancestor, ()))
    return above


def _covers(project: Project, judge: Judge, line: Line, codes: Sequence[int], where: Filter) -> NDArray[Any]:
    """Return (sources, k) for which codes a judge judged which sources: the rules where they ran and there are any."""
    import numpy as np

    covers = np.ones((len(line.sources), len(codes)), bool)
    if judge.coder_id is not None:
        return covers
    ran, number = covered(project, "rule", subcodes=where.subcodes), line.start // SOURCE_STEP
    for column, code in enumerate(codes):
        within = np.isin(line.ids, list(ran.get(code, NOWHERE)))
        covers[:, column] = np.bincount(number[within], minlength=len(line.sources)) > 0
    return covers


_SEEN = """
select segment.id
  from reading
  join segment on segment.source_id = reading.source_id
              and segment.start < reading.stop and segment.stop > reading.start
 where reading.seen <> 'none' and reading.drawn <> 'imported'
   and reading.coder_id in (select value from json_each(:people))
union
select link.segment_id
  from coding
  join coding_segment as link on link.coding_id = coding.id
 where coding.seen <> 'none' and coding.coder_id in (select value from json_each(:people))
 order by 1
"""


def _seen(project: Project, people: Sequence[int]) -> list[int]:
    return [row[0] for row in project.rows(_SEEN, {"people": json.dumps(people)})]


_CODED = """
select coder_id, source_id, start, stop, code_id
  from coding
 where coder_id in (select value from json_each(?))
 order by id
"""
_SUGGESTED = """
select -1, source_id, start, stop, code_id
  from suggestion
 where run_id in (select id from run where kind = 'rule')
 order by id
"""


def _marks(project: Project, judges: Sequence[Judge], sources: Sequence[int]) -> NDArray[Any]:
    """Return what the judges coded in these sources: number of the judge, places, code id."""
    import numpy as np

    numbers = {-1 if judge.coder_id is None else judge.coder_id: i for i, judge in enumerate(judges)}
    rows = array_of(project, _CODED, [json.dumps([coder for coder in numbers if coder > 0])], 5)
    if -1 in numbers:
        rows = np.concatenate([rows, array_of(project, _SUGGESTED, [], 5)])
    judge, source = looked_up(rows[:, 0], numbers), looked_up(rows[:, 1], {s: i for i, s in enumerate(sources)})
    places = rows[:, 2:4] + source[:, None] * SOURCE_STEP
    return np.column_stack([judge, places, rows[:, 4]])[source >= 0]
