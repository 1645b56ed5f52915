"""Coefficients of agreement give what was published, do not care who is named first, and know their limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qualcode.measure.agreement import (
    cohen_kappa,
    figures,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent,
    prevalence,
)
from qualcode.measure.resampling import Resamples
from qualcode.measure.sets import masi_alpha, masi_distance
from qualcode.measure.tally import Tally, indicators
from qualcode.measure.unitizing import Unitizing, alpha_u, alpha_u_figures, expected_differing
from tests.examples import examples

NO = float("nan")
ALL = (percent, cohen_kappa, fleiss_kappa, krippendorff_alpha, gwet_ac1)

# Cohen 1960, Educational and Psychological Measurement 20, page 45: how often A said the row and B the column.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]

# Fleiss 1971, Psychological Bulletin 76, table 1 (page 379): how many of six psychiatrists gave each diagnosis.
FLEISS = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 51000 02040
10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""

# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", parts A, B and C.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
NOMINAL = [[ord(letter) for letter in row] for row in ("aabbdcccedda", "babbbccceddd")]
INCOMPLETE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
    [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
]


def _summed(values):
    return Tally.of(indicators(values)).total()


def _pooled(coefficient, values):
    return float(coefficient(_summed(values), pooled=True)[0])


def _cohen():
    pairs = [(a, b) for a, row in enumerate(COHEN) for b, n in enumerate(row) for _time in range(n)]
    return np.array(pairs).T


def _fleiss():
    return np.array([np.repeat(range(5), [int(n) for n in row]) for row in FLEISS.split()]).T


def test_cohens_kappa_of_the_paper_that_proposed_it():
    from sklearn.metrics import cohen_kappa_score

    assert _pooled(percent, _cohen()) == pytest.approx(0.70)
    assert _pooled(cohen_kappa, _cohen()) == pytest.approx(0.492, abs=0.0005)
    assert _pooled(cohen_kappa, _cohen()) == pytest.approx(cohen_kappa_score(*_cohen()))


def test_fleiss_kappa_of_the_paper_that_proposed_it():
    assert _pooled(percent, _fleiss()) == pytest.approx(0.5556, abs=0.0001)
    assert _pooled(fleiss_kappa, _fleiss()) == pytest.approx(0.430, abs=0.0005)


@pytest.mark.parametrize(
    ("values", "alpha"),
    [
        (BINARY, 0.095),
        (NOMINAL, 0.692),
        (INCOMPLETE, 0.743),
    ],
)
def test_alpha_of_krippendorffs_worked_examples(values, alpha):
    assert _pooled(krippendorff_alpha, values) == pytest.approx(alpha, abs=0.0005)


def test_ac1_of_gwets_handbook():
    """Handbook of Inter-Rater Reliability, 4th edition (2014), page 120: four raters, twelve subjects, gaps."""
    rated = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, NO],
        [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    ]
    assert _pooled(percent, rated) == pytest.approx(0.81818, abs=0.00001)
    assert _pooled(gwet_ac1, rated) == pytest.approx(0.77544, abs=0.00001)


@pytest.mark.parametrize(
    ("other", "distance"),
    [([1, 1, 0], 0), ([1, 0, 0], 1 - 1 / 2 * 2 / 3), ([1, 0, 1], 1 - 1 / 3 * 1 / 3), ([0, 0, 1], 1), ([0, 0, 0], 1)],
)
def test_masi_is_jaccards_share_times_monotonicity(other, distance):
    """Passonneau 2006, section 3: 1 where sets are the same, 2/3 for a subset, 1/3 for an overlap, 0 for none."""
    assert masi_distance([[1, 1, 0]], [other])[0, 0] == pytest.approx(distance)
    assert masi_distance([[0, 0, 0]], [[0, 0, 0]])[0, 0] == 0


def test_alpha_over_sets_of_one_code_is_the_nominal_alpha():
    assert masi_alpha(indicators(INCOMPLETE), np.zeros(12, int)).value == pytest.approx(0.743, abs=0.0005)


def test_alpha_over_sets_as_reckoned_by_hand():
    """{a} and {a, b} are 2/3 apart: observed 1/3, expected (2/3 + 4) / 6, over the six pairs of the four sets."""
    ratings = [[[1, 0], [0, 0]], [[1, 1], [0, 0]]]
    assert masi_alpha(ratings, [0, 0]).value == pytest.approx(1 - (1 / 3) / ((2 / 3 + 4) / 6))


# Krippendorff 2019, Content Analysis, 4th edition, figure 12.11 (page 340): values and spans of three observers.
ALEX = [(1, 0, 7), (2, 7, 13), (5, 30, 32), (6, 32, 37), (6, 37, 44), (7, 44, 60)]
PAUL = [(1, 0, 7), (3, 7, 13), (5, 13, 21), (6, 32, 44)]
SUZAN = [(1, 0, 7), (4, 7, 13), (5, 13, 21), (6, 32, 37), (6, 37, 41), (6, 41, 44)]


def _units(*values):
    return [(start, end) for value, start, end in ALEX + PAUL + SUZAN if value in values]


def test_alpha_u_of_krippendorffs_figure():
    """The book prints .413, because it rounds the 44.338 coincidences expected by chance to 44.3."""
    found = Unitizing.of([_units(*range(1, 8))], [60], 3).total()
    assert found.differing.item() == pytest.approx(26)
    own = found.squares + 180 - found.marked
    assert expected_differing(found.marked, own, np.array([180.0])).item() == pytest.approx(44.3, abs=0.05)
    assert round(1 - 26 / 44.3, 3) == 0.413
    assert alpha_u(found).item() == pytest.approx(1 - 26 / 44.338, abs=0.0001)


def test_the_parts_of_alpha_u_give_the_coefficient_over_values_of_the_same_figure():
    """With values that exclude each other, what is in none is one more value, and no unit meets itself: .510."""
    values = Unitizing.of([_units(value) for value in range(1, 8)], [60], 3).total()
    marked = Unitizing.of([_units(*range(1, 8))], [60], 3).total()
    whole, gaps = np.array([180.0]), 180 - marked.marked
    itself = marked.squares + gaps
    expected = sum(expected_differing(part, itself, whole).sum() for part in (values.marked, gaps))
    assert 1 - (values.differing.sum() + marked.differing.sum()) / expected == pytest.approx(0.510, abs=0.0005)


def test_alpha_u_over_many_single_characters_is_nearly_alpha_over_characters():
    """Units of one character are what the nominal alpha takes every character for."""
    rng = np.random.RandomState(0)
    ratings = rng.binomial(1, [[[0.3]], [[0.5]]], size=(2, 400, 1))
    units = [(at, at + 1) for coder in ratings for at in np.flatnonzero(coder).tolist()]
    alpha = krippendorff_alpha(Tally.of(ratings).total()).item()
    assert alpha_u(Unitizing.of([units], [400], 2).total()).item() == pytest.approx(alpha)


ratings = arrays(
    np.int8, st.tuples(st.integers(2, 4), st.integers(1, 12), st.integers(1, 3)), elements=st.integers(-1, 1)
)


@examples(60)
@given(ratings, st.randoms(use_true_random=False))
def test_names_of_coders_and_the_order_of_units_change_nothing(given_ratings, random):
    coders, units = (random.sample(range(n), n) for n in given_ratings.shape[:2])
    mixed = given_ratings[coders][:, units]
    before, after = Tally.of(given_ratings).total(), Tally.of(mixed).total()
    for coefficient in ALL:
        if coefficient is not cohen_kappa or len(coders) == 2:
            np.testing.assert_allclose(coefficient(before), coefficient(after), atol=1e-9)
    first, second = (masi_alpha(each, np.zeros(len(units), int)) for each in (given_ratings, mixed))
    assert first.reason == second.reason
    assert first.value == (second.value if first.value is None else pytest.approx(second.value, abs=1e-5))


@examples(60)
@given(ratings)
def test_alpha_is_what_counting_all_pairs_gives(given_ratings):
    """Krippendorff's definition, pair by pair."""
    judged = [[v for v in unit if v >= 0] for unit in given_ratings[:, :, 0].T.tolist()]
    pairable = [unit for unit in judged if len(unit) > 1]
    values = [v for unit in pairable for v in unit]
    observed = sum(sum(a != b for a in unit for b in unit) / (len(unit) - 1) for unit in pairable)
    expected = sum(a != b for a in values for b in values)
    alpha = krippendorff_alpha(Tally.of(given_ratings).total())[0]
    if expected:
        assert alpha == pytest.approx(1 - observed * (len(values) - 1) / expected)
    else:
        assert np.isnan(alpha)


@examples(40)
@given(ratings)
def test_a_weight_is_as_many_units(given_ratings):
    units = given_ratings.shape[1]
    weights = np.arange(1, units + 1)
    weighted = Tally.of(given_ratings, weights=weights).total()
    repeated = Tally.of(np.repeat(given_ratings, weights, axis=1)).total()
    for coefficient in (percent, fleiss_kappa, krippendorff_alpha, gwet_ac1, prevalence):
        np.testing.assert_allclose(coefficient(weighted), coefficient(repeated), atol=1e-9)


@pytest.mark.parametrize(
    ("said", "reason"),
    [([[0, 0], [0, 0]], "not used"), ([[1, 1], [1, 1]], "used always"), ([[1, -1], [-1, 0]], "not compared")],
)
def test_what_is_not_defined_has_no_value_but_a_reason(said, reason):
    tally = Tally.of(np.array(said)[:, :, None])
    chance_corrected = (cohen_kappa, fleiss_kappa, krippendorff_alpha, gwet_ac1)
    for (figure,) in figures(tally, chance_corrected):
        assert (figure.value, figure.low, figure.reason) == (None, None, reason)
    sets = masi_alpha(np.array(said)[:, :, None], [0, 0])
    assert (sets.value, sets.reason) == (None, reason)


def test_alpha_u_of_what_nobody_marked_is_not_defined():
    nobody, everything = (Unitizing.of([units], [9], 2) for units in ([], [(0, 9), (0, 9)]))
    assert [alpha_u_figures(found)[0].reason for found in (nobody, everything)] == ["not used", "used always"]


def test_kappa_is_nothing_where_one_coder_never_used_the_code():
    tally = Tally.of(np.array([[0, 0, 0, 0], [1, 0, 0, 0]])[:, :, None])
    assert figures(tally, [cohen_kappa])[0][0].value == pytest.approx(0)
    assert figures(tally, [percent])[0][0].value == pytest.approx(0.75)


def test_for_two_coders_fleiss_kappa_takes_chance_from_both_together():
    """Scott's pi: .1 differ; .15 is said of all: 1 - .1 / (2 x .15 x .85)."""
    tally = Tally.of(np.array([[1, 1] + [0] * 8, [1, 0] + [0] * 8])[:, :, None]).total()
    assert fleiss_kappa(tally)[0] == pytest.approx(1 - 0.1 / (2 * 0.15 * 0.85))


def test_cohens_kappa_refuses_three_coders():
    with pytest.raises(ValueError, match="two coders"):
        cohen_kappa(Tally.of(np.zeros((3, 2, 1))).total())


@pytest.mark.parametrize(("sources", "given_one"), [(9, False), (10, True)])
def test_intervals_need_ten_sources_and_hold_the_value(sources, given_one):
    rng = np.random.RandomState(1)
    first = rng.binomial(1, 0.4, size=sources * 20)
    said = np.stack([first, np.where(rng.rand(sources * 20) < 0.15, 1 - first, first)])[:, :, None]
    groups = np.repeat(np.arange(sources), 20)
    resamples = Resamples.of(range(sources))
    found = [each[0] for each in figures(Tally.of(said, groups), ALL, resamples)]
    found.append(masi_alpha(said, groups, resamples))
    units = [(at, at + 1) for coder in said for at in np.flatnonzero(coder[:, 0]).tolist()]
    found += alpha_u_figures(Unitizing.of([units], [20] * sources, 2), resamples)
    for figure in found:
        assert (figure.low is not None) == given_one
        assert not given_one or figure.low < figure.value < figure.high


def test_where_all_agree_there_is_no_interval():
    """[1.00, 1.00] would say that nothing else can happen."""
    said = np.tile([1, 0, 0, 1], 12).reshape(1, -1, 1).repeat(2, axis=0)
    groups = np.repeat(np.arange(12), 4)
    for each in figures(Tally.of(said, groups), ALL, Resamples.of(range(12))):
        assert (each[0].low, each[0].high) == (None, None)
    assert figures(Tally.of(said, groups), [krippendorff_alpha], Resamples.of(range(12)))[0][0].value == 1.0
