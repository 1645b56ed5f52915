"""How far the rules of a code can be trusted: the chance of the code where they hit, and where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from qualcode.learn.reckoning import WEAK_WEIGHT

HIT_GUESS, MISS_GUESS = (0.6, 2.0), (0.03, 20.0)
"""The first guess, for all codes together: the chance of a code where a rule hits (where none does), and how many rows
that guess is worth."""
HIT_ROWS, MISS_ROWS = 5.0, 20.0
"""How many rows of its own weigh as much for a code as what all codes together say."""


@dataclass(slots=True)
class RuleTrust:
    """The chance that a segment has a code, by whether the code's rules hit it.

    Beta estimates: each code shrinks towards all codes with rules together, these towards a first guess.
    """

    at_hit: NDArray[np.float64]
    at_miss: NDArray[np.float64]
    _counts: NDArray[np.float64]
    _pooled: tuple[float, float]

    @classmethod
    def learned(cls, Y: NDArray[np.int8], hits: NDArray[np.uint8], ruled: NDArray[np.bool_]) -> Self:
        """Count over the rows whose label is known.

        Parameters
        ----------
        Y : (n, k) array
            1 coded, 0 not coded, -1 not known.
        hits : (n, k) array, 0 or 1
        ruled : (k,) array
            Codes that have rules.
        """
        cells = [(Y == 1) & (hits > 0), (Y >= 0) & (hits > 0), (Y == 1) & (hits == 0), (Y >= 0) & (hits == 0)]
        counts = np.array([cell.sum(axis=0) for cell in cells], dtype=float)
        hit_coded, hit, miss_coded, miss = counts[:, ruled].sum(axis=1)
        pooled = (
            float((HIT_GUESS[0] * HIT_GUESS[1] + hit_coded) / (HIT_GUESS[1] + hit)),
            float((MISS_GUESS[0] * MISS_GUESS[1] + miss_coded) / (MISS_GUESS[1] + miss)),
        )
        trust = cls(np.empty(0), np.empty(0), counts, pooled)
        trust.at_hit = trust._chance(counts[0], counts[1], pooled[0], HIT_ROWS)
        trust.at_miss = trust._chance(counts[2], counts[3], pooled[1], MISS_ROWS)
        return trust

    def logits(self, hits: NDArray[np.uint8], weak: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the logit of the chance for new rows: (n, k)."""
        return logit(np.where(hits > 0, self.at_hit, self.at_miss)) + WEAK_WEIGHT * (weak - hits)

    def own_logits(
        self, Y: NDArray[np.int8], hits: NDArray[np.uint8], weak: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the logits for the rows that were learned from, each without what its own label adds."""
        known, coded = (Y >= 0).astype(float), (Y == 1).astype(float)
        at_hit = self._chance(self._counts[0] - coded, self._counts[1] - known, self._pooled[0], HIT_ROWS)
        at_miss = self._chance(self._counts[2] - coded, self._counts[3] - known, self._pooled[1], MISS_ROWS)
        return logit(np.where(hits > 0, at_hit, at_miss)) + WEAK_WEIGHT * (weak - hits)

    @staticmethod
    def _chance(
        coded: NDArray[np.float64], rows: NDArray[np.float64], pooled: float, worth: float
    ) -> NDArray[np.float64]:
        return np.asarray((coded + worth * pooled) / (np.maximum(rows, coded) + worth))


def logit(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``log(p / (1 - p))``, with p kept off 0 and 1."""
    inside = np.clip(p, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)))
