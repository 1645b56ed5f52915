"""A table: NO | PELAKU | TRANSKRIP | KETERANGAN, waktu | pembicara | isi, Verbatim | Koding | Tema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qualcode.messages import _
from qualcode.records import PartKind, Span
from qualcode.segment.classify import classify
from qualcode.segment.fixed import fixed_mark
from qualcode.segment.grid import Grid, find_grid
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts import labels, plain
from qualcode.segment.lines import Line, split_lines
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page

_CELLS: dict[str, tuple[PartKind, str]] = {
    "number": ("label", "row_number"),
    "speaker": ("label", "column"),
    "time": ("timestamp", "column"),
    "remark": ("note", "remark"),
    "code": ("note", "code"),
}
_SPOKEN = ("text", "question", "answer")
_STROKES = re.compile(r"\|(?:[ \t:|-]*\|)?")


def guess(page: Page) -> Guess:
    """Say how sure it is that columns hold the speakers and what they said."""
    grid = find_grid(page)
    if grid is None:
        return NO
    kinds = ", ".join(sorted(set(grid.columns.values())))
    return Guess(grid.score, _("A table of {n} rows with the columns {kinds}.").format(n=len(grid.rows), kinds=kinds))


def marks(page: Page) -> list[Mark]:
    """Return the marks of all cells but the spoken ones, and empty ones where a turn begins."""
    grid = find_grid(page)
    if grid is None:
        return plain.marks(page)
    found = _outside(page, grid)
    found += _strokes(page, grid)
    found += _rows(page, grid)
    if not {"speaker", "question"} & set(grid.columns.values()):
        found += _talk(page, grid)
    return _in_order(found)


def _outside(page: Page, grid: Grid) -> list[Mark]:
    """Return the marks of the lines above, between and below the rows."""
    inside = _lines_of_rows(page, grid)
    found: list[Mark] = []
    for i, line in enumerate(page.lines):
        if i not in inside:
            mark = fixed_mark(page, i)
            if mark is None and not grid.flat:
                mark = Mark(line.start, line.end, "note", "outside_table")
            found += [mark] if mark else []
    return found


def _lines_of_rows(page: Page, grid: Grid) -> set[int]:
    spans = [(row[0][0], row[-1][1]) for row in grid.rows if row]
    inside: set[int] = set()
    at = 0
    for i, line in enumerate(page.lines):
        while at < len(spans) and spans[at][1] < line.start:
            at += 1
        if at < len(spans) and spans[at][0] < line.end:
            inside.add(i)
    return inside


def _strokes(page: Page, grid: Grid) -> list[Mark]:
    """Return the marks of the upright strokes between cells, and of rows that only rule a line."""
    if not grid.flat:
        return []
    if "|" not in page.text:
        return list(_between_cells(page, grid))
    return [Mark(found.start(), found.end(), "noise", "rule") for found in _STROKES.finditer(page.text)]


def _between_cells(page: Page, grid: Grid) -> Iterator[Mark]:
    """Yield the marks of what divides the cells of a line: commas, semicolons, quotation marks."""
    lines = {line.start: line for line in page.lines}
    for row in grid.rows:
        line = lines.get(page.text.rfind("\n", 0, row[0][0]) + 1)
        borders = [line.start if line else row[0][0], *(border for cell in row for border in cell)]
        borders.append(line.end if line else row[-1][1])
        for start, end in zip(borders[::2], borders[1::2], strict=True):
            if page.text[start:end].strip():
                yield Mark(start, end, "noise", "rule")


def _rows(page: Page, grid: Grid) -> list[Mark]:
    found: list[Mark] = []
    for n, row in enumerate(grid.rows):
        if n <= grid.head:
            found += [Mark(start, end, "header", "columns") for start, end in row if end > start]
        else:
            found += _row(page, grid, row)
    return found


def _row(page: Page, grid: Grid, row: Sequence[Span]) -> list[Mark]:
    found: list[Mark] = []
    for i, (start, end) in enumerate(row):
        kind = grid.columns.get(i, "remark")
        if end <= start:
            continue
        if kind not in _SPOKEN:
            found.append(Mark(start, end, *_CELLS[kind]))
            continue
        speaker = _speaker(page, grid, row, kind)
        if speaker is not None:
            found.append(Mark(start, start, "label", "row", speaker=speaker))
    return found


def _speaker(page: Page, grid: Grid, row: Sequence[Span], kind: str) -> str | None:
    """Return who speaks in a row; None where the one of the row before goes on."""
    if kind in ("question", "answer"):
        return page.lexicon.question_label if kind == "question" else page.lexicon.answer_label
    for i, (start, end) in enumerate(row):
        if grid.columns.get(i) == "speaker" and end > start:
            return page.text[start:end].rstrip(": \t")
    return None


def _talk(page: Page, grid: Grid) -> list[Mark]:
    """Return the marks of the talk within the cells of a table that has no column of speakers."""
    lines: list[Line] = []
    firsts: list[int] = []
    for row in grid.rows[grid.head + 1 :]:
        for i, (start, end) in enumerate(row):
            if grid.columns.get(i) == "text" and end > start:
                firsts.append(start)
                lines += split_lines(page.text, start, end)
    talk = classify(page.text, page.lexicon, page.known, lines=lines)
    if len(talk.spoken()) > 1:
        return labels.marks(talk)
    return [Mark(start, start, "label", "row", speaker="") for start in firsts]


def _in_order(marks: list[Mark]) -> list[Mark]:
    """Return marks by their place; of two that overlap the first stays."""
    ordered: list[Mark] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start >= at:
            ordered.append(mark)
            at = mark.end
    return ordered
