"""Rows that are not as long as the row of headings: nothing of them is lost, and they are named."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.messages import ngettext
from qualcode.read.sheet import Cells, Sheet

_MOST_NAMED = 8


def mended(sheet: Sheet, head: int) -> tuple[Sequence[Cells], list[str]]:
    """Return the rows with what stands beyond the last heading, and warnings that name rows by their number.

    In a file of text a comma within an answer that was not put in quotation marks parts it into cells; they are joined
    again where the last column is the one that runs over. Where most rows run over, a heading is missing instead.
    """
    width = len(sheet.rows[head])
    below = range(head + 1, len(sheet.rows))
    long = [n for n in below if len(sheet.rows[n]) > width]
    short = [n for n in below if sheet.delimiter and any(sheet.rows[n]) and len(sheet.rows[n]) < width]
    rows = list(sheet.rows)
    if sheet.delimiter and 2 * len(long) <= len(below):
        for n in long:
            rows[n] = [*rows[n][: width - 1], sheet.delimiter.join(rows[n][width - 1 :])]
    return rows, [*_warning_of_long(long), *_warning_of_short(short)]


def lacks_first(sheet: Sheet, head: int) -> bool:
    """Tell whether the first heading is missing, as in the tables that R writes with the names of rows."""
    width = len(sheet.rows[head])
    rows = [row for row in sheet.rows[head + 1 :] if any(row)]
    beyond = len(rows) > 1 and bool(sheet.delimiter) and all(len(row) == width + 1 for row in rows)
    return beyond and any(row[-1] for row in rows) and len({row[0] for row in rows}) == len(rows)


def numbers(indices: Sequence[int]) -> str:
    """Return the numbers of rows as a spreadsheet program counts them, the first ones where there are many."""
    named = ", ".join(str(n + 1) for n in indices[:_MOST_NAMED])
    return named + (", …" if len(indices) > _MOST_NAMED else "")


def _warning_of_long(rows: Sequence[int]) -> list[str]:
    if not rows:
        return []
    message = ngettext(
        "{n} row has more cells than there are headings; the surplus was kept. Check row {rows}.",
        "{n} rows have more cells than there are headings; the surplus was kept. Check rows {rows}.",
        len(rows),
    )
    return [message.format(n=len(rows), rows=numbers(rows))]


def _warning_of_short(rows: Sequence[int]) -> list[str]:
    if not rows:
        return []
    message = ngettext(
        "{n} row has fewer cells than there are headings; the others were read as empty. Check row {rows}.",
        "{n} rows have fewer cells than there are headings; the others were read as empty. Check rows {rows}.",
        len(rows),
    )
    return [message.format(n=len(rows), rows=numbers(rows))]
