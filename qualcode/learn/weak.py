"""What the rules hit, learned as if it were coded: an order for passages before anybody has read any."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from qualcode.learn.threads import one_thread

MOST_HITS, MOST_OTHERS = 2000, 4000
"""Rows learned from per code, drawn with the seed where there are more."""


class WeakModels:
    """For each code a model of the rows that its rules hit; its scores order passages, they are no probabilities.

    Parameters
    ----------
    random_state : int
        Seed of the draws.
    """

    def __init__(self, *, random_state: int = 0) -> None:
        self.random_state = random_state
        self._models: list[LogisticRegression | None] = []

    def rows(self, hits: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Return the rows to learn from: hits of each code, and rows without a hit."""
        draw = np.random.RandomState(self.random_state)
        groups = [np.flatnonzero(hits[:, k]) for k in range(hits.shape[1])]
        parts = [draw.permutation(group)[:MOST_HITS] for group in groups]
        others = draw.permutation(np.flatnonzero(~hits.any(axis=1)))[:MOST_OTHERS]
        return np.unique(np.concatenate([others, *parts]))

    @one_thread
    def fit(self, X: sparse.csr_matrix, hits: NDArray[np.uint8]) -> Self:
        """Learn from rows, (n, d), and the codes whose rules hit them, (n, k), 0 or 1."""
        self._columns = np.unique(X.indices)
        X = X[:, self._columns]
        self._models = [self._model(X, hits[:, k]) for k in range(hits.shape[1])]
        return self

    @one_thread
    def predict(self, X: sparse.csr_matrix) -> NDArray[np.float64]:
        """Return the scores of rows: (n, k), 0..1; 0 for a code whose rules hit nowhere or everywhere."""
        scores = np.zeros((X.shape[0], len(self._models)))
        own = {k: model for k, model in enumerate(self._models) if model is not None}
        if own:
            weights = np.vstack([model.coef_ for model in own.values()])
            z = X[:, self._columns] @ weights.T + [model.intercept_[0] for model in own.values()]
            scores[:, list(own)] = expit(z)
        return scores

    def _model(self, X: Any, is_hit: NDArray[np.uint8]) -> LogisticRegression | None:
        if not 0 < is_hit.sum() < len(is_hit):
            return None
        others = np.random.RandomState(self.random_state).permutation(np.flatnonzero(is_hit == 0))[:MOST_OTHERS]
        rows = np.sort(np.concatenate([np.flatnonzero(is_hit), others]))
        model = LogisticRegression(C=0.1, class_weight="balanced", solver="liblinear", random_state=self.random_state)
        return model.fit(X[rows], is_hit[rows])


def weak_scores(X: sparse.csr_matrix, hits: NDArray[np.uint8], *, random_state: int = 0) -> NDArray[np.float64]:
    """Return for every row and code how much it looks like the rows that the code's rules hit: see `WeakModels`.

    Parameters
    ----------
    X : (n, d) sparse matrix
    hits : (n, k) array
        1 where a rule of the code hits.

    Returns
    -------
    (n, k) array, 0..1
    """
    models = WeakModels(random_state=random_state)
    rows = models.rows(hits)
    return models.fit(X[rows], hits[rows]).predict(X)
