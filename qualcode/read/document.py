"""The body of a Word document as paragraphs and tables, in order; tracked changes as if accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from qualcode.errors import ReadError
from qualcode.messages import _
from qualcode.read.archive import Archive
from qualcode.read.files import LARGEST_TEXT
from qualcode.read.lists import small_number
from qualcode.read.markup import Attributes, End, Start, attribute, walk
from qualcode.read.numbering import Numbering
from qualcode.records import Style

Table = list[list[str]]
Block = str | Table
"""A paragraph, or a table as rows of cells; paragraphs of a cell are joined by a line end."""


class StyledText(str):
    """A paragraph of the body with how it is set: ``styles`` are stretches of it, in order."""

    styles: tuple[Style, ...] = ()


MOST_ELEMENTS = 3_000_000
MOST_CELLS = 1_000_000
MOST_COLUMNS = 63
DEEPEST = 50

_LEFT_OUT = (
    "w:sdtPr", "w:sectPr", "w:rt",
    "w:pPrChange", "w:rPrChange", "w:tblPrChange", "w:trPrChange", "w:tcPrChange", "w:numberingChange",
)  # fmt: skip
_PICTURES = ("a:blip", "v:imagedata", "c:chart", "dgm:relIds")
_SYMBOLS = {"F0B7": "•", "F0A7": "▪", "F0D8": "➢", "F0FC": "✓", "F0E0": "→", "F0E8": "→", "F04A": "☺", "F0A8": "□"}


@dataclass(slots=True)
class Document:
    """What a document holds, and how much of it is no text of its body."""

    blocks: list[Block] = field(default_factory=list)
    notes: int = 0
    pictures: int = 0
    embedded: int = 0


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    number: str = ""
    level: int | None = None
    style: str = ""
    joins_next: bool = False
    boxes: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    letters: int = 0


@dataclass(slots=True)
class _Frame:
    """Where paragraphs gather: the body, a cell, a text box."""

    is_cell: bool = False
    blocks: list[Block] = field(default_factory=list)
    unfinished: str = ""
    columns: int = 1


@dataclass(slots=True)
class _Rows:
    """A table in the making."""

    rows: Table = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    deleted: bool = False


def read_document(archive: Archive, part: str, numbering: Numbering) -> Document:
    """Walk once through the XML of a document.

    Raises
    ------
    ReadError
        If it is damaged, too large, or no Word document.
    """
    walker = _Walker(numbering)
    for _piece in walk(archive.pieces(part), part, walker.starts, walker.ends, walker.text, most=MOST_ELEMENTS):
        pass
    if not walker.is_document:
        raise ReadError(_("there is no Word document in it. Open it in its program and save it as .docx."))
    walker.finish()
    return walker.document


class _Walker:
    def __init__(self, numbering: Numbering) -> None:
        self.document = Document()
        self.is_document = False
        self._numbering = numbering
        self._frames = [_Frame(blocks=self.document.blocks)]
        self._tables: list[_Rows] = []
        self._paragraphs: list[_Paragraph] = []
        self._chosen: list[bool] = []
        self._in_text = self._in_run = False
        self._emphasised: set[Literal["bold", "italic"]] = set()
        self._properties = ""
        self._letters = self._cells = 0
        self.starts = self._starts()
        self.ends = self._ends()

    def _starts(self) -> dict[str, Start]:
        starts: dict[str, Start] = {
            "w:document": self._begin_document,
            "w:p": self._begin_paragraph,
            "w:pPr": self._begin_properties("pPr"),
            "w:trPr": self._begin_properties("trPr"),
            "w:pStyle": self._style,
            "w:numId": self._number,
            "w:ilvl": self._level,
            "w:r": self._begin_run,
            "w:b": self._emphasis("bold"),
            "w:i": self._emphasis("italic"),
            "w:t": self._begin_text,
            "m:t": self._begin_text,
            "w:sym": self._symbol,
            "w:del": self._deletion,
            "w:moveFrom": self._deletion,
            "w:txbxContent": self._begin_box,
            "w:tbl": self._begin_table,
            "w:tr": self._begin_row,
            "w:gridBefore": self._before,
            "w:tc": self._begin_cell,
            "w:gridSpan": self._span,
            "mc:AlternateContent": self._begin_choices,
            "mc:Choice": self._choice,
            "mc:Fallback": self._choice,
            "w:footnoteReference": self._note,
            "w:endnoteReference": self._note,
            "w:altChunk": self._embedded,
        }
        starts.update(dict.fromkeys(_LEFT_OUT, lambda _attributes: True))
        starts.update(dict.fromkeys(_PICTURES, self._picture))
        for name, sign in (("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-")):
            starts[f"w:{name}"] = self._sign(sign)
        return starts

    def _ends(self) -> dict[str, End]:
        return {
            "w:p": self._end_paragraph,
            "w:pPr": self._end_properties,
            "w:trPr": self._end_properties,
            "w:r": self._end_run,
            "w:t": self._end_text,
            "m:t": self._end_text,
            "w:txbxContent": self._end_box,
            "w:tbl": self._end_table,
            "w:tr": self._end_row,
            "w:tc": self._end_cell,
            "mc:AlternateContent": self._end_choices,
        }

    def finish(self) -> None:
        """Keep a last paragraph whose end was deleted."""
        if self._frames[0].unfinished:
            self.document.blocks.append(self._frames[0].unfinished)

    def _begin_document(self, _attributes: Attributes) -> None:
        self.is_document = True

    def _begin_paragraph(self, _attributes: Attributes) -> None:
        self._refuse_depth(len(self._paragraphs))
        self._paragraphs.append(_Paragraph())

    def _end_paragraph(self) -> None:
        paragraph, frame = self._paragraphs.pop(), self._frames[-1]
        text = "".join(paragraph.pieces)
        marker = self._numbering.marker(paragraph.number, paragraph.level, paragraph.style)
        if marker and (text or frame.is_cell):
            text = f"{marker} {text}" if text else marker
        before = len(frame.unfinished) + len(text) - paragraph.letters
        text = frame.unfinished + text
        frame.unfinished = ""
        if paragraph.joins_next:
            frame.unfinished = text
        else:
            frame.blocks.append(_styled(text, paragraph, before))
        frame.blocks.extend(paragraph.boxes)

    def _begin_properties(self, name: str) -> Start:
        def begin(_attributes: Attributes) -> None:
            self._properties = name

        return begin

    def _end_properties(self) -> None:
        self._properties = ""

    def _style(self, attributes: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].style = attribute(attributes, "w:val")

    def _number(self, attributes: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].number = attribute(attributes, "w:val")

    def _level(self, attributes: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].level = small_number(attribute(attributes, "w:val"))

    def _deletion(self, _attributes: Attributes) -> bool:
        """Leave out what was deleted; in properties it is the end of a paragraph, or a row, that was."""
        if self._properties == "pPr" and self._paragraphs:
            self._paragraphs[-1].joins_next = True
        elif self._properties == "trPr" and self._tables:
            self._tables[-1].deleted = True
        return True

    def _begin_run(self, _attributes: Attributes) -> None:
        self._in_run = True
        self._emphasised = set()

    def _emphasis(self, kind: Literal["bold", "italic"]) -> Start:
        def begin(attributes: Attributes) -> None:
            if self._in_run and attribute(attributes, "w:val") not in ("0", "false", "off"):
                self._emphasised.add(kind)

        return begin

    def _end_run(self) -> None:
        self._in_run = False

    def _begin_text(self, _attributes: Attributes) -> None:
        self._in_text = True

    def _end_text(self) -> None:
        self._in_text = False

    def text(self, data: str) -> None:
        """Take the text of a run; line ends in the XML are blanks."""
        if self._in_text:
            self._add(data.replace("\n", " "))

    def _sign(self, sign: str) -> Start:
        def add(_attributes: Attributes) -> None:
            if self._in_run and not self._properties:
                self._add(sign)

        return add

    def _symbol(self, attributes: Attributes) -> None:
        code = attribute(attributes, "w:char").upper()
        if code in _SYMBOLS:
            self._add(_SYMBOLS[code])
        elif len(code) == 4 and not set(code) - set("0123456789ABCDEF") and code[0] not in "DEF":
            self._add(chr(int(code, 16)))
        else:
            self._add("\ufffd")

    def _add(self, text: str) -> None:
        if not self._paragraphs:
            return
        self._letters += len(text)
        if self._letters > LARGEST_TEXT:
            raise ReadError(_("the text is larger than 50 MB. Split it."))
        paragraph = self._paragraphs[-1]
        paragraph.pieces.append(text)
        start, paragraph.letters = paragraph.letters, paragraph.letters + len(text)
        for kind in sorted(self._emphasised):
            paragraph.styles.append(Style(start, paragraph.letters, kind))

    def _begin_box(self, _attributes: Attributes) -> None:
        self._frames.append(_Frame())
        self._in_run = False

    def _end_box(self) -> None:
        frame = self._frames.pop()
        self._in_run = bool(self._paragraphs)
        boxes = self._paragraphs[-1].boxes if self._paragraphs else self._frames[-1].blocks
        boxes.extend(block for block in _texts(frame) if block)

    def _begin_choices(self, _attributes: Attributes) -> None:
        self._chosen.append(False)

    def _choice(self, _attributes: Attributes) -> bool:
        """Take the first of several representations of the same thing."""
        if not self._chosen or self._chosen[-1]:
            return True
        self._chosen[-1] = True
        return False

    def _end_choices(self) -> None:
        self._chosen.pop()

    def _begin_table(self, _attributes: Attributes) -> None:
        self._refuse_depth(len(self._tables))
        self._tables.append(_Rows())

    def _end_table(self) -> None:
        rows = self._tables.pop().rows
        frame = self._frames[-1]
        if len(self._frames) == 1:
            frame.blocks.append(rows)
        else:
            frame.blocks.extend("\t".join(row) for row in rows)

    def _begin_row(self, _attributes: Attributes) -> None:
        if self._tables:
            self._tables[-1].row = []
            self._tables[-1].deleted = False

    def _end_row(self) -> None:
        if self._tables and self._tables[-1].row and not self._tables[-1].deleted:
            self._tables[-1].rows.append(self._tables[-1].row)

    def _before(self, attributes: Attributes) -> None:
        columns = min(small_number(attribute(attributes, "w:val")), MOST_COLUMNS)
        self._count_cells(columns)
        if self._tables:
            self._tables[-1].row = [""] * columns

    def _begin_cell(self, _attributes: Attributes) -> None:
        self._frames.append(_Frame(is_cell=True))

    def _span(self, attributes: Attributes) -> None:
        self._frames[-1].columns = min(max(small_number(attribute(attributes, "w:val"), 1), 1), MOST_COLUMNS)

    def _end_cell(self) -> None:
        """Add a cell, and empty ones for the other columns that it spans."""
        frame = self._frames.pop()
        self._count_cells(frame.columns)
        if self._tables:
            text = "\n".join(_texts(frame)).strip("\n").replace("\t", " ")
            self._tables[-1].row.extend([text, *[""] * (frame.columns - 1)])

    def _count_cells(self, n: int) -> None:
        self._cells += n
        if self._cells > MOST_CELLS:
            raise ReadError(_("its tables have more than {n} cells. Split the file.").format(n=MOST_CELLS))

    def _refuse_depth(self, depth: int) -> None:
        if depth >= DEEPEST:
            raise ReadError(_("its tables or text boxes are nested more than {n} deep.").format(n=DEEPEST))

    def _note(self, _attributes: Attributes) -> None:
        self.document.notes += 1

    def _picture(self, _attributes: Attributes) -> None:
        self.document.pictures += 1

    def _embedded(self, _attributes: Attributes) -> None:
        self.document.embedded += 1


_HEADINGS = ("heading", "judul", "title", "titel", "titre", "titolo", "ttulo", "berschrift", "kop")
"""How the ids of the styles of headings begin, in the languages of Word that drop letters with accents."""
_ORDINARY = (
    "",
    "normal",
    "listparagraph",
    "bodytext",
    "nospacing",
    "standard",
    "default",
    "daftarparagraf",
    "paragraph",
)


def _styled(text: str, paragraph: _Paragraph, before: int) -> str:
    """Return the text of a paragraph with its styles, if it has any; `before` letters stand before its own."""
    if not text or not (paragraph.styles or paragraph.style):
        return text
    styled = StyledText(text)
    of_runs: list[Style] = []
    for style in sorted(paragraph.styles, key=lambda one: (one.kind, one.start)):
        last = of_runs[-1] if of_runs else None
        if last and last.kind == style.kind and not text[before + last.end : before + style.start].strip():
            of_runs[-1] = Style(last.start, style.end, style.kind)
        else:
            of_runs.append(style)
    named = paragraph.style.casefold()
    whole: list[Style] = []
    if text.strip() and named.startswith(_HEADINGS):
        whole = [Style(0, len(text), "heading")]
    elif text.strip() and named not in _ORDINARY:
        whole = [Style(0, len(text), "style", paragraph.style)]
    shifted = [Style(before + one.start, before + one.end, one.kind) for one in of_runs]
    styled.styles = tuple(sorted([*whole, *shifted], key=lambda one: (one.start, one.end)))
    return styled


def _texts(frame: _Frame) -> list[str]:
    """Return the paragraphs of a frame that is not the body; it holds no tables, they came as text."""
    texts = [block for block in frame.blocks if isinstance(block, str)]
    return [*texts, frame.unfinished] if frame.unfinished else texts
