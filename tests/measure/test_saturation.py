"""New codes are counted once; the rule of Guest, Namey and Chen on a hand-computed example (not the paper's own)."""

import pytest

from qualcode.measure.saturation import Shuffled, new_codes, saturation, shuffled_totals

# After four interviews 20 codes; then 4, 1, 0, 0: runs of two bring 5 (25 %), 1 (5 %), 0.
NEW = [10, 5, 3, 2, 4, 1, 0, 0]


@pytest.mark.parametrize(
    ("rule", "base_codes", "shares", "at"),
    [
        ({}, 20, [None, 0.25, 0.05, 0.0], 5),
        ({"threshold": 0.0}, 20, [None, 0.25, 0.05, 0.0], 6),
        ({"run": 3}, 20, [None, None, 0.25, 0.05], 5),
        ({"base": 6}, 25, [None, None, None, 0.0], 6),
        ({"base": 7}, 25, [None] * 4, None),
    ],
)
def test_the_rule(rule, base_codes, shares, at):
    found = saturation(NEW, **rule)
    assert (found.base_codes, found.shares[4:], found.at) == (base_codes, shares, at)
    assert found.shares[:4] == [None] * 4


def test_a_base_without_codes_says_nothing():
    assert saturation([0] * 8).at is None


def test_each_code_is_new_once():
    assert new_codes([{1, 2}, {2, 3}, set(), {1, 3, 4}]) == [2, 1, 0, 1]


def test_shuffled_totals_are_near_what_is_expected_and_end_with_all():
    """One source alone has 3 codes, three have 1 that all share: after one source (4 + 1 + 1 + 1) / 4."""
    found = [{1, 2, 3, 4}, {1}, {1}, {1}]
    totals = shuffled_totals(found)
    assert totals[0].mean == pytest.approx(1.75, abs=0.15)
    assert (totals[0].low, totals[0].high) == (1, 4)
    assert totals[-1] == Shuffled(4, 4, 4)
    assert totals == shuffled_totals(found)
    assert totals != shuffled_totals(found, random_state=1)
