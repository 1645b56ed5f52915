"""Do groups of cases differ in their themes? The case is the unit, its value the mean of its persons' rates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.attributes import sound_attribute, values_of_cases
from qualcode.query.counting import Cell, Scope, counted, note
from qualcode.query.dimensions import FIXED, dimension, persons_of_cases
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.table import DIGITS, Table
from qualcode.store.cases import cases
from qualcode.store.project import Project

if TYPE_CHECKING:
    from qualcode.measure.association import Difference, Permutation

LEAST_CASES = 3
"""Cases in a group below which nothing is said of it: one or two cases do not show how much cases differ."""
ALPHA = 0.05
MOST_GROUPS = 12
"""Groups that can be told apart in a table, and that make sense with few cases."""
PER = 100
"""Rates are per this many segments."""
COLUMNS = ("code", "group", "from", "measure", "value", "low", "high", "n", "of", "remark")

Doubt = Literal["", "not read", "not run", "one group", "few cases", "never used", "few splits", "few with the theme"]


@dataclass(frozen=True, slots=True)
class Group:
    """What the cases with one value of the attribute have of one code.

    Attributes
    ----------
    rates : one number a case
        Mean of its persons' rates, per 100 segments.
    persons, n, segments : int
        Persons in these cases, their segments with the code, and all of theirs that count.
    """

    name: str
    rates: tuple[float, ...]
    persons: int
    n: int
    segments: int

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.rates)

    @property
    def with_theme(self) -> int:
        """How many cases have the code at all."""
        return sum(rate > 0 for rate in self.rates)

    @property
    def mean(self) -> float | None:
        """The mean of the cases' rates."""
        return sum(self.rates) / self.cases if self.cases else None

    @property
    def sd(self) -> float | None:
        """The standard deviation of the cases' rates; None of fewer than two."""
        from statistics import stdev

        return stdev(self.rates) if self.cases > 1 else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One code over all groups.

    Attributes
    ----------
    test, adjusted : Permutation and its p adjusted over all codes of the level, or None
        None where fewer than two groups have cases.
    difference, delta : Difference of the shares of cases, Cliff's delta of the rates, or None
        Of the first group against the second; only with two groups.
    """

    code: str
    origin: str
    groups: tuple[Group, ...]
    test: Permutation | None
    adjusted: float | None = None
    difference: Difference | None = None
    delta: float | None = None

    @property
    def doubt(self) -> Doubt:
        """Why there is too little to say anything, or "" where that is not so."""
        if not any(group.cases for group in self.groups):
            return "not read" if self.origin == "human" else "not run"
        if self.test is None:
            return "one group"
        if not any(group.with_theme for group in self.groups):
            return "never used"
        if min(group.cases for group in self.groups if group.cases) < LEAST_CASES:
            return "few cases"
        if self.test.least > ALPHA:
            return "few splits"
        return "few with the theme" if self.test.reachable > ALPHA else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The names of cases that are in no group: without a value, with several, of some speakers only, read by nobody."""

    without_value: tuple[str, ...]
    several_values: tuple[str, ...]
    partly_known: tuple[str, ...]
    not_read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every code asked for, what was left out, and the note."""

    by: str
    codes: Sequence[Compared]
    left_out: LeftOut
    note: Mapping[str, Any]


def compare(project: Project, where: Filter = EVERYTHING, *, by: str) -> Comparison:
    """Compare groups of cases, code by code.

    A case's value is the mean of its persons' rates: segments with the code of those that were read (people's
    codings) or that a run covered (rules, model). So neither a talkative person nor a case with many interviews
    weighs more than others. p values are adjusted over all codes of the same level, also those not asked for.

    Parameters
    ----------
    by : str
        An attribute. A case's value is its own, else the one that all its segments share.

    Raises
    ------
    UnknownNameError
        If there is no such attribute.
    QualcodeError
        If `by` is no attribute, or fewer than two or more than `MOST_GROUPS` groups have a case.
    """
    if by in FIXED:
        raise QualcodeError(
            _("compare --by takes an attribute of cases, not {name}. For two cases: compare --cases A,B").format(
                name=by
            )
        )
    scope = Scope(project, replace(where, codes=()), persons_of_cases(), "segments")
    asked = where.code_ids(project)
    level = _levels(project, asked)
    cells = counted(scope, list(level))
    values = values_of_cases(project, where, sound_attribute(project, by))
    groups = values.whole
    order = [name for name in dimension(project, by).labels.values() if name in groups.values()]
    if len(order) > MOST_GROUPS:
        raise QualcodeError(
            _('"{name}" has {n} values, and each would be a group; at most {most}. Join them into fewer first.').format(
                name=by, n=len(order), most=MOST_GROUPS
            )
        )
    if len(order) < 2:
        raise QualcodeError(_('Fewer than two groups to compare: no two cases differ in "{name}".').format(name=by))
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    compared = [
        code
        for origin, by_code in cells.items()
        for code in _adjusted(
            [(level[code], _compared(paths[code], origin, by_code[code], groups, order)) for code in level]
        )
    ]
    place = {paths[code]: at for at, code in enumerate(asked)}
    shown = sorted((c for c in compared if c.code in place), key=lambda c: place[c.code])
    names = dict(cases(project))
    left = LeftOut(
        without_value=tuple(names[case] for case in values.without),
        several_values=tuple(names[case] for case in values.several if case not in groups),
        partly_known=tuple(names[case] for case in values.partly if case not in groups),
        not_read=tuple(names[case] for case in _unread(cells, groups)),
    )
    return Comparison(by, shown, left, _note(scope, by, shown, left))


def _levels(project: Project, asked: Sequence[int]) -> dict[int, int]:
    """Return the depth of every code that stands as deep in the tree as one that is asked for, in codebook order."""
    depth: dict[int, int] = dict(project.rows("select code_id, depth from code_tree order by position"))
    wanted = {depth[code] for code in asked}
    return {code: d for code, d in depth.items() if d in wanted}


def _persons(cells: Mapping[object, Cell], origin: str) -> list[tuple[int, int, int]]:
    """Return (case, segments with the code, segments that count) of each person who has any that count."""
    found = []
    for value, cell in cells.items():
        case = json.loads(str(value))[0]
        whole = cell.read if origin == "human" else cell.population
        if case is not None and whole and cell.n is not None:
            found.append((case, cell.n, whole))
    return found


def _compared(
    code: str, origin: str, cells: Mapping[object, Cell], membership: Mapping[int, str], order: Sequence[str]
) -> Compared:
    persons = _persons(cells, origin)
    groups = tuple(_group(name, [p for p in persons if membership.get(p[0]) == name]) for name in order)
    return _tested(code, origin, groups)


def _group(name: str, persons: Sequence[tuple[int, int, int]]) -> Group:
    from qualcode.measure.association import case_rates

    if not persons:
        return Group(name, (), 0, 0, 0)
    of_case, n, segments = zip(*persons, strict=True)
    _cases, rates = case_rates(n, segments, of_case)
    return Group(name, tuple(float(PER * rate) for rate in rates), len(persons), sum(n), sum(segments))


def _tested(code: str, origin: str, groups: tuple[Group, ...]) -> Compared:
    """Test one code, and say how large the difference is where there are two groups."""
    from qualcode.measure.association import cliffs_delta, permutation_test, risk_difference

    filled = [group for group in groups if group.cases]
    if len(filled) < 2:
        return Compared(code, origin, groups, None)
    test = permutation_test([group.rates for group in filled])
    if len(filled) > 2:
        return Compared(code, origin, groups, test)
    a, b = filled
    difference = risk_difference(a.with_theme, a.cases, b.with_theme, b.cases)
    return Compared(code, origin, groups, test, difference=difference, delta=cliffs_delta(a.rates, b.rates))


def _adjusted(found: Sequence[tuple[int, Compared]]) -> list[Compared]:
    """Return the codes with their p adjusted over all codes of the same level that were tested."""
    from qualcode.measure.association import adjusted

    values: dict[str, float] = {}
    for level in {depth for depth, _compared in found}:
        tested = [c for depth, c in found if depth == level and c.test]
        p = adjusted([c.test.p for c in tested if c.test])
        values |= {c.code: float(value) for c, value in zip(tested, p, strict=True)}
    return [replace(c, adjusted=values.get(c.code)) for _depth, c in found]


def _unread(cells: Mapping[str, Mapping[int, Mapping[object, Cell]]], groups: Mapping[int, str]) -> list[int]:
    """Return the cases of the groups of which nothing counts for any origin and code."""
    counting = {
        case
        for origin, by_code in cells.items()
        for of_values in by_code.values()
        for case, _n, _whole in _persons(of_values, origin)
    }
    return [case for case in groups if case not in counting]


def _note(scope: Scope, by: str, found: Sequence[Compared], left: LeftOut) -> dict[str, Any]:
    said = note(scope) | {
        "count": "cases",
        "by": by,
        "rate": _("mean of the persons' rates, per 100 segments"),
        "adjusted": _("Benjamini-Hochberg over all codes of the same level"),
    }
    tests = [c.test for c in found if c.test]
    if tests:
        how = _("all {n} splits of the cases") if tests[0].exact else _("{n} splits of the cases drawn by chance")
        said["test"] = _("permutation, {how}").format(how=how.format(n=tests[0].splits))
    return said | {name: f"{len(names)} ({', '.join(names)})" for name, names in asdict(left).items() if names}


def facts(comparison: Comparison) -> Table:
    """Return a comparison as a long table, one row one fact.

    Returns
    -------
    Table
        Columns code, group, from, measure, value, low, high, n, of, remark. ``value`` is a share 0..1, a rate per 100
        segments, a p or an effect size; ``low`` and ``high`` are the ends of a 95 % interval; ``n`` and ``of`` what a
        share or a rate is made from. ``remark`` says at the p values why there are too few cases to say anything.
    """
    rows = [row for compared in comparison.codes for row in _facts(compared)]
    return Table(COLUMNS, rows, comparison.note)


def _facts(c: Compared) -> list[list[Any]]:
    remark = c.doubt if c.doubt in ("", "not read", "not run") else f"too few to say: {c.doubt}"
    between = " - ".join(g.name for g in c.groups if g.cases)
    rows = [[c.code, group.name, c.origin, *fact, ""] for group in c.groups for fact in _of_group(group)]
    rows += [[c.code, between, c.origin, *fact, ""] for fact in _effects(c)]
    return rows + [[c.code, between, c.origin, *fact, remark] for fact in _tests(c)]


def _of_group(g: Group) -> list[list[Any]]:
    """Return measure, value, low, high, n, of for each fact on one group."""
    share = g.with_theme / g.cases if g.cases else None
    rate = g.n * PER / g.segments if g.segments else None
    return [
        ["cases with the theme", _round(share), None, None, g.with_theme, g.cases],
        ["mean rate", _round(g.mean), None, None, None, g.cases],
        ["sd of rates", _round(g.sd), None, None, None, g.cases],
        ["lowest rate", _round(min(g.rates, default=None)), None, None, None, g.cases],
        ["highest rate", _round(max(g.rates, default=None)), None, None, None, g.cases],
        ["rate of all segments", _round(rate), None, None, g.n, g.segments],
        ["persons", g.persons, None, None, None, None],
    ]


def _effects(c: Compared) -> list[list[Any]]:
    if c.difference is None:
        return []
    ends = _round(c.difference.low), _round(c.difference.high)
    return [
        ["difference of shares", _round(c.difference.value), *ends, None, None],
        ["Cliff's delta", _round(c.delta), None, None, None, None],
    ]


def _tests(c: Compared) -> list[list[Any]]:
    of = sum(group.cases for group in c.groups)
    if c.test is None:
        return [["p", None, None, None, None, of]]
    values = {
        "p": c.test.p,
        "adjusted p": c.adjusted,
        "smallest p": c.test.least,
        "smallest p of these rates": c.test.reachable,
    }
    return [[measure, _round(value), None, None, None, of] for measure, value in values.items()]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
