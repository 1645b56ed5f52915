"""A figure on which everything is placed in inches: title on top, body, caption below; texts are measured first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qualcode.messages import decimal, grouped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, GAP = 0.15, 0.12  # inches
TITLE_SIZE, CAPTION_SIZE, LABEL_SIZE = 11, 7.5, 8  # points
INK, SOFT, FAINT = "#1b1f24", "#505a64", "#d5dbe1"
LEADING = 1.4
"""Height of a line, at most, as a multiple of the size of its letters."""
NARROWEST = 5.0
"""Inches that a body has at least, so that the caption is no column of single words."""
_BREAKS = re.compile(r"(?<=[ /_])|(?<=[.-])(?=[^\W\d])")


@lru_cache(maxsize=8192)
def measured(text: str, size: float = LABEL_SIZE, *, bold: bool = False) -> float:
    """Return the width of a line of text in inches; `size` is in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="sans-serif", size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, False)[0]) / 72


def widest(texts: Iterable[str], size: float = LABEL_SIZE, *, bold: bool = False) -> float:
    """Return the width of the widest line in inches, 0 of none."""
    return max((measured(line, size, bold=bold) for text in texts for line in text.split("\n")), default=0.0)


def height(text: str, size: float = LABEL_SIZE) -> float:
    """Return the height of a text of one or more lines in inches, at most."""
    return (text.count("\n") + 1) * size * LEADING / 72 if text else 0.0


def wrapped(text: str, width: float, size: float = LABEL_SIZE, *, bold: bool = False) -> str:
    """Return a text broken into lines of at most `width` inches; nothing is cut off.

    Lines end at spaces, after ``/`` and ``_``, and after ``-`` and ``.`` before a letter, so that no date is broken.
    What cannot be printed, as a control mark in a name, becomes a space.
    """
    lines = [""]
    for piece in _pieces(printable(text), width, size, bold=bold):
        if measured((lines[-1] + piece).rstrip(" "), size, bold=bold) > width and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.strip(" ") for line in lines)


def printable(text: str) -> str:
    """Return a text with a space for what cannot be printed, and may not stand in svg; a no-break space stays."""
    return "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text)


def _pieces(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Return what a line may be broken between; a word that is wider than the line is letters."""
    found: list[str] = []
    for piece in _BREAKS.split(text):
        found.extend([piece] if measured(piece, size, bold=bold) <= width else piece)
    return found


class Sheet:
    """A figure with a title and a caption around a body.

    Parameters
    ----------
    width, height : float
        Of the body, in inches; the width is at least `NARROWEST`.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    """

    def __init__(self, width: float, height_: float, *, title: str, caption: str) -> None:
        from matplotlib.figure import Figure

        width = max(width, NARROWEST)
        heading = wrapped(title, width, TITLE_SIZE, bold=True)
        below = wrapped(caption, width, CAPTION_SIZE)
        self._top = MARGIN + height(heading, TITLE_SIZE) + GAP
        self._across = width + 2 * MARGIN
        self._down = self._top + height_ + GAP + height(below, CAPTION_SIZE) + MARGIN
        self.figure = Figure(figsize=(self._across, self._down))
        self.text(0, -self._top + MARGIN, heading, size=TITLE_SIZE, weight="bold", va="top")
        self.text(0, height_ + GAP, below, size=CAPTION_SIZE, color=SOFT, va="top", linespacing=1.15)

    def text(self, left: float, top: float, text: str, **look: Any) -> None:
        """Write at a place given in inches from the upper left corner of the body."""
        common: dict[str, Any] = {"size": LABEL_SIZE, "color": INK}
        self.figure.text(*self._at(left, top), text, **(common | look))

    def axes(self, left: float, top: float, width: float, height_: float) -> Axes:
        """Return new axes at a place given in inches from the upper left corner of the body."""
        place = (*self._at(left, top + height_), width / self._across, height_ / self._down)
        return self.figure.add_axes(place)

    def legend(self, top: float, marks: Sequence[Any], names: Sequence[str], *, left: float = 0.0) -> None:
        """Say what each mark means, in rows of even columns; it takes `legend_height`."""
        if marks:
            self.figure.legend(
                marks, names, loc="upper left", bbox_to_anchor=self._at(left, top), fontsize=LABEL_SIZE,
                ncols=_columns(names, self._across - 2 * MARGIN - left), borderpad=0, borderaxespad=0,
                columnspacing=1.2, labelspacing=0.45, handlelength=1.8,
            )  # fmt: skip

    def _at(self, left: float, top: float) -> tuple[float, float]:
        return (MARGIN + left) / self._across, 1 - (self._top + top) / self._down


def _columns(names: Sequence[str], width: float) -> int:
    return max(1, min(len(names), int(width / (widest(names) + 0.45))))


def legend_height(names: Sequence[str], width: float) -> float:
    """Return how many inches a legend takes in a body of this width, with the space below it."""
    return -(-len(names) // _columns(names, max(width, NARROWEST))) * 0.19 + GAP if names else 0.0


def plain(axes: Axes) -> None:
    """Take frame, ticks and numbers from axes on which things are drawn at places of their own."""
    axes.set_axis_off()


def tick(place: float, _nth: float = 0) -> str:
    """Return the number at a tick of an axis: 5, 1,000, 0.05."""
    return grouped(int(place)) if place == int(place) else decimal(round(place, 6))


def quiet(axes: Axes) -> None:
    """Keep only the labels of the rows and a faint grid across; numbers on it as people write them."""
    axes.xaxis.set_major_formatter(tick)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
    axes.tick_params(axis="both", length=0, labelsize=LABEL_SIZE, colors=INK)
    axes.set_axisbelow(True)
