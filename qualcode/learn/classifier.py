"""Which codes a segment probably has: a linear model a code, calibrated over all codes, joined with the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from qualcode.learn.rules import RuleTrust, logit
from qualcode.learn.threads import one_thread

MOST_ROWS = 5000
"""Known rows from which one code is learned; where there are more, rows without the code are drawn with the seed."""
RULES_WORTH = 5.0
"""Coded segments at which the model of a code weighs as much as its rules."""


@dataclass(slots=True)
class PooledMap:
    """The logistic map from logits to probabilities that all codes share (Platt 1999, pooled over codes)."""

    weights: NDArray[np.float64]
    intercept: float

    def logits(self, *columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mapped logits of columns of the same shape."""
        return np.asarray(sum(w * c for w, c in zip(self.weights, columns, strict=True)) + self.intercept)


class CodeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns from segments that people have read which codes others have; a segment may have several codes or none.

    For each code a balanced logistic regression; its logit, how frequent the code is and, for a code with rules, what
    the rules say go into one logistic map for all codes, fitted on logits from folds that did not see the row. The
    fewer coded segments a code has, the more its rules alone decide.

    Parameters
    ----------
    C : float
        Inverse strength of the regularisation.
    folds : int
        Most folds for the logits that calibrate.
    random_state : int
        Seed of folds and draws.

    Attributes
    ----------
    classes_ : (k,) array
        The classes, or the numbers of the codes; `of_classes_` tells which.
    positives_, read_ : (k,) arrays
        Segments coded, and segments with a known label, by code.
    columns_ : array
        The features that the rows learned from have; only these can weigh anything.
    models_ : list of LogisticRegression or None
        On these features; None for a code without a coded, or without a read and not coded, segment.
    trust_ : RuleTrust
    with_rules_, without_rules_ : PooledMap or None
        None while no code has two coded segments.
    """

    def __init__(self, *, C: float = 10.0, folds: int = 5, random_state: int = 0) -> None:
        self.C = C
        self.folds = folds
        self.random_state = random_state

    @one_thread
    def fit(
        self,
        X: Any,
        y: Any,
        hits: NDArray[np.uint8] | None = None,
        weak: NDArray[np.float64] | None = None,
        ruled: NDArray[np.bool_] | None = None,
    ) -> Self:
        """Learn.

        Parameters
        ----------
        X : (n, d) array or sparse matrix
        y : (n, k) array of codes, or (n,) array of classes
            1 coded, 0 read and not coded, -1 not known; one dimension: the class of each row, of which it has just one.
        hits : (n, k) array, optional
            1 where a rule of the code hits.
        weak : (n, k) array, optional
            See `weak_scores`.
        ruled : (k,) array, optional
            Codes that have rules; by default those that `hits` is given for, all or none.

        Raises
        ------
        ValueError
            If shapes do not fit, or a single class is given.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr", multi_output=True, dtype=[np.float64, np.float32])
        self.columns_ = np.unique(X.indices) if sparse.issparse(X) else np.arange(X.shape[1])
        X = X[:, self.columns_]
        Y = self._as_columns(y)
        hits = np.zeros(Y.shape, np.uint8) if hits is None else hits
        weak = hits.astype(float) if weak is None else weak
        self.ruled_ = np.full(Y.shape[1], bool(hits.any())) if ruled is None else np.asarray(ruled, dtype=bool)
        self.positives_, self.read_ = (Y == 1).sum(axis=0), (Y >= 0).sum(axis=0)
        self.trust_ = RuleTrust.learned(Y, hits, self.ruled_)
        draw = np.random.RandomState(self.random_state)
        rows = [_rows_of(Y[:, k], draw) for k in range(Y.shape[1])]
        self.models_ = [self._model(X[at], Y[at, k]) for k, (at, _weights) in enumerate(rows)]
        self._calibrate(X, Y, self.trust_.own_logits(Y, hits, weak), rows)
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """Return the logit of `predict_proba`, without rules: (n, k); (n,) for two classes."""
        z = logit(self._probabilities(self.own_logits(X), None, None))
        return z[:, 0] if self.of_classes_ and len(self.classes_) == 2 else z

    @one_thread
    def own_logits(self, X: Any) -> NDArray[np.float64]:
        """Return the logit of each code's own model, before it is mapped: (n, k), nan for a code without a model.

        It is linear: the intercept and, for each feature, its coefficient times its value add up to it.
        """
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False, dtype=[np.float64, np.float32])
        z = np.full((X.shape[0], len(self.models_)), np.nan)
        own = {k: model for k, model in enumerate(self.models_) if model is not None}
        if own:
            weights = np.vstack([model.coef_ for model in own.values()])
            z[:, list(own)] = X[:, self.columns_] @ weights.T + [model.intercept_[0] for model in own.values()]
        return z

    def weights(self, k: int, columns: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return what features (columns of X) weigh in the model of a code; 0 for what no row learned from had.

        Raises
        ------
        ValueError
            If the code has no model.
        """
        model = self.models_[k]
        if model is None:
            raise ValueError(f"Code {k} has no model of its own.")
        place = np.searchsorted(self.columns_, columns).clip(max=len(self.columns_) - 1)
        return np.where(self.columns_[place] == columns, model.coef_[0][place], 0.0)

    def predict_proba(
        self, X: Any, hits: NDArray[np.uint8] | None = None, weak: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Return calibrated probabilities: (n, k); for classes (n, number of classes), rows adding up to 1.

        A code without rules and without two coded segments has 0: nothing is known of it.
        """
        p = self._probabilities(self.own_logits(X), hits, weak)
        if not self.of_classes_:
            return p
        if len(self.classes_) == 2:
            return np.hstack([1 - p, p])
        total = p.sum(axis=1, keepdims=True)
        return np.where(total > 0, p / np.where(total > 0, total, 1), 1 / p.shape[1])

    def predict(
        self, X: Any, hits: NDArray[np.uint8] | None = None, weak: NDArray[np.float64] | None = None
    ) -> NDArray[Any]:
        """Return 0 or 1 for each code, cut at .5; for classes the most probable one. For suggestions see `cuts`."""
        p = self.predict_proba(X, hits, weak)
        if not self.of_classes_:
            return (p > 0.5).astype(int)
        return np.asarray(self.classes_[p.argmax(axis=1)])

    def frequency(self) -> NDArray[np.float64]:
        """Return the logit of how frequent each code is among what was read: (k,)."""
        return np.asarray(np.log((self.positives_ + 0.5) / (self.read_ - self.positives_ + 0.5)))

    def rules_share(self) -> NDArray[np.float64]:
        """Return how much of each probability the rules alone give: (k,), 0..1."""
        return np.where(self.ruled_, RULES_WORTH / (RULES_WORTH + self.positives_), 0.0)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.target_tags.multi_output = True
        tags.classifier_tags.multi_label = True
        return tags

    def _as_columns(self, y: NDArray[Any]) -> NDArray[np.int8]:
        self.of_classes_ = y.ndim == 1 or (y.shape[1] == 1 and not np.isin(y, (-1, 0, 1)).all())
        if not self.of_classes_:
            self.classes_ = np.arange(y.shape[1])
            return y.astype(np.int8)
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        binarizer = LabelBinarizer().fit(y)
        self.classes_ = binarizer.classes_
        if len(self.classes_) < 2:
            raise ValueError("CodeClassifier needs at least two classes; the data has one class.")
        return np.asarray(binarizer.transform(y), dtype=np.int8)

    def _model(self, X: Any, y: NDArray[np.int8]) -> LogisticRegression | None:
        if not 0 < y.sum() < len(y):
            return None
        model = LogisticRegression(
            C=self.C, class_weight="balanced", solver="liblinear", random_state=self.random_state
        )
        return model.fit(X, y)

    def _unseen_logits(self, X: Any, y: NDArray[np.int8]) -> NDArray[np.float64] | None:
        """Return for each row the logit from a model that did not see it; None with fewer than two coded rows."""
        folds = min(self.folds, int(y.sum()), int((y == 0).sum()))
        if folds < 2:
            return None
        z = np.empty(len(y))
        splits = StratifiedKFold(folds, shuffle=True, random_state=self.random_state)
        for learn, test in splits.split(X, y):
            model = self._model(X[learn], y[learn])
            assert model is not None
            z[test] = model.decision_function(X[test])
        return z

    def _calibrate(
        self, X: Any, Y: NDArray[np.int8], by_rules: NDArray[np.float64], rows: list[tuple[Any, Any]]
    ) -> None:
        columns = list(self._calibration(X, Y, by_rules, rows))
        self.without_rules_ = _fitted_map([(z, f, y, w) for z, f, _rule, y, w, _ruled in columns])
        self.with_rules_ = _fitted_map([(z, f, r, y, w) for z, f, r, y, w, ruled in columns if ruled])

    def _calibration(
        self, X: Any, Y: NDArray[np.int8], by_rules: NDArray[np.float64], rows: list[tuple[Any, Any]]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield what each code gives to the maps: unseen logits, frequency, logits of the rules, labels, weights."""
        frequency = self.frequency()
        for k, (at, weights) in enumerate(rows):
            y = Y[at, k]
            z = self._unseen_logits(X[at], y)
            if z is not None:
                yield z, np.full(len(y), frequency[k]), by_rules[at, k], y, weights, self.ruled_[k]

    def _probabilities(
        self, z: NDArray[np.float64], hits: NDArray[np.uint8] | None, weak: NDArray[np.float64] | None
    ) -> NDArray[np.float64]:
        hits = np.zeros(z.shape, np.uint8) if hits is None else hits
        weak = hits.astype(float) if weak is None else weak
        by_rules = self.trust_.logits(hits, weak)
        frequency = np.broadcast_to(self.frequency(), z.shape)
        share = self.rules_share()
        p = np.zeros(z.shape)
        for k, model in enumerate(self.models_):
            alone = expit(by_rules[:, k])
            pooled = self.with_rules_ if self.ruled_[k] else self.without_rules_
            if model is None or pooled is None:
                p[:, k] = alone if self.ruled_[k] else 0
                continue
            columns = [z[:, k], frequency[:, k], *([by_rules[:, k]] if self.ruled_[k] else [])]
            p[:, k] = (1 - share[k]) * expit(pooled.logits(*columns)) + share[k] * alone
        return p


def _rows_of(y: NDArray[np.int8], draw: np.random.RandomState) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows that a code is learned from, and how many rows each stands for."""
    coded, others = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
    if len(coded) + len(others) <= MOST_ROWS:
        rows = np.flatnonzero(y >= 0)
        return rows, np.ones(len(rows))
    parts = [np.sort(draw.permutation(part)[: MOST_ROWS // 2]) for part in (coded, others)]
    weights = [
        np.full(len(part), len(whole) / max(1, len(part))) for part, whole in zip(parts, (coded, others), strict=True)
    ]
    return np.concatenate(parts), np.concatenate(weights)


def _fitted_map(columns: list[tuple[Any, ...]]) -> PooledMap | None:
    """Fit the map on the rows of all codes: columns of numbers, then labels and weights."""
    if not columns:
        return None
    *numbers, y, weights = (np.concatenate(part) for part in zip(*columns, strict=True))
    model = LogisticRegression(C=10.0).fit(np.column_stack(numbers), y, sample_weight=weights)
    return PooledMap(model.coef_[0], float(model.intercept_[0]))
