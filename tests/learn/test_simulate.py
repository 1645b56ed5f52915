"""A replay reads every segment once, learns only from what was read, and finds a code long before chance does."""

import numpy as np
import pytest
from scipy import sparse

from qualcode.learn.simulate import Coded, expected_to_find, replay, rules_order
from qualcode.measure import read_to_find


def _coded(n=200, seed=0, *, ruled=True):
    """Two codes, each seen in a column of its own; the rules hit half of the first."""
    draw = np.random.RandomState(seed)
    Y = (draw.uniform(size=(n, 2)) < [0.15, 0.1]).astype(np.int8)
    X = draw.uniform(size=(n, 12))
    X[:, :2] += Y
    hits = np.zeros((n, 2), np.uint8)
    hits[np.flatnonzero(Y[:, 0])[::2], 0] = 1
    return Coded(sparse.csr_matrix(X), Y, hits, 0.9 * hits, np.array([ruled, False]))


def _replayed(coded, order="best", seed=0):
    return replay(coded, order=order, least_read=10, least_coded=3, random_state=seed)


@pytest.mark.parametrize("order", ["best", "balanced"])
def test_every_segment_is_read_once(order):
    coded = _coded()
    assert sorted(_replayed(coded, order).tolist()) == list(range(200))


@pytest.mark.parametrize("k", [0, 1])
def test_learning_finds_most_long_before_chance_does(k):
    coded = _coded()
    found = coded.Y[_replayed(coded.only(k)), k] == 1
    assert read_to_find(found.tolist(), 0.9) < 0.6 * expected_to_find(200, int(found.sum()), 0.9)


def test_codes_in_turn_find_the_rare_one_too():
    coded = _coded()
    found = coded.Y[_replayed(coded, "balanced"), 1] == 1
    assert read_to_find(found.tolist(), 0.8) < 0.8 * expected_to_find(200, int(found.sum()), 0.8)


def test_the_same_seed_reads_in_the_same_order_and_another_does_not():
    coded = _coded()
    assert (_replayed(coded, seed=3) == _replayed(coded, seed=3)).all()
    assert (_replayed(coded, seed=3) != _replayed(coded, seed=4)).any()


def test_labels_of_what_is_unread_change_nothing():
    """Two projects that differ only in labels not yet read come up in the same order until one is read."""
    coded = _coded()
    order = _replayed(coded)
    other = coded.Y.copy()
    other[order[60:-1]] = 0
    assert (_replayed(Coded(coded.X, other, coded.hits, coded.weak, coded.ruled))[:60] == order[:60]).all()


def test_what_the_rules_hit_comes_first_while_nothing_is_learned():
    coded = _coded()
    hit = coded.hits[:, 0] > 0
    drawn = rules_order(coded, 0)
    by_rules = np.delete(drawn, np.arange(2, 200, 3))
    assert sorted(drawn.tolist()) == list(range(200))
    assert hit[by_rules[: hit[by_rules].sum()]].all()
    first = _replayed(coded.only(0))[:10]
    assert hit[first].sum() >= 6


def test_segments_of_which_a_code_is_not_known_are_read_and_found_by_nobody():
    coded = _coded()
    coded.Y[:50] = -1
    assert sorted(_replayed(coded).tolist()) == list(range(200))


@pytest.mark.parametrize("share", [0.8, 0.9, 0.95])
def test_chance_is_the_mean_over_all_orders(share):
    draw = np.random.RandomState(0)
    found = np.arange(60) < 12
    shuffled = [read_to_find(draw.permutation(found).tolist(), share) for _run in range(3000)]
    assert np.mean(shuffled) == pytest.approx(expected_to_find(60, 12, share), rel=0.01)
