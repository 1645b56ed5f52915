"""How far coders agree on each code: percent agreement, Cohen's and Fleiss' kappa, Krippendorff's alpha, Gwet's AC1.

Each coefficient is 1 - observed / expected disagreement, reckoned from a `Tally`; (…, k) sums give (…, k) values, nan
where the coefficient is not defined. A code is a variable of two categories, coded and not coded. With ``pooled`` the
columns of the tally are the categories of one variable, which has one value.

They are written here because those at hand do not fit: `krippendorff` is under the GPL, statsmodels brings pandas,
scikit-learn takes seconds to import, and none takes 40 codes and 1,000 resamples at once. The tests hold them against
scikit-learn and against published examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from qualcode.measure.figure import Figure, figures_of
from qualcode.measure.resampling import Floats, Resamples
from qualcode.measure.tally import Tally


class Coefficient(Protocol):
    """A function from a tally to values."""

    def __call__(self, tally: Tally, *, pooled: bool = False) -> Floats:
        """Return (…, k) values, or (…, 1) if pooled."""


def percent(tally: Tally, *, pooled: bool = False) -> Floats:
    """Return the observed agreement, 0..1: the share of pairs of coders who say the same, averaged over the units.

    For two coders this is the share of units on which they agree. Over the units that at least two judged.

    Examples
    --------
    >>> percent(Tally.of([[[1], [0], [0], [1]], [[1], [0], [1], [1]]]).total())
    array([0.75])
    """
    return 1 - _unlike(tally, pooled)


def cohen_kappa(tally: Tally, *, pooled: bool = False) -> Floats:
    """Return the kappa of two coders (Cohen 1960), -1..1, over the units that both judged.

    Raises
    ------
    ValueError
        If there are more than two coders.

    Examples
    --------
    Both say yes to two of four units, no to one, and differ on one: (.75 - .5) / (1 - .5).

    >>> cohen_kappa(Tally.of([[[1], [0], [0], [1]], [[1], [0], [1], [1]]]).total())
    array([0.5])
    """
    if tally.coders != 2:
        raise ValueError("Cohen's kappa compares two coders")
    first, second = tally.said_by
    units = tally.complete
    return _agreement(tally.complete_unlike * units, first * (units - second) + second * (units - first), pooled)


def fleiss_kappa(tally: Tally, *, pooled: bool = False) -> Floats:
    """Return the kappa of any number of coders (Fleiss 1971), -1..1, over the units that all judged.

    Chance is taken from the coders together, so that for two coders it is Scott's pi, not Cohen's kappa.
    """
    units, said = tally.complete, tally.said_by.sum(axis=0) / tally.coders
    return _agreement(tally.complete_unlike * units, 2 * said * (units - said), pooled)


def krippendorff_alpha(tally: Tally, *, pooled: bool = False) -> Floats:
    """Return the nominal alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability"), up to 1.

    Over the units that at least two judged; missing judgements are no matter.

    Examples
    --------
    >>> krippendorff_alpha(Tally.of([[[1], [0], [0], [1]], [[1], [0], [1], [1]]]).total()).round(4)
    array([0.5333])
    """
    expected = tally.said * (tally.judgements - tally.said)
    return _agreement(tally.differing * (tally.judgements - 1), expected, pooled)


def gwet_ac1(tally: Tally, *, pooled: bool = False) -> Floats:
    """Return AC1 (Gwet 2008; with missing judgements as Gwet 2014, chapter 5), up to 1.

    Agreement is over the units that at least two judged, how often a category is said over all that anyone judged and
    that are in the tally (of a project these are only units that at least two judged).
    Not defined where only one category was said: then nobody had anything to tell apart.
    """
    leaning = _share(tally.leaning, tally.judged)
    spread = leaning * (1 - leaning)
    chance = spread.sum(axis=-1, keepdims=True) / max(1, leaning.shape[-1] - 1) if pooled else 2 * spread
    return _agreement(_unlike(tally, pooled), np.where(chance > 0, 1 - chance, 0))


def prevalence(tally: Tally, *, pooled: bool = False) -> Floats:
    """Return how often the category was said, 0..1 of all judgements of units that at least two judged.

    A category has its own prevalence, pooled or not.
    """
    del pooled
    return _share(tally.said, tally.judgements)


def _unlike(tally: Tally, pooled: bool) -> Floats:
    """Return the share of pairs of coders who differ; where two differ on a variable, they do in two categories."""
    unlike = _share(tally.unlike, tally.pairable)
    return unlike.sum(axis=-1, keepdims=True) / 2 if pooled else unlike


def _agreement(observed: Floats, expected: Floats, pooled: bool = False) -> Floats:
    if pooled:
        observed, expected = observed.sum(axis=-1, keepdims=True), expected.sum(axis=-1, keepdims=True)
    return 1 - _share(observed, expected)


def _share(part: Floats, whole: Floats) -> Floats:
    """Return part of whole; nan where the whole is nothing."""
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0))


OVER_COMPLETE = frozenset({cohen_kappa, fleiss_kappa})
"""Coefficients that need the judgement of every coder."""


def figures(
    tally: Tally, coefficients: Sequence[Coefficient], resamples: Resamples | None = None, *, confidence: float = 0.95
) -> list[list[Figure]]:
    """Return for each coefficient its figure of each code.

    Parameters
    ----------
    tally : Tally
        By group, (groups, k).
    resamples : Resamples, optional
        Of these groups; without, or with too few groups, there are no intervals.
    """
    total = tally.total()
    drawn = tally.drawn(resamples) if resamples is not None and resamples.enough else None
    return [
        figures_of(
            coefficient(total),
            total.complete if coefficient in OVER_COMPLETE else total.pairable,
            total.said_by.sum(axis=0) if coefficient in OVER_COMPLETE else total.said,
            resamples.interval(coefficient(drawn), confidence) if resamples and drawn else None,
        )
        for coefficient in coefficients
    ]
