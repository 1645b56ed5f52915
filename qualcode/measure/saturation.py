"""Whether more interviews bring new codes: how codes add up, and the rule of Guest, Namey and Chen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil, floor
from random import Random

SHUFFLES = 1_000
WITHIN = 0.9
"""Share of the shuffled orders between the low and the high curve."""


def new_codes(found: Sequence[Collection[int]]) -> list[int]:
    """Return how many codes each source brings that none before it had.

    Examples
    --------
    >>> new_codes([{1, 2}, {2, 3}, {1}])
    [2, 1, 0]
    """
    seen: set[int] = set()
    new = []
    for codes in found:
        new.append(len(set(codes) - seen))
        seen.update(codes)
    return new


@dataclass(frozen=True, slots=True)
class Shuffled:
    """How many codes there are after so many sources in orders drawn by chance: the mean, and 90 % of the orders.

    Where more than 90 % of the orders are alike the mean may be none of theirs; the band is then wide enough for it.
    """

    mean: float
    low: int
    high: int


def shuffled_totals(found: Sequence[Collection[int]], *, random_state: int = 0) -> list[Shuffled]:
    """Return how many codes there are after 1, 2, … sources, over `SHUFFLES` orders drawn by chance.

    The order of collection is one of many; an even curve says what the next source of this kind would bring.
    """
    rng, order = Random(random_state), list(found)
    totals: list[list[int]] = [[] for _source in order]
    for _shuffle in range(SHUFFLES):
        rng.shuffle(order)
        total = 0
        for place, new in enumerate(new_codes(order)):
            total += new
            totals[place].append(total)
    return [_summed(sorted(at_place)) for at_place in totals]


def _summed(totals: Sequence[int]) -> Shuffled:
    outside = round(len(totals) * (1 - WITHIN) / 2)
    mean = sum(totals) / len(totals)
    return Shuffled(mean, min(totals[outside], floor(mean)), max(totals[-1 - outside], ceil(mean)))


@dataclass(frozen=True, slots=True)
class Saturation:
    """What the rule says.

    Attributes
    ----------
    base_codes : int
        Different codes in the first sources, the base.
    shares : list of float or None
        For each source, what the run that ends with it brought that was new, as a share of `base_codes`; None where
        no run ends.
    at : int or None
        After how many sources the codes were saturated; the run after them confirmed it. None: not yet.
    """

    base_codes: int
    shares: list[float | None]
    at: int | None


def saturation(new: Sequence[int], *, base: int = 4, run: int = 2, threshold: float = 0.05) -> Saturation:
    """Apply the rule of Guest, Namey and Chen 2020 (PLoS ONE 15(5): e0232076).

    The new codes of each `run` of sources after the base, runs overlapping, are divided by the codes of the base; the
    first run with at most `threshold` of new information says that the sources before it were enough.

    Parameters
    ----------
    new : sequence of int
        What each source brings that is new, in order.
    base, run : int
        How many sources the base and a run have.
    threshold : float
        0..1.

    Examples
    --------
    Of 20 codes in four interviews, 5 more in the next two (25 %), then 1 (5 %): enough after the fifth.

    >>> found = saturation([10, 5, 3, 2, 4, 1, 0, 0])
    >>> found.base_codes, found.shares[4:], found.at
    (20, [None, 0.25, 0.05, 0.0], 5)
    """
    base_codes = sum(new[:base])
    shares: list[float | None] = [None] * len(new)
    at = None
    for end in range(base + run, len(new) + 1):
        if base_codes:
            share = sum(new[end - run : end]) / base_codes
            shares[end - 1] = share
            if at is None and share <= threshold:
                at = end - run
    return Saturation(base_codes, shares, at)
