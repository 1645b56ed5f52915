"""From probabilities to suggestions: where to cut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FLOOR = 0.1
"""Nothing less probable is suggested: without it rare codes flood the list."""
SURE = 0.35
"""The cut of `fewer`."""


def cuts(probabilities: NDArray[np.float64], *, fewer: bool = False) -> NDArray[np.float64]:
    """Return for each code the probability from which it is suggested.

    Half of the best expected F1 over the rows (Lipton, Elkan and Naryanaswamy 2014), at least `FLOOR`; `fewer` cuts all
    codes at `SURE`. The expected F1 of the k most probable rows is ``2 * sum of their p / (k + sum of all p)``.

    Parameters
    ----------
    probabilities : (n, k) array, 0..1, calibrated

    Examples
    --------
    >>> cuts(np.array([[0.9], [0.8], [0.1], [0.0]])).round(3)
    array([0.447])
    """
    n, k = probabilities.shape
    if fewer or n == 0:
        return np.full(k, SURE if fewer else FLOOR)
    ordered = -np.sort(-probabilities, axis=0)
    expected = 2 * np.cumsum(ordered, axis=0) / (np.arange(1, n + 1)[:, None] + ordered.sum(axis=0))
    return np.asarray(np.maximum(FLOOR, expected.max(axis=0) / 2))
