"""How often each code is used, as bars: one panel, or one for each value of a breakdown; a bar for each origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.export.charts.origins import FILLS, ORIGINS, nothing_from, swatch
from qualcode.export.charts.sheet import GAP, INK, LABEL_SIZE, Sheet, height, legend_height, quiet, widest, wrapped
from qualcode.export.charts.words import caption, cell_said, codes_said, not_read, size, unit
from qualcode.messages import _
from qualcode.query.table import Table
from qualcode.query.vocabulary import told_breakdown, told_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PANELS, ACROSS = 12, 3
LABELS = 2.3
"""Inches that the label of a code may be wide."""
_WIDTHS = {1: 4.6, 2: 2.6, 3: 2.1}
_BAR = 0.17


def theme_bars(table: Table) -> Figure:
    """Return bars of how often each code is used, the figure at their end.

    Parameters
    ----------
    table : Table
        As `qualcode.query.themes.themes` gives it. Broken down, bars are shares (where there are shares), so that
        values of unequal size can be compared; else they are counts. With a rate they are rates.

    Raises
    ------
    QualcodeError
        If it is broken down into more than `MOST_PANELS` values.
    """
    bars = _Bars.of(table)
    if len(bars.panels) > MOST_PANELS:
        raise QualcodeError(
            _(
                "Bars for {n} values of {by} cannot be read (at most {most}). A heat map can: "
                "qualcode chart heatmap --by {by}"
            ).format(n=len(bars.panels), by=table.columns[1], most=MOST_PANELS)
        )
    across = min(ACROSS, len(bars.panels))
    width, names = _WIDTHS[across], [wrapped(code, LABELS) for code in bars.codes]
    row = max(max(name.count("\n") + 1 for name in names) * 0.15 + 0.05, len(bars.origins) * _BAR + 0.1)
    left, down = widest(names) + GAP, -(-len(bars.panels) // across)
    heads = ["" if bars.single else _head(panel, bars, table, width) for panel in bars.panels]
    head = max(height(text) for text in heads) + (0.0 if bars.single else 0.08)
    high = head + row * len(bars.codes) + 0.3
    legend = [_(ORIGINS[origin]) for origin in bars.origins] if len(bars.origins) > 1 else []
    whole = left + across * (width + GAP)
    top = legend_height(legend, whole)
    sheet = Sheet(whole, top + high * down, title=title(table), caption=below(table))
    sheet.legend(0, [swatch(origin) for origin in bars.origins] if legend else [], legend)
    for place, value in enumerate(bars.panels):
        x, y = left + place % across * (width + GAP), top + place // across * high
        axes = sheet.axes(x, y + head, width, row * len(bars.codes))
        sheet.text(x, y + head - 0.07, heads[place], va="bottom")
        _draw(axes, bars, value, width, names if place % across == 0 else [""] * len(names))
    return sheet.figure


def title(table: Table) -> str:
    """Return the title of the chart: "Themes by case", or, with sub-codes, "Codes by case"."""
    by, below_themes = table.columns[1], any("/" in code for code in table.column("code"))
    if by == "all":
        return _("Codes") if below_themes else _("Themes")
    return (_("Codes by {by}") if below_themes else _("Themes by {by}")).format(by=told_breakdown(by))


def describe(table: Table) -> str:
    """Return the chart in words: how many codes, the most and the least used one, of how many."""
    bars = _Bars.of(table)
    counted = [record for record in bars.drawn() if _known(record)] or bars.drawn()
    most, least = max(counted, key=bars.value), min(counted, key=bars.value)
    return _("Bars of {codes}. Longest: {most}. Shortest: {least}. {size}.").format(
        codes=codes_said(len(bars.codes)),
        most=_named(most, bars),
        least=_named(least, bars),
        size=_size(bars.panels[0], bars, table) if bars.single else _("{n} panels").format(n=len(bars.panels)),
    )


def _known(record: Mapping[str, Any]) -> bool:
    return record["n"] is not None and not not_read(record)


def _named(record: Mapping[str, Any], bars: _Bars) -> str:
    place = "" if bars.single else f", {told_value(bars.by, record[bars.by])}"
    return f"{record['code']}{place}: {cell_said(record)}"


@dataclass(frozen=True, slots=True)
class _Bars:
    """What is drawn: codes down, panels by value, a bar for each origin; ``measure`` is n, share or rate."""

    codes: Sequence[str]
    panels: Sequence[str]
    origins: Sequence[str]
    by: str
    measure: str
    cells: Mapping[tuple[str, str, str], Mapping[str, Any]]

    @classmethod
    def of(cls, table: Table) -> _Bars:
        by = table.columns[1]
        records = table.records()
        shares = by != "all" and any(record["share"] is not None for record in records)
        measure = "rate" if "rate" in table.columns else "share" if shares else "n"
        cells = {(record["code"], str(record[by]), record["from"]): record for record in records}
        codes, panels, origins = (list(dict.fromkeys(column)) for column in zip(*cells, strict=True))
        known = [origin for origin in origins if any(_known(r) for r in records if r["from"] == origin)]
        return cls(codes, panels, known or origins, by, measure, cells)

    @property
    def single(self) -> bool:
        return self.by == "all"

    def drawn(self) -> list[Mapping[str, Any]]:
        """Return the records of the origins that are drawn."""
        return [record for (_code, _panel, origin), record in self.cells.items() if origin in self.origins]

    def value(self, record: Mapping[str, Any]) -> float:
        """Return how long a bar is; a share in per cent."""
        found = record[self.measure] or 0
        return 100 * found if self.measure == "share" else found


def _draw(axes: Axes, bars: _Bars, panel: str, width: float, names: Sequence[str]) -> None:
    """Draw one panel; the axis is as long as the longest bar of all panels with its figure."""
    thick = min(0.8 / len(bars.origins), 0.6)
    rows = [
        (at + (nth - (len(bars.origins) - 1) / 2) * thick, bars.cells[code, panel, origin], origin)
        for at, code in enumerate(bars.codes)
        for nth, origin in enumerate(bars.origins)
    ]
    for origin in bars.origins:
        colour, hatch = FILLS[origin]
        found = [(y, bars.value(record)) for y, record, of in rows if of == origin]
        axes.barh(
            [y for y, _x in found], [x for _y, x in found], thick * 0.86, color=colour, hatch=hatch, edgecolor=INK,
            linewidth=0.5,
        )  # fmt: skip
    longest = max(map(bars.value, bars.drawn())) or 1
    ends = widest(map(cell_said, bars.drawn())) + 0.1
    axes.set_xlim(0, longest * width / (width - ends))
    axes.set_ylim(len(bars.codes) - 0.5, -0.5)
    for y, record, _origin in rows:
        axes.annotate(
            cell_said(record), (bars.value(record), y), xytext=(3, 0), textcoords="offset points", va="center_baseline",
            fontsize=LABEL_SIZE, color=INK, fontstyle="normal" if _known(record) else "italic",
        )  # fmt: skip
    axes.set_yticks(range(len(names)), names)
    _axis(axes, bars, longest, width, ends)


def _axis(axes: Axes, bars: _Bars, longest: float, width: float, ends: float) -> None:
    """Number the axis up to the longest bar."""
    from matplotlib.ticker import MaxNLocator

    quiet(axes)
    ticks = MaxNLocator(3 if width < 3 else 5, integer=bars.measure == "n", steps=[1, 2, 5, 10]).tick_values(0, longest)
    axes.set_xticks([tick for tick in ticks if 0 <= tick <= longest * (1 + ends / width)])
    axes.grid(axis="x", color="#e3e7eb", linewidth=0.6)


def _head(panel: str, bars: _Bars, table: Table, width: float) -> str:
    """Return what stands over a panel: its value, and how large its population is."""
    return "\n".join(wrapped(line, width) for line in (told_value(bars.by, panel), _size(panel, bars, table)))


def _size(panel: str, bars: _Bars, table: Table) -> str:
    of_panel = [record for (_code, value, _origin), record in bars.cells.items() if value == panel]
    return size(of_panel, table.note["count"])


def below(table: Table) -> str:
    """Return the caption."""
    bars = _Bars.of(table)
    what = {
        "n": _("Bars: {unit} with the code.").format(unit=unit(table.note["count"])),
        "share": _("Bars: per cent of what was read (people) or of all (rules, model)."),
        "rate": _("Bars: {rate}.").format(rate=table.note.get("rate", "")),
    }[bars.measure]
    if bars.single:
        what += f" n = {_size(bars.panels[0], bars, table)}."
    missing = [origin for origin in dict.fromkeys(table.column("from")) if origin not in bars.origins]
    return caption(table, what, *map(nothing_from, missing))
