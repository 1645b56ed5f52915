"""A coefficient as it is reported: its value with an interval, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from qualcode.measure.resampling import Floats, Interval

Reason = Literal["not compared", "not used", "used always"]
"""Why there is no value: nothing was judged by enough coders; nobody said the category; everybody always did."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One coefficient of one code.

    Attributes
    ----------
    value : float or None
        None where it is not defined; then `reason` says why.
    low, high : float or None
        The percentile interval over resampled groups; None where there is none.
    n : float
        Units that it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    n: float
    reason: Reason | None = None


def figures_of(values: Floats, n: Floats, said: Floats, interval: Interval | None) -> list[Figure]:
    """Return a figure for each of k values, nan where one is not defined.

    Parameters
    ----------
    n, said : (k,) arrays
        Units that each rests on, and how often the code was said there.
    """
    return [
        Figure(None, None, None, float(n[i]), _why(n[i], said[i]))
        if np.isnan(values[i])
        else Figure(float(values[i]), *_ends(interval, i), float(n[i]))
        for i in range(len(values))
    ]


def _ends(interval: Interval | None, i: int) -> tuple[float | None, float | None]:
    if interval is None or np.isnan(interval.low[i]):
        return None, None
    return float(interval.low[i]), float(interval.high[i])


def _why(n: float, said: float) -> Reason:
    return "not compared" if not n else "not used" if not said else "used always"
