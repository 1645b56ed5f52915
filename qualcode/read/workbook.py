"""Excel workbooks: which sheets there are, and the texts and formats that their cells refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qualcode.errors import ReadError
from qualcode.messages import _
from qualcode.read.archive import Archive
from qualcode.read.markup import Attributes, Start, attribute, read_through, walk
from qualcode.read.package import main_part, part_of_kind, relations
from qualcode.read.serials import Kind, kind_of_format
from qualcode.read.sheet import MOST_CELLS, Size
from qualcode.read.text import clean, damage

MOST_ELEMENTS = 20_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of a workbook: its name, the part of the file that holds it, and whether a reader sees it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Workbook:
    """What the cells of all sheets refer to.

    Attributes
    ----------
    sheets : list of SheetPart
    shared : list of str
        Texts that cells give by number.
    formats : list of Kind
        What the number format of each cell style shows.
    damage : list of str
        Warnings of characters that were taken out.
    """

    archive: Archive
    sheets: list[SheetPart] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    formats: list[Kind] = field(default_factory=list)
    from_1904: bool = False
    size: Size = field(default_factory=Size)
    damage: list[str] = field(default_factory=list)


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
            hidden = attributes.get("state", "visible") != "visible"
            book.sheets.append(SheetPart(attributes.get("name", ""), relation.part, hidden))

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
    text = CellText(book.size)

    def end() -> None:
        book.shared.append(cleaned_text(text.taken(), book.damage))
        if len(book.shared) > MOST_CELLS:
            raise ReadError(_("it has more than {n} texts. Split it.").format(n=MOST_CELLS))

    starts: dict[str, Start] = {"x:si": text.begin, "x:t": text.listen, "x:rPh": lambda _attributes: True}
    ends = {"x:si": end, "x:t": text.ignore}
    for _piece in walk(book.archive.pieces(part), part, starts, ends, text.add, most=MOST_ELEMENTS):
        pass


def cleaned_text(text: str, damages: list[str]) -> str:
    """Return a text as it is stored, and add what was taken out to the warnings."""
    if text.isascii() and text.isprintable():
        return text
    damages.extend(warning for warning in damage(text) if warning not in damages)
    return clean(text)


def _formats(book: Workbook) -> dict[str, Start]:
    codes: dict[int, str] = {}
    of_cells = False

    def code(attributes: Attributes) -> None:
        codes[whole_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")[:1000]

    def begin(_attributes: Attributes) -> None:
        nonlocal of_cells
        of_cells = True

    def begin_others(_attributes: Attributes) -> bool:
        return True

    def style(attributes: Attributes) -> None:
        if of_cells:
            number = whole_number(attributes.get("numFmtId"))
            book.formats.append(kind_of_format(number, codes.get(number, "")))

    return {"x:numFmt": code, "x:cellXfs": begin, "x:cellStyleXfs": begin_others, "x:dxfs": begin_others, "x:xf": style}


def whole_number(text: str | None, default: int = 0) -> int:
    """Return a number that is written in an attribute, else `default`."""
    return int(text) if text and _NUMBER.fullmatch(text) else default


class CellText:
    """Gathers the text of the elements that are listened to."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._pieces: list[str] = []
        self._listening = False

    def begin(self, _attributes: Attributes) -> None:
        """Begin with nothing."""
        self._pieces = []

    def listen(self, _attributes: Attributes) -> None:
        """Take the text that comes."""
        self._listening = True

    def ignore(self) -> None:
        """Take no more."""
        self._listening = False

    def add(self, data: str) -> None:
        """Take a piece of text, if it is wanted."""
        if self._listening:
            self._size.add_text(data)
            self._pieces.append(data)

    def taken(self) -> str:
        """Return what was taken since it began, escapes resolved."""
        text = "".join(self._pieces)
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
