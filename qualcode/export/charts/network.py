"""Which codes keep company, as a network: codes on a circle, a line where two meet, as wide as they meet often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING

from qualcode.export.charts.matrix import pair_matrix
from qualcode.export.charts.pairs import Pairs, below, title
from qualcode.export.charts.sheet import GAP, INK, LABEL_SIZE, Sheet, height, measured, plain, widest, wrapped
from qualcode.query.table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_CODES, MOST_LINES = 12, 30
"""More codes or lines than this are drawn as a matrix, because numbers on the lines would hide each other."""
LABELS = 1.7  # inches
Spot = tuple[float, float]
_LINE, _NODE = "#6f7a85", "#0072B2"
_WIDEST_LINE, _LARGEST_NODE = 9.0, 0.2  # points; inches of radius
_FIGURE_SIZE = 7.5
_PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.46, 0.54, 0.38, 0.62, 0.3, 0.7)
"""Where on a line its figure may stand, the first the best where all else is equal."""


def pair_chart(table: Table) -> Figure:
    """Return a network where it can be read, else a matrix.

    Parameters
    ----------
    table : Table
        As `qualcode.query.cooccurrence.cooccurrence` gives it, of one kind of coding.

    Raises
    ------
    QualcodeError
        If people's codings and suggestions stand side by side in it, or there is no pair.
    """
    pairs = Pairs.of(table)
    legible = len(pairs.codes) <= MOST_CODES and len(pairs.met()) <= MOST_LINES
    return pair_network(table) if legible else pair_matrix(table)


def pair_network(table: Table) -> Figure:
    """Return the network: the area of a dot is n of its code, the width of a line how often two codes meet."""
    pairs = Pairs.of(table)
    names = [wrapped(pairs.named(code), LABELS) for code in pairs.codes]
    radius = max(1.4, 0.3 * len(names))
    beside, above = widest(names) + 2 * GAP + _LARGEST_NODE, max(map(height, names)) + GAP + _LARGEST_NODE
    width, high = 2 * (radius + beside), 2 * (radius + above)
    sheet = Sheet(width, high, title=title(table), caption=below(table))
    axes = sheet.axes(0, 0, width, high)
    plain(axes)
    axes.set_xlim(-width / 2, width / 2)
    axes.set_ylim(-high / 2, high / 2)
    spots = {code: (radius * x, radius * y) for code, (x, y) in zip(pairs.codes, _circle(len(names)), strict=True)}
    _lines(axes, pairs, spots)
    for code, name in zip(pairs.codes, names, strict=True):
        _node(axes, spots[code], name, _radius(pairs, code))
    return sheet.figure


def _circle(n: int) -> Iterator[Spot]:
    """Yield n places on a circle, the first on top, clockwise."""
    for place in range(n):
        angle = pi / 2 - 2 * pi * place / n
        yield round(cos(angle), 6), round(sin(angle), 6)


def _radius(pairs: Pairs, code: str) -> float:
    """Return the radius of a dot in inches; its area is in proportion to n."""
    largest = max(n or 0 for n in pairs.n.values()) or 1
    return max(0.035, _LARGEST_NODE * sqrt((pairs.n[code] or 0) / largest))


def _node(axes: Axes, spot: Spot, name: str, radius: float) -> None:
    """Draw a dot and, outside the circle, its name."""
    from matplotlib.patches import Circle

    axes.add_patch(Circle(spot, radius, facecolor=_NODE, edgecolor=INK, linewidth=0.6, zorder=3))
    x, y = spot
    away = radius + 0.07
    across, up = _side(x, hypot(x, y)), _side(y, hypot(x, y))
    axes.text(
        x + across * away, y * (1 + away / hypot(x, y)), name, size=LABEL_SIZE, color=INK,
        ha={-1: "right", 0: "center", 1: "left"}[across], va="center" if across else {-1: "top", 1: "bottom"}[up],
    )  # fmt: skip


def _side(along: float, whole: float) -> int:
    """Return -1, 0 or 1: before, at or after the middle."""
    return 0 if abs(along) < 0.1 * whole else 1 if along > 0 else -1


@dataclass(frozen=True, slots=True)
class _Box:
    """The room that a figure takes: its middle and half its width and height."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: _Box) -> bool:
        return abs(self.x - other.x) < self.width + other.width and abs(self.y - other.y) < self.height + other.height

    def lies_on(self, start: Spot, end: Spot) -> bool:
        """Return whether a line passes through it, or nearly so."""
        (x0, y0), (x1, y1) = start, end
        along = ((self.x - x0) * (x1 - x0) + (self.y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2)
        along = min(1.0, max(0.0, along))
        return hypot(x0 + along * (x1 - x0) - self.x, y0 + along * (y1 - y0) - self.y) < self.width + 0.05


def _lines(axes: Axes, pairs: Pairs, spots: Mapping[str, Spot]) -> None:
    """Draw the lines, the strongest last, and their figures where they hide no other and stand on no other line."""
    met = sorted(pairs.met(), key=lambda pair: pair[2])
    most = met[-1][2] if met else 1
    lines = {(code, other): (spots[code], spots[other]) for code, other, _n in met}
    for code, other, n in met:
        (x0, y0), (x1, y1) = lines[code, other]
        axes.plot(
            [x0, x1], [y0, y1], color=_LINE, linewidth=max(0.6, _WIDEST_LINE * n / most), solid_capstyle="round",
            zorder=1,
        )  # fmt: skip
    taken: list[_Box] = []
    for code, other, n in reversed(met):
        others = [line for pair, line in lines.items() if pair != (code, other)]
        box = _best(lines[code, other], f"{n}", taken, others)
        taken.append(box)
        axes.text(
            box.x, box.y, f"{n}", size=_FIGURE_SIZE, color="black", ha="center", va="center", zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )  # fmt: skip


def _best(line: tuple[Spot, Spot], text: str, taken: Sequence[_Box], others: Sequence[tuple[Spot, Spot]]) -> _Box:
    """Return where on its line a figure meets the fewest figures, then the fewest other lines."""
    (x0, y0), (x1, y1) = line
    wide, high = measured(text, _FIGURE_SIZE) / 2 + 0.03, height(text, _FIGURE_SIZE) / 2 + 0.01
    boxes = [_Box(x0 + (x1 - x0) * at, y0 + (y1 - y0) * at, wide, high) for at in _PLACES]
    return min(boxes, key=lambda box: (sum(map(box.meets, taken)), sum(box.lies_on(*other) for other in others)))
