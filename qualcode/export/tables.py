"""A table as csv, json, Markdown or xlsx; the note goes with it into each."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from typing import Any

from qualcode.export.packages import workbook_bytes
from qualcode.messages import _
from qualcode.query.spreading import note_line
from qualcode.query.table import Tabular
from qualcode.query.variables import dictionary

GUARDED = frozenset("=+-@\t\r\n＝＋－＠")
GUARDED_OR_BLANK = GUARDED | {" "}
LONGEST_CELL = 32_767
NOTE = "note"


def guard(cell: Any) -> Any:
    """Return a text cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guard("=1+1"), guard(" -x"), guard("aman"), guard(-3)
    ("'=1+1", "' -x", 'aman', -3)
    """
    if isinstance(cell, str) and cell[:1] in GUARDED_OR_BLANK and cell.lstrip(" ")[:1] in GUARDED:
        return "'" + cell
    return cell


def csv_lines(table: Tabular, *, raw: bool = False, end: str = "\r\n") -> Iterator[str]:
    """Yield the table as lines of csv (RFC 4180); counts carry their note in a last column, so that rows stay tidy.

    The note of a table for statistics programs stands in its data dictionary.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator=end)
    note = [note_line(table)] if "count" in table.note and not table.variables else []
    writer.writerow([*table.columns, *([NOTE] if note else [])])
    for row in table.rows:
        yield _taken(out)
        writer.writerow([*(row if raw else map(guard, row)), *note])
    yield _taken(out)


def _taken(out: StringIO) -> str:
    """Return what was written, and empty the buffer."""
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def csv_text(table: Tabular) -> str:
    """Return the table as csv for a terminal, guarded."""
    return "".join(csv_lines(table, end="\n"))


def write_csv(table: Tabular, *, raw: bool = False) -> Iterator[bytes]:
    """Yield a csv file: UTF-8 with BOM, because Excel needs it; without for `raw`."""
    yield b"" if raw else codecs.BOM_UTF8
    for line in csv_lines(table, raw=raw):
        yield line.encode()


def json_text(table: Tabular) -> str:
    """Return ``{"note": {…}, "rows": [{…}, …]}``."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps({"note": dict(table.note), "rows": rows}, ensure_ascii=False, indent=1)


def write_json(table: Tabular, *, raw: bool = False) -> Iterator[bytes]:
    """Yield a json file."""
    del raw
    yield (json_text(table) + "\n").encode()


def md_text(table: Tabular) -> str:
    """Return a Markdown table with the note below."""
    lines = [list(table.columns), ["---"] * len(table.columns)]
    lines.extend([_one_line(cell) for cell in row] for row in table.rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n\n{note_line(table)}"


def _one_line(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split()).replace("|", "\\|")


def write_md(table: Tabular, *, raw: bool = False) -> Iterator[bytes]:
    """Yield a Markdown file."""
    del raw
    yield (md_text(table) + "\n").encode()


def write_xlsx(table: Tabular, *, raw: bool = False) -> Iterator[bytes]:
    """Yield a workbook: the rows, every text cell typed as text, and a sheet that says what they are."""
    from openpyxl import Workbook

    del raw
    book = Workbook(write_only=True)
    _fill(book.create_sheet(_("table")), table)
    _about(book.create_sheet(_("about")), table)
    if table.variables:
        _fill(book.create_sheet(_("dictionary")), dictionary(table))
    yield workbook_bytes(book)


def _fill(sheet: Any, table: Tabular) -> None:
    """Append a header that stays in sight, and the rows."""
    sheet.freeze_panes = "A2"
    for row in chain([table.columns], table.rows):
        sheet.append([text_cell(sheet, value) for value in row])


def _about(sheet: Any, table: Tabular) -> None:
    for name, value in table.note.items():
        sheet.append([text_cell(sheet, name), text_cell(sheet, str(value))])


def text_cell(sheet: Any, value: Any, *, wrap: bool = False) -> Any:
    """Return a cell of a workbook whose text is text, never a formula; numbers stay numbers."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or isinstance(value, (int, float)):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if wrap:
        from openpyxl.styles import Alignment

        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
