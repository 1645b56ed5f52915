"""Which code follows which within a source, and how often that would come about in any order of its segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
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

COLUMNS = ("code", "then", "from", "followed", "n", "share", "pairs", "expected", "lift", "population", "read")
NOT_RUN = (None, None, None, None, None, None, 0, None)
FARTHEST = 20


def sequence(project: Project, where: Filter = EVERYTHING, *, within: int = 1) -> Table:
    """Count how often one code follows another in a source; sub-codes are rolled up.

    Parameters
    ----------
    where : Filter
        With ``codes`` only pairs with one of these (and their sub-codes).
    within : int, 1..`FARTHEST`
        How many segments of the population later the second may begin; 1 is the very next one. Of people's codings both
        must have been read.

    Returns
    -------
    Table
        `COLUMNS`, one row per ordered pair and origin, zeros too, in codebook order; a code with itself, but not with
        one above or below it. ``n``: segments with the first code; ``followed``: those of them after which the second
        comes; ``share``: of the two, 0..1. ``pairs``: pairs of segments, ``expected``: how many there would be if the
        segments of each source stood in any order (`measure.together.expected_pairs`), ``lift``: the one over the
        other. None where no run covered both codes.

    Raises
    ------
    QualcodeError
        If `within` is out of range.
    """
    if not 1 <= within <= FARTHEST:
        raise QualcodeError(_("--within is a number of segments from 1 to {most}.").format(most=FARTHEST))
    codes = Filter().code_ids(project)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    population = segments_of(project, where)
    above = rolled_up(project, codes, subcodes=where.subcodes)
    counted = {}
    for origin, sql in hits(project, where).items():
        touched = touched_of(project, sql, population)
        count = cache(partial(_count, population, above, touched, within, origin == "human"))
        counted[origin] = count, Ran(project, where, origin, population)
    rows = []
    for i, j in _pairs(project, codes, where.code_ids(project)):
        for origin, (count, ran) in counted.items():
            judged = ran.both(codes[i], codes[j])
            cells = NOT_RUN if judged == NOWHERE else count(judged).shown(i, j)
            rows.append([paths[codes[i]], paths[codes[j]], origin, *cells])
    said = note(Scope(project, where, dimension(project, None), "segments"))
    return Table(COLUMNS, rows, {"count": "segments", "within": within} | {k: said[k] for k in said if k != "by"})


def _pairs(project: Project, codes: Sequence[int], chosen: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the places of every two codes in both orders, one of them chosen, that are not above each other."""
    kin = set(project.rows("select code_id, ancestor_id from code_ancestor where code_id <> ancestor_id order by 1, 2"))
    wanted = set(chosen)
    for i, first in enumerate(codes):
        for j, then in enumerate(codes):
            related = (first, then) in kin or (then, first) in kin
            if not related and (first in wanted or then in wanted):
                yield i, j


@dataclass(frozen=True, slots=True)
class _Counts:
    """What follows among what was judged: arrays (k, k) and (k,), and how many segments there are and were read."""

    followed: NDArray[Any]
    pairs: NDArray[Any]
    expected: NDArray[Any]
    n: NDArray[Any]
    population: int
    read: int | None

    def shown(self, i: int, j: int) -> list[Any]:
        """Return followed, n, share, pairs, expected, lift, population and read of one code and then another."""
        n, followed, pairs = int(self.n[i]), int(self.followed[i, j]), int(self.pairs[i, j])
        # What is nothing but the last digits of a float is nothing.
        expected = round(float(self.expected[i, j]), 9)
        share = round(followed / n, DIGITS) if n else None
        lift = round(pairs / expected, DIGITS) if expected else None
        return [followed, n, share, pairs, round(expected, DIGITS), lift, self.population, self.read]


def _count(
    people: Segments, above: Any, touched: Touched, within: int, only_read: bool, ran: frozenset[int] | None
) -> _Counts:
    """Count what follows what among what runs judged; None is everything."""
    import numpy as np
    from scipy import sparse

    inside = counted_of(people, ran)
    counted = inside & (people.read > 0) if only_read else inside
    having, after = _having(above, touched, counted), _after(people, counted, within)
    source = np.unique(people.source, return_inverse=True)[1]
    weight = _weights(after, source, counted)
    spots = np.ones(len(source)), (np.arange(len(source)), source)
    first = having @ sparse.csr_matrix(spots, shape=(len(source), len(weight)))
    together = having @ sparse.diags(weight[source]) @ having.T
    coming = after @ having.T
    coming.data = np.minimum(coming.data, 1)
    return _Counts(
        followed=(having @ coming).toarray(),
        pairs=(having @ after @ having.T).toarray(),
        expected=(first @ sparse.diags(weight) @ first.T - together).toarray(),
        n=np.asarray(having.sum(axis=1)).ravel(),
        population=int(inside.sum()),
        read=int(counted.sum()) if only_read else None,
    )


def _having(above: Any, touched: Touched, counted: NDArray[Any]) -> Any:
    """Return which code which counted segment has: csr_matrix (k, n) of 0 and 1."""
    import numpy as np
    from scipy import sparse

    kept = counted[touched.place]
    spots = np.ones(kept.sum(), np.int32), (touched.code[kept], touched.place[kept])
    having = (above @ sparse.csr_matrix(spots, shape=(above.shape[1], len(counted)))).tocsr()
    having.data = np.minimum(having.data, 1)
    return having


def _after(people: Segments, counted: NDArray[Any], within: int) -> Any:
    """Return which counted segment comes at most `within` places after which: csr_matrix (n, n) of 0 and 1."""
    import numpy as np
    from scipy import sparse

    order = np.lexsort((people.start, people.source))
    earlier, later = [], []
    for step in range(1, within + 1):
        one, two = order[:-step], order[step:]
        kept = (people.source[one] == people.source[two]) & counted[one] & counted[two]
        earlier.append(one[kept])
        later.append(two[kept])
    rows, columns = np.concatenate(earlier), np.concatenate(later)
    return sparse.csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), shape=(len(order), len(order)))


def _weights(after: Any, source: NDArray[Any], counted: NDArray[Any]) -> NDArray[Any]:
    """Return for each source the chance that two of its segments follow: see `measure.together.expected_pairs`."""
    import numpy as np

    from qualcode.measure.together import expected_pairs

    sources = 1 + source.max(initial=-1)
    places = np.bincount(source[after.nonzero()[0]], minlength=sources)
    of = np.bincount(source[counted], minlength=sources)
    return np.array([expected_pairs(1, 1, 0, int(p), int(n)) for p, n in zip(places, of, strict=True)])
