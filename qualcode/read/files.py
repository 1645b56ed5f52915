"""Which reader a file gets, and what is refused before any reader sees it."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from qualcode import plugins
from qualcode.errors import ReadError
from qualcode.messages import _
from qualcode.read.sheet import Sheet
from qualcode.records import Source

LARGEST_FILE = 200_000_000
LARGEST_TEXT = 50_000_000
PLAIN = (".txt", ".md", ".csv", ".tsv")
_SOMETHING = re.compile(rb"[^\0 \t\r\n]")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about texts and tables; ignored by other files.

    Attributes
    ----------
    text_columns : tuple of str
        Columns of texts; empty: found by their headings and values.
    id_column, case_column, speaker_column : str or None
        Headings.
    sheet : str or None
        A sheet of a workbook; None: the first that can be read, and those with the same headings.
    language : str
        For headings that are known in a language ("pelaku", "speaker"), and for guessing an encoding.
    encoding : str or None
        Of plain text and csv, by Python's name; None: found.
    """

    text_columns: tuple[str, ...] = ()
    id_column: str | None = None
    case_column: str | None = None
    speaker_column: str | None = None
    sheet: str | None = None
    language: str = "id"
    encoding: str | None = None


Reader = Callable[[bytes, str, Options], list[Source]]
"""(content, name without suffix, options) -> sources; raises ReadError."""


def read(path: Path, name: str | None = None, options: Options | None = None) -> list[Source]:
    """Read a file into its sources.

    Parameters
    ----------
    name : str, optional
        What the source is called; default: the file's name without suffix.

    Raises
    ------
    ReadError
        One line: the file, the place, what is wrong, what to do. Nothing of the content is in it.
    """
    content = file_bytes(path)
    reader = plugins.load("readers", path.suffix.lower())
    if reader is None:
        known = ", ".join(plugins.names("readers"))
        raise ReadError(_("{path}: files of this kind are not read. Known: {known}.").format(path=path, known=known))
    try:
        return cast(Reader, reader)(content, name or path.stem, options or Options())
    except ReadError as error:
        raise type(error)(f"{path}: {error}") from None


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file that is not too large.

    Raises
    ------
    ReadError
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ReadError(_("{path}: this is a folder or a device, not a file.").format(path=path))
        limit = LARGEST_TEXT if path.suffix.lower() in PLAIN else LARGEST_FILE
        if found.st_size > limit:
            raise ReadError(_("{path}: larger than {n} MB. Split it.").format(path=path, n=limit // 1_000_000))
        content = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(_("{path}: there is no such file.").format(path=path)) from None
    except OSError as error:
        raise ReadError(_("{path}: cannot be read ({reason}).").format(path=path, reason=error.strerror)) from None
    if not _SOMETHING.search(content):
        raise ReadError(_("{path}: the file is empty.").format(path=path))
    return content


def read_table(path: Path) -> Sheet:
    """Read the first table of a csv, tsv, xlsx or docx file: cases, speakers, a codebook, codes given by hand.

    Raises
    ------
    ReadError
        If the file is of another kind, cannot be read, or holds no table.
    """
    from qualcode.read.delimited import read_delimited
    from qualcode.read.sheets import first_sheet

    suffix = path.suffix.lower()
    try:
        if suffix in (".csv", ".tsv"):
            return read_delimited(file_bytes(path))
        if suffix == ".xlsx":
            return first_sheet(file_bytes(path))
        rows = [[s.text[a:b] for a, b in row] for s in read(path) for row in s.table] if suffix == ".docx" else []
    except ReadError as error:
        raise ReadError(str(error) if str(error).startswith(str(path)) else f"{path}: {error}") from None
    if not rows:
        raise ReadError(_("{path}: there is no table in it. Known: .xlsx, .csv, .tsv, .docx.").format(path=path))
    return Sheet(rows)


def sha256(content: bytes) -> str:
    """Return the digest of a file's bytes, 64 lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()
