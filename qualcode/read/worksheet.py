"""The sheets of an Excel workbook: rows of cells as a reader of the page would write them down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from qualcode.errors import ReadError
from qualcode.identity import key
from qualcode.messages import _, ngettext
from qualcode.read.columns import listed
from qualcode.read.kinds import expect
from qualcode.read.markup import Attributes, Start, walk
from qualcode.read.serials import iso
from qualcode.read.sheet import MOST_COLUMNS, MOST_ROWS, Cells, Merged, Sheet
from qualcode.read.workbook import (
    MOST_ELEMENTS,
    CellText,
    SheetPart,
    Workbook,
    cleaned_text,
    open_workbook,
    whole_number,
)

_YES = ("1", "true")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def read_workbook(content: bytes, wanted: str | None = None) -> list[Sheet]:
    """Read the sheets of an .xlsx file that a reader sees and that hold anything, or the one that is named.

    Hidden sheets are left out, and named in the warnings of the first.

    Raises
    ------
    ReadError
        If there is no such sheet, or none holds anything.
    """
    expect(content, "xlsx", "zip")
    book = open_workbook(content)
    chosen = _chosen(book, wanted)
    sheets = [sheet for part in chosen if (sheet := _SheetReader(book, part.part).sheet(part.name)).rows]
    hidden = [part.name for part in book.sheets if part.hidden and part not in chosen]
    if not sheets:
        raise ReadError(" ".join([_("there is no text in it."), *_hidden(hidden)]))
    return [replace(sheets[0], warnings=[*sheets[0].warnings, *_hidden(hidden)]), *sheets[1:]]


def _chosen(book: Workbook, wanted: str | None) -> list[SheetPart]:
    """Return the sheets to read: the one that is named, else those that are not hidden."""
    if wanted is None:
        return [part for part in book.sheets if not part.hidden]
    found = [part for part in book.sheets if key(part.name) == key(wanted)]
    if not found:
        names = listed([part.name for part in book.sheets])
        raise ReadError(_('there is no sheet "{name}". Sheets: {names}.').format(name=wanted, names=names))
    return found[:1]


def _hidden(names: list[str]) -> list[str]:
    if not names:
        return []
    message = ngettext(
        "{n} hidden sheet was left out: {names}. To read it: --sheet NAME",
        "{n} hidden sheets were left out: {names}. To read one: --sheet NAME",
        len(names),
    )
    return [message.format(n=len(names), names=listed(names))]


class _SheetReader:
    """Reads the rows of one sheet as they come."""

    def __init__(self, book: Workbook, part: str) -> None:
        self._book, self._part = book, part
        self._rows: list[Cells] = []
        self._row: list[str] = []
        self._n = self._column = 0
        self._type = self._style = ""
        self._has_formula = False
        self._text = CellText(book.size)
        self._size = book.size
        self._formulas: Counter[int] = Counter()
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._merged: list[Merged] = []

    def sheet(self, name: str) -> Sheet:
        """Return the sheet; without rows if no cell of it holds anything."""
        rows = list(self._read())
        if not any(rows) and not self._formulas:
            rows = []
        width = max(map(len, rows), default=0)
        return Sheet(
            rows,
            self._book.damage,
            name,
            hidden_rows=[n for n in self._hidden_rows if n < len(rows) and rows[n]],
            hidden_columns=[n for n in self._hidden_columns if n < width],
            merged=self._merged,
            formulas=self._formulas,
        )

    def _read(self) -> Iterator[Cells]:
        """Yield the rows from the first on, empty ones too."""
        starts: dict[str, Start] = {
            "x:row": self._begin_row,
            "x:c": self._begin_cell,
            "x:v": self._text.listen,
            "x:t": self._text.listen,
            "x:f": self._formula,
            "x:col": self._columns,
            "x:mergeCell": self._merge,
            "x:rPh": lambda _attributes: True,
        }
        ends = {"x:row": self._end_row, "x:c": self._end_cell, "x:v": self._text.ignore, "x:t": self._text.ignore}
        pieces = self._book.archive.pieces(self._part)
        for _piece in walk(pieces, self._part, starts, ends, self._text.add, most=MOST_ELEMENTS):
            yield from self._rows
            self._rows.clear()

    def _begin_row(self, attributes: Attributes) -> None:
        n = whole_number(attributes.get("r"), self._n + 1)
        if not self._n < n <= MOST_ROWS:
            raise ReadError(_("the rows of a sheet are not in order. Open it in Excel and save it."))
        self._size.add(0, n - self._n)
        self._rows.extend([()] * (n - self._n - 1))
        self._n = n
        if attributes.get("hidden") in _YES:
            self._hidden_rows.append(n - 1)
        self._row = []
        self._column = 0

    def _end_row(self) -> None:
        self._size.add(self._column, 0)
        self._rows.append(self._row or ())

    def _begin_cell(self, attributes: Attributes) -> None:
        column = _column(attributes.get("r", "")) or self._column + 1
        if not self._column < column <= MOST_COLUMNS:
            raise ReadError(_("the cells of a sheet are not in order. Open it in Excel and save it."))
        self._column = column
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._has_formula = False
        self._text.begin(attributes)

    def _columns(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _YES and len(self._hidden_columns) < MOST_COLUMNS:
            first, last = whole_number(attributes.get("min"), 1), whole_number(attributes.get("max"), 0)
            self._hidden_columns.extend(range(first - 1, min(last, MOST_COLUMNS)))

    def _merge(self, attributes: Attributes) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found and int(found[4]) > int(found[2]):
            self._size.add(1, 0)
            self._merged.append(Merged(int(found[2]) - 1, int(found[4]) - 1, _column(found[1]) - 1))

    def _formula(self, _attributes: Attributes) -> None:
        self._has_formula = True

    def _end_cell(self) -> None:
        written = self._text.taken()
        if self._has_formula and not written and self._type != "str":
            self._formulas[self._column - 1] += 1
        cell = self._cell(written)
        if cell:
            self._row.extend([""] * (self._column - len(self._row) - 1))
            self._row.append(cell)

    def _cell(self, written: str) -> str:
        if self._type == "s":
            shared = self._book.shared
            n = whole_number(written, len(shared))
            return shared[n] if n < len(shared) else ""
        if self._type == "n":
            return self._of_number(written)
        if self._type == "b":
            return "TRUE" if written == "1" else "FALSE"
        return cleaned_text(written, self._book.damage)

    def _of_number(self, written: str) -> str:
        try:
            number = float(written)
        except ValueError:
            return written.strip()
        n = whole_number(self._style, -1)
        kind = self._book.formats[n] if 0 <= n < len(self._book.formats) else ""
        day = iso(number, kind, from_1904=self._book.from_1904) if kind and abs(number) < 1e8 else None
        if day is not None:
            return day
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def _column(reference: str) -> int:
    """Return the number of the column in a reference such as "AB12", from 1; 0 without one.

    Examples
    --------
    >>> _column("A1"), _column("AB12")
    (1, 28)
    """
    n = 0
    for letter in reference[:4]:
        if not "A" <= letter <= "Z":
            break
        n = n * 26 + ord(letter) - 64
    return n
