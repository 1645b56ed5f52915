"""Codebooks as files: YAML for people, tables for spreadsheets; which one is told by the suffix."""

from __future__ import annotations

from pathlib import Path

from qualcode.codebook import spreadsheet, yaml_reader, yaml_writer
from qualcode.codebook.codebook import Codebook
from qualcode.errors import CodebookError, ReadError
from qualcode.messages import _
from qualcode.read import read_table
from qualcode.read.files import file_bytes
from qualcode.read.sheet import Sheet

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
    if suffix in (".csv", ".tsv", ".xlsx"):
        return spreadsheet.parse(_table(path), path.name)
    raise CodebookError(_("{path}: a codebook is a .yaml, .csv or .xlsx file.").format(path=path))


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


def _table(path: Path) -> Sheet:
    _content(path)
    try:
        return read_table(path)
    except ReadError as error:
        raise CodebookError(str(error)) from None


def _text(path: Path) -> str:
    content = _content(path)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            _("{path}, line {line}: not UTF-8 text. Save it as UTF-8.").format(path=path.name, line=line)
        ) from None


def _content(path: Path) -> bytes:
    """Return the bytes of a file that is there and not too large."""
    try:
        content = file_bytes(path)
    except ReadError as error:
        raise CodebookError(str(error)) from None
    if len(content) > LARGEST:
        raise CodebookError(_("{path}: too large for a codebook (over 5 MB).").format(path=path))
    return content
