"""A text put together from lines and rows of cells, with the place of each cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qualcode.records import Span, Style


class TextWithCells:
    """Lines below one another; the cells of a row are joined by a tab.

    Attributes
    ----------
    rows : list of rows of spans
        Where the cells of the rows that are listed stand in `text`.
    styles : list of Style
        How stretches of `text` are set, in order.
    """

    def __init__(self) -> None:
        self.rows: list[list[Span]] = []
        self.styles: list[Style] = []
        self._lines: list[str] = []
        self._at = 0

    @property
    def text(self) -> str:
        """All lines, joined by a line end."""
        return "\n".join(self._lines)

    def add_line(self, line: str, *, styles: Iterable[Style] = ()) -> None:
        """Add a line that is no row; `styles` are stretches of it."""
        self.styles += [replace(one, start=one.start + self._at, end=one.end + self._at) for one in styles]
        self._lines.append(line)
        self._at += len(line) + 1

    def add_row(self, cells: Sequence[str], *, listed: bool = True) -> list[Span]:
        """Add a row and return where its cells stand."""
        spans: list[Span] = []
        start = self._at
        for cell in cells:
            spans.append((start, start + len(cell)))
            start += len(cell) + 1
        if listed:
            self.rows.append(spans)
        self.add_line("\t".join(cells))
        return spans
