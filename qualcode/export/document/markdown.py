"""A document as Markdown: headings, tables and quotations, without pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")


def markdown_bytes(document: Document) -> bytes:
    """Return the document as UTF-8; what people wrote stays text."""
    lines = [f"# {escaped(document.title)}"]
    for block in document.blocks:
        lines.extend(["", *_lines(block)] if not isinstance(block, Picture) else [])
    return ("\n".join(lines) + "\n").encode()


def escaped(text: str) -> str:
    r"""Return text in one line in which nothing is markup.

    Examples
    --------
    >>> escaped("<b>satu</b> | dua_tiga")
    '\\<b\\>satu\\</b\\> \\| dua\\_tiga'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {escaped(block.text)}"
        case Paragraph():
            yield escaped(block.text)
        case Bullets():
            yield from (f"- {escaped(item)}" for item in block.items)
        case Terms():
            yield from (f"- **{escaped(name)}**: {escaped(said)}" for name, said in block.pairs)
        case Quotation():
            yield from (f"> {escaped(line)}" for line in block.text.split("\n"))
            yield ">"
            yield f"> {escaped(block.cited)}"
        case Grid():
            yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    yield escaped(grid.caption)
    yield ""
    yield _line(map(escaped, grid.header))
    yield _line("---" for _name in grid.header)
    for row in [*grid.rows, *([grid.last] if grid.last else [])]:
        yield _line(_cells(row))


def _cells(row: Row) -> Iterator[str]:
    yield "&nbsp;&nbsp;" * row.depth + escaped(row.label)
    for cell in row.cells:
        yield escaped(cell.text if isinstance(cell, Cell) else cell)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
