"""The classifier keeps scikit-learn's contract, is calibrated, and leans on rules where little was coded."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.utils.estimator_checks import check_estimator

from qualcode.learn.classifier import CodeClassifier
from qualcode.learn.cutting import FLOOR, SURE, cuts
from qualcode.learn.weak import weak_scores


def _data(n=400, seed=0):
    """Three codes that depend on columns of their own; the last is rare. Rules see the first code well."""
    draw = np.random.RandomState(seed)
    X = draw.normal(size=(n, 20))
    chance = 1 / (1 + np.exp(-(2 * X[:, :3] + [0, -1, -3])))
    Y = (draw.uniform(size=(n, 3)) < chance).astype(np.int8)
    hits = np.zeros_like(Y, dtype=np.uint8)
    hits[:, 0] = np.where(draw.uniform(size=n) < 0.1, 1 - Y[:, 0], Y[:, 0])
    return X, Y, hits


@pytest.mark.slow
def test_it_keeps_the_contract_of_scikit_learn():
    failed = [
        (check["check_name"], check["exception"])
        for check in check_estimator(CodeClassifier(), on_fail=None, on_skip=None)
        if check["status"] == "failed"
    ]
    assert failed == []


def test_the_probabilities_are_calibrated():
    X, Y, _hits = _data(4000)
    p = CodeClassifier().fit(X[:1000], Y[:1000]).predict_proba(X[1000:])
    for k in range(3):
        assert p[:, k].mean() == pytest.approx(Y[1000:, k].mean(), abs=0.03)
        sure = p[:, k] > 0.7
        assert Y[1000:, k][sure].mean() == pytest.approx(p[sure, k].mean(), abs=0.12)


def test_what_is_not_known_is_never_a_negative():
    """Rows of which nothing is known change nothing."""
    X, Y, hits = _data()
    unknown = np.vstack([Y, np.full((50, 3), -1, np.int8)])
    more = np.vstack([X, np.random.RandomState(1).normal(size=(50, 20))])
    hits_more = np.vstack([hits, np.ones((50, 3), np.uint8)])
    first = CodeClassifier().fit(X, Y, hits=hits)
    second = CodeClassifier().fit(more, unknown, hits=hits_more)
    assert np.allclose(first.predict_proba(X, hits), second.predict_proba(X, hits))
    assert second.read_.tolist() == [len(Y)] * 3


def test_a_code_without_examples_is_what_its_rules_are_worth():
    X, Y, hits = _data()
    Y[:, 2] = 0
    hits[:5, 2] = 1
    ruled = np.array([True, False, True])
    model = CodeClassifier().fit(X, Y, hits=hits, ruled=ruled)
    p = model.predict_proba(X, hits)
    assert model.models_[2] is None
    assert model.rules_share()[2] == 1
    assert set(np.round(p[:, 2], 6)) == set(np.round([model.trust_.at_hit[2], model.trust_.at_miss[2]], 6))


def test_the_chance_at_a_hit_is_counted_and_shrunk_towards_all_codes():
    """By hand: code 0 was right 3 of 4 times, code 1 0 of 1; pooled (1.2 + 3) / (2 + 5) = .6."""
    Y = np.array([[1, 0], [1, 0], [1, 0], [0, 0], [0, 0]], dtype=np.int8)
    hits = np.array([[1, 0], [1, 0], [1, 0], [1, 0], [0, 1]], dtype=np.uint8)
    trust = CodeClassifier().fit(np.eye(5), Y, hits=hits).trust_
    assert trust.at_hit.tolist() == pytest.approx([(3 + 5 * 0.6) / (4 + 5), (0 + 5 * 0.6) / (1 + 5)])
    pooled_miss = 0.6 / (20 + 5)
    assert trust.at_miss.tolist() == pytest.approx([20 * pooled_miss / 21, 20 * pooled_miss / 24])


def test_the_same_seed_gives_the_same():
    X, Y, hits = _data()
    model = CodeClassifier(random_state=3)
    first = model.fit(X, Y, hits=hits).predict_proba(X, hits)
    assert (clone(model).fit(X, Y, hits=hits).predict_proba(X, hits) == first).all()


def test_many_negatives_are_drawn_and_weighed():
    """A rare code learned from a draw of the rows stays calibrated."""
    X, Y, _hits = _data(12_000)
    p = CodeClassifier().fit(X[:9000], Y[:9000]).predict_proba(X[9000:])
    assert p[:, 2].mean() == pytest.approx(Y[9000:, 2].mean(), abs=0.02)


def test_cuts_are_half_of_the_best_expected_f1():
    """By hand: of .9, .8, .1 and 0 the first two expect 2 * 1.7 / (2 + 1.8), half of which is .447."""
    p = np.array([[0.9, 0.02], [0.8, 0.01], [0.1, 0.0], [0.0, 0.0]])
    assert cuts(p).tolist() == pytest.approx([1.7 / 3.8, FLOOR])
    assert cuts(p, fewer=True).tolist() == [SURE, SURE]


def test_weak_scores_rank_what_looks_like_a_hit():
    X, Y, hits = _data(1000)
    weak = weak_scores(csr_matrix(X), hits)
    assert weak[Y[:, 0] == 1, 0].mean() > weak[Y[:, 0] == 0, 0].mean() + 0.2
    assert (weak[:, 1:] == 0).all()
