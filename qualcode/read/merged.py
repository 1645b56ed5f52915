"""Merged cells: what stands in the first of them holds for every row that they span."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qualcode.messages import ngettext
from qualcode.read.sheet import Cells, Merged, Size


def carried(
    rows: Sequence[Cells], merged: Sequence[Merged], texts: Collection[int], names: Sequence[str]
) -> tuple[list[Cells], list[str]]:
    """Return rows in which merged cells hold for all rows that they span, and warnings.

    A text is left where it stands, and that is said: repeated it would be an answer of each row, and a coding of it
    would count several times.

    Parameters
    ----------
    rows : rows of data
    merged : cells by the index of their rows among these

    Raises
    ------
    ReadError
        If the table grows past what is read.
    """
    found: list[Cells] = list(rows)
    size = Size()
    kept: set[int] = set()
    for cells in merged:
        value = rows[cells.first][cells.column] if _is_there(rows, cells) else ""
        if value and cells.column in texts:
            kept.add(cells.column)
        elif value:
            _carry(found, cells, value, size)
    return found, _of_texts(len(kept), sorted(names[i] for i in kept))


def _is_there(rows: Sequence[Cells], cells: Merged) -> bool:
    return 0 <= cells.first < len(rows) and cells.column < len(rows[cells.first])


def _carry(rows: list[Cells], cells: Merged, value: str, size: Size) -> None:
    for n in range(cells.first + 1, min(cells.last + 1, len(rows))):
        size.add(1, 0)
        row = rows[n]
        if any(row) and not (cells.column < len(row) and row[cells.column]):
            rows[n] = [*row[: cells.column], *[""] * (cells.column - len(row)), value, *row[cells.column + 1 :]]


def _of_texts(n: int, names: Sequence[str]) -> list[str]:
    if not n:
        return []
    message = ngettext(
        "merged cells in the column of texts {names} were read once, in their first row.",
        "merged cells in the columns of texts {names} were read once, in their first row.",
        n,
    )
    return [message.format(names=", ".join(names))]
