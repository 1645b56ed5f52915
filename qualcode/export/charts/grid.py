"""Shaded cells with their figure in them: what heat maps and matrices are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.export.charts.sheet import GAP, Sheet, height, legend_height, measured, plain, widest, wrapped
from qualcode.export.charts.words import number
from qualcode.messages import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS, HEADS = 2.4, 1.7
"""Inches that labels of rows and columns may be long, before they are wrapped."""
MOST_WIDTH, MOST_HEIGHT = 15.0, 20.0
"""Inches over which cells shrink rather than the figure grows."""
_CELL_SIZE = 7
_LIGHT, _DARK = (1.0, 1.0, 1.0), (0.0, 0.22, 0.36)
_EDGE = "#9aa3ac"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value (None: nothing to shade), its figure, and what it means where there is no value.

    ``why`` is "not run" or "not read" (hatched, with a legend), else "".
    """

    value: float | None
    text: str = ""
    why: str = ""


NOTHING = Cell(None)
"""Where no cell is drawn."""

_HATCHES = {"not run": "////", "not read": "----"}


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells (rows, columns) under their labels; ``strong`` says which rows are set in bold."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[Cell]]
    strong: Sequence[bool]

    @property
    def highest(self) -> float:
        """The value that is shaded darkest."""
        return max((cell.value or 0.0 for row in self.cells for cell in row), default=0.0)


def draw(grid: Grid, *, title: str, caption: str, scale: str) -> Figure:
    """Return the figure; `scale` says what the shade is, and where figures do not fit the caption says so."""
    rows = [wrapped(name, LABELS, bold=bold) for name, bold in zip(grid.rows, grid.strong, strict=True)]
    wide, high = _cell_size(grid, rows)
    upright = all(measured(name) <= wide - 0.08 for name in grid.columns)
    heads = [wrapped(name, HEADS if wide >= 2 * height("x") else 100.0) for name in grid.columns]
    wide = max(wide, 0.0 if upright else max(map(height, heads)) + 0.01)
    shown = _fits(grid, wide, high)
    left = GAP + widest(rows, bold=any(grid.strong))
    top = GAP + (height("x") if upright else widest(heads))
    legend = _legend(grid)
    names = [_(why) for why in legend]
    body = (wide * len(heads), high * len(rows))
    below = top + body[1] + GAP
    end = below + (0.62 if grid.highest else 0.0)
    left_out = "" if shown else _("The figures do not fit into the cells; see the table.")
    sheet = Sheet(
        left + body[0], end + legend_height(names, body[0]), title=title,
        caption=" ".join(filter(None, [caption, left_out])),
    )  # fmt: skip
    axes = sheet.axes(left, top, *body)
    _paint(axes, grid, shown=shown)
    for place, name in enumerate(rows):
        weight = "bold" if grid.strong[place] else "normal"
        sheet.text(left - 0.08, top + high * (place + 0.5), name, ha="right", va="center", weight=weight)
    for place, name in enumerate(heads):
        x = left + wide * (place + 0.5)
        sheet.text(x, top - 0.06, name, va="bottom", ha="center", rotation=0 if upright else 90, multialignment="left")
    if grid.highest:
        _scale(sheet, left, below, grid.highest, scale)
    sheet.legend(end, [_swatch(why) for why in legend], names, left=left)
    return sheet.figure


def _cell_size(grid: Grid, rows: Sequence[str]) -> tuple[float, float]:
    """Return width and height of a cell in inches: as its figures need, less where the chart would grow too large."""
    lines = [line for row in grid.cells for cell in row for line in cell.text.split("\n")]
    wide = max([0.36, *(measured(line, _CELL_SIZE) + 0.12 for line in lines)])
    least = max(height(name) for name in rows) + 0.02
    high = max([0.24, least, *(height(cell.text, _CELL_SIZE) + 0.06 for row in grid.cells for cell in row)])
    return min(wide, MOST_WIDTH / len(grid.columns)), max(least, min(high, MOST_HEIGHT / len(rows)))


def _fits(grid: Grid, wide: float, high: float) -> bool:
    return all(
        measured(line, _CELL_SIZE) <= wide - 0.04 and height(cell.text, _CELL_SIZE) <= high
        for row in grid.cells
        for cell in row
        for line in cell.text.split("\n")
    )


def _paint(axes: Axes, grid: Grid, *, shown: bool) -> None:
    """Draw the cells, a unit wide and high each."""
    from matplotlib.patches import Rectangle

    plain(axes)
    axes.set_xlim(0, len(grid.columns))
    axes.set_ylim(len(grid.rows), 0)
    highest = grid.highest or 1.0
    for down, row in enumerate(grid.cells):
        for across, cell in enumerate(row):
            share = (cell.value or 0.0) / highest
            hatch = _HATCHES.get(cell.why)
            if cell == NOTHING:
                continue
            axes.add_patch(
                Rectangle(
                    (across, down), 1, 1, facecolor=_shade(share), hatch=hatch, edgecolor=_EDGE, linewidth=0.5,
                    clip_on=False,
                )
            )  # fmt: skip
            if shown and cell.text:
                axes.text(
                    across + 0.5, down + 0.5, cell.text, size=_CELL_SIZE, color=_ink(share), ha="center", va="center",
                    linespacing=1.1,
                )  # fmt: skip


def _shade(share: float) -> tuple[float, float, float]:
    """Return a colour between white (0) and a dark blue (1), evenly darker."""
    red, green, blue = (light + (dark - light) * share for light, dark in zip(_LIGHT, _DARK, strict=True))
    return red, green, blue


def _ink(share: float) -> str:
    """Return black or white, whichever is easier to read on a shade (the contrast of WCAG 2.2, at least 4.5)."""
    linear = [((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in _shade(share)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "black" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "white"


def _scale(sheet: Sheet, left: float, top: float, highest: float, said: str) -> None:
    """Draw the scale of shades from 0 to the highest value."""
    from matplotlib.patches import Rectangle

    axes = sheet.axes(left, top + 0.2, 2.0, 0.13)
    plain(axes)
    axes.set_xlim(0, 20)
    axes.set_ylim(0, 1)
    for step in range(20):
        axes.add_patch(Rectangle((step, 0), 1, 1, facecolor=_shade((step + 0.5) / 20), linewidth=0))
    axes.add_patch(Rectangle((0, 0), 20, 1, fill=False, edgecolor=_EDGE, linewidth=0.5, clip_on=False))
    sheet.text(left, top + 0.17, said, va="bottom")
    sheet.text(left, top + 0.36, "0", va="top", size=_CELL_SIZE)
    sheet.text(left + 2.0, top + 0.36, number(highest), va="top", ha="center", size=_CELL_SIZE)


def _legend(grid: Grid) -> list[str]:
    """Return why cells have no value, of those that there are."""
    there = {cell.why for row in grid.cells for cell in row}
    return [why for why in _HATCHES if why in there]


def _swatch(why: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(facecolor="white", hatch=_HATCHES[why], edgecolor=_EDGE, linewidth=0.5)
