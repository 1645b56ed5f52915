"""How much was found after how much was read: what learning saves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.messages import _, ngettext
from qualcode.query.colours import PALETTE
from qualcode.query.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DASHES = {"best": "-", "balanced": (0, (5, 1.5)), "rules": (0, (3, 1, 1, 1)), "random": (0, (1, 1.5))}
_COLOURS = {"best": PALETTE[0], "balanced": PALETTE[2], "rules": PALETTE[3], "random": "#555555"}
_LABEL_AT = {"best": 0.88, "rules": 0.68, "balanced": 0.48, "random": 0.28}
_ACROSS, _WIDTH, _HEIGHT = 3, 3.0, 2.5  # panels in a row, inches of one


def effort_chart(curves: Table) -> Figure:
    """Return a figure of how much was found after how much was read: a panel a code, a line an order of reading.

    Parameters
    ----------
    curves : Table
        Columns code, order ("best", "balanced", "rules" or "random"), run, read, found; runs are averaged.
    """
    from matplotlib.figure import Figure

    lines = _averaged(curves)
    codes = list(dict.fromkeys(code for code, _order in lines))
    across = min(_ACROSS, len(codes))
    down = -(-len(codes) // across)
    figure = Figure(figsize=(max(2, across) * _WIDTH, down * _HEIGHT + 0.6), layout="constrained")
    for code, panel in zip(codes, _panels(figure, down, across), strict=False):
        _draw_effort(panel, code, {order: line for (of, order), line in lines.items() if of == code})
    n, runs = curves.note["read"], curves.note["runs"]
    caption = ngettext(
        "segments read ({n} in all; {runs} run)", "segments read ({n} in all; mean of {runs} runs)", runs
    )
    figure.supxlabel(caption.format(n=n, runs=runs), fontsize=9)
    figure.supylabel(_("segments with the code found"), fontsize=9)
    return figure


def _panels(figure: Figure, down: int, across: int) -> Iterator[Axes]:
    """Yield empty panels, row by row; they are made when they are asked for."""
    for place in range(down * across):
        yield figure.add_subplot(down, across, place + 1)


def _averaged(curves: Table) -> dict[tuple[str, str], tuple[list[int], list[float]]]:
    """Return by code and order how many were read, and found until then on average over the runs."""
    found: dict[tuple[str, str], dict[int, list[float]]] = {}
    for code, order, _run, read, n in curves.rows:
        found.setdefault((code, order), {}).setdefault(read, []).append(n)
    return {
        line: (list(points), [sum(values) / len(values) for values in points.values()])
        for line, points in found.items()
    }


def _draw_effort(panel: Axes, code: str, lines: Mapping[str, tuple[Sequence[int], Sequence[float]]]) -> None:
    from matplotlib.ticker import MaxNLocator

    names = {
        "best": _("best first"),
        "balanced": _("codes in turn"),
        "rules": _("by the rules"),
        "random": _("by chance"),
    }
    there = max(lines["random"][1])
    for order, (read, found) in lines.items():
        panel.plot(read, found, color=_COLOURS[order], linestyle=_DASHES[order], linewidth=1.6)
        height = _LABEL_AT[order] * there
        at = next(x for x, y in zip(read, found, strict=True) if y >= height)
        _label(panel, names[order], at, height, _COLOURS[order])
    panel.set_title(_("{code} (n = {n})").format(code=code, n=round(there)))
    panel.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    panel.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    panel.set_xlim(0, max(lines["random"][0]))
    panel.set_ylim(0, there * 1.04)


def _label(panel: Axes, text: str, x: float, y: float, colour: str) -> None:
    """Write the name of a line beside it, on white so that it can be read where lines cross."""
    panel.annotate(
        text, (x, y), xytext=(4, -3), textcoords="offset points", color=colour, fontsize=8, va="top",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
    )  # fmt: skip
