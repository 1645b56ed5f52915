"""All texts on one line, as arrays: so that what coders marked in thousands of sources is compared at once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from qualcode.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

SOURCE_STEP = 1 << 40
"""A place on the line: the number of the source times this, plus the offset in its text."""
END = 1 << 62
"""A place after all sources."""


def array_of(project: Project, sql: str, values: Sequence[object], columns: int) -> NDArray[Any]:
    """Return the rows of a query of whole numbers, (rows, columns)."""
    import numpy as np

    rows = project.rows(sql, values)
    return np.fromiter(chain.from_iterable(rows), np.int64, columns * len(rows)).reshape(-1, columns)


def looked_up(values: NDArray[Any], numbers: Mapping[int, int]) -> NDArray[Any]:
    """Return the number of each value, -1 where it has none."""
    import numpy as np

    distinct, which = np.unique(values, return_inverse=True)
    return np.array([numbers.get(value, -1) for value in distinct.tolist()], np.int64)[which.reshape(-1)]


def joined(spans: NDArray[Any]) -> NDArray[Any]:
    """Join spans (s, 2) that overlap; those that only touch stay two."""
    import numpy as np

    spans = spans[np.lexsort((spans[:, 1], spans[:, 0]))]
    reached = np.maximum.accumulate(spans[:, 1])
    first = np.flatnonzero(np.append(True, spans[1:, 0] >= reached[:-1])[: len(spans)])
    last = np.append(first[1:], len(spans))[: len(first)] - 1
    return np.column_stack([spans[first, 0], reached[last]])


def ranges(first: NDArray[Any], lengths: NDArray[Any]) -> NDArray[Any]:
    """Return the numbers of all ranges, one after the other."""
    import numpy as np

    ends = np.cumsum(lengths)
    return np.asarray(np.arange(lengths.sum()) + np.repeat(first - ends + lengths, lengths))
