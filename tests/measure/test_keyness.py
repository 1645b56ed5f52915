"""Distinctive words are measured as published: Dunning's table of 1993, and what Hardie says of the log ratio."""

import pytest

from qualcode.measure.keyness import log_likelihood, log_ratio

DUNNING = [
    # A B, A without B, B without A, neither, and -2 log lambda: the first rows of his table
    (110, 2442, 111, 29114, 270.72),
    (29, 13, 123, 31612, 263.90),
    (31, 23, 139, 31584, 256.84),
    (10, 0, 3, 31764, 167.23),
]


@pytest.mark.parametrize(("both", "first", "second", "neither", "published"), DUNNING)
def test_the_log_likelihood_is_that_of_the_paper(both, first, second, neither, published):
    assert round(log_likelihood(both, both + first, second, second + neither), 2) == published


def test_even_use_gives_nothing_and_the_sides_can_change_places():
    assert log_likelihood(10, 1000, 30, 3000) == pytest.approx(0, abs=1e-9)
    assert log_ratio(10, 1000, 30, 3000) == pytest.approx(0)
    assert log_likelihood(9, 700, 2, 900) == pytest.approx(log_likelihood(2, 900, 9, 700))
    assert log_ratio(9, 700, 2, 900) == pytest.approx(-log_ratio(2, 900, 9, 700))


def test_each_doubling_is_one_point():
    """Hardie: twice as frequent is 1, four times 2, eight times 3."""
    assert [log_ratio(n, 10_000, 10, 10_000) for n in (20, 40, 80)] == [1.0, 2.0, 3.0]
