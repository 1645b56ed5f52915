"""How far coders agree on each code: a dot with its interval, and two customary lines to read it by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.export.charts.sheet import GAP, INK, LABEL_SIZE, SOFT, Sheet, height, quiet, tick, widest, wrapped
from qualcode.export.charts.words import caption, codes_said
from qualcode.messages import N_, _, decimal, grouped, interval
from qualcode.query.agreement import AC1, ALL_CODES, ALPHA, ALPHA_MASI, ALPHA_U, FLEISS, KAPPA, OBSERVED
from qualcode.query.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MEASURES = ("alpha", "ac1", "kappa", "observed")
CUSTOM = (0.667, 0.8)
"""From where conclusions are called tentative and firm, by a custom that goes back to Krippendorff."""
LABELS = 2.4
_WIDTH = 4.0  # inches of the part with the dots
_WITHIN = {
    "alpha": (ALPHA, ALPHA_MASI, ALPHA_U),
    "ac1": (AC1,),
    "kappa": (FLEISS, KAPPA),
    "observed": (OBSERVED,),
}
_TITLES = {
    "alpha": N_("Agreement by code: Krippendorff's alpha"),
    "ac1": N_("Agreement by code: Gwet's AC1"),
    "kappa": N_("Agreement by code: kappa"),
    "observed": N_("Agreement by code: observed agreement"),
}
_WHOLE = {ALPHA_MASI: N_("all codes (sets, MASI)"), ALPHA_U: N_("all codes (alpha-U)")}


def of_measure(table: Table, measure: str) -> Table:
    """Return the rows of one coefficient, one a code, those over all codes last; the note names it.

    Parameters
    ----------
    measure : {"alpha", "ac1", "kappa", "observed"}
        Kappa is that of Cohen of two coders, of Fleiss of more.
    """
    there = set(table.column("measure"))
    known = [name for name in _WITHIN[measure] if name in there]
    if measure == "kappa":
        known = known[:1]
    at = list(table.columns).index("measure")
    rows = [row for row in table.rows if row[at] in known and (row[0] == ALL_CODES or row[at] != ALPHA_U)]
    return Table(table.columns, sorted(rows, key=lambda row: row[0] == ALL_CODES), {**table.note, "measure": measure})


def agreement_dots(table: Table) -> Figure:
    """Return one coefficient by code, with its interval where there is one, and the figures at the right.

    Parameters
    ----------
    table : Table
        The attribute `table` of what `qualcode.query.agreement.agreement` returns, of which alpha is drawn, or what
        `of_measure` takes of it.
    """
    table = _one_measure(table)
    rows = table.records()
    names = [wrapped(_name(row), LABELS) for row in rows]
    figures = [_figure(row) for row in rows]
    left, right = widest(names) + GAP, widest(figures) + 2 * GAP
    row = max(0.24, *(height(name) + 0.05 for name in names))
    top, high = 0.45, row * len(rows)
    sheet = Sheet(left + _WIDTH + right, top + high + 0.3, title=title(table), caption=below(table))
    axes = sheet.axes(left, top, _WIDTH, high)
    _draw(axes, rows)
    axes.set_yticks(range(len(names)), names)
    for place, text in enumerate(figures):
        sheet.text(left + _WIDTH + GAP, top + row * (place + 0.5), text, va="center")
    sheet.text(left + _WIDTH + GAP, top - 0.06, _("value [95 % interval], n"), va="bottom", color=SOFT)
    return sheet.figure


def title(table: Table) -> str:
    """Return the title of the chart."""
    return _(_TITLES[_one_measure(table).note["measure"]])


def describe(table: Table) -> str:
    """Return the chart in words: how many codes, the highest and the lowest value."""
    table = _one_measure(table)
    rows = [row for row in table.records() if row["value"] is not None and row["code"] != ALL_CODES]
    whole = f"{title(table)}. {codes_said(len(set(table.column('code')) - {ALL_CODES}))}."
    if not rows:
        return whole
    most, least = max(rows, key=lambda row: row["value"]), min(rows, key=lambda row: row["value"])
    return f"{whole} " + _("Highest: {most}. Lowest: {least}.").format(
        most=f"{most['code']}: {_figure(most)}", least=f"{least['code']}: {_figure(least)}"
    )


def _one_measure(table: Table) -> Table:
    return table if "measure" in table.note else of_measure(table, "alpha")


def _of_code(row: Mapping[str, Any]) -> bool:
    return bool(row["code"] != ALL_CODES)


def _name(row: Mapping[str, Any]) -> str:
    return row["code"] if _of_code(row) else _(_WHOLE[row["measure"]])


def _figure(row: Mapping[str, Any]) -> str:
    """Return "0.72 [0.60, 0.81], 120"; where there is no value, why."""
    if row["value"] is None:
        return str(row["reason"])
    ends = "" if row["low"] is None else f" {interval(row['low'], row['high'], 2)}"
    return _("{value}, {n}").format(value=f"{decimal(row['value'], 2)}{ends}", n=grouped(row["n"]))


def _draw(axes: Axes, rows: Sequence[Mapping[str, Any]]) -> None:
    """Draw dots, intervals and the two lines."""
    least = min((row["low"] if row["low"] is not None else row["value"] or 0 for row in rows), default=0)
    axes.set_xlim(min(0.0, least) - 0.04, 1.04)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    quiet(axes)
    axes.grid(axis="x", color="#e3e7eb", linewidth=0.6)
    for place, line in zip(CUSTOM, ("--", "-"), strict=True):
        axes.axvline(place, color=SOFT, linewidth=0.9, linestyle=line, zorder=1)
        where = axes.get_xaxis_transform()
        axes.text(
            place, 1.0, f"{tick(place)}\n", transform=where, size=LABEL_SIZE, color=SOFT, ha="center", va="center"
        )
    for y, row in enumerate(rows):
        if row["low"] is not None:
            axes.plot([row["low"], row["high"]], [y, y], color=INK, linewidth=1.2, zorder=2)
        if row["value"] is not None:
            mark = "o" if _of_code(row) else "D"
            axes.plot([row["value"]], [y], mark, color="#0072B2", markeredgecolor=INK, markersize=6, zorder=3)


def below(table: Table) -> str:
    """Return the caption: what is compared, and how to read the lines."""
    note = table.note
    compared = _("Compared: {segments} segments of {sources} sources.").format(
        segments=grouped(note["segments"]), sources=grouped(note["sources"])
    )
    lines = _("The lines at .667 and .8 (tentative and firm conclusions) are a custom, not a law.")
    without = "" if any(low is not None for low in table.column("low")) else _("No intervals.")
    return caption(table, compared, lines, without)
