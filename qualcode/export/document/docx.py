"""A document as docx: A4, real headings and tables with a header row that repeats, pictures with words for each."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.export.charts import chart_bytes
from qualcode.export.document.blocks import (
    Block,
    Bullets,
    Cell,
    Document,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Quotation,
    Row,
    Terms,
)
from qualcode.export.packages import NO_TIME, timeless

if TYPE_CHECKING:
    from docx.document import Document as Docx

MARGIN_MM, WIDTH_MM, HEIGHT_MM = 20, 210, 297
_SHADES = ("", "E3F0F8", "BFDCEE", "8FC1DF", "4F9BC6", "14679B")
_SMALL_PT, _INDENT_MM = 8, 4


def docx_bytes(document: Document) -> bytes:
    """Return the document as the bytes of a docx; the same document gives the same bytes."""
    from docx import Document as new

    page = new()
    _set_up(page, document)
    page.add_heading(_clean(document.title), level=0)
    for block in document.blocks:
        _add(page, block)
    out = BytesIO()
    page.save(out)
    return timeless(out.getvalue())


def _set_up(page: Docx, document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = page.sections[0]
    section.page_width, section.page_height = Mm(WIDTH_MM), Mm(HEIGHT_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    normal: Any = page.styles["Normal"]
    normal.font.size = Pt(10.5)
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): document.language})
    normal.element.get_or_add_rPr().append(language)
    at = datetime.fromisoformat(document.at.replace("Z", "+00:00")) if document.at else NO_TIME
    about = page.core_properties
    about.title, about.author, about.comments = _clean(document.title), "qualcode", ""
    about.created = about.modified = at
    about.language = document.language


def _add(page: Docx, block: Block) -> None:
    match block:
        case Heading():
            page.add_heading(_clean(block.text), level=block.level - 1)
        case Paragraph():
            page.add_paragraph(_clean(block.text))
        case Bullets():
            for item in block.items:
                page.add_paragraph(_clean(item), style="List Bullet")
        case Terms():
            for name, said in block.pairs:
                line = page.add_paragraph()
                line.add_run(_clean(f"{name}: ")).bold = True
                line.add_run(_clean(said))
        case Quotation():
            page.add_paragraph(_clean(block.text), style="Quote")
            page.add_paragraph(_clean(block.cited), style="Caption")
        case Picture():
            _picture(page, block)
        case Grid():
            _grid(page, block)


def _picture(page: Docx, block: Picture) -> None:
    from docx.shared import Mm

    shape = page.add_picture(BytesIO(chart_bytes(block.draw, ".png")))
    widest = Mm(WIDTH_MM - 2 * MARGIN_MM)
    if shape.width > widest:
        shape.height = int(shape.height * widest / shape.width)
        shape.width = widest
    shape._inline.docPr.set("descr", _clean(block.alternative))


def _grid(page: Docx, grid: Grid) -> None:
    page.add_paragraph(_clean(grid.caption), style="Caption")
    table = page.add_table(rows=1, cols=len(grid.header), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, grid.header, strict=True):
        _write(cell, name, bold=True)
    _repeat(table.rows[0])
    for row in [*grid.rows, *([grid.last] if grid.last else [])]:
        _fill(table.add_row().cells, row)
    page.add_paragraph()


def _fill(cells: Any, row: Row) -> None:
    _write(cells[0], row.label, bold=row.depth == 0, indent_mm=_INDENT_MM * row.depth)
    for cell, content in zip(cells[1:], row.cells, strict=True):
        if isinstance(content, Cell):
            _write(cell, content.text, shade=content.shade)
        else:
            _write(cell, content)


def _write(cell: Any, text: str, *, bold: bool = False, indent_mm: float = 0, shade: int = 0) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_clean(text))
    run.font.size, run.bold = Pt(_SMALL_PT), bold
    paragraph.paragraph_format.left_indent = Mm(indent_mm)
    paragraph.paragraph_format.space_after = Pt(0)
    if shade:
        properties = cell._tc.get_or_add_tcPr()
        fill = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): _SHADES[shade]}
        properties.append(properties.makeelement(qn("w:shd"), fill))
        if shade == len(_SHADES) - 1:
            run.font.color.rgb = RGBColor(255, 255, 255)


def _repeat(row: Any) -> None:
    """Make a row the header on every page."""
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _clean(text: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) not in (0xFFFE, 0xFFFF))
    )
