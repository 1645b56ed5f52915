"""A table with a column of speakers is one transcript: its rows stand below one another, cells joined by a tab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qualcode.identity import key
from qualcode.language.lexicon import Lexicon, lexicon
from qualcode.read.columns import find_column, kind_of_column
from qualcode.read.files import Options
from qualcode.read.sheet import Cells
from qualcode.read.spans import TextWithCells
from qualcode.records import Span

SPOKEN = ("text", "question", "answer")


def speaker_column(names: Sequence[str], options: Options) -> int | None:
    """Return the column that names who speaks: the user's, or one of a known heading that the user calls no other.

    Raises
    ------
    ReadError
        If there is no column of the name that the user gave.
    """
    if options.speaker_column is not None:
        return find_column(names, options.speaker_column)
    others = {key(name) for name in (options.id_column, options.case_column, *options.text_columns) if name}
    words = lexicon(options.language)
    for i, name in enumerate(names):
        if key(name) not in others and kind_of_column(name, words) == "speaker":
            return i
    return None


def written(rows: Sequence[Cells], head: int, names: Sequence[str], speaker: int, options: Options) -> TextWithCells:
    """Return the text of the rows and the places of their cells, for the segment room to find the turns in.

    A heading that no language knows takes no place in the table, but stays in the text; where the user named the
    column, the word that is known stands beside it: "Nama (speaker)".
    """
    words = lexicon(options.language)
    kinds = {i: kind for i, name in enumerate(names) if (kind := kind_of_column(name, words))}
    kinds = {i: kind for i, kind in kinds.items() if kind != "speaker"} | {speaker: "speaker"}
    kinds |= _text_columns(rows[head + 1 :], names, kinds, options)
    text = TextWithCells()
    for row in rows[:head]:
        text.add_row([_one_line(cell) for cell in row], listed=False)
    text.rows.append(_heading(text, rows[head], kinds, words))
    for row in rows[head + 1 :]:
        if row:
            text.add_row([_one_line(cell) for cell in row])
    return text


def _one_line(cell: str) -> str:
    return cell.replace("\t", " ")


def _text_columns(
    rows: Sequence[Cells], names: Sequence[str], kinds: dict[int, str], options: Options
) -> dict[int, str]:
    """Return the columns of what was said: the user's, else known ones, else the longest of those not known."""
    if options.text_columns:
        return {find_column(names, name): "text" for name in options.text_columns}
    if any(kind in SPOKEN for kind in kinds.values()):
        return {}
    lengths: Counter[int] = Counter()
    for row in rows:
        for i, cell in enumerate(row):
            if i not in kinds:
                lengths[i] += len(cell)
    return {max(lengths, key=lambda i: lengths[i]): "text"} if lengths else {}


def _heading(text: TextWithCells, row: Cells, kinds: dict[int, str], words: Lexicon) -> list[Span]:
    """Add the row of headings and return the places of those that are known."""
    cells: list[str] = []
    for i in range(max(len(row), *(i + 1 for i in kinds))):
        heading = _one_line(row[i]) if i < len(row) else ""
        kind = kinds.get(i, "")
        cells.append(heading if not kind or kind_of_column(heading, words) == kind else f"{heading} ({kind})".strip())
    spans = text.add_row(cells, listed=False)
    return [
        _known(cell, span, kinds.get(i, ""), words) for i, (cell, span) in enumerate(zip(cells, spans, strict=True))
    ]


def _known(cell: str, span: Span, kind: str, words: Lexicon) -> Span:
    _start, end = span
    if not kind:
        return end, end
    if kind_of_column(cell, words) == kind:
        return span
    return end - len(kind) - 1, end - 1
