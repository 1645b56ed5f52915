"""Figures of accuracy are those of the textbook and of scikit-learn, labels that are not known left out."""

import doctest
import math
from importlib import import_module

import numpy as np
import pytest
from sklearn import metrics

from qualcode.measure import (
    LEAST_GROUPS,
    accuracy,
    accuracy_intervals,
    average_precision,
    average_precision_intervals,
    calibration_error,
    read_to_find,
    reliability,
    work_saved,
)

DRAW = np.random.RandomState(4)
TRUTH = (DRAW.random_sample((300, 3)) < [0.5, 0.2, 0.05]).astype(int)
SCORE = np.round(np.clip(TRUTH * 0.3 + DRAW.random_sample(TRUTH.shape) * 0.7, 0, 1), 2)
SAID = SCORE > 0.5
SOURCES = np.repeat(np.arange(20), 15)


@pytest.mark.parametrize("module", ["accuracy", "calibration", "effort"])
def test_examples_in_docstrings_run(module):
    tried = doctest.testmod(import_module(f"qualcode.measure.{module}"))
    assert tried.attempted
    assert not tried.failed


def test_precision_recall_and_f1_are_those_of_scikit_learn():
    ours = accuracy(TRUTH, SAID)
    precision, recall, f1, coded = metrics.precision_recall_fscore_support(TRUTH, SAID, average=None)
    np.testing.assert_allclose([ours.precision, ours.recall, ours.f1, ours.coded], [precision, recall, f1, coded])


def test_average_precision_is_that_of_scikit_learn_with_equal_scores():
    expected = metrics.average_precision_score(TRUTH, SCORE, average=None)
    np.testing.assert_allclose(average_precision(TRUTH, SCORE), expected)


def test_labels_that_are_not_known_change_nothing():
    more = np.vstack([TRUTH, np.full((40, 3), -1)])
    said, score = np.vstack([SAID, np.ones((40, 3), bool)]), np.vstack([SCORE, np.ones((40, 3))])
    np.testing.assert_array_equal(accuracy(more, said).f1, accuracy(TRUTH, SAID).f1)
    np.testing.assert_array_equal(average_precision(more, score), average_precision(TRUTH, SCORE))
    assert calibration_error(more, score) == calibration_error(TRUTH, SCORE)
    groups = np.append(SOURCES, np.repeat(np.arange(20), 2))
    for name, interval in accuracy_intervals(more, said, groups).items():
        np.testing.assert_array_equal(interval.low, accuracy_intervals(TRUTH, SAID, SOURCES)[name].low)


def test_what_cannot_be_said_is_nan():
    """A code that is neither coded nor suggested has no F1, one that is only suggested has an F1 of 0."""
    result = accuracy([[0, 0], [0, 0]], [[False, True], [False, False]])
    np.testing.assert_array_equal(result.f1, [math.nan, 0])
    np.testing.assert_array_equal(result.precision, [math.nan, 0])
    np.testing.assert_array_equal(result.recall, [math.nan, math.nan])
    assert np.isnan(average_precision([[0], [0]], [[0.2], [0.3]])).all()
    assert math.isnan(calibration_error([-1], [0.5]))


def test_resampled_figures_are_those_of_the_resampled_rows():
    """One resample, done by hand: the ends of its interval are the figure of the sources drawn."""
    times = np.random.RandomState(9).multinomial(20, [1 / 20] * 20, size=1)[0]
    rows = np.repeat(np.arange(300), times[SOURCES])
    for name, interval in accuracy_intervals(TRUTH, SAID, SOURCES, draws=1, random_state=9).items():
        np.testing.assert_allclose(interval.low, getattr(accuracy(TRUTH[rows], SAID[rows]), name))
    interval = average_precision_intervals(TRUTH, SCORE, SOURCES, draws=1, random_state=9)
    np.testing.assert_allclose(interval.low, average_precision(TRUTH[rows], SCORE[rows]))


def test_intervals_hold_the_figure_and_are_the_same_for_the_same_seed():
    for name, interval in accuracy_intervals(TRUTH, SAID, SOURCES).items():
        figure = getattr(accuracy(TRUTH, SAID), name)
        assert (interval.low < figure).all()
        assert (figure < interval.high).all()
    first, second = (average_precision_intervals(TRUTH, SCORE, SOURCES, random_state=3) for _run in range(2))
    np.testing.assert_array_equal(first.low, second.low)
    assert (first.low < average_precision(TRUTH, SCORE)).all()


def test_sources_that_differ_make_an_interval_wider_than_as_many_rows_would():
    coded = np.repeat(np.arange(20) % 2, 15)[:, None]
    said = np.ones(coded.shape, bool)
    by_source = accuracy_intervals(coded, said, SOURCES)["precision"]
    by_row = accuracy_intervals(coded, said, np.arange(300))["precision"]
    assert by_source.high - by_source.low > 3 * (by_row.high - by_row.low)


def test_few_sources_give_no_interval():
    few = np.arange(300) % (LEAST_GROUPS - 1)
    assert np.isnan(accuracy_intervals(TRUTH, SAID, few)["f1"].low).all()
    assert np.isnan(average_precision_intervals(TRUTH, SCORE, few).high).all()
    assert not np.isnan(accuracy_intervals(TRUTH, SAID, np.arange(300) % LEAST_GROUPS)["f1"].low).any()


def test_a_code_that_stands_in_one_source_only_has_no_interval():
    """A third of the resamples hold nothing of it."""
    coded = (SOURCES == 0).astype(int)[:, None]
    assert np.isnan(accuracy_intervals(coded, coded > 0, SOURCES)["recall"].low).all()


def test_calibration_error_by_hand():
    """Two bins: 4 labels said .25 of which 1 is coded (exact), 2 said .9 of which 1 is coded (off by .4)."""
    truth, said = [0, 0, 1, 0, 1, 0], [0.2, 0.2, 0.25, 0.35, 0.9, 0.9]
    assert calibration_error(truth, said, bins=2) == pytest.approx(2 / 6 * 0.4)
    assert [(point.n, point.coded) for point in reliability(truth, said, bins=2)] == [(4, 0.25), (2, 0.5)]


def test_borders_of_bins_belong_to_the_bin_above_and_one_to_the_last():
    assert [(point.low, point.n) for point in reliability([0, 1, 1], [0.5, 0.0, 1.0])] == [(0.0, 1), (0.5, 1), (0.9, 1)]


@pytest.mark.parametrize(
    ("found", "share", "expected"),
    [
        ([0, 0, 0], 0.9, None),
        ([1], 0.95, 1),
        ([0, 1, 0, 1], 0.5, 2),
        ([0, 1, 0, 1], 0.51, 4),
        ([1] * 19 + [0] * 5 + [1], 0.95, 19),  # 19 of 20 are .95 exactly
        ([1] * 9 + [0] * 5 + [1], 0.9, 9),
        ([1] * 4 + [0] * 5 + [1], 0.8, 4),
    ],
)
def test_how_many_had_to_be_read(found, share, expected):
    assert read_to_find(found, share) == expected


def test_work_saved_is_the_share_unread_less_what_any_order_saves():
    """Cohen 2006: (TN + FN) / N - (1 - R); 20 coded first, then 80 others: 81 are left unread at 19 found."""
    assert work_saved([1] * 20 + [0] * 80) == pytest.approx(0.81 - 0.05)
    assert work_saved([0] * 80 + [1] * 20) == pytest.approx(0.01 - 0.05)
    assert math.isnan(work_saved([0, 0]))
