"""The test stops too early in at most 5 % of orders by chance; the estimate of what is left is right on average."""

from math import comb, floor, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from qualcode.learn import stopping
from qualcode.learn.stopping import LEAST_DRAWS, remaining, stopped

TARGETS = (0.8, 0.9, 0.95)
readings = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40)


def by_definition(found, total, target, usable):
    """Return p with every moment looked at, from binomial coefficients."""
    there, read = sum(found), len(found)
    missing = floor(there / target + 1e-9) + 1 - there
    if missing > total - read:
        return 0.0
    chances = []
    for i in (i for i in range(read) if usable[i]):
        draws = sum(usable[i:])
        later = sum(f and u for f, u in zip(found[i:], usable[i:], strict=True))
        left = total - i - sum(f and not u for f, u in zip(found[i:], usable[i:], strict=True))
        ways = sum(comb(later + missing, x) * comb(left - later - missing, draws - x) for x in range(later + 1))
        chances.append(ways / comb(left, draws) * (1 + sqrt(max(1, there)) if chances else 2))
    return min(1.0, *chances) if chances else 1.0


def by_chance(draw, total, coded):
    """Return labels in an order by chance."""
    found = np.zeros(total, bool)
    found[draw.permutation(total)[:coded]] = True
    return found


def stops_below(found, target, usable=None, every=10):
    """Tell whether the test, looked at after every ten, says to stop before the target is reached."""
    enough = np.flatnonzero(np.cumsum(found) >= target * found.sum() - 1e-9)[0]
    return any(
        stopped(
            stopping.p_below_target(
                found[:read], len(found), target=target, usable=None if usable is None else usable[:read]
            )
        )
        for read in range(every, enough + 1, every)
    )


@pytest.mark.parametrize(
    ("found", "total", "target", "expected"),
    [
        ([], 10, 0.9, 1.0),
        ([0] * 6, 10, 0.9, 2 * 0.4),  # one that is missing is among the 4 unread of 10, times 2
        ([0] * 10, 10, 0.9, 0.0),  # all is read
        ([1] * 8, 10, 0.9, 1.0),
        ([1] * 9, 10, 0.9, 0.0),  # even if the tenth has it, 9 of 10 are .9
        ([1] + [0] * 98, 100, 0.95, 2 * 1 / 99),  # after the find: 1 unread of 99, times 1 + sqrt(1)
        ([1] * 9 + [0] * 81, 100, 0.9, 4 * (10 * 9) / (91 * 90)),  # two missing are both among 10 unread of 91
    ],
)
def test_p_by_hand(found, total, target, expected):
    assert stopping.p_below_target(found, total, target=target) == pytest.approx(min(1, expected))


@given(readings, st.integers(0, 30), st.sampled_from(TARGETS))
def test_p_is_the_smallest_of_all_moments(read, unread, target):
    found, usable = [f for f, _u in read], [u for _f, u in read]
    p = stopping.p_below_target(found, len(read) + unread, target=target, usable=usable)
    assert p == pytest.approx(by_definition(found, len(read) + unread, target, usable))


@given(readings, st.integers(1, 30), st.sampled_from(TARGETS), st.booleans())
def test_p_is_a_chance_and_does_not_rise_with_another_miss(read, unread, target, drawn):
    found, usable = [f for f, _u in read], [u for _f, u in read]
    before = stopping.p_below_target(found, len(read) + unread, target=target, usable=usable)
    after = stopping.p_below_target([*found, False], len(read) + unread, target=target, usable=[*usable, drawn])
    assert 0 <= after <= before + 1e-12 <= 1 + 1e-12


@given(st.lists(st.booleans(), max_size=40), st.integers(0, 30))
def test_all_readings_are_usable_unless_it_is_said(found, unread):
    total = len(found) + unread
    assert stopping.p_below_target(found, total) == stopping.p_below_target(found, total, usable=[True] * len(found))


@pytest.mark.parametrize(("total", "coded"), [(300, 10), (400, 60), (600, 200)])
def test_in_orders_by_chance_it_stops_too_early_in_at_most_5_percent(total, coded):
    draw, runs = np.random.RandomState(coded), 100
    early = sum(stops_below(by_chance(draw, total, coded), 0.8) for _run in range(runs))
    assert early / runs <= 0.05 + 2 * sqrt(0.05 * 0.95 / runs)


def avoiding(draw, total, coded):
    """Return labels where two of three readings avoid the code and the third is drawn by chance, and which are."""
    unread, found, by_chance = np.append(np.ones(coded, bool), np.zeros(total - coded, bool)), [], []
    for _read in range(total):
        by_chance.append(draw.random_sample() < 1 / 3)
        candidates = np.arange(unread.size) if by_chance[-1] or unread.all() else np.flatnonzero(~unread)
        at = draw.choice(candidates)
        found.append(unread[at])
        unread = np.delete(unread, at)
    return np.array(found), np.array(by_chance)


def test_readings_that_avoid_the_code_do_not_break_the_promise_unless_taken_for_draws():
    draw, runs = np.random.RandomState(1), 40
    orders = [avoiding(draw, 300, 40) for _run in range(runs)]
    assert sum(stops_below(found, 0.8, usable) for found, usable in orders) <= 0.05 * runs
    assert sum(stops_below(found, 0.8) for found, _usable in orders) > 0.5 * runs


def test_after_a_hundred_thousand_readings_no_more_moments_are_looked_at(monkeypatch):
    draw, looked_at, cdf = np.random.RandomState(0), [], hypergeom.cdf
    found, usable = draw.random_sample(100_000) < 0.1, draw.random_sample(100_000) < 0.5
    monkeypatch.setattr(hypergeom, "cdf", lambda later, *rest: looked_at.append(len(later)) or cdf(later, *rest))
    stopping.p_below_target(found, 150_000, usable=usable)
    assert looked_at == [400]


def test_confidence_can_be_chosen():
    assert stopped(0.04)
    assert not stopped(0.05)
    assert not stopped(0.04, confidence=0.99)


def mixed(draw, total, coded, read):
    """Return labels, a third drawn at random and the rest from the top of a fair ranking, and which were by chance."""
    label = by_chance(draw, total, coded)
    unread, found, at_random = list(np.argsort(-(1.5 * label + draw.normal(size=total)))), [], []
    for _read in range(read):
        at_random.append(bool(draw.random_sample() < 1 / 3))
        found.append(bool(label[unread.pop(draw.randint(len(unread)) if at_random[-1] else 0)]))
    return found, at_random


def test_what_is_left_by_hand():
    """At random 3 of 30 have it: a tenth of 300 are 30, of which 27 are unread."""
    left = remaining([True, *[False] * 9] * 3, [True] * 30, 300)
    assert left.expected == pytest.approx(27)
    assert left.draws == 30
    assert left.low < 27 < left.high


def test_few_random_draws_tell_nothing_and_all_read_leaves_nothing():
    found = [True, False] * 20
    few = [n < LEAST_DRAWS - 1 for n in range(40)]
    assert remaining(found, few, 100) is None
    assert remaining(found, [n < LEAST_DRAWS for n in range(40)], 100).draws == LEAST_DRAWS
    assert remaining(found, [True] * 40, 40) == stopping.Remaining(0.0, 0, 0, 40)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=20, max_size=60), st.integers(0, 50))
def test_what_is_left_lies_within_what_is_unread(read, unread):
    left = remaining([f for f, _r in read], [r for _f, r in read], len(read) + unread)
    if left is not None:
        assert 0 <= left.low <= left.high <= unread
        assert 0 <= left.expected <= unread


@pytest.mark.parametrize("coded", [40, 100])
def test_the_estimate_is_right_on_average_with_the_best_read_first(coded):
    draw, errors = np.random.RandomState(coded), []
    for _run in range(250):
        found, at_random = mixed(draw, 400, coded, 120)
        errors.append(remaining(found, at_random, 400).expected - (coded - sum(found)))
    assert abs(np.mean(errors)) < 3 * np.std(errors) / sqrt(len(errors))


@pytest.mark.parametrize(("coded", "read"), [(6, 90), (15, 200), (30, 90), (90, 200)])
def test_the_interval_holds_what_is_left_in_about_95_percent(coded, read):
    draw, held = np.random.RandomState(coded), 0
    for _run in range(250):
        found, at_random = mixed(draw, 300, coded, read)
        left = remaining(found, at_random, 300)
        held += left.low <= coded - sum(found) <= left.high
    assert held / 250 >= 0.95 - 2 * sqrt(0.05 * 0.95 / 250)
