"""Codebooks as files: YAML for people, CSV for spreadsheets; which one is told by the suffix."""

from __future__ import annotations

from pathlib import Path

from qualcode.codebook import spreadsheet, yaml_reader, yaml_writer
from qualcode.codebook.codebook import Codebook
from qualcode.errors import CodebookError
from qualcode.messages import _

LARGEST = 5_000_000


def load(path: Path) -> Codebook:
    """Read a codebook from a .yaml, .yml or .csv file.

    Raises
    ------
    CodebookError
        With the file, the line, what is wrong and what to do.
    """
    text = _text(path)
    if path.suffix.lower() in (".yaml", ".yml"):
        return yaml_reader.parse(text, path.name)
    if path.suffix.lower() == ".csv":
        return spreadsheet.parse(text, path.name)
    raise CodebookError(_("{path}: a codebook is a .yaml or .csv file.").format(path=path))


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


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise CodebookError(_("{path}: there is no such file.").format(path=path))
        if path.stat().st_size > LARGEST:
            raise CodebookError(_("{path}: too large for a codebook (over 5 MB).").format(path=path))
        content = path.read_bytes()
    except OSError as error:
        raise CodebookError(_("{path}: cannot be read ({reason}).").format(path=path, reason=error.strerror)) from None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            _("{path}, line {line}: not UTF-8 text. Save it as UTF-8.").format(path=path.name, line=line)
        ) from None
