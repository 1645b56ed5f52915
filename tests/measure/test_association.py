"""Figures on cases are those of the published examples and of SciPy."""

import doctest

import numpy as np
import pytest
from scipy import stats

from qualcode.measure import association
from qualcode.measure.association import (
    DRAWS,
    adjusted,
    case_rates,
    cliffs_delta,
    least_p,
    permutation_test,
    risk_difference,
    splits,
    wilson,
)

# Efron and Tibshirani 1993, An Introduction to the Bootstrap, table 2.1: survival of mice, days
TREATED = [94, 197, 16, 38, 99, 141, 23]
CONTROL = [52, 104, 146, 10, 51, 30, 40, 27, 46]


def _between(*groups, axis=-1):
    middle = np.concatenate(groups, axis=axis).mean(axis=axis)
    return sum(g.shape[axis] * (g.mean(axis=axis) - middle) ** 2 for g in groups)


def test_examples_in_docstrings_run():
    tried = doctest.testmod(association)
    assert tried.attempted
    assert not tried.failed


def test_the_permutation_test_is_that_of_the_mouse_data():
    """Their one-sided p is .141 of all 11,440 splits (chapter 15); the two-sided one is SciPy's."""
    found = permutation_test([TREATED, CONTROL])
    assert (found.splits, found.exact, found.least) == (11440, True, 1 / 11440)
    expected = stats.permutation_test(
        (TREATED, CONTROL), lambda a, b, axis: abs(a.mean(axis=axis) - b.mean(axis=axis)), vectorized=True,
        n_resamples=np.inf, alternative="greater",
    ).pvalue  # fmt: skip
    assert found.p == pytest.approx(expected, abs=1e-12)
    one_sided = stats.permutation_test(
        (TREATED, CONTROL), lambda a, b, axis: a.mean(axis=axis) - b.mean(axis=axis), vectorized=True,
        n_resamples=np.inf, alternative="greater",
    ).pvalue  # fmt: skip
    assert one_sided == pytest.approx(0.141, abs=5e-4)


def test_more_than_two_groups_are_compared_by_the_sum_of_squares_between_them():
    groups = [[0.0, 3.0], [1.0, 7.0, 2.0], [9.0, 8.0]]
    found = permutation_test(groups)
    arrays = [np.array(group) for group in groups]
    expected = stats.permutation_test(
        arrays, _between, vectorized=True, n_resamples=np.inf, alternative="greater"
    ).pvalue
    assert found.splits == splits((2, 3, 2)) == 210
    assert found.p == pytest.approx(expected, abs=1e-12)


def test_splits_too_many_to_look_at_are_drawn_and_p_is_never_0():
    high, low = np.arange(30.0) + 100, np.arange(30.0)
    found = permutation_test([high, low])
    assert (found.exact, found.splits, found.p) == (False, DRAWS, 1 / (DRAWS + 1))
    assert found.least == 1 / (DRAWS + 1)
    again = permutation_test([high, low + 95], random_state=3)
    assert again == permutation_test([high, low + 95], random_state=3)


def test_drawn_splits_agree_with_a_t_test_where_that_holds():
    drawn = np.random.RandomState(1)
    a, b = drawn.normal(size=40), drawn.normal(0.5, size=40)
    assert permutation_test([a, b]).p == pytest.approx(stats.ttest_ind(a, b).pvalue, abs=0.01)


@pytest.mark.parametrize(
    ("sizes", "least"), [((3, 3), 2 / 20), ((2, 4), 1 / 15), ((2, 2, 2), 6 / 90), ((4, 4), 2 / 70), ((1, 2, 3), 1 / 60)]
)
def test_the_smallest_p_is_what_the_most_unequal_split_gives(sizes, least):
    groups = [np.arange(size) + 1000.0**g for g, size in enumerate(sizes)]
    assert least_p(sizes) == pytest.approx(least)
    assert permutation_test(groups).p == pytest.approx(least)


def test_rates_that_are_mostly_0_cannot_give_a_small_p():
    """With two cases of eight that have the theme the best split puts both on one side: 2 x C(6,2) / C(8,4)."""
    found = permutation_test([[5.0, 7.0, 0, 0], [0, 0, 0, 0]])
    assert found.reachable == pytest.approx(30 / 70)
    assert found.p == found.reachable
    assert found.least == pytest.approx(2 / 70)


def test_equal_rates_have_p_1():
    assert permutation_test([[2.5, 2.5, 2.5], [2.5, 2.5]]).p == 1


@pytest.mark.parametrize(
    ("a", "of_a", "b", "of_b", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10, examples (a) to (h)
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(a, of_a, b, of_b, low, high):
    found = risk_difference(a, of_a, b, of_b)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.value == pytest.approx(a / of_a - b / of_b)


def test_wilsons_interval_is_scipys():
    expected = stats.binomtest(3, 7).proportion_ci(method="wilson")
    assert wilson(3, 7) == pytest.approx((expected.low, expected.high))


def test_cliffs_delta_is_the_rank_sum_in_other_words():
    """The example of the help page of R's effsize, -0.25; in general 2 U / (m n) - 1."""
    treatment, control = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]
    assert cliffs_delta(treatment, control) == pytest.approx(-0.25)
    u = stats.mannwhitneyu(TREATED, CONTROL).statistic
    assert cliffs_delta(TREATED, CONTROL) == pytest.approx(2 * u / 63 - 1)


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg():
    """Their example of 15 hypotheses: at .05 the first four are rejected."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
         0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]  # fmt: skip
    found = adjusted(p)
    np.testing.assert_allclose(found, stats.false_discovery_control(p))
    assert (found <= 0.05).sum() == 4
    shuffled = np.random.RandomState(0).permutation(15)
    np.testing.assert_allclose(adjusted(np.array(p)[shuffled]), found[shuffled])
    assert adjusted([]).shape == (0,)


def test_a_talkative_person_weighs_as_much_as_a_silent_one():
    _cases, before = case_rates([2, 1, 3], [10, 10, 12], [1, 1, 2])
    names, after = case_rates([2000, 1, 3], [10000, 10, 12], [1, 1, 2])
    np.testing.assert_allclose(before, after)
    np.testing.assert_allclose(after, [0.15, 0.25])
    assert names.tolist() == [1, 2]
