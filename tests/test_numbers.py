"""Numbers follow the language of messages where people read them: the sign of fractions, thousands, rounding, zero."""

import pytest

from qualcode.messages import decimal, grouped, interval, percent, set_language


@pytest.mark.parametrize(
    ("value", "places", "point", "comma"),
    [
        (0.7, 2, "0.70", "0,70"),
        (0.125, 2, "0.13", "0,13"),
        (2.5, 0, "3", "3"),
        (-0.004, 2, "0.00", "0,00"),
        (-0.5, 1, "-0.5", "-0,5"),
        (0.05, None, "0.05", "0,05"),
        (-0.0, None, "0.0", "0,0"),
    ],
)
def test_fractions(value, places, point, comma):
    assert decimal(value, places) == point
    set_language("id")
    assert decimal(value, places) == comma


def test_a_sign_is_written_where_it_is_asked_for():
    assert [decimal(value, 2, sign=True) for value in (0.5, -0.5, -0.001)] == ["+0.50", "-0.50", "+0.00"]


def test_thousands():
    assert grouped(4989) == "4,989"
    set_language("id")
    assert grouped(4989) == "4.989"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.085, "9%"), (0.075, "8%"), (0.005, "1%"), (0.004, "<1%"), (0, "0%"), (1, "100%"), (17 / 200, "9%")],
)
def test_a_half_of_a_per_cent_is_rounded_up(share, shown):
    assert percent(share) == shown


def test_per_cent_with_a_digit_and_in_running_text():
    assert percent(0.9955, 1, apart=True) == "99.6 %"
    set_language("id")
    assert percent(0.9955, 1, apart=True) == "99,6 %"


def test_ends_of_an_interval_can_be_told_apart():
    assert interval(-0.1, 0.25, 2, sign=True) == "[-0.10, +0.25]"
    set_language("id")
    assert interval(0.6, 0.81, 2) == "[0,60; 0,81]"
