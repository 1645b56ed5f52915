"""How far coders agree on the whole set of codes of each unit: Krippendorff's alpha with the MASI distance."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.measure.figure import Figure, figures_of
from qualcode.measure.resampling import Floats, Resamples
from qualcode.measure.tally import SAID

_AT_ONCE = 512  # sets whose distances to all others are held in memory


def masi_distance(first: ArrayLike, second: ArrayLike) -> Floats:
    """Return the distance of sets of codes, 0..1 (Passonneau 2006): 1 - Jaccard's share x monotonicity.

    Monotonicity is 1 where the sets are the same, 2/3 where one lies in the other, 1/3 where they share something, 0
    where they share nothing. Two empty sets are the same.

    Parameters
    ----------
    first : (a, k) array of 0 and 1
    second : (b, k) array of 0 and 1

    Returns
    -------
    (a, b) array

    Examples
    --------
    >>> masi_distance([[1, 1, 0]], [[1, 1, 0], [1, 0, 0], [1, 0, 1], [0, 0, 1], [0, 0, 0]]).round(3)
    array([[0.   , 0.667, 0.889, 1.   , 1.   ]])
    """
    a, b = np.asarray(first, dtype=np.float32), np.asarray(second, dtype=np.float32)
    return _masi(a @ b.T, a.sum(axis=1)[:, None], b.sum(axis=1)[None, :])


def _masi(shared: NDArray[Any], own: NDArray[Any], other: NDArray[Any]) -> Floats:
    """Return the distances of sets that have so many codes in common, and so many each."""
    smaller, larger = np.minimum(own, other), np.maximum(own, other)
    union = own + other - shared
    monotonicity = np.where(shared == larger, 3.0, np.where(shared == smaller, 2.0, 1.0)) / 3
    return np.asarray(1 - np.where(union > 0, shared / np.maximum(union, 1), 1) * monotonicity, dtype=float)


def masi_alpha(
    ratings: ArrayLike,
    groups: ArrayLike,
    resamples: Resamples | None = None,
    *,
    count: int | None = None,
    confidence: float = 0.95,
) -> Figure:
    """Return Krippendorff's alpha over sets of codes, with its interval over resampled groups.

    Parameters
    ----------
    ratings : (coders, n, k) array
        1 said, 0 judged and not said, -1 not judged: a unit counts for a coder where she judged every code, and is
        compared where it counts for at least two.
    groups : (n,) array
        Number of the source of each unit, from 0.
    resamples : Resamples, optional
        Of these groups.
    count : int, optional
        How many groups there are, with those that have no unit.
    """
    rated, group = np.asarray(ratings, dtype=np.int8), np.asarray(groups)
    count = count or int(group.max(initial=0)) + 1
    judged = np.asarray((rated >= 0).all(axis=2))
    compared = judged.sum(axis=0) >= 2
    rated, judged, group = rated[:, compared], judged[:, compared], group[compared]
    sets, of_unit = _distinct(np.asarray(rated == SAID)[judged])
    kind = np.full(judged.shape, -1)
    kind[judged] = of_unit
    differing = _within(sets, kind, group, count)
    uses = np.zeros((count, len(sets)))
    coder, unit = np.nonzero(judged)
    np.add.at(uses, (group[unit], kind[coder, unit]), 1)
    between = _between(sets, uses)
    judgements = uses.sum(axis=1)

    def alpha(times: Floats) -> Floats:
        """Return alpha where each group counts so many times: (draws, groups) to (draws,)."""
        expected = np.einsum("dg,gh,dh->d", times, between, times, optimize=True)
        observed = (times @ differing) * (times @ judgements - 1)
        return np.asarray(1 - np.divide(observed, expected, out=np.full(len(times), np.nan), where=expected > 0))

    return figures_of(
        alpha(np.ones((1, count))),
        np.array([compared.sum()]),
        np.array([sets.sum()]),
        resamples.interval(alpha(resamples.times)[:, None], confidence) if resamples and resamples.enough else None,
    )[0]


def _distinct(rows: NDArray[Any]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the different sets and which of them each row is."""
    packed = np.ascontiguousarray(np.packbits(rows, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel() if packed.size else np.zeros(len(rows), np.int8)
    first, which = np.unique(keys, return_index=True, return_inverse=True)[1:]
    return np.asarray(rows[first], dtype=np.uint8), np.asarray(which).reshape(-1)


def _within(sets: NDArray[np.uint8], kind: NDArray[np.int64], group: NDArray[np.int64], count: int) -> Floats:
    """Return by group the distances of the sets of each unit, over ordered pairs, each unit divided by m - 1."""
    m, sizes = (kind >= 0).sum(axis=0), sets.sum(axis=1, dtype=int)
    summed = np.zeros(count)
    for one, other in combinations(kind, 2):
        both = np.flatnonzero((one >= 0) & (other >= 0) & (one != other))
        a, b = one[both], other[both]
        distance = _masi((sets[a] & sets[b]).sum(axis=1, dtype=int), sizes[a], sizes[b])
        summed += np.bincount(group[both], 2 * distance / (m[both] - 1), minlength=count)
    return summed


def _between(sets: NDArray[np.uint8], uses: Floats) -> Floats:
    """Return the distances between all uses of two groups, (groups, groups): what chance would pair."""
    summed = np.zeros((len(uses), len(uses)))
    for first in range(0, len(sets), _AT_ONCE):
        chunk = slice(first, first + _AT_ONCE)
        summed += uses[:, chunk] @ (masi_distance(sets[chunk], sets) @ uses.T)
    return summed
