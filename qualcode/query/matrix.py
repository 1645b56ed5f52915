"""Cases (or sources, speakers, persons) by codes: one row each, one column a code, as statistics programs take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from qualcode.errors import QualcodeError, one_of
from qualcode.messages import _
from qualcode.query.attributes import (
    AttributeColumn,
    ValuesOfCases,
    attribute_columns,
    undecided_cases,
    value_of_scope,
    values_of_cases,
)
from qualcode.query.counting import NOTHING, Cell, Scope, Size, counted, note, sizes
from qualcode.query.dimensions import dimension
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.table import DIGITS, Table
from qualcode.query.variables import Type, Variable, variable_names
from qualcode.store.codebooks import codebook
from qualcode.store.project import Project

Cells = Literal["binary", "counts", "rates"]
CELLS: tuple[Cells, ...] = ("binary", "counts", "rates")
PER = 100
"""Rates are per this many segments."""
_TYPES: dict[Cells, Type] = {"binary": "0/1", "counts": "count", "rates": "rate"}


def matrix(project: Project, where: Filter = EVERYTHING, *, by: str = "case", cells: Cells = "binary") -> Table:
    """Return codes as columns: whether a case (or what `by` names) has them, how often, or at which rate.

    Sub-codes are rolled up. A cell is None, which is missing and not zero, where nothing of the row was read (people's
    codings) or no run covered the code (rules, model). What belongs to no case (or has no value
    of the attribute) has no row; the note says how much.

    Parameters
    ----------
    by : "case", "source", "speaker", "person", "role" or the name of an attribute
        What the rows are.
    cells : {"binary", "counts", "rates"}
        1 or 0; segments with the code; such segments per 100 that were read (rules, model: per 100 of the population).

    Returns
    -------
    Table
        The name of the row, the attributes that hold for all its segments, segments, read, words, and a column a code
        in codebook order; `variables` says what each column is.

    Raises
    ------
    QualcodeError
        If the filter counts codings of all origins: a cell holds one number.
    """
    one_of("cells", cells, CELLS)
    if where.origin == "all":
        raise QualcodeError(_("A cell of a matrix holds one number: choose --from human, rule or model."))
    scope = Scope(project, where, dimension(project, by), "segments")
    codes = where.code_ids(project)
    found = counted(scope, codes)[where.origin]
    size_of = sizes(scope)
    nowhere = 0 if by == "case" else None
    rows = [value for value in next(iter(found.values()), {}) if value != nowhere]
    attributes = attribute_columns(project)
    of_cases = {c.variable.label: values_of_cases(project, where, c.attribute) for c in attributes if by == "case"}
    found_of: list[tuple[AttributeColumn, dict[object, str]]] = [
        (c, dict(of_cases[c.variable.label].whole.items()) if of_cases else _shared(scope, c.attribute))
        for c in attributes
    ]
    known = [(c, values) for c, values in found_of if c.variable.label != by and any(row in values for row in rows)]
    columns = [*_before(scope, [c.variable for c, _values in known]), *_codes(project, codes, cells, where.origin)]
    names = variable_names(column.label for column in columns)
    variables = [replace(column, name=name) for column, name in zip(columns, names, strict=True)]
    table = [
        [
            scope.by.label(row),
            *(column.value(values[row]) if row in values else None for column, values in known),
            *_size(size_of.get(row, NOTHING)),
            *(_cell(found[code][row], where.origin, cells) for code in codes),
        ]
        for row in rows
    ]
    said = _note(scope, size_of.get(nowhere, NOTHING), cells) | _undecided(project, of_cases)
    return Table([v.name for v in variables], table, said, variables=variables)


def _before(scope: Scope, attributes: Sequence[Variable]) -> Iterator[Variable]:
    """Yield what stands before the codes."""
    yield Variable("", scope.by.name, "text")
    yield from attributes
    yield Variable("", "segments", "count", definition=_("segments of the population"))
    yield Variable("", "read", "count", definition=_("segments of these that were read"))
    yield Variable("", "words", "count", definition=_("words of the segments of the population"))


def _size(size: Size) -> tuple[int, int, int]:
    return size.segments, size.read, size.words


def _codes(project: Project, codes: Sequence[int], cells: Cells, origin: str) -> Iterator[Variable]:
    said = {code.path: " ".join(code.definition.split()) for code in codebook(project).codes}
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    missing = _("nothing of it was read") if origin == "human" else _("no run covered it")
    for code in codes:
        yield Variable("", paths[code], _TYPES[cells], missing=missing, definition=said[paths[code]])


def _cell(cell: Cell, origin: str, cells: Cells) -> float | int | None:
    whole = cell.read if origin == "human" else cell.population
    if cell.n is None or not whole:
        return None
    if cells == "binary":
        return int(cell.n > 0)
    return cell.n if cells == "counts" else round(PER * cell.n / whole, DIGITS)


def _note(scope: Scope, left_out: Size, cells: Cells) -> dict[str, Any]:
    said = {
        "binary": _("1: at least one segment has the code"),
        "counts": _("segments with the code"),
        "rates": _("segments with the code per 100 that were read"),
    }
    if scope.where.origin != "human":
        said["rates"] = _("segments with the code per 100 segments")
    return (
        note(scope) | {"cells": said[cells]} | ({"segments_in_no_row": left_out.segments} if left_out.segments else {})
    )


def _shared(scope: Scope, attribute: int) -> dict[object, str]:
    """Return the value of an attribute for each row that is no case: the one that all segments of it have."""
    population, bound = scope.where.population(scope.project)
    sql, of_value = value_of_scope(scope.project, attribute)
    found: dict[object, set[str | None]] = {}
    for row, value in scope.project.rows(
        f"""
        select distinct {scope.by.sql} as line, {sql} as value
          from ({population}) as scope
         order by line, value
        """,
        [*scope.by.values, *of_value, *bound],
    ):
        found.setdefault(row, set()).add(value)
    shared = {row: next(iter(values)) for row, values in found.items() if len(values) == 1}
    return {row: value for row, value in shared.items() if value is not None}


def _undecided(project: Project, of_cases: Mapping[str, ValuesOfCases]) -> dict[str, str]:
    """Return for the note, attribute by attribute, which cases have no one value of it."""
    said: dict[str, list[str]] = {}
    for name, values in of_cases.items():
        for kind, found in undecided_cases(project, values).items():
            said.setdefault(kind, []).append(f"{name}: {found}")
    return {kind: "; ".join(found) for kind, found in said.items()}
