"""Codebooks as files: YAML for people, tables for spreadsheets; which one is told by the suffix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qualcode.codebook import spreadsheet, yaml_reader, yaml_writer
from qualcode.codebook.codebook import Codebook
from qualcode.codebook.headings import read_headings
from qualcode.errors import CodebookError, ReadError
from qualcode.messages import _
from qualcode.read import table_rows

LARGEST = 5_000_000


def load(path: Path) -> Codebook:
    """Read a codebook from a .yaml, .yml, .csv, .tsv or .xlsx file.

    Raises
    ------
    CodebookError
        With the file, the line, what is wrong and what to do.
    """
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return yaml_reader.parse(_text(path), path.name)
    if suffix in (".csv", ".tsv"):
        return spreadsheet.parse(_text(path), path.name)
    if suffix == ".xlsx":
        return spreadsheet.parse_rows(list(enumerate(_rows(path), 1)), path.name)
    raise CodebookError(_("{path}: a codebook is a .yaml, .csv or .xlsx file.").format(path=path))


def left_out(path: Path) -> Sequence[str]:
    """Return the headings of a table that a codebook has no room for.

    Raises
    ------
    CodebookError
    """
    if path.suffix.lower() in (".csv", ".tsv"):
        return spreadsheet.left_out(_text(path))
    if path.suffix.lower() != ".xlsx":
        return ()
    return read_headings(next((row for row in _rows(path) if any(row)), ())).others


def save(codebook: Codebook, suffix: str) -> str:
    """Return the codebook as the text of a file with this suffix (".yaml" or ".csv").

    Raises
    ------
    CodebookError
        If the suffix is another.
    """
    if suffix in (".yaml", ".yml"):
        return yaml_writer.dump(codebook)
    if suffix == ".csv":
        return spreadsheet.dump(codebook)
    raise CodebookError(_("A codebook is written as .yaml or .csv, not as {suffix}.").format(suffix=suffix))


def _rows(path: Path) -> list[list[str]]:
    _checked(path)
    try:
        return table_rows(path)
    except ReadError as error:
        raise CodebookError(str(error)) from None


def _text(path: Path) -> str:
    content = _checked(path)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            _("{path}, line {line}: not UTF-8 text. Save it as UTF-8.").format(path=path.name, line=line)
        ) from None


def _checked(path: Path) -> bytes:
    """Return the bytes of a file that is there and not too large."""
    try:
        if not path.is_file():
            raise CodebookError(_("{path}: there is no such file.").format(path=path))
        if path.stat().st_size > LARGEST:
            raise CodebookError(_("{path}: too large for a codebook (over 5 MB).").format(path=path))
        return path.read_bytes()
    except OSError as error:
        raise CodebookError(_("{path}: cannot be read ({reason}).").format(path=path, reason=error.strerror)) from None
