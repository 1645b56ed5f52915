"""When enough has been read: a test of what share is found, and an estimate of what is left.

Both look at one code and at what has been read, in order. Readings whose label is not known (imported codings that
do not have the code) are neither read nor unread here: leave them out of every argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
LEAST_DRAWS = 10
"""Fewer random draws give no estimate of what is left."""

_MOMENTS = 400
_Z = 1.959964  # 95 % of a normal distribution
_ROUNDING = 1e-9  # 9 / .9 must count as 10


def p_below_target(
    found: Sequence[bool], total: int, *, target: float = 0.9, usable: Sequence[bool] | None = None
) -> float:
    """Test whether less than `target` of what is there has been found (Callaghan and Mueller-Hansen 2020).

    Supposing recall were below `target`, ``m = floor(r / target) + 1 - r`` or more with the code would be unread, r
    being found. For an earlier moment, after which x more were found, p is the chance that the draws since then, out of
    what was unread then with ``x + m`` among it, hold at most x: true if each draw finds the code at least as often as
    one by chance. The smallest p of all moments counts.

    Two changes to the published test keep its promise whatever was read, and however badly the order does:

    - The best of many moments, looked up after every few readings, is too hopeful: in orders by chance that alone
      stopped too early in up to half of the runs. So p is multiplied by 2 for the first moment and by ``1 + sqrt(r)``,
      at least 2, for the others, found by simulation: with 30 to 1,000 to be found among 100 to 4,000 it then stops
      too early in at most 5 % of orders by chance.
    - Readings in other orders (`usable` false) are no draws. What they found is found; what they read in vain still
      counts as unread at the moments before. So a draw finds the code at least as often as is supposed, even if those
      readings avoided it.

    While draws find nothing, p is smallest at the first moment, and it falls with every other reading; so only moments
    before a draw that follows a find or another reading are looked at, 400 of them at most, which can only raise p.

    Parameters
    ----------
    found : sequence of bool, length t
        For the segments read, in order: does it have the code?
    total : int
        Read and unread segments, t or more.
    target : float
        Recall to be reached, above 0 and at most 1.
    usable : sequence of bool, length t, optional
        Which readings were drawn by chance or better; all by default. That is reading at random and the best of this
        code first. The best of another code, the best of any code, and codes in turns are not: in fully coded data
        they broke the promise far too often, because what is read for one code avoids the others
        (benchmarks/learning.py prints how often).

    Returns
    -------
    float
        0..1; below .05 recall is `target` or more with 95 % confidence.

    Examples
    --------
    Of 100 segments 60 are read, only the tenth has the code: less than 90 % found means that one or more are unread.
    That it hid through the last 50 draws out of 90 has the chance 40/90, times 1 + sqrt(1).

    >>> round(p_below_target([False] * 9 + [True] + [False] * 50, 100), 4)
    0.8889
    """
    from scipy.stats import hypergeom

    y = np.asarray(found, dtype=bool)
    drawn = np.ones(y.size, dtype=bool) if usable is None else np.asarray(usable, dtype=bool)
    there = int(y.sum())
    missing = int(there / target + _ROUNDING) + 1 - there
    if missing > total - y.size:
        return 0.0
    moments = _moments(y, drawn)
    if not moments.size:
        return 1.0
    draws, later, passed = (_from_here(part)[moments] for part in (drawn, y & drawn, y & ~drawn))
    chances = hypergeom.cdf(later, total - moments - passed, later + missing, draws)
    chances[0] *= 2
    chances[1:] *= 1 + sqrt(max(1, there))
    return float(np.clip(chances.min(), 0, 1))


def _moments(y: NDArray[np.bool_], drawn: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the numbers of readings after which p can be smallest, the first among them."""
    follows = np.ones(y.size, dtype=bool)
    follows[1:] = y[:-1] | ~drawn[:-1]
    moments = np.flatnonzero(drawn & follows)
    few = np.linspace(0, max(0, moments.size - 1), min(_MOMENTS, moments.size)).astype(int)
    return np.asarray(moments[few])


def _from_here(part: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each place how many are true from there on."""
    return np.asarray(np.cumsum(part[::-1])[::-1])


def stopped(p: float, confidence: float = CONFIDENCE) -> bool:
    """Tell whether a p of `p_below_target` says that reading on is unlikely to pay."""
    return p + confidence < 1


@dataclass(frozen=True, slots=True)
class Remaining:
    """How many segments with the code are probably unread, with a 95 % interval; ``draws`` random ones tell."""

    expected: float
    low: int
    high: int
    draws: int


def remaining(found: Sequence[bool], at_random: Sequence[bool], total: int) -> Remaining | None:
    """Estimate how many segments with the code are unread, whatever the order of reading, from its random draws.

    When s were read (U = total - s unread, F found), a segment drawn at random from the unread says that there are
    ``F + y * U`` in all, y being 1 if it has the code, else 0: unbiased, however the others were chosen (Des Raj 1956).
    The draws are averaged with weights 1 / (U (U - 1)), late draws telling more; for reading at random alone this is
    the share found times `total`. The interval holds the numbers R that the draws do not reject, as Wilson's (1927)
    does for a share: with a = 1 / (U - 1) and p = (R - F) / U those for which the sum of a (y - p) is within 1.96 times
    the root of the sum of a^2 p (1 - p), and half a draw more because draws are whole.

    Parameters
    ----------
    found, at_random : sequences of bool, length t
        For the segments read, in order: does it have the code? Was it drawn at random from all that were unread then?
    total : int
        Read and unread segments, t or more.

    Returns
    -------
    Remaining or None
        All within 0 and ``total - t``. None with fewer than `LEAST_DRAWS` random draws.

    Examples
    --------
    Of 200 segments 50 are read at random and 10 have the code: a fifth of the 150 unread should have it too.

    >>> remaining([True, False, False, False, False] * 10, [True] * 50, 200)
    Remaining(expected=30.0, low=14, high=54, draws=50)
    """
    y, drawn = np.asarray(found, dtype=bool), np.asarray(at_random, dtype=bool)
    unread, draws, all_found = total - y.size, int(drawn.sum()), int(y.sum())
    if draws < LEAST_DRAWS:
        return None
    if not unread:
        return Remaining(0.0, 0, 0, draws)
    before, left = (np.cumsum(y) - y)[drawn], (total - np.arange(y.size))[drawn]
    a, share = 1 / (left - 1), before / left
    said, slope = (a * (y[drawn] + share)).sum(), (a / left).sum()
    there = all_found + np.arange(unread + 1)
    variance = _polynomial(there, -((a / left) ** 2), a**2 * (1 + 2 * share) / left, -(a**2) * (share + share**2))
    reach = _Z * np.sqrt(np.maximum(variance, 0)) + a.mean() / 2
    kept = np.flatnonzero(np.abs(said - slope * there) <= reach)
    expected = min(max(float(said / slope) - all_found, 0.0), float(unread))
    low, high = (int(kept[0]), int(kept[-1])) if kept.size else (round(expected), round(expected))
    return Remaining(expected, low, high, draws)


def _polynomial(x: NDArray[np.int64], *coefficients: Floats) -> Floats:
    """Return the sum over the draws of polynomials in x, from the highest power."""
    return np.polyval([c.sum() for c in coefficients], x)
