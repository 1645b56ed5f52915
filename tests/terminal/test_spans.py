"""Choosing a run of sentences or words: it always holds at least one, and never leaves the passage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.terminal.spans import Choice, covering

UNITS = [(0, 4), (5, 9), (10, 20), (21, 30)]


@pytest.mark.parametrize(
    ("span", "chosen"),
    [((0, 1), (0, 4)), ((5, 9), (5, 9)), ((8, 11), (5, 20)), ((4, 5), (5, 9)), ((30, 40), (21, 30))],
)
def test_a_span_is_covered_by_the_units_it_touches_or_the_nearest(span, chosen):
    assert covering(UNITS, span, words=False).span == chosen


def test_without_units_nothing_is_chosen():
    assert covering([], (0, 5), words=True) is None


def test_start_and_end_move_by_a_unit():
    choice = Choice(UNITS, 0, 0)
    assert choice.move_end(1).span == (0, 9)
    assert choice.move_end(1).move_start(1).span == (5, 9)
    assert choice.move_start(1).span == (5, 9), "a single unit moves as a whole"
    assert choice.move_end(1).move_start(1).move_end(-1).span == (0, 4)


@given(steps=st.lists(st.tuples(st.booleans(), st.sampled_from([-1, 1])), max_size=20))
def test_whatever_is_pressed_a_run_of_units_is_chosen(steps):
    choice = Choice(UNITS, 1, 2)
    for at_start, step in steps:
        choice = choice.move_start(step) if at_start else choice.move_end(step)
        assert 0 <= choice.first <= choice.last < len(UNITS)
