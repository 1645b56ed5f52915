"""The cells of a transcript in a table, given by the reader or flattened to text, and what each column holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.language.lexicon import bare
from qualcode.records import Span
from qualcode.segment.cleaning import is_timestamp
from qualcode.segment.labels import judge
from qualcode.segment.page import Page
from qualcode.segment.score import Opening, judge_set, weigh

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
    score : float
        How sure the columns are, 0..1: by their headings, else by how the values of the speakers' column are spread.
    """

    rows: Sequence[Sequence[Span]]
    columns: Mapping[int, str]
    head: int
    flat: bool
    score: float = 0.95


def find_grid(page: Page) -> Grid | None:
    """Return the table that holds the transcript, or None."""
    rows = [[_trim(page.text, cell) for cell in row] for row in page.table] or _flattened(page)
    if len(rows) < 2:
        return None
    for head, row in enumerate(rows[:_HEAD_ROWS]):
        columns = _headed(page, row)
        if columns:
            return Grid(rows, _with_text(columns, rows[head + 1 :]), head, not page.table)
    if not page.table and max(map(len, rows)) < 3:
        return None
    columns, score = _guessed(page, rows)
    return Grid(rows, columns, -1, not page.table, score) if columns else None


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
    return _separated(page)


_FIELD = {sign: re.compile(rf'"(?:[^"]|"")*"|[^{sign}"\n]*') for sign in ",;"}


def _separated(page: Page) -> list[list[Span]]:
    """Return the cells of lines that commas or semicolons divide, where one of the first is a row of headings."""
    for sign, field in _FIELD.items():
        for line in page.lines[:_HEAD_ROWS]:
            heads = _fields(page.text, line.start, line.end, sign, field)
            if len(heads) > 1 and {"speaker", "text"} <= set(_headed(page, heads).values()):
                return [
                    _fields(page.text, one.start, one.end, sign, field) for one in page.lines if one.start >= line.start
                ]
    return []


def _fields(text: str, start: int, end: int, sign: str, field: re.Pattern[str]) -> list[Span]:
    """Return the fields of a line, without the quotation marks around them."""
    cells: list[Span] = []
    at = start
    while at <= end:
        found = field.match(text, at, end)
        stop = found.end() if found else end
        quoted = stop - at > 1 and text[at] == '"'
        cells.append(_trim(text, (at + quoted, stop - quoted)))
        at = stop + 1
        if stop >= end or text[stop] != sign:
            break
    return cells


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


def _guessed(page: Page, rows: Sequence[Sequence[Span]]) -> tuple[dict[int, str], float]:
    """Return the kinds of columns by what is in them, and the score; nothing without a column of speakers."""
    columns: dict[int, str] = {}
    scores: dict[int, float] = {}
    width = max(len(row) for row in rows)
    for i in range(width):
        cells = [page.text[row[i][0] : row[i][1]] if i < len(row) else "" for row in rows]
        kind = _kind_of_cells([cell for cell in cells if cell])
        if kind and kind not in columns.values():
            columns[i] = kind
        elif not kind:
            scores[i] = _voices(page, cells, rows, i)
    best = max(scores, key=lambda i: scores[i], default=-1)
    if best < 0 or scores[best] < _SURE_ENOUGH or len(columns) + 1 >= width:
        return {}, 0.0
    columns[best] = "speaker"
    return _with_text(columns, rows), scores[best]


_SURE_ENOUGH = 0.5
_LONGEST_LABEL = 50


def _kind_of_cells(cells: Sequence[str]) -> str:
    enough = 0.7 * len(cells)
    if not cells or sum(cell.strip(".#() ").isdigit() for cell in cells) >= enough:
        return "number"
    return "time" if sum(is_timestamp(cell) for cell in cells) >= enough else ""


def _voices(page: Page, cells: Sequence[str], rows: Sequence[Sequence[Span]], column: int) -> float:
    """Return how well the values of a column name speakers, 0..1: short, few, taking turns; 0 where one is long."""
    if any(len(cell) > _LONGEST_LABEL or "\n" in cell.strip() for cell in cells):
        return 0.0
    openings: list[Opening] = []
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for n, cell in enumerate(cells):
        name = cell.rstrip(": ")
        verdict = judge(name, page.lexicon, page.known) if name else None
        if verdict is None or not verdict.key:
            continue
        counts[verdict.key] += 1
        weights[verdict.key] = weigh(name, verdict.kind, counts[verdict.key], shape=0.0, asks_first=False)
        asks = any("?" in page.text[start:end] for start, end in rows[n][column + 1 :])
        openings.append(Opening(n, verdict.key, asks, verdict.kind))
    taken = [one for one in openings if weights[one.key] >= 0]
    if len(taken) < 0.6 * max(1, len(openings)) or len({one.key for one in taken}) < 2:
        return 0.0
    return judge_set(taken, len(openings), shape=0.0).score
