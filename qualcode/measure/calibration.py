"""Whether probabilities hold: of the segments said to be 80 % likely, are 80 % coded?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """One point of the reliability curve.

    ``said`` is the mean probability of the ``n`` labels whose probability lies from ``low`` to ``high``, ``coded`` the
    share of them that is coded.
    """

    low: float
    high: float
    n: int
    said: float
    coded: float


def reliability(truth: ArrayLike, probability: ArrayLike, *, bins: int = BINS) -> list[Bin]:
    """Return the points of the reliability curve (Murphy and Winkler 1977), over all codes; empty bins are left out.

    Parameters
    ----------
    truth : (n, k) or (n,) array
        1 coded, 0 read and not coded, -1 not known: left out.
    probability : array of the same shape, 0..1
    bins : int
        Number of bins of equal width; a border belongs to the bin above it, 1 to the last.

    Examples
    --------
    >>> reliability([0, 1, 1], [0.25, 0.875, 0.625], bins=2)
    [Bin(low=0.0, high=0.5, n=1, said=0.25, coded=0.0), Bin(low=0.5, high=1.0, n=2, said=0.75, coded=1.0)]
    """
    labels, p = np.asarray(truth).ravel(), np.asarray(probability, dtype=float).ravel()
    labels, p = labels[labels >= 0], p[labels >= 0]
    place = np.minimum((p * bins).astype(int), bins - 1)
    n = np.bincount(place, minlength=bins)
    said, coded = (np.bincount(place, weights=values, minlength=bins) for values in (p, labels))
    return [
        Bin(i / bins, (i + 1) / bins, int(n[i]), float(said[i] / n[i]), float(coded[i] / n[i]))
        for i in np.flatnonzero(n).tolist()
    ]


def calibration_error(truth: ArrayLike, probability: ArrayLike, *, bins: int = BINS) -> float:
    """Return the expected calibration error, 0..1 (Naeini, Cooper and Hauskrecht 2015): lower is better.

    The distance between what was said and what is coded, averaged over the points of `reliability` by their n; nan
    without a known label.

    Examples
    --------
    Each label in a bin of its own: (.15 + .05 + .15) / 3.

    >>> round(calibration_error([0, 1, 1], [0.15, 0.95, 0.85]), 4)
    0.1167
    """
    points = reliability(truth, probability, bins=bins)
    n = sum(point.n for point in points)
    return sum(point.n * abs(point.said - point.coded) for point in points) / n if n else float("nan")
