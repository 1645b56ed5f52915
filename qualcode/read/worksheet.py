"""The sheets of an Excel workbook: rows of cells as a reader of the page would write them down."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.errors import ReadError
from qualcode.messages import _, ngettext
from qualcode.read.columns import listed
from qualcode.read.kinds import expect
from qualcode.read.markup import Attributes, Start, walk
from qualcode.read.serials import iso
from qualcode.read.sheet import MOST_COLUMNS, MOST_ROWS, Cells, Sheet
from qualcode.read.workbook import MOST_ELEMENTS, CellText, Workbook, cleaned_text, open_workbook, whole_number


def read_workbook(content: bytes) -> Sheet:
    """Read the first sheet of an .xlsx file that holds anything.

    Raises
    ------
    ReadError
    """
    expect(content, "xlsx", "zip")
    book = open_workbook(content)
    for i, (_name, part) in enumerate(book.sheets):
        cells = _SheetReader(book, part)
        rows = list(cells.rows())
        if any(rows):
            others = [name for name, other in book.sheets[i + 1 :] if any(_SheetReader(book, other).rows())]
            return Sheet(rows, [*cells.warnings(), *_others(others)])
    raise ReadError(_("there is no text in it."))


def _others(names: list[str]) -> list[str]:
    if not names:
        return []
    return [_("only the first sheet is read; left out: {names}.").format(names=listed(names))]


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
        self._formulas = 0

    def rows(self) -> Iterator[Cells]:
        """Yield the rows from the first on, empty ones too."""
        starts: dict[str, Start] = {
            "x:row": self._begin_row,
            "x:c": self._begin_cell,
            "x:v": self._text.listen,
            "x:t": self._text.listen,
            "x:f": self._formula,
            "x:rPh": lambda _attributes: True,
        }
        ends = {"x:row": self._end_row, "x:c": self._end_cell, "x:v": self._text.ignore, "x:t": self._text.ignore}
        pieces = self._book.archive.pieces(self._part)
        for _piece in walk(pieces, self._part, starts, ends, self._text.add, most=MOST_ELEMENTS):
            yield from self._rows
            self._rows.clear()

    def warnings(self) -> list[str]:
        """Return what is to be said of the rows that were read."""
        if not self._formulas:
            return self._book.damage
        message = ngettext(
            "{n} formula has no stored result and was read as empty. Open the file in Excel and save it.",
            "{n} formulas have no stored result and were read as empty. Open the file in Excel and save it.",
            self._formulas,
        )
        return [*self._book.damage, message.format(n=self._formulas)]

    def _begin_row(self, attributes: Attributes) -> None:
        n = whole_number(attributes.get("r"), self._n + 1)
        if not self._n < n <= MOST_ROWS:
            raise ReadError(_("the rows of a sheet are not in order. Open it in Excel and save it."))
        self._size.add(0, n - self._n)
        self._rows.extend([()] * (n - self._n - 1))
        self._n = n
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

    def _formula(self, _attributes: Attributes) -> None:
        self._has_formula = True

    def _end_cell(self) -> None:
        written = self._text.taken()
        if self._has_formula and not written and self._type != "str":
            self._formulas += 1
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
