"""Conditions compare by the type of the attribute; what is missing fulfils "is missing" and nothing else."""

import doctest

import pytest

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.query import conditions
from qualcode.query.conditions import Condition, parse_condition
from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.store.cases import add_attribute, add_case, set_value


@pytest.fixture
def typed(project):
    """melati has 28 staff, kind A, founded 1996; kasih has 6,5 staff, kind C; nothing else is known of kasih."""
    with project.change("case set"):
        add_attribute(project, "staff", "number")
        add_attribute(project, "jenis", "category", ["C", "B", "A"])
        add_attribute(project, "berdiri", "date")
        add_attribute(project, "wilayah", "text")
        for case, values in (
            ("melati", {"staff": "28", "jenis": "A", "berdiri": "1996-05-02", "wilayah": "Kota"}),
            ("kasih", {"staff": "6,5", "jenis": "C"}),
        ):
            for name, value in values.items():
                set_value(project, name, value, case_id=add_case(project, case))
    return project


def _cases(project, *written):
    where = Filter(where=tuple(parse_condition(text) for text in written))
    found = themes(project, where, by="case").records()
    return {r["case"] for r in found if r["population"]}


def test_examples_in_docstrings_run():
    tried = doctest.testmod(conditions)
    assert tried.attempted
    assert not tried.failed


def test_values_are_compared_by_their_type(typed):
    table = [
        ("staff=28", {"melati"}),
        ("staff = 28.0", {"melati"}),
        ("staff<28", {"kasih"}),
        ("staff<=28", {"kasih", "melati"}),
        ("staff>6.5", {"melati"}),
        ("staff>=6,5", {"kasih", "melati"}),
        ("staff>100", set()),
        ("staff!=28", {"kasih"}),
        ("jenis<B", {"kasih"}),
        ("jenis>=b", {"melati"}),
        ("jenis!=a", {"kasih"}),
        ("berdiri<2000-01-01", {"melati"}),
        ("berdiri>2000-01-01", set()),
        ("berdiri is missing", {"kasih"}),
        ("staff is missing", set()),
        ("wilayah=kota", {"melati"}),
        ("wilayah!=desa", {"melati"}),
        ("wilayah is missing", {"kasih"}),
    ]
    assert [(written, _cases(typed, written)) for written, _expected in table] == table


def test_repeated_conditions_must_all_hold(typed):
    assert _cases(typed, "staff>1", "jenis=A") == {"melati"}
    assert _cases(typed, "staff>10", "jenis=C") == set()


def test_a_pair_of_attribute_and_value_is_a_condition(typed):
    pair, condition = Filter(where=(("jenis", "A"),)), Filter(where=(Condition("jenis", "A"),))
    assert themes(typed, pair) == themes(typed, condition)


def test_a_condition_that_makes_no_sense_is_one_clear_line(typed):
    for written, error, message in [
        ("staff", QualcodeError, '--where takes ATTRIBUTE=VALUE.*not "staff"'),
        ("=3", QualcodeError, "--where takes ATTRIBUTE=VALUE"),
        ("is missing", QualcodeError, "--where takes ATTRIBUTE=VALUE"),
        ("staff>banyak", QualcodeError, "compared with a value like 40"),
        ("berdiri<kemarin", QualcodeError, "compared with a value like 2018-03-12"),
        ("jenis=CC", UnknownNameError, 'no jenis "CC". Nearest: C'),
        ("wilayah<kota", QualcodeError, 'The values of "wilayah" have no order for <'),
        ("staf>3", UnknownNameError, "Nearest: staff"),
    ]:
        with pytest.raises(error, match=message):
            _cases(typed, written)
