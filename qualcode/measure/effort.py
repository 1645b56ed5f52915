"""How much had to be read to find most of a code, against reading in any order."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, nan

import numpy as np

_ROUNDING = 1e-9  # .95 * 20 must count as 19


def read_to_find(found: Sequence[bool], share: float) -> int | None:
    """Return how many had to be read to find this share of all that is there; None if nothing is there.

    Parameters
    ----------
    found : sequence of bool
        For everything there is, in the order of reading: does it have the code?
    share : float
        0..1, as .8, .9, .95.

    Examples
    --------
    >>> read_to_find([True, True, False, True, False, False, True], 0.75)
    4
    """
    places = np.flatnonzero(np.asarray(found, dtype=bool))
    if not places.size:
        return None
    return int(places[max(1, ceil(share * places.size - _ROUNDING)) - 1]) + 1


def work_saved(found: Sequence[bool], recall: float = 0.95) -> float:
    """Return the work saved over sampling at this recall, WSS (Cohen, Hersh, Peterson and Yen 2006).

    The share left unread when `recall` is reached, less what reading in any order leaves, ``1 - recall``; nan if
    nothing is there. Below 0 reading in any order would have been better.

    Examples
    --------
    Both that are there stand among the first two of ten: 8/10 need no reading, 5 % of which any order saves.

    >>> round(work_saved([True, True, *[False] * 8]), 2)
    0.75
    """
    needed = read_to_find(found, recall)
    return nan if needed is None else (len(found) - needed) / len(found) - (1 - recall)
