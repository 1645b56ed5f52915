"""The cells of a transcript in a table, given by the reader or flattened to text, and what each column holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.language.lexicon import bare
from qualcode.records import Span
from qualcode.segment.cleaning import is_timestamp
from qualcode.segment.labels import SURE, judge
from qualcode.segment.page import Page

_DELIMITERS = ("\t", "|")
_HEAD_ROWS = 6


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of spans.

    Attributes
    ----------
    rows : sequence of rows
        Cells without the blanks around them; an empty cell is an empty span.
    columns : mapping
        Index of a column, and its kind, one of `qualcode.language.lexicon.COLUMN_KINDS`.
    head : int
        Index of the row with the headings, -1 where there is none.
    flat : bool
        Whether the table was flattened to lines of text.
    """

    rows: Sequence[Sequence[Span]]
    columns: Mapping[int, str]
    head: int
    flat: bool


def find_grid(page: Page) -> Grid | None:
    """Return the table that holds the transcript, or None."""
    rows = [[_trim(page.text, cell) for cell in row] for row in page.table] or _flattened(page)
    if len(rows) < 2:
        return None
    for head, row in enumerate(rows[:_HEAD_ROWS]):
        columns = _headed(page, row)
        if columns:
            return Grid(rows, _with_text(columns, rows[head + 1 :]), head, not page.table)
    if page.labels and sum(label is not None for label in page.labels) > len(rows) // 2:
        return None
    columns = _guessed(page, rows)
    return Grid(rows, columns, -1, not page.table) if columns else None


def _trim(text: str, cell: Span) -> Span:
    content = text[cell[0] : cell[1]]
    start = cell[0] + len(content) - len(content.lstrip())
    return start, max(start, cell[0] + len(content.rstrip()))


def _flattened(page: Page) -> list[list[Span]]:
    """Return the cells of lines that are divided by tabs or upright strokes, if most lines are."""
    for delimiter in _DELIMITERS:
        if page.text.count(delimiter) < 3:
            continue
        rows = [_cells(page.text, line.start, line.end, delimiter) for line in page.lines]
        rows = [row for row in rows if len(row) > 1]
        if len(rows) >= max(3, 0.3 * len(page.lines)):
            return rows
    return []


def _cells(text: str, start: int, end: int, delimiter: str) -> list[Span]:
    if delimiter == "|":
        start += text.startswith("|", start)
        end -= end > start and text[end - 1] == "|"
    cells: list[Span] = []
    at = start
    while (stop := text.find(delimiter, at, end)) >= 0:
        cells.append(_trim(text, (at, stop)))
        at = stop + 1
    return [*cells, _trim(text, (at, end))]


def _headed(page: Page, row: Sequence[Span]) -> dict[int, str]:
    """Return the kinds of columns by their headings; nothing if the row does not head a transcript."""
    kinds = {i: page.lexicon.columns.get(bare(page.text[start:end][:60]), "") for i, (start, end) in enumerate(row)}
    known = {i: kind for i, kind in kinds.items() if kind}
    telling = {"speaker", "text", "question", "answer"} & set(known.values())
    filled = sum(end > start for start, end in row)
    return known if telling and len(known) >= max(2, 0.5 * filled) else {}


def _with_text(columns: dict[int, str], rows: Sequence[Sequence[Span]]) -> dict[int, str]:
    """Return the columns with one that holds the text: of columns without a kind, the longest."""
    if {"text", "question", "answer"} & set(columns.values()):
        return columns
    lengths = _lengths(rows, columns)
    return {**columns, max(lengths, key=lambda i: lengths[i]): "text"} if lengths else columns


def _lengths(rows: Sequence[Sequence[Span]], taken: Mapping[int, str]) -> Counter[int]:
    """Count the characters of each column that is not yet taken."""
    lengths: Counter[int] = Counter()
    for row in rows:
        for i, (start, end) in enumerate(row):
            if i not in taken:
                lengths[i] += end - start
    return lengths


def _guessed(page: Page, rows: Sequence[Sequence[Span]]) -> dict[int, str]:
    """Return the kinds of columns by what is in them; nothing without a column of speakers."""
    columns: dict[int, str] = {}
    for i in range(max(len(row) for row in rows)):
        cells = [page.text[row[i][0] : row[i][1]] for row in rows if i < len(row) and row[i][1] > row[i][0]]
        kind = _kind_of_cells(page, cells) if cells else ""
        if kind and kind not in columns.values():
            columns[i] = kind
    return _with_text(columns, rows) if "speaker" in columns.values() else {}


def _kind_of_cells(page: Page, cells: Sequence[str]) -> str:
    enough = 0.7 * len(cells)
    if sum(cell.rstrip(".").isdigit() for cell in cells) >= enough:
        return "number"
    if sum(is_timestamp(cell) for cell in cells) >= enough:
        return "time"
    return "speaker" if sum(_is_speaker(page, cell) for cell in cells) >= enough else ""


def _is_speaker(page: Page, cell: str) -> bool:
    label = cell.rstrip(": ")
    return len(label) < 50 and judge(label, page.lexicon, page.known).kind in SURE
