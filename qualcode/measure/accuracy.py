"""How well suggestions agree with what people coded: precision, recall, F1 and average precision for each code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.measure.resampling import DRAWS, Floats, Interval, Resamples

_CELLS = 2_000_000  # numbers held at once while average precision is resampled


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was suggested against what was coded, by code.

    Attributes
    ----------
    coded, suggested, right : (k,) arrays
        Segments that people coded, segments that were suggested, and segments that are both.
    """

    coded: Floats
    suggested: Floats
    right: Floats

    @property
    def precision(self) -> Floats:
        """Share of the suggested that is coded, 0..1; nan if nothing was suggested."""
        return _share(self.right, self.suggested)

    @property
    def recall(self) -> Floats:
        """Share of the coded that was suggested, 0..1; nan if nothing is coded."""
        return _share(self.right, self.coded)

    @property
    def f1(self) -> Floats:
        """Harmonic mean of precision and recall (van Rijsbergen 1979), 0..1; nan if nothing is coded or suggested."""
        return _share(2 * self.right, self.coded + self.suggested)


def accuracy(truth: ArrayLike, said: ArrayLike) -> Accuracy:
    """Count by code what was suggested against what was coded.

    Parameters
    ----------
    truth : (n, k) array
        1 coded, 0 read and not coded, -1 not known: left out.
    said : (n, k) array of bool
        What is suggested.

    Examples
    --------
    Of three coded segments two are suggested, and one that is not coded:

    >>> result = accuracy([[1], [1], [1], [0], [-1]], [[1], [1], [0], [1], [1]])
    >>> result.precision.round(3), result.recall.round(3), result.f1.round(3)
    (array([0.667]), array([0.667]), array([0.667]))
    """
    return Accuracy(*(cell.sum(axis=0, dtype=float) for cell in _cells(truth, said)))


def accuracy_intervals(
    truth: ArrayLike,
    said: ArrayLike,
    groups: ArrayLike,
    *,
    draws: int = DRAWS,
    confidence: float = 0.95,
    random_state: int = 0,
) -> dict[str, Interval]:
    """Return percentile intervals of precision, recall and f1 from resampled groups.

    Parameters
    ----------
    truth, said : (n, k) arrays
        As in `accuracy`.
    groups : (n,) array
        The source of each segment; fewer than `LEAST_GROUPS` give no interval (nan).

    Returns
    -------
    dict of str to Interval
        Keys "precision", "recall", "f1".
    """
    resamples = Resamples.of(groups, draws=draws, random_state=random_state)
    drawn = Accuracy(*(resamples.sums(cell) for cell in _cells(truth, said)))
    values = {"precision": drawn.precision, "recall": drawn.recall, "f1": drawn.f1}
    return {name: resamples.interval(value, confidence) for name, value in values.items()}


def average_precision(truth: ArrayLike, score: ArrayLike) -> Floats:
    """Return by code the mean precision over the coded segments, most probable first (scikit-learn's definition).

    Parameters
    ----------
    truth : (n, k) array
        As in `accuracy`.
    score : (n, k) array
        Higher is more probable; equal scores are taken together.

    Returns
    -------
    (k,) array, 0..1; nan for a code without a coded segment.

    Examples
    --------
    Coded are the first and the third of three: (1/1 + 2/3) / 2.

    >>> average_precision([[1], [0], [1]], [[0.9], [0.5], [0.2]]).round(4)
    array([0.8333])
    """
    from sklearn.metrics import average_precision_score

    labels, scores = np.asarray(truth), np.asarray(score)
    value = np.full(labels.shape[1], np.nan)
    for k in np.flatnonzero((labels == 1).any(axis=0)):
        known = labels[:, k] >= 0
        value[k] = average_precision_score(labels[known, k], scores[known, k])
    return value


def average_precision_intervals(
    truth: ArrayLike,
    score: ArrayLike,
    groups: ArrayLike,
    *,
    draws: int = DRAWS,
    confidence: float = 0.95,
    random_state: int = 0,
) -> Interval:
    """Return percentile intervals of `average_precision` from resampled groups, as in `accuracy_intervals`."""
    labels, scores = np.asarray(truth), np.asarray(score, dtype=float)
    resamples = Resamples.of(groups, draws=draws, random_state=random_state)
    values = np.full((draws, labels.shape[1]), np.nan)
    for k in range(labels.shape[1]) if resamples.enough else ():
        known = labels[:, k] >= 0
        values[:, k] = _resampled_average_precision(labels[known, k], scores[known, k], resamples, known)
    return resamples.interval(values, confidence)


def _cells(truth: ArrayLike, said: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return as (n, k) arrays what is coded, suggested, and both, over the known labels."""
    labels = np.asarray(truth)
    suggested = np.asarray(said, dtype=bool) & (labels >= 0)
    return labels == 1, suggested, suggested & (labels == 1)


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _resampled_average_precision(
    labels: NDArray[np.int8], scores: Floats, resamples: Resamples, known: NDArray[np.bool_]
) -> Floats:
    """Return the average precision of every resample: rows count as often as their group was drawn."""
    order = np.argsort(-scores, kind="stable")
    last_of_score = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)
    coded, group = labels[order] == 1, resamples.group[known][order]
    values = []
    for times in np.array_split(resamples.times, max(1, len(resamples.times) * len(order) // _CELLS)):
        weights = times[:, group]
        read = np.cumsum(weights, axis=1)[:, last_of_score]
        found = np.cumsum(weights * coded, axis=1)[:, last_of_score]
        precision = np.divide(found, read, out=np.zeros(read.shape), where=read > 0)
        gained = np.diff(found, axis=1, prepend=0.0)
        values.append(_share((precision * gained).sum(axis=1), found[:, -1]))
    return np.concatenate(values)
