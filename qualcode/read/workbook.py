"""Excel workbooks: the cells of the first sheet that holds any, as a reader of the page would write them down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qualcode.errors import ReadError
from qualcode.messages import _, ngettext
from qualcode.read.archive import Archive
from qualcode.read.columns import listed
from qualcode.read.kinds import expect
from qualcode.read.markup import Attributes, Start, attribute, read_through, walk
from qualcode.read.package import main_part, part_of_kind, relations
from qualcode.read.serials import Kind, iso, kind_of_format
from qualcode.read.sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Cells, Sheet, Size
from qualcode.read.text import clean, damage

MOST_ELEMENTS = 20_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(slots=True)
class Workbook:
    """What the cells of all sheets refer to.

    Attributes
    ----------
    sheets : list of (name, part)
    shared : list of str
        Texts that cells give by number.
    formats : list of Kind
        What the number format of each cell style shows.
    damage : list of str
        Warnings of characters that were taken out.
    """

    archive: Archive
    sheets: list[tuple[str, str]] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    formats: list[Kind] = field(default_factory=list)
    from_1904: bool = False
    size: Size = field(default_factory=Size)
    damage: list[str] = field(default_factory=list)


def read_workbook(content: bytes) -> Sheet:
    """Read an .xlsx file.

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


def open_workbook(content: bytes) -> Workbook:
    """Check a workbook and read what its sheets share.

    Raises
    ------
    ReadError
    """
    archive = Archive(content)
    part = main_part(archive)
    book = Workbook(archive)
    parts = relations(archive, part)

    def sheet(attributes: Attributes) -> None:
        relation = parts.get(attribute(attributes, "r:id"))
        if relation is not None and relation.kind == "worksheet":
            book.sheets.append((attributes.get("name", ""), relation.part))

    def properties(attributes: Attributes) -> None:
        book.from_1904 = attributes.get("date1904") in ("1", "true")

    read_through(archive.pieces(part), part, {"x:sheet": sheet, "x:workbookPr": properties})
    if not book.sheets:
        raise ReadError(_("there is no sheet in it. Open it in Excel and save it as .xlsx."))
    _read_shared(book, part_of_kind(archive, part, "sharedStrings"))
    styles = part_of_kind(archive, part, "styles")
    if styles is not None:
        read_through(archive.pieces(styles), styles, _formats(book))
    return book


def _read_shared(book: Workbook, part: str | None) -> None:
    if part is None:
        return
    text = _Text(book.size)

    def end() -> None:
        book.shared.append(_cleaned(text.taken(), book.damage))
        if len(book.shared) > MOST_CELLS:
            raise ReadError(_("it has more than {n} texts. Split it.").format(n=MOST_CELLS))

    starts: dict[str, Start] = {"x:si": text.begin, "x:t": text.listen, "x:rPh": lambda _attributes: True}
    ends = {"x:si": end, "x:t": text.ignore}
    for _piece in walk(book.archive.pieces(part), part, starts, ends, text.add, most=MOST_ELEMENTS):
        pass


def _cleaned(text: str, damages: list[str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    damages.extend(warning for warning in damage(text) if warning not in damages)
    return clean(text)


def _formats(book: Workbook) -> dict[str, Start]:
    codes: dict[int, str] = {}
    of_cells = False

    def code(attributes: Attributes) -> None:
        codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[:1000]

    def begin(_attributes: Attributes) -> None:
        nonlocal of_cells
        of_cells = True

    def begin_others(_attributes: Attributes) -> bool:
        return True

    def style(attributes: Attributes) -> None:
        if of_cells:
            number = _number(attributes.get("numFmtId"))
            book.formats.append(kind_of_format(number, codes.get(number, "")))

    return {"x:numFmt": code, "x:cellXfs": begin, "x:cellStyleXfs": begin_others, "x:dxfs": begin_others, "x:xf": style}


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and _NUMBER.fullmatch(text) else default


class _Text:
    """Gathers the text of the elements that are listened to."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._pieces: list[str] = []
        self._listening = False

    def begin(self, _attributes: Attributes) -> None:
        self._pieces = []

    def listen(self, _attributes: Attributes) -> None:
        self._listening = True

    def ignore(self) -> None:
        self._listening = False

    def add(self, data: str) -> None:
        if self._listening:
            self._size.add_text(data)
            self._pieces.append(data)

    def taken(self) -> str:
        text = "".join(self._pieces)
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _SheetReader:
    """Reads the rows of one sheet as they come."""

    def __init__(self, book: Workbook, part: str) -> None:
        self._book, self._part = book, part
        self._rows: list[Cells] = []
        self._row: list[str] = []
        self._n = self._column = 0
        self._type = self._style = ""
        self._has_formula = False
        self._text = _Text(book.size)
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
        n = _number(attributes.get("r"), self._n + 1)
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
            n = _number(written, len(shared))
            return shared[n] if n < len(shared) else ""
        if self._type == "n":
            return self._of_number(written)
        if self._type == "b":
            return "TRUE" if written == "1" else "FALSE"
        return _cleaned(written, self._book.damage)

    def _of_number(self, written: str) -> str:
        try:
            number = float(written)
        except ValueError:
            return written.strip()
        n = _number(self._style, -1)
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
