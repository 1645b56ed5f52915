"""Whether sources still bring new codes: new and all codes by source, and where the rule says that it is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.export.charts.sheet import GAP, INK, LABEL_SIZE, SOFT, Sheet, height, quiet, tick, widest, wrapped
from qualcode.export.charts.words import caption, codes_said
from qualcode.messages import _, ngettext
from qualcode.query.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS = 1.6
"""Inches that the name of a source may be long, before it is wrapped."""
_HEIGHT, _LEAST_WIDTH, _MOST_WIDTH = 2.9, 4.5, 14.0  # inches
_NEW, _TOTAL, _SHUFFLED = "#56B4E9", "#1b1f24", "#B04A00"


def saturation_curve(table: Table) -> Figure:
    """Return the new codes of each source as bars, all so far as a line, and what other orders bring on average.

    Parameters
    ----------
    table : Table
        As `qualcode.query.saturation.saturation` gives it, one row a source in order of collection.
    """
    names = [wrapped(name, LABELS) for name in table.column("source")]
    pitch = min(max(map(height, names)) + 0.06, _MOST_WIDTH / len(names))
    every = -(-max(map(height, names)) // pitch) if pitch else 1
    width = max(_LEAST_WIDTH, pitch * len(names))
    labels = widest(names) + GAP
    legend = [_("new codes"), _("all codes so far"), _("all codes, mean and 90 % of other orders")]
    left, top = 0.5, 0.65
    sheet = Sheet(left + width, top + _HEIGHT + labels, title=title(table), caption=below(table))
    axes = sheet.axes(left, top, width, _HEIGHT)
    marks = _curves(axes, table)
    beside = max(0.6, max(map(height, names)) / 2 / pitch)
    axes.set_xlim(1 - beside, max(4, len(names)) + beside)
    sheet.legend(0, marks, legend)
    _stop(axes, table)
    places = range(0, len(names), int(every))
    axes.set_xticks([place + 1 for place in places], [names[place] for place in places], rotation=90)
    for text in axes.get_xticklabels():
        text.set(ha="center", multialignment="right")
    return sheet.figure


def title(_table: Table) -> str:
    """Return the title of the chart."""
    return _("New codes by source, in the order of collection")


def describe(table: Table) -> str:
    """Return the chart in words: how many codes, when the last new one came, what the rule says."""
    new = table.column("new")
    last = max((place for place, n in enumerate(new, 1) if n), default=0)
    found = ngettext("{codes} after {n} source.", "{codes} after {n} sources.", len(new)).format(
        codes=codes_said(table.column("total")[-1]), n=len(new)
    )
    return " ".join([found, _("The last new one came with source {n}.").format(n=last), _verdict(table)])


def saturated_after(table: Table) -> int | None:
    """Return after how many sources the rule says that codes were saturated; None: not yet."""
    at, _plus, _run = str(table.note["saturated"]).partition(" + ")
    return int(at) if at.isdecimal() else None


def _curves(axes: Axes, table: Table) -> list[object]:
    """Draw bars and lines; return what the legend shows of them."""
    from matplotlib.ticker import MaxNLocator

    places = range(1, len(table.rows) + 1)
    bars = axes.bar(places, table.column("new"), 0.62, color=_NEW, edgecolor=INK, linewidth=0.5)
    marker = "o" if len(places) <= 40 else None
    (total,) = axes.plot(places, table.column("total"), color=_TOTAL, linewidth=1.6, marker=marker, markersize=3.5)
    low, high = table.column("shuffled_low"), table.column("shuffled_high")
    axes.fill_between(places, low, high, color=_SHUFFLED, alpha=0.14, linewidth=0, zorder=1)
    (shuffled,) = axes.plot(
        places, table.column("shuffled"), color=_SHUFFLED, linewidth=1.4, linestyle=(0, (4, 1.5)), zorder=3
    )
    quiet(axes)
    axes.grid(axis="y", color="#e3e7eb", linewidth=0.6)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylim(0, max(1, *table.column("total")) * 1.08)
    axes.set_ylabel(_("codes"), fontsize=LABEL_SIZE)
    return [bars, total, shuffled]


def _stop(axes: Axes, table: Table) -> None:
    """Mark the base, and the source after which codes were saturated with the run that says so."""
    base, run, at = table.note["base"], table.note["run"], saturated_after(table)
    top = axes.get_xaxis_transform()
    if base < len(table.rows):
        axes.axvline(base + 0.5, color=SOFT, linewidth=0.8, linestyle=(0, (1, 2)))
        axes.text(base + 0.45, 1.01, _("base"), transform=top, size=LABEL_SIZE, color=SOFT, ha="right", va="bottom")
    if at is not None:
        axes.axvspan(at + 0.5, at + run + 0.5, facecolor="#eceff2", edgecolor="none", zorder=0)
        axes.axvline(at + 0.5, color=INK, linewidth=1.2)
        axes.text(at + 0.55, 1.01, _("enough"), transform=top, size=LABEL_SIZE, color=INK, ha="left", va="bottom")


def below(table: Table) -> str:
    """Return the caption: how many sources, the rule and what it says."""
    note, n = table.note, len(table.rows)
    rule = _(
        "Rule of Guest, Namey and Chen 2020: base {base}, run {run}, new information at most {threshold} of the "
        "codes of the base."
    ).format(base=note["base"], run=note["run"], threshold=f"{tick(100 * note['threshold'])}%")
    sources = ngettext("n = {n} source.", "n = {n} sources.", n).format(n=n)
    undated = table.note.get("undated", 0)
    late = ngettext(
        "{n} source has no date and comes last, in the order of import.",
        "{n} sources have no date and come last, in the order of import.",
        undated,
    )
    return caption(table, sources, *([late.format(n=undated)] if undated else []), rule, _verdict(table))


def _verdict(table: Table) -> str:
    at, run = saturated_after(table), table.note["run"]
    if at is None:
        return _("By this rule the codes are not saturated yet.")
    return ngettext(
        "By this rule the first {at} sources were enough; the grey {run} source after them confirms it.",
        "By this rule the first {at} sources were enough; the grey {run} sources after them confirm it.",
        run,
    ).format(at=at, run=run)
