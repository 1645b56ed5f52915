"""What several coders said of the same units, summed up: all that a coefficient of agreement is reckoned from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.measure.resampling import Floats, Resamples

SAID, NOT_SAID, NOT_READ = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over units; m is how many coders judged a unit, n how many of them said the category.

    All arrays are (…, k): k categories or codes, before them groups (sources) or resamples, or nothing.

    Attributes
    ----------
    coders : int
        How many coders are compared.
    judged : units that anyone judged
    leaning : sum of n / m over them
    pairable : units that at least two judged
    judgements, said : sums of m and of n over the pairable
    differing : sum of n (m - n) / (m - 1) over the pairable: what Krippendorff's coincidences have off the diagonal
    unlike : sum over the pairable of the share of pairs of coders of whom one said it and the other did not
    complete : units that all judged
    complete_unlike : sum of that share over the complete
    said_by : (coders, …, k) how often each coder said it, over the complete
    """

    coders: int
    judged: Floats
    leaning: Floats
    pairable: Floats
    judgements: Floats
    said: Floats
    differing: Floats
    unlike: Floats
    complete: Floats
    complete_unlike: Floats
    said_by: Floats

    @classmethod
    def of(
        cls,
        ratings: ArrayLike,
        groups: ArrayLike | None = None,
        *,
        weights: ArrayLike | None = None,
        count: int | None = None,
    ) -> Tally:
        """Sum up what coders said.

        Parameters
        ----------
        ratings : (coders, n, k) array
            1 said, 0 judged and not said, -1 not judged.
        groups : (n,) array, optional
            Number of the source of each unit, from 0: sums are (groups, k). Without, all units are one group.
        weights : (n,) array, optional
            How often each unit counts, as the characters of a stretch; 1 by default.
        count : int, optional
            How many groups there are, with those that have no unit.
        """
        rated = np.asarray(ratings, dtype=np.int8)
        coders, units, _k = rated.shape
        group = np.zeros(units, int) if groups is None else np.asarray(groups, dtype=int)
        m = (rated >= 0).sum(axis=0, dtype=np.int32)
        n = (rated == SAID).sum(axis=0, dtype=np.int32)
        together, whole = m >= 2, m == coders
        share = n * (m - n) / np.maximum(m - 1, 1)
        unlike = 2 * share / np.maximum(m, 1)
        summed = _adder(group, count or int(group.max(initial=0)) + 1, weights)
        return cls(
            coders=coders,
            judged=summed(m > 0),
            leaning=summed(n / np.maximum(m, 1)),
            pairable=summed(together),
            judgements=summed(m * together),
            said=summed(n * together),
            differing=summed(share),
            unlike=summed(unlike),
            complete=summed(whole),
            complete_unlike=summed(unlike * whole),
            said_by=np.array([summed((one == SAID) & whole) for one in rated]),
        )

    def total(self) -> Tally:
        """Return the sums over all groups."""
        return self._each(lambda values: values.sum(axis=-2))

    def drawn(self, resamples: Resamples) -> Tally:
        """Return the sums of every resample of the groups, (draws, k)."""
        return self._each(lambda values: np.asarray(resamples.times @ values))

    def _each(self, change: Callable[[Floats], Floats]) -> Tally:
        changed = {name: change(getattr(self, name)) for name in (f.name for f in fields(self)) if name != "coders"}
        return Tally(coders=self.coders, **changed)


def indicators(values: ArrayLike) -> NDArray[np.int8]:
    """Return the ratings of a variable with several categories: (coders, n) values to (coders, n, categories).

    Values are numbers, nan where a coder did not judge; categories stand in order.

    Examples
    --------
    >>> indicators([[1, 2], [2, float("nan")]]).tolist()
    [[[1, 0], [0, 1]], [[0, 1], [-1, -1]]]
    """
    given = np.asarray(values, dtype=float)
    categories = np.unique(given[~np.isnan(given)])
    rated = np.asarray(given[..., None] == categories, dtype=np.int8)
    rated[np.isnan(given)] = NOT_READ
    return rated


def _adder(group: NDArray[np.int64], count: int, weights: ArrayLike | None) -> Callable[[NDArray[np.generic]], Floats]:
    """Return a function that sums (n, k) numbers by group."""
    order = np.argsort(group, kind="stable")
    in_order = bool((order[1:] > order[:-1]).all())
    present, begins = np.unique(group[order], return_index=True)
    weight = None if weights is None else np.asarray(weights, dtype=float)[:, None]

    def summed(values: NDArray[np.generic]) -> Floats:
        numbers = np.asarray(values, dtype=float) if weight is None else values * weight
        sums = np.zeros((count, numbers.shape[1]))
        if len(begins):
            sums[present] = np.add.reduceat(numbers if in_order else numbers[order], begins, axis=0)
        return sums

    return summed
