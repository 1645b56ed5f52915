"""How far coders agree on which stretches of a text they mark: Krippendorff's alpha for unitizing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.measure.figure import Figure, figures_of
from qualcode.measure.resampling import Floats, Resamples


@dataclass(frozen=True, slots=True)
class Unitizing:
    """What coders marked on a text that all of them read, summed up; arrays are (…, k), k codes.

    Attributes
    ----------
    coders : int
    length : (…, 1) or (…, k) array
        Of the text.
    marked : length of all units of all coders
    squares : sum of their squared lengths
    differing : what is marked by n of m coders, n (m - n) / (m - 1), summed over the text
    """

    coders: int
    length: Floats
    marked: Floats
    squares: Floats
    differing: Floats

    @classmethod
    def of(cls, units: Sequence[ArrayLike], lengths: ArrayLike, coders: int) -> Unitizing:
        """Sum up by text, (texts, k).

        Parameters
        ----------
        units : k arrays (u, 2) of start and end
            For each code the units that coders marked with it, of all coders in one, on the texts laid end to end; none
            lies in two texts. Those of one coder do not overlap; they may touch, and stay two units.
        lengths : (texts,) array
            Characters of each text.
        """
        ends = np.cumsum(np.asarray(lengths, dtype=np.int64))
        sums = [_sums(np.asarray(found, dtype=np.int64).reshape(-1, 2), ends, coders) for found in units]
        marked, squares, differing = np.array(sums, dtype=float).reshape(-1, 3, len(ends)).transpose(1, 2, 0)
        return cls(coders, np.asarray(lengths, dtype=float)[:, None], marked, squares, differing)

    def only(self, counted: ArrayLike) -> Unitizing:
        """Return the sums without those of texts and codes that are not counted, (texts, k) of bool."""
        kept = np.asarray(counted, dtype=bool)
        return self._each(lambda values: values * kept)

    def total(self) -> Unitizing:
        """Return the sums over all texts, one continuum."""
        return self._each(lambda values: values.sum(axis=-2))

    def drawn(self, resamples: Resamples) -> Unitizing:
        """Return the sums of every resample of the texts, (draws, k)."""
        return self._each(lambda values: np.asarray(resamples.times @ values))

    def _each(self, change: Callable[[Floats], Floats]) -> Unitizing:
        return Unitizing(
            self.coders, change(self.length), change(self.marked), change(self.squares), change(self.differing)
        )


def alpha_u(found: Unitizing, *, pooled: bool = False) -> Floats:
    """Return alpha-U of each code: marked with it against not marked, up to 1; nan if nobody or everybody marked all.

    The binary coefficient of Krippendorff, Mathet, Bouvry and Widlöcher (2016); Krippendorff (2019), section 12.6.4.
    Chance moves the units as wholes, and what lies between them character by character. Codes are taken one at a time
    because in qualitative coding units of different codes overlap, which the joint coefficient does not allow. With
    `pooled` the disagreements of all codes are summed first, as Krippendorff (2004, page 254) sums over categories.

    Examples
    --------
    Of 10 characters one coder marks the first four, the other the first two and the next two as two units:

    >>> alpha_u(Unitizing.of([[(0, 4), (0, 2), (2, 4)]], [10], 2).total())
    array([1.])
    """
    whole = found.length * found.coders
    observed = found.differing
    expected = expected_differing(found.marked, found.squares + whole - found.marked, whole)
    if pooled:
        observed, expected = observed.sum(axis=-1, keepdims=True), expected.sum(axis=-1, keepdims=True)
    return np.asarray(1 - np.divide(observed, expected, out=np.full(expected.shape, np.nan), where=expected > 0))


def alpha_u_figures(
    found: Unitizing, resamples: Resamples | None = None, *, pooled: bool = False, confidence: float = 0.95
) -> list[Figure]:
    """Return `alpha_u` of each code, or of all pooled, with intervals over resampled texts; n are characters.

    Parameters
    ----------
    found : Unitizing
        By text, (texts, k).
    resamples : Resamples, optional
        Of these texts.
    """
    total = found.total()
    values = alpha_u(total, pooled=pooled)
    return figures_of(
        values,
        np.broadcast_to(total.length.max() if pooled else total.length, values.shape),
        total.marked.sum(keepdims=True) if pooled else total.marked,
        resamples.interval(alpha_u(found.drawn(resamples), pooled=pooled), confidence)
        if resamples and resamples.enough
        else None,
    )


def expected_differing(marked: Floats, itself: Floats, whole: Floats) -> Floats:
    """Return the differing coincidences that chance gives (2016, equation 4; 2019, equation 33), in characters.

    Parameters
    ----------
    marked : (…, k) array
        Length of all units of each code.
    itself : (…, k) array
        What chance cannot pair, because a unit never meets itself: squared lengths of the units, and the characters
        that are in none.
    whole : (…, 1) array
        Length of the text times number of coders.
    """
    paired, apart = whole * marked * (whole - marked), whole**2 - itself
    return np.asarray(np.divide(paired, apart, out=np.zeros(paired.shape), where=apart > 0))


def _sums(units: NDArray[np.int64], ends: NDArray[np.int64], coders: int) -> tuple[Floats, Floats, Floats]:
    """Return by text what is marked, squared, and differing, of the units of one code."""
    start, end = units.T
    length = (end - start).astype(float)
    text = np.searchsorted(ends, start, "right")
    borders, place = np.unique(np.concatenate([start, end]), return_inverse=True)
    n = np.cumsum(np.bincount(place, np.repeat([1, -1], len(units)), minlength=len(borders)))[:-1]
    differing = np.diff(borders) * n * (coders - n) / (coders - 1)
    between = np.searchsorted(ends, borders[:-1], "right")
    marked, squares = np.bincount(text, length, len(ends)), np.bincount(text, length**2, len(ends))
    return marked.astype(float), squares.astype(float), np.bincount(between, differing, len(ends)).astype(float)
