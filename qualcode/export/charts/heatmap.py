"""Codes against cases (or anything else), the larger the share the darker the cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.export.charts.grid import Cell, Grid, draw
from qualcode.export.charts.origins import one_origin
from qualcode.export.charts.words import (
    caption,
    cell_said,
    codes_said,
    not_read,
    unit,
    whole,
    with_n,
)
from qualcode.messages import _, decimal, grouped, ngettext, percent
from qualcode.query.table import Table
from qualcode.query.vocabulary import told_breakdown, told_value

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def heat_map(table: Table) -> Figure:
    """Return codes down, values across; a cell is as dark as its rate, share or count, with the figures in it.

    Parameters
    ----------
    table : Table
        As `qualcode.query.themes.themes` gives it, of one kind of coding. Shares are of what was read (people) or of
        the population (rules, model); 0 is white, what was not run or not read is hatched.

    Raises
    ------
    QualcodeError
        If people's codings and suggestions stand side by side in it.
    """
    one_origin(table)
    measure = _measure(table)
    cells = {(record["code"], str(record[_by(table)])): record for record in table.records()}
    codes = list(dict.fromkeys(code for code, _value in cells))
    values = list(dict.fromkeys(value for _code, value in cells))
    heads = [
        _head([record for (_c, v), record in cells.items() if v == value], told_value(_by(table), value))
        for value in values
    ]
    grid = Grid(
        codes,
        heads,
        [[_cell(cells[code, value], measure) for value in values] for code in codes],
        ["/" not in code and any("/" in other for other in codes) for code in codes],
    )
    return draw(grid, title=title(table), caption=below(table), scale=_scale(table, measure))


def title(table: Table) -> str:
    """Return the title of the chart: "Codes by case"."""
    return _("Codes by {by}").format(by=told_breakdown(_by(table)))


def describe(table: Table) -> str:
    """Return the chart in words: its size, the darkest cell, how many are zero, not run or not read."""
    measure = _measure(table)
    records = table.records()
    known = [record for record in records if record["n"] is not None and not not_read(record)]
    values = len(set(table.column(_by(table))))
    said = ngettext(
        "Heat map of {codes} by {by}, {n} value.", "Heat map of {codes} by {by}, {n} values.", values
    ).format(codes=codes_said(len(set(table.column("code")))), by=told_breakdown(_by(table)), n=values)
    if not known:
        return said
    most = max(known, key=lambda record: _value(record, measure))
    return f"{said} " + _("Darkest: {code}, {value}: {figure}. Cells of 0: {zeros} of {cells}.").format(
        code=most["code"],
        value=told_value(_by(table), most[_by(table)]),
        figure=cell_said(most),
        zeros=sum(not record["n"] for record in known),
        cells=len(records),
    )


def _by(table: Table) -> str:
    return table.columns[1]


def _measure(table: Table) -> str:
    """Return what the shade is: rate, share or n."""
    shares = any(share is not None for share in table.column("share"))
    return "rate" if "rate" in table.columns else "share" if shares else "n"


def _value(record: Mapping[str, Any], measure: str) -> float:
    found = record[measure] or 0
    return 100 * found if measure == "share" else found


def _cell(record: Mapping[str, Any], measure: str) -> Cell:
    if record["n"] is None:
        return Cell(None, why="not run")
    if not_read(record):
        return Cell(None, why="not read")
    value, n = _value(record, measure), record["n"]
    figure = {"share": _percent, "rate": _decimal}.get(measure)
    return Cell(value, f"{figure(record[measure])}\n({grouped(n)})" if figure and n else grouped(n))


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)


def _decimal(rate: float | None) -> str:
    return "" if rate is None else decimal(rate, 1)


def _head(records: Sequence[Mapping[str, Any]], label: str) -> str:
    """Return the head of a column: its value, and how much was read (people) or was judged for any code."""
    return with_n(label, max(r["population"] if r["read"] is None else r["read"] for r in records))


def _scale(table: Table, measure: str) -> str:
    return {
        "share": _("% of {unit}").format(unit=unit(table.note["count"])),
        "rate": str(table.note.get("rate", "")),
        "n": unit(table.note["count"]),
    }[measure]


def below(table: Table) -> str:
    """Return the caption."""
    measure = _measure(table)
    human = table.column("from")[0] == "human"
    of = _("n: {unit} read.") if human else _("n: {unit} in all.")
    what = {
        "share": _("In the cells: share of n, and in brackets the count."),
        "rate": _("In the cells: the rate, and in brackets the count."),
        "n": _("In the cells: the count."),
    }[measure]
    return caption(table, what, of.format(unit=whole(table.note["count"])))
