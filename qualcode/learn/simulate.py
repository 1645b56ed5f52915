"""A replay: coded segments are read as if none were coded, in the order in which they would have come up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from qualcode.learn.classifier import CodeClassifier
from qualcode.learn.queue import reading_order
from qualcode.measure import read_to_find
from qualcode.records import Order

Replayed = Literal["best", "balanced", "rules"]
"""The learned order for one code, the learned order for all codes in turn, and the rules' order."""

FIRST_BATCH = 10
"""Segments read before anything is learned again; later a fifth of what was read, where that is more."""
_GROWTH = 5
SETTLED = 0.95
"""Share of every code from which the rest is read in the order that it has: larger ones are not asked about."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Segments with all that is known of them.

    Attributes
    ----------
    X : csr_matrix (n, d)
    Y : (n, k) array
        1 coded, 0 read and not coded, -1 not known: never learned from, found by nobody.
    hits, weak : (n, k) arrays
        What the rules hit, and `weak_scores`.
    ruled : (k,) array of bool
        Codes that have rules.
    """

    X: sparse.csr_matrix
    Y: NDArray[np.int8]
    hits: NDArray[np.uint8]
    weak: NDArray[np.float64]
    ruled: NDArray[np.bool_]

    def only(self, k: int) -> Coded:
        """Return the same segments with nothing but one code."""
        return Coded(self.X, self.Y[:, [k]], self.hits[:, [k]], self.weak[:, [k]], self.ruled[[k]])

    def by_rules(self) -> NDArray[np.float64]:
        """Return what orders segments before anything is learned: (n, k)."""
        return np.asarray((self.hits + self.weak) / 2)


def replay(coded: Coded, *, order: Order, least_read: int, least_coded: int, random_state: int = 0) -> NDArray[Any]:
    """Read all segments in an order that is learned again after each batch, from what was read until then.

    As `qualcode next` does it, each third segment by chance. Once `SETTLED` of every code was found, nothing is learned
    again, and the rest follows in the order that it has then.

    Parameters
    ----------
    coded : Coded
    order : {"best", "balanced"}
    least_read : int
        Segments read before which the rules' order holds.
    least_coded : int
        Coded segments, and others, from which a code without rules is learned.

    Returns
    -------
    (n,) array
        The rows in the order of reading.
    """
    unread = np.arange(coded.X.shape[0])
    read = np.empty(0, dtype=np.int64)
    there = (coded.Y == 1).sum(axis=0)
    while len(unread):
        known = _known(coded, read, least_read, least_coded)
        scores = _scores(coded, read, unread, least_read, random_state)[:, known]
        found = (coded.Y[read] == 1).sum(axis=0)
        batch = len(unread) if (found >= SETTLED * there).all() else max(FIRST_BATCH, len(read) // _GROWTH)
        drawn = reading_order(scores, found[known], order=order, most=batch, random_state=random_state + len(read))
        read = np.concatenate([read, unread[[row for row, _code in drawn]]])
        unread = np.setdiff1d(unread, read)
    return read


def rules_order(coded: Coded, k: int, *, random_state: int = 0) -> NDArray[Any]:
    """Return the rows in the order in which the rules of a code, and what looks like their hits, put them.

    Here too each third is drawn by chance, so that what differs from `replay` is the learning.
    """
    scores, n = coded.by_rules()[:, [k]], coded.X.shape[0]
    drawn = reading_order(scores, np.zeros(1, dtype=np.int64), order="best", most=n, random_state=random_state)
    return np.array([row for row, _code in drawn], dtype=np.int64)


def expected_to_find(n: int, there: int, share: float) -> float:
    """Return how many of n segments have to be read in any order, on average, to find a share of those with a code.

    The j-th of m lies on average at ``j (n + 1) / (m + 1)``: the m divide the others into m + 1 equal gaps (David and
    Nagaraja 2003, Order Statistics, section 3.7).

    Examples
    --------
    The only one of nine is found after five, on average.

    >>> expected_to_find(9, 1, 0.95)
    5.0
    """
    j = read_to_find([True] * there, share)
    assert j is not None
    return j * (n + 1) / (there + 1)


def _known(coded: Coded, read: NDArray[Any], least_read: int, least_coded: int) -> NDArray[Any]:
    """Return the codes of which something is known after these were read: numbers of columns."""
    if len(read) < least_read:
        return np.flatnonzero(coded.ruled)
    seen = coded.Y[read]
    enough = ((seen == 1).sum(axis=0) >= least_coded) & ((seen == 0).sum(axis=0) >= least_coded)
    return np.flatnonzero(coded.ruled | enough)


def _scores(coded: Coded, read: NDArray[Any], unread: NDArray[Any], least_read: int, seed: int) -> NDArray[np.float64]:
    """Return the scores of the unread by what was learned from the read: (unread, k)."""
    if len(read) < least_read:
        return np.asarray(coded.by_rules()[unread])
    classifier = CodeClassifier(random_state=seed)
    classifier.fit(coded.X[read], coded.Y[read], hits=coded.hits[read], weak=coded.weak[read], ruled=coded.ruled)
    return np.asarray(classifier.predict_proba(coded.X[unread], coded.hits[unread], coded.weak[unread]))
