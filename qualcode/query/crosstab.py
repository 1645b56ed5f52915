"""Codes by the values of an attribute, or by case, source, speaker or role: counts, shares of every kind, totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.messages import ngettext
from qualcode.query.counting import ANY, Cell, Count, Rate, Scope, counted, note
from qualcode.query.dimensions import ALL, dimension
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.table import DIGITS, Table
from qualcode.store.project import Project

ANY_CODE = "(any code)"
SHARES = ("share", "row_share", "column_share")
ADDING_UP: tuple[Count, ...] = ("segments", "turns", "words")
"""What has one value in every breakdown, so that the total is a sum; others are counted once more without breakdown."""
NOBODY = Cell(None, 0, None)
_TOTAL = object()
"""The key of the total among the values of the columns."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """One code and origin: its cells by value of the columns, and its total."""

    code: int
    origin: str
    cells: dict[object, Cell]
    total: Cell


def crosstab(
    project: Project,
    where: Filter = EVERYTHING,
    *,
    columns: str,
    count: Count = "segments",
    rate: Rate | None = None,
    min_cases: int = 0,
) -> Table:
    """Count each code by the values of a breakdown, with totals; sub-codes are rolled up.

    Parameters
    ----------
    columns : "case", "source", "speaker", "person", "role", or the name of an attribute
    count, rate : as in `themes`
    min_cases : int
        Cells that point at fewer cases are hidden: those that have the code, or, where nobody has it, those that were
        counted. The total of a code with a hidden cell is hidden too, since it would tell it.

    Returns
    -------
    Table
        Columns code, `columns`, from, n, population, read, share, row_share, column_share, (rate,) hidden: one row
        per code, value and origin, zeros too. The total over all values is the value "(all)", what has any of the
        codes is the code "(any code)"; in both each unit counts once. ``share`` 0..1 is of what was read (people) or
        of the population (machines), ``row_share`` of the code's total, ``column_share`` of what has any of the codes
        in this column; codings have no shares, and "(any code)" is their sum over the codes. ``hidden`` is 1 where the
        count is withheld; it and its shares are None then.

    Raises
    ------
    UnknownNameError
        If `columns` is neither fixed nor an attribute.
    """
    scope = Scope(project, where, dimension(project, columns), count)
    codes = [*where.code_ids(project), ANY]
    paths = dict(project.rows("select code_id, path from code_tree order by position")) | {ANY: ANY_CODE}
    table = _counts(scope, codes, rate)
    hidden = _hidden(scope, codes, table, min_cases) if min_cases else set()
    rows = []
    for counts in table:
        any_code = next(c for c in table if c.code == ANY and c.origin == counts.origin)
        for value, cells in _row(counts, any_code, count, rate, hidden):
            label = ALL if value is _TOTAL else scope.by.label(value)
            rows.append([paths[counts.code], label, counts.origin, *cells])
    names = ["code", scope.by.name, "from", "n", "population", "read", *SHARES, *(["rate"] if rate else []), "hidden"]
    return Table(names, rows, _note(scope, rate, min_cases, hidden))


def _counts(scope: Scope, codes: Sequence[int], rate: Rate | None) -> list[_Counts]:
    by_value = counted(scope, codes, rate)
    if scope.count in ADDING_UP:
        whole = {o: {code: _sum(cells) for code, cells in of_origin.items()} for o, of_origin in by_value.items()}
    else:
        once = counted(replace(scope, by=dimension(scope.project, None)), codes, rate)
        whole = {o: {code: cells.get(0, NOBODY) for code, cells in of_origin.items()} for o, of_origin in once.items()}
    return [_Counts(code, origin, by_value[origin][code], whole[origin][code]) for code in codes for origin in by_value]


def _sum(cells: Mapping[object, Cell]) -> Cell:
    """Return the total of cells no two of which count the same, as far as they were run."""
    every = list(cells.values())
    if all(cell.n is None for cell in every):
        return NOBODY
    return Cell(
        n=sum(cell.n or 0 for cell in every),
        population=sum(cell.population for cell in every),
        read=None if any(cell.read is None for cell in every) else sum(cell.read or 0 for cell in every),
        base=sum(cell.base for cell in every),
    )


def _hidden(
    scope: Scope, codes: Sequence[int], table: Sequence[_Counts], min_cases: int
) -> set[tuple[int, str, object]]:
    """Return (code, origin, value) of the cells that point at fewer cases than asked for, and totals beside them."""
    cases = _counts(replace(scope, count="cases"), codes, None)
    found: set[tuple[int, str, object]] = set()
    for counts, at in zip(table, cases, strict=True):
        known = [value for value, cell in counts.cells.items() if cell.n is not None]
        few = [value for value in known if _points_at(at.cells[value]) < min_cases]
        if few or (known and _points_at(at.total) < min_cases):
            few.append(_TOTAL)
        found |= {(counts.code, counts.origin, value) for value in few}
    return found


def _points_at(cases: Cell) -> int:
    """Return how many cases a count of cases points at: with the code, or, without it, all that were counted."""
    return cases.n or (cases.population if cases.read is None else cases.read)


def _row(
    counts: _Counts, any_code: _Counts, count: Count, rate: Rate | None, hidden: set[tuple[int, str, object]]
) -> Iterator[tuple[object, list[Any]]]:
    """Yield value and cells: n, population, read, the shares, the rate if asked for, whether it is hidden."""
    columns: dict[object, Cell] = {**counts.cells, _TOTAL: counts.total}
    any_columns: dict[object, Cell] = {**any_code.cells, _TOTAL: any_code.total}
    key = (counts.code, counts.origin)
    total = None if (*key, _TOTAL) in hidden else counts.total.n
    for value, cell in columns.items():
        n, population, read, share, *per = cell.shown(count, counts.origin, rate)
        if (*key, value) in hidden:
            yield value, [None, population, read, None, None, None, *(None for _rate in per), 1]
            continue
        in_column = None if (ANY, counts.origin, value) in hidden else any_columns[value].n
        shares = (share, _share(n, total), _share(n, in_column)) if count != "codings" else (None, None, None)
        yield value, [n, population, read, *shares, *per, 0]


def _share(n: int | None, of: int | None) -> float | None:
    return round(n / of, DIGITS) if n is not None and of else None


def _note(scope: Scope, rate: Rate | None, min_cases: int, hidden: set[tuple[int, str, object]]) -> dict[str, Any]:
    said = note(scope, rate)
    if min_cases:
        said |= {
            "min_cases": min_cases,
            "hidden": ngettext(
                "{n} cell that points at fewer cases, or a total that would tell one",
                "{n} cells that point at fewer cases, or totals that would tell them",
                len(hidden),
            ).format(n=len(hidden)),
        }
    return said
