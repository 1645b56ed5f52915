"""The codebook as a tree, with how often each code is used: for itself, and with what is below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qualcode.export.charts.origins import one_origin
from qualcode.export.charts.sheet import FAINT, GAP, INK, LABEL_SIZE, Sheet, height, plain, widest, wrapped
from qualcode.export.charts.words import caption, codes_said, size, unit
from qualcode.messages import _, grouped
from qualcode.query.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS = 2.6
_INDENT, _WIDTH = 0.2, 3.2  # inches
_OWN, _BELOW = "#0072B2", "#CDE2F0"


def with_own(rolled: Table, own: Mapping[str, int | None]) -> Table:
    """Return counts of `themes` over all, with what codes have themselves: code, from, n, n_own, population, read.

    Parameters
    ----------
    own : by path of the code
        Of codes that have sub-codes; the others have nothing but their own.
    """
    columns = ("code", "from", "n", "n_own", "population", "read")
    records = [record | {"n_own": own.get(record["code"], record["n"])} for record in rolled.records()]
    return Table(columns, [[record[name] for name in columns] for record in records], rolled.note)


def code_tree(table: Table) -> Figure:
    """Return the tree, a line a code: the dark bar is its own count, the light one that with its sub-codes.

    Parameters
    ----------
    table : Table
        As `with_own` gives it, of one kind of coding.

    Raises
    ------
    QualcodeError
        If people's codings and suggestions stand side by side in it.
    """
    one_origin(table)
    records = table.records()
    depths = [record["code"].count("/") for record in records]
    names = [wrapped(record["code"].split("/")[-1], LABELS) for record in records]
    row = max(0.22, *(height(name) + 0.05 for name in names))
    ends = [depth * _INDENT + widest([name], bold=not depth) for depth, name in zip(depths, names, strict=True)]
    left = GAP + max(ends)
    legend = [_("the code itself"), _("with its sub-codes")]
    top, high = 0.3, row * len(records)
    right = widest(map(_figure, records)) + GAP
    sheet = Sheet(left + _WIDTH + right, top + high, title=title(table), caption=below(table))
    lines = sheet.axes(0, top, left, high)
    _branches(lines, depths, left)
    for place, (depth, name) in enumerate(zip(depths, names, strict=True)):
        weight = "normal" if depth else "bold"
        sheet.text(depth * _INDENT, top + row * (place + 0.5), name, va="center_baseline", weight=weight)
    _bars(sheet.axes(left, top, _WIDTH + right, high), records, (_WIDTH + right) / _WIDTH)
    sheet.legend(0, [_swatch(_OWN), _swatch(_BELOW)], legend)
    return sheet.figure


def title(_table: Table) -> str:
    """Return the title of the chart."""
    return _("Codebook")


def describe(table: Table) -> str:
    """Return the chart in words: how many codes and themes, the most used theme, how many codes are unused."""
    records = table.records()
    themes = [record for record in records if "/" not in record["code"]]
    most = max(themes or records, key=lambda record: record["n"] or 0)
    unused = sum(not record["n"] for record in records)
    return _("Codebook of {codes}, {themes} of them themes. Most used: {most}. Unused: {unused}.").format(
        codes=codes_said(len(records)), themes=len(themes), most=f"{most['code']}: {_figure(most)}", unused=unused
    )


def _figure(record: dict[str, Any]) -> str:
    """Return "12 (3 itself)", or the one number where there is nothing else."""
    if record["n"] is None:
        return _("not run")
    n, own = record["n"], record["n_own"]
    return grouped(n) if n == own else _("{n} ({own} itself)").format(n=grouped(n), own=grouped(own))


def _branches(axes: Axes, depths: list[int], width: float) -> None:
    """Draw the lines from each code to those below it."""
    plain(axes)
    axes.set_xlim(0, width)
    axes.set_ylim(len(depths) - 0.5, -0.5)
    for place, depth in enumerate(depths):
        below = [other for other in range(place + 1, len(depths)) if depths[other] == depth + 1]
        end = next((other for other in range(place + 1, len(depths)) if depths[other] <= depth), len(depths))
        below = [other for other in below if other < end]
        x = depth * _INDENT + 0.07
        if below:
            axes.plot([x, x], [place + 0.32, below[-1]], color="#9aa3ac", linewidth=0.8)
        for other in below:
            axes.plot([x, x + _INDENT - 0.1], [other, other], color="#9aa3ac", linewidth=0.8)


def _bars(axes: Axes, records: list[dict[str, Any]], stretch: float) -> None:
    places = range(len(records))
    whole, own = [r["n"] or 0 for r in records], [r["n_own"] or 0 for r in records]
    axes.barh(places, whole, 0.62, color=_BELOW, edgecolor=INK, linewidth=0.5)
    axes.barh(places, own, 0.62, color=_OWN, edgecolor=INK, linewidth=0.5)
    axes.set_xlim(0, (max(whole) or 1) * stretch)
    axes.set_ylim(len(records) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_color(FAINT)
    for place, record in zip(places, records, strict=True):
        axes.annotate(
            _figure(record), (whole[place], place), xytext=(3, 0), textcoords="offset points", va="center_baseline",
            fontsize=LABEL_SIZE, color=INK, fontstyle="italic" if record["n"] is None else "normal",
        )  # fmt: skip


def _swatch(colour: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(facecolor=colour, edgecolor=INK, linewidth=0.5)


def below(table: Table) -> str:
    """Return the caption."""
    counted = unit(table.note["count"])
    what = _("Bars: {unit} with the code; with sub-codes each counts once.").format(unit=counted)
    return caption(table, what, f"n = {size(table.records(), table.note['count'])}.")
