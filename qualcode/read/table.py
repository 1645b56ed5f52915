"""A table opened: its headings, its rows of data and how their columns look, and what is odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qualcode.errors import ReadError
from qualcode.identity import key
from qualcode.language.lexicon import Lexicon
from qualcode.messages import _, ngettext
from qualcode.read.columns import find_head, kind_of_column, listed, named
from qualcode.read.ragged import lacks_first, mended, numbers
from qualcode.read.sheet import MOST_COLUMNS, Cells, Merged, Sheet
from qualcode.read.values import Column, columns_of
from qualcode.read.voices import SURE, find_voices


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts.

    Attributes
    ----------
    names : sequence of str
        Of the columns, all different.
    above, heading, rows : rows of cells
        What stands above the headings, the headings as written, and the rows of data, empty ones too.
    merged : sequence of Merged
        With indices of rows of data.
    headless : bool
        Whether the first row is data already.
    """

    names: Sequence[str]
    above: Sequence[Cells]
    heading: Cells
    rows: Sequence[Cells]
    columns: Sequence[Column]
    merged: Sequence[Merged] = ()
    headless: bool = False
    warnings: Sequence[str] = field(default_factory=list)


def open_table(sheet: Sheet, words: Lexicon) -> Table:
    """Find the headings and the rows below them.

    Raises
    ------
    ReadError
        If there is no row of data, or only formulas without a result.
    """
    head = find_head(sheet.rows, words)
    if _is_data(sheet, head, words):
        return _opened(sheet, head - 1, True)
    if lacks_first(sheet, head):
        rows = [*sheet.rows[:head], ["", *sheet.rows[head]], *sheet.rows[head + 1 :]]
        sheet = replace(sheet, rows=rows)
    return _opened(sheet, head, False)


def _is_data(sheet: Sheet, head: int, words: Lexicon) -> bool:
    """Tell whether the row of headings is a turn already: who speaks in it speaks below it again."""
    if any(kind_of_column(cell, words) for cell in sheet.rows[head]):
        return False
    rows = sheet.rows[head:]
    width = min(max(map(len, rows)), MOST_COLUMNS)
    names, _warnings = named((), width)
    found = find_voices(names, columns_of(rows, width), words)
    if found is None or found.weight < SURE or found.column >= len(rows[0]):
        return False
    return any(key(row[found.column]) == key(rows[0][found.column]) for row in rows[1:] if found.column < len(row))


def _opened(sheet: Sheet, head: int, headless: bool) -> Table:
    heading = () if headless else sheet.rows[head]
    rows, warnings = (sheet.rows, []) if headless else mended(sheet, head)
    rows = rows[head + 1 :]
    width = min(max(map(len, (heading, *rows))), MOST_COLUMNS)
    names, odd = named(heading, width)
    columns = columns_of(rows, width)
    if not any(map(any, rows)):
        raise ReadError(formulas_message(sheet, names) or _("the table has headings but no row below them."))
    warnings = [*sheet.warnings, *odd, *_unnamed(heading, names, columns, headless), *warnings, *_hidden(sheet, names)]
    if sheet.formulas:
        warnings.append(formulas_message(sheet, names))
    merged = [replace(m, first=m.first - head - 1, last=m.last - head - 1) for m in sheet.merged if m.first > head]
    return Table(names, sheet.rows[: max(head, 0)], heading, rows, columns, merged, headless, warnings)


def _unnamed(heading: Cells, names: Sequence[str], columns: Sequence[Column], headless: bool) -> list[str]:
    if headless:
        return [_("the first row is no row of headings, so the columns were named by their number.")]
    unnamed = [
        name
        for i, (name, column) in enumerate(zip(names, columns, strict=True))
        if column.filled and not (i < len(heading) and heading[i].strip())
    ]
    if not unnamed:
        return []
    message = ngettext(
        "{n} column without a heading was named by its number: {names}.",
        "{n} columns without a heading were named by their number: {names}.",
        len(unnamed),
    )
    return [message.format(n=len(unnamed), names=listed(unnamed))]


def _hidden(sheet: Sheet, names: Sequence[str]) -> list[str]:
    warnings = []
    if sheet.hidden_rows:
        n = len(sheet.hidden_rows)
        message = ngettext("{n} hidden row was read too: row {rows}.", "{n} hidden rows were read too: rows {rows}.", n)
        warnings.append(message.format(n=n, rows=numbers(sheet.hidden_rows)))
    if columns := [names[i] for i in sheet.hidden_columns if i < len(names)]:
        message = ngettext(
            "{n} hidden column was read too: {names}.", "{n} hidden columns were read too: {names}.", len(columns)
        )
        warnings.append(message.format(n=len(columns), names=listed(columns)))
    return warnings


def formulas_message(sheet: Sheet, names: Sequence[str]) -> str:
    """Return what is said of formulas without a stored result; empty where there are none."""
    n = sum(sheet.formulas.values())
    if not n:
        return ""
    message = ngettext(
        "{n} formula has no stored result and was read as empty (column {names}). Open the file in Excel or "
        "LibreOffice, save it, and import it again.",
        "{n} formulas have no stored result and were read as empty (columns {names}). Open the file in Excel or "
        "LibreOffice, save it, and import it again.",
        n,
    )
    return message.format(n=n, names=listed([names[i] for i in sorted(sheet.formulas) if i < len(names)]))
