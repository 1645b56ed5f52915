"""The order of reading: most probable first, rare codes in turn, and each third by chance."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.learn.queue import RANDOM_EVERY, reading_order

SCORES = np.array([[0.9, 0.0], [0.1, 0.6], [0.8, 0.1], [0.7, 0.5], [0.0, 0.2], [0.3, 0.3]])


def _for_a_code(order, coded=(5, 0), most=6):
    return [place for place in reading_order(SCORES, np.array(coded), order=order, most=most) if place[1] is not None]


def test_best_goes_by_the_highest_score_of_any_code():
    rows = [row for row, _code in _for_a_code("best")]
    assert rows == sorted(rows, key=lambda row: -SCORES[row].max())
    assert _for_a_code("best")[0] == (0, 0)


def test_balanced_begins_with_the_code_that_has_the_fewest_examples():
    assert _for_a_code("balanced", most=2) == [(1, 1), (3, 1)]
    assert _for_a_code("balanced", coded=(0, 5), most=2) == [(0, 0), (2, 0)]


def test_balanced_goes_on_with_another_code_when_one_has_enough():
    """Row 1 counts .6 for the second code, so that the first is next."""
    assert _for_a_code("balanced", coded=(0.5, 0), most=2) == [(1, 1), (0, 0)]


@pytest.mark.parametrize("order", ["best", "balanced", "random"])
@given(seed=st.integers(0, 1000), n=st.integers(1, 40), k=st.integers(0, 4))
def test_every_row_comes_once_and_each_third_by_chance(order, seed, n, k):
    draw = np.random.RandomState(seed)
    found = reading_order(draw.uniform(size=(n, k)), draw.randint(9, size=k), order=order, most=n, random_state=seed)
    assert sorted(row for row, _code in found) == list(range(n))
    if order != "random" and k:
        assert [code is None for _row, code in found] == [(at + 1) % RANDOM_EVERY == 0 for at in range(n)]


def test_what_is_drawn_by_chance_is_drawn_evenly():
    """Over many seeds each row is about equally often the first one drawn by chance from those not read before it."""
    first = [
        next(
            row
            for row, code in reading_order(SCORES, np.array([0, 0]), order="best", most=3, random_state=s)
            if code is None
        )
        for s in range(800)
    ]
    assert set(first) == {1, 3, 4, 5}
    assert all(150 < first.count(row) < 250 for row in set(first))
