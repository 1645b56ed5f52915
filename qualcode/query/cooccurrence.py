"""Which codes keep company: in one segment, on the same words, within some turns, or in one source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.measure.together import jaccard, lift
from qualcode.messages import _
from qualcode.query.counting import Scope, note
from qualcode.query.coverage import NOWHERE
from qualcode.query.dimensions import dimension
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.incidence import (
    Ran,
    Segments,
    Touched,
    counted_of,
    rolled_up,
    segments_of,
    touched_of,
)
from qualcode.query.origins import hits
from qualcode.query.table import DIGITS, Table
from qualcode.store.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = ("code", "other", "from", "both", "n", "n_other", "population", "read", "lift", "jaccard")
NOT_RUN = (None, None, None, 0, None, None, None)
MOST_TURNS = 20
GRID = 5_000_000
"""Cells (segment, code, code) that are looked at together."""


def cooccurrence(project: Project, where: Filter = EVERYTHING, *, within: str = "segment") -> Table:
    """Count how often two codes occur together; sub-codes are rolled up.

    Parameters
    ----------
    where : Filter
        With ``codes`` only pairs with one of these (and their sub-codes) are counted.
    within : "segment", "overlap", "turns:N" or "source"
        Where they must meet. The unit is the segment (for "overlap" one in which passages of both share a character),
        the source, or N + 1 turns in a row (1 <= N <= `MOST_TURNS`; every turn begins one, so that each turn is in
        N + 1 of them; turns of the interviewer count as distance).

    Returns
    -------
    Table
        `COLUMNS`, one row per pair and origin, zeros too, in codebook order; a code and one below it are no pair.
        ``both``, ``n`` and ``n_other`` count units that have both, the one, the other; None where no run judged both
        codes, and only over what runs of both judged. ``lift`` (of the units read where people coded, else of the
        population) and ``jaccard`` are as in `qualcode.measure.together`. For "overlap" what has either is counted in
        segments that have it anywhere, and there is no lift: nothing says how often two would overlap by chance.

    Raises
    ------
    QualcodeError
        If `within` is none of these.
    """
    length = _length(within)
    codes = Filter().code_ids(project)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    population = segments_of(project, where)
    above = rolled_up(project, codes, subcodes=where.subcodes)
    counted = {}
    for origin, sql in hits(project, where).items():
        touched = touched_of(project, sql, population)
        count = cache(partial(_count, population, above, touched, within, length))
        counted[origin] = count, Ran(project, where, origin, population)
    rows = []
    for i, j in _pairs(project, codes, where.code_ids(project)):
        for origin, (count, ran) in counted.items():
            judged = ran.both(codes[i], codes[j])
            cells = NOT_RUN if judged == NOWHERE else count(judged).shown(i, j, origin)
            rows.append([paths[codes[i]], paths[codes[j]], origin, *cells])
    return Table(COLUMNS, rows, _note(project, where, within))


def _length(within: str) -> int | None:
    """Return how many turns in a row are looked at; 0 for a whole source, None for a segment.

    Raises
    ------
    QualcodeError
        If it is no known word, or the number of turns is out of range.
    """
    if within in ("segment", "overlap"):
        return None
    if within == "source":
        return 0
    word, _colon, number = within.partition(":")
    if word == "turns" and number.isascii() and number.isdecimal() and 1 <= int(number) <= MOST_TURNS:
        return int(number) + 1
    raise QualcodeError(
        _('--within is segment, overlap, turns:N (N from 1 to {most}) or source, not "{text}".').format(
            most=MOST_TURNS, text=within
        )
    )


def _pairs(project: Project, codes: Sequence[int], chosen: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the places of every two codes, one of them chosen and first, that are not above each other."""
    kin = set(project.rows("select code_id, ancestor_id from code_ancestor order by 1, 2"))
    place = {code: i for i, code in enumerate(codes)}
    first = {place[code] for code in chosen}
    for i in sorted(first):
        for j, other in enumerate(codes):
            earlier = j <= i and j in first
            if not earlier and (codes[i], other) not in kin and (other, codes[i]) not in kin:
                yield i, j


@dataclass(frozen=True, slots=True)
class _Counts:
    """What meets among what was judged, in units, and how many units there are and were read.

    Attributes
    ----------
    both, in_common : (k, k) arrays
        How often two meet, and how many units have both, if not where they meet.
    n : (k,) array
    chance : bool
        Whether chance says how often two would meet.
    """

    both: NDArray[Any]
    in_common: NDArray[Any]
    n: NDArray[Any]
    population: int
    read: int
    chance: bool

    def shown(self, i: int, j: int, origin: str) -> list[Any]:
        """Return both, n, n_other, population, read, lift and jaccard of two codes."""
        both, n, other = int(self.both[i, j]), int(self.n[i]), int(self.n[j])
        read = self.read if origin == "human" else None
        ratio = lift(both, n, other, self.population if read is None else read) if self.chance else None
        share = jaccard(both, n, other, int(self.in_common[i, j]))
        rounded = [None if figure is None else round(figure, DIGITS) for figure in (ratio, share)]
        return [both, n, other, self.population, read, *rounded]


def _count(
    people: Segments,
    above: Any,
    touched: Touched,
    within: str,
    length: int | None,
    ran: frozenset[int] | None,
) -> _Counts:
    """Count what meets among what runs judged; None is everything."""
    import numpy as np
    from scipy import sparse

    counted = counted_of(people, ran)
    units = sparse.diags(counted.astype(np.int32), format="csr", dtype=np.int32) @ _units(people, length)
    spots = (np.ones(len(touched.code), np.int32), (touched.code, touched.place))
    raw = sparse.csr_matrix(spots, shape=(above.shape[1], len(people.source)))
    having = above @ raw @ units
    having.data = np.minimum(having.data, 1)
    having.eliminate_zeros()
    common = (having @ having.T).toarray()
    n = common.diagonal().copy()
    overlap = within == "overlap"
    met = _overlapping(touched, above, people, counted) if overlap else common
    return _Counts(met, common, n, _filled(units), _filled(units[people.read > 0]), chance=not overlap)


def _filled(units: Any) -> int:
    """Return how many columns have anything in them."""
    import numpy as np

    return int(np.count_nonzero(units.sum(axis=0)))


def _units(population: Segments, length: int | None) -> Any:
    """Return in which units each segment is: csr_matrix (segments, units) of 0 and 1."""
    import numpy as np
    from scipy import sparse

    n = len(population.segment)
    if length is None:
        return sparse.identity(n, np.int32, format="csr")
    if length == 0:
        unit = np.unique(population.source, return_inverse=True)[1]
    else:
        first = population.turn[:, None] - np.arange(length) + length
        unit = population.source[:, None] * (first.max(initial=0) + 1) + first
        unit = np.unique(unit.ravel(), return_inverse=True)[1]
    each = max(length, 1)
    rows = np.repeat(np.arange(n), each)
    return sparse.csr_matrix((np.ones(n * each, np.int32), (rows, unit)), shape=(n, 1 + unit.max(initial=-1)))


def _overlapping(touched: Touched, above: Any, population: Segments, counted: NDArray[Any]) -> NDArray[Any]:
    """Return in how many segments two different codes stand on the same words: (k, k).

    Passages are looked at in order of segment and start; each is laid beside the next one, the second next, and so on,
    as long as that is still of the same segment. What met is marked in a grid of some segments at a time.
    """
    import numpy as np

    k = above.shape[0]
    code, place, start, stop = _counted_for(touched, above, population, counted)
    order = np.lexsort((start, place))
    code, start, stop = code[order], start[order], stop[order]
    place = np.unique(place[order], return_inverse=True)[1]
    both = np.zeros((k, k), np.int64)
    height = max(1, GRID // max(1, k * k))
    for first in range(0, 1 + place.max(initial=-1), height):
        begin, end = np.searchsorted(place, [first, first + height])
        met = np.zeros((height, k, k), bool)
        at, step = np.arange(begin, end), 1
        while len(at):
            at = at[at + step < end]
            at = at[place[at] == place[at + step]]
            meet = at[start[at + step] < stop[at]]
            one, other = code[meet], code[meet + step]
            met[place[meet] - first, np.minimum(one, other), np.maximum(one, other)] = True
            step += 1
        both += met.sum(axis=0)
    return both + both.T


def _counted_for(touched: Touched, above: Any, population: Segments, counted: NDArray[Any]) -> list[NDArray[Any]]:
    """Return code (by place in the codebook, ancestors too), place, start and stop, clipped to the segments counted."""
    import numpy as np

    start = np.maximum(touched.start, population.start[touched.place])
    stop = np.minimum(touched.stop, population.stop[touched.place])
    kept = counted[touched.place] & (start < stop)
    ups = above.tocsc()
    many = np.diff(ups.indptr)[touched.code] * kept
    each = np.repeat(np.arange(len(many)), many)
    nth = np.arange(len(each)) - np.repeat(np.cumsum(many) - many, many)
    code = ups.indices[ups.indptr[touched.code[each]] + nth].astype(np.int64)
    return [code, touched.place[each], start[each], stop[each]]


def _note(project: Project, where: Filter, within: str) -> dict[str, Any]:
    said = note(Scope(project, where, dimension(project, None), "segments"))
    count = {"source": "sources", "segment": "segments", "overlap": "segments"}.get(within, within)
    no_lift = {"lift": _("none: chance does not say how often two would overlap")} if within == "overlap" else {}
    return {"count": count, "within": within} | {k: v for k, v in said.items() if k not in ("count", "by")} | no_lift
