"""Whether groups of cases differ, and by how much: permutation test, interval of a difference, dominance, adjustment.

The unit is the case: each number here belongs to one case. Segments of one interview are not independent, so nothing
here takes segments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb, factorial, prod, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MOST_SPLITS = 20_000
"""Splits of the cases into groups up to which each is looked at; beyond, `DRAWS` of them are drawn."""
DRAWS = 10_000
TOLERANCE = 1e-9
"""What two rates, or two sums of squares, may differ by and be equal, as a share of the largest: the same fraction
reckoned in two ways differs in the last digits of a float."""


@dataclass(frozen=True, slots=True)
class Permutation:
    """What a permutation test found.

    Attributes
    ----------
    p : float
        Share of the splits of the same cases into groups of the same sizes that differ at least as much, 0..1.
    reachable : float
        The smallest p that these numbers could give, were they split as unequally as can be; with many equal numbers
        (cases without the theme) it is larger than `least`.
    least : float
        The smallest p that groups of these sizes can give, whatever the numbers.
    splits : int
        How many splits were looked at.
    exact : bool
        Whether these were all there are; else they were drawn.
    """

    p: float
    reachable: float
    least: float
    splits: int
    exact: bool


def permutation_test(groups: Sequence[ArrayLike], *, random_state: int = 0) -> Permutation:
    """Test by permutation whether the means of groups differ, by the sum of squares between the groups.

    With two groups that is the same as the absolute difference of the means. All splits are looked at where there are
    at most `MOST_SPLITS`; else `DRAWS` are drawn and p = (b + 1) / (m + 1), so that it is never 0 (Phipson and Smyth
    2010, Statistical Applications in Genetics and Molecular Biology 9:39). The test: Edgington and Onghena 2007,
    Randomization Tests, chapter 3.

    Parameters
    ----------
    groups : sequence of (n,) numbers, one a case
        At least two groups, none empty.

    Examples
    --------
    >>> found = permutation_test([[1, 2, 3], [4, 5, 6]])
    >>> found.p, found.splits, found.least
    (0.1, 20, 0.1)
    """
    values = _levelled(np.concatenate([np.asarray(group, dtype=float) for group in groups]))
    sizes = tuple(int(np.size(group)) for group in groups)
    there_are = splits(sizes)
    exact = there_are <= MOST_SPLITS
    members = _every_split(sizes) if exact else _drawn_splits(sizes, random_state)
    between = _between(members, values, sizes)
    observed = _between(np.repeat(np.arange(len(sizes)), sizes)[None, :], values, sizes)[0]
    slack = TOLERANCE * float((_centred(values) ** 2).sum())
    extra = 0 if exact else 1
    p, reachable = (
        float((np.count_nonzero(between >= bound - slack) + extra) / (len(between) + extra))
        for bound in (observed, max(between.max(), observed))
    )
    return Permutation(p, reachable, max(least_p(sizes), 0 if exact else 1 / (DRAWS + 1)), len(between), exact)


def splits(sizes: Sequence[int]) -> int:
    """Return in how many ways cases can be split into groups of these sizes."""
    return prod(comb(sum(sizes[i:]), size) for i, size in enumerate(sizes))


def least_p(sizes: Sequence[int]) -> float:
    """Return the smallest p of an exact permutation test: groups of equal size can change places without effect.

    Examples
    --------
    >>> least_p((3, 3)), least_p((2, 4))
    (0.1, 0.06666666666666667)
    """
    return prod(factorial(sizes.count(size)) for size in set(sizes)) / splits(sizes)


@lru_cache(maxsize=4)
def _every_split(sizes: tuple[int, ...]) -> NDArray[Any]:
    """Return the group of each case in every split, (splits, n)."""
    found = np.empty((splits(sizes), sum(sizes)), dtype=np.int8)
    for row, members in enumerate(_partitions(tuple(range(sum(sizes))), sizes)):
        for group, cases in enumerate(members):
            found[row, list(cases)] = group
    return found


def _partitions(cases: tuple[int, ...], sizes: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    if len(sizes) == 1:
        yield [cases]
        return
    for first in combinations(cases, sizes[0]):
        taken = set(first)
        for rest in _partitions(tuple(case for case in cases if case not in taken), sizes[1:]):
            yield [first, *rest]


@lru_cache(maxsize=4)
def _drawn_splits(sizes: tuple[int, ...], random_state: int) -> NDArray[Any]:
    """Return the group of each case in `DRAWS` splits drawn by chance, (draws, n)."""
    labels = np.repeat(np.arange(len(sizes), dtype=np.int8), sizes)
    order = np.random.RandomState(random_state).random_sample((DRAWS, len(labels))).argsort(axis=1)
    return labels[order]


def _between(members: NDArray[Any], values: Floats, sizes: Sequence[int]) -> Floats:
    """Return the sum of squares between groups for each split, (splits,)."""
    centred = _centred(values)
    return np.asarray(sum(((members == group) @ centred) ** 2 / size for group, size in enumerate(sizes)))


def _levelled(values: Floats) -> Floats:
    """Return numbers with ties made equal: those that differ by at most `TOLERANCE` of the largest are the least.

    Examples
    --------
    >>> _levelled(np.array([0.3, 0.1 + 0.2, 0.5])).tolist()
    [0.3, 0.3, 0.5]
    """
    order = np.argsort(values, kind="stable")
    ascending = values[order]
    apart = np.diff(ascending, prepend=-np.inf) > TOLERANCE * np.abs(values).max(initial=0)
    levelled = np.empty_like(values)
    levelled[order] = ascending[apart][np.cumsum(apart) - 1]
    return levelled


def _centred(values: Floats) -> Floats:
    """Return numbers less their mean; equal ones are 0 to the last digit."""
    moved = values - values[0]
    return np.asarray(moved - moved.mean())


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two shares, -1..1, with its interval."""

    value: float
    low: float
    high: float


def risk_difference(a: int, of_a: int, b: int, of_b: int, *, confidence: float = 0.95) -> Difference:
    """Return share a less share b, with Newcombe's hybrid score interval.

    Two Wilson intervals put together: method 10 of Newcombe 1998, Statistics in Medicine 17:873-890.

    Parameters
    ----------
    a, b : int
        Cases with the theme in the first and in the second group.
    of_a, of_b : int
        Cases in each, at least 1.

    Examples
    --------
    The paper's example (a):

    >>> found = risk_difference(56, 70, 48, 80)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    share_a, share_b = a / of_a, b / of_b
    low_a, high_a = wilson(a, of_a, confidence=confidence)
    low_b, high_b = wilson(b, of_b, confidence=confidence)
    value = share_a - share_b
    return Difference(
        value,
        value - sqrt((share_a - low_a) ** 2 + (high_b - share_b) ** 2),
        value + sqrt((high_a - share_a) ** 2 + (share_b - low_b) ** 2),
    )


def wilson(n: int, of: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share, 0..1 (Wilson 1927, JASA 22:209-212).

    Examples
    --------
    Newcombe 1998, Statistics in Medicine 17:857-872, table I, 81 of 263:

    >>> low, high = wilson(81, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    middle = n + z * z / 2
    half = z * sqrt(n * (of - n) / of + z * z / 4)
    return (middle - half) / (of + z * z), (middle + half) / (of + z * z)


def cliffs_delta(a: ArrayLike, b: ArrayLike) -> float:
    """Return Cliff's delta, -1..1: how much more often a case of `a` is above one of `b` than below.

    Cliff 1993, Psychological Bulletin 114:494-509.

    Examples
    --------
    >>> cliffs_delta([2, 3, 3], [1, 2, 3])
    0.4444444444444444
    """
    values = _levelled(np.concatenate([np.asarray(group, dtype=float) for group in (a, b)]))
    return float(np.sign(np.subtract.outer(values[: np.size(a)], values[np.size(a) :])).mean())


def adjusted(p: ArrayLike) -> Floats:
    """Return p values adjusted for how many there are, so that the false discovery rate holds.

    Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57:289-300.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    found = np.asarray(p, dtype=float)
    order = found.argsort()[::-1]
    raised = found[order] * len(found) / np.arange(len(found), 0, -1)
    result = np.empty_like(found)
    result[order] = np.minimum.accumulate(raised)
    return result


def case_rates(hits: ArrayLike, segments: ArrayLike, cases: ArrayLike) -> tuple[NDArray[Any], Floats]:
    """Return the cases and, for each, the mean of its persons' rates; a person counts once, however much she says.

    Parameters
    ----------
    hits, segments : (m,) numbers, one a person
        Her segments with the code, and all of hers that were read (at least 1).
    cases : (m,) array
        The case of each person.

    Returns
    -------
    (n,) cases in order, (n,) rates 0..1

    Examples
    --------
    One says it in 1 of 100 segments, the other in 1 of 2:

    >>> case_rates([1, 1], [100, 2], [7, 7])
    (array([7]), array([0.255]))
    """
    names, case = np.unique(np.asarray(cases), return_inverse=True)
    rates = np.asarray(hits, dtype=float) / np.asarray(segments, dtype=float)
    return names, np.bincount(case, rates, len(names)) / np.bincount(case, minlength=len(names))
