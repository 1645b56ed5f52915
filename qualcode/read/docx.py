"""Word documents: the text of the body, its lists numbered, its tables as cells; what is left out is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from qualcode.errors import ReadError
from qualcode.language.lexicon import Lexicon, lexicon
from qualcode.messages import _, ngettext
from qualcode.read.archive import Archive
from qualcode.read.columns import is_heading
from qualcode.read.document import Block, Document, StyledText, read_document
from qualcode.read.files import Options, sha256
from qualcode.read.kinds import expect
from qualcode.read.lists import read_lists
from qualcode.read.numbering import Numbering
from qualcode.read.package import main_part
from qualcode.read.spans import TextWithCells
from qualcode.read.text import clean, damage
from qualcode.records import Source, Style

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(content: bytes, name: str, options: Options) -> list[Source]:
    """Read a .docx file as one source."""
    expect(content, "docx", "zip")
    archive = Archive(content)
    part = main_part(archive)
    document = read_document(archive, part, Numbering(partial(read_lists, archive, part)))
    written = _written(document.blocks, lexicon(options.language))
    if not written.text.strip():
        raise ReadError(_("there is no text in it."))
    warnings = [*_left_out(document), *damage("\n".join(_pieces(document.blocks)))]
    return [Source(name, written.text, MEDIA_TYPE, sha256(content), table=written.rows,
                   warnings=tuple(warnings), styles=tuple(written.styles))]  # fmt: skip


def _written(blocks: Sequence[Block], words: Lexicon) -> TextWithCells:
    """Return paragraphs and rows one below the other, and the cells of the rows of the transcript."""
    listed = _transcript(blocks, words)
    written = TextWithCells()
    for i, block in enumerate(blocks):
        if isinstance(block, str):
            written.add_line(clean(block), styles=_cleaned(block))
        else:
            for n, row in enumerate(block):
                written.add_row([clean(cell) for cell in row], listed=(i, n) in listed)
    return written


def _cleaned(block: str) -> list[Style]:
    """Return the styles of a paragraph by their places in the text as it is stored."""
    styles = block.styles if isinstance(block, StyledText) else ()
    if not styles or clean(block) == block:
        return list(styles)
    return [replace(one, start=len(clean(block[: one.start])), end=len(clean(block[: one.end]))) for one in styles]


def _transcript(blocks: Sequence[Block], words: Lexicon) -> set[tuple[int, int]]:
    """Return the rows (number of the block, of the row) of the table that holds the transcript.

    Where a row has headings that transcripts have, it and those below it, and the tables of the same width after it
    without their own headings; else all rows of all tables.
    """
    tables = {i: block for i, block in enumerate(blocks) if not isinstance(block, str)}
    rows = [(i, n) for i, table in tables.items() for n in range(len(table))]
    heads = [(i, n) for i, n in rows if is_heading(tables[i][n], words)]
    if not heads:
        return set(rows)
    widths = {i: max(map(len, table), default=0) for i, table in tables.items()}
    first = heads[0]
    alike = {(i, n) for i, n in rows if widths[i] == widths[first[0]] and (i, n) > first}
    return {first} | alike - set(heads)


def _pieces(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (cell for row in block for cell in row)


def _left_out(document: Document) -> list[str]:
    warnings = []
    if n := document.notes:
        message = ngettext("{n} footnote or endnote was left out.", "{n} footnotes or endnotes were left out.", n)
        warnings.append(message.format(n=n))
    if n := document.pictures:
        message = ngettext("{n} picture was left out.", "{n} pictures were left out.", n)
        warnings.append(message.format(n=n))
    if n := document.embedded:
        message = ngettext("{n} embedded document was left out.", "{n} embedded documents were left out.", n)
        warnings.append(message.format(n=n))
    return warnings
