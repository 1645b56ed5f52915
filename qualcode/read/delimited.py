"""Tables in text: csv and tsv, with the delimiter found, as they come out of Excel, R and our own exports."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from qualcode.errors import ReadError
from qualcode.messages import _
from qualcode.read.files import LARGEST_TEXT, Options
from qualcode.read.sheet import MOST_CELLS, Cells, Sheet, Size
from qualcode.read.text import clean, damage, decode, has_other_line_ends

_DELIMITERS = ",;\t"
_SEEN = 20
_LONGEST_SEEN = 1_000_000
_SAID = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_GUARDED = re.compile(r"'(?= *[=+\-@\t\r\n＝＋－＠])")


def read_delimited(content: bytes, options: Options | None = None) -> Sheet:
    """Read a csv or tsv file.

    Raises
    ------
    ReadError
        With the line, where a quotation mark is not closed.
    """
    text, warnings = decode(content, options)
    warnings += damage(text)
    again = has_other_line_ends(text)
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n") if again else clean(text)
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else find_delimiter(text)
    rows = _rows(text, delimiter, warnings)
    if again:
        rows = [[clean(cell) for cell in row] for row in rows]
    return Sheet(rows, warnings, delimiter=delimiter, first=2 if said else 1)


def find_delimiter(text: str) -> str:
    r"""Return the delimiter that parts the first rows into the same number of cells most often.

    Examples
    --------
    >>> find_delimiter("nama;jawaban\nSiti;Ya, ada\n")
    ';'
    """

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in islice(_parsed(text[:_LONGEST_SEEN], delimiter), _SEEN) if row]
        alike = sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0
        return alike, widths[0] if widths else 0

    return max(_DELIMITERS, key=agreement)


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_TEXT)
    return csv.reader(_lines(text, delimiter), delimiter=delimiter)


def _lines(text: str, delimiter: str) -> Iterator[str]:
    """Yield the lines, but none that could fill the memory with cells before they are counted."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end]
        if line.count(delimiter) > MOST_CELLS:
            Size().add(line.count(delimiter))
        yield line
        at = end


def _rows(text: str, delimiter: str, warnings: list[str]) -> list[Cells]:
    csv.field_size_limit(LARGEST_TEXT)
    reader = csv.reader(_lines(text, delimiter), delimiter=delimiter, strict=True)
    rows: list[Cells] = []
    size = Size()
    line = 1
    try:
        for row in reader:
            size.add(len(row))
            rows.append(_unguarded(row) if row else ())
            line = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise ReadError(
                _("the quotation mark in the row of line {line} is not closed.").format(line=line)
            ) from None
        warnings.append(
            _("line {line}: a quotation mark within a cell; check the cells of this row.").format(line=line)
        )
        return _lenient(_parsed(text, delimiter))
    return rows


def _lenient(parsed: Iterable[list[str]]) -> list[Cells]:
    size = Size()
    rows: list[Cells] = []
    for row in parsed:
        size.add(len(row))
        rows.append(_unguarded(row))
    return rows


def _unguarded(row: list[str]) -> list[str]:
    """Take off the sign that our exports put before what a spreadsheet would take for a formula."""
    return [cell[1:] if _GUARDED.match(cell) else cell for cell in row]
