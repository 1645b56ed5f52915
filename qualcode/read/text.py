"""Plain text and Markdown: the encoding is found, never guessed in silence."""

from __future__ import annotations

import codecs
import re
import unicodedata

from qualcode.errors import ReadError
from qualcode.messages import _, ngettext
from qualcode.read.files import LARGEST_TEXT, Options, sha256
from qualcode.read.kinds import expect
from qualcode.records import Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1))
"""Encodings by their width in bytes and the byte of a character that is not NUL in European text."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SAMPLE = 4096


def read_text(content: bytes, name: str, options: Options) -> list[Source]:
    """Read a .txt or .md file as one source."""
    del options
    text, warnings = decode(content)
    warnings += damage(text)
    text = clean(text)
    if not text.strip():
        raise ReadError(_("there is no text in it."))
    return [Source(name, text, "text/plain", sha256(content), warnings=tuple(warnings))]


def decode(content: bytes) -> tuple[str, list[str]]:
    """Decode by BOM, UTF-32 or UTF-16 without one, strict UTF-8, then cp1252; the last with a warning that names it.

    Raises
    ------
    ReadError
        If the content is no text, is damaged, or is longer than 50 MB.
    """
    if len(content) > LARGEST_TEXT:
        raise ReadError(_("the text is larger than 50 MB. Split it."))
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strict(content[len(bom) :], encoding), []
    sample = content[:_SAMPLE]
    for encoding, width, filled in _WIDE:
        if _is_wide(sample, width, filled):
            return _strict(content[: len(content) // width * width], encoding), []
    expect(content, "text")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_binary(sample, 0.02)
        warning = _("not UTF-8 (line {line}); read as Windows text (cp1252). Check letters with accents.").format(
            line=content.count(b"\n", 0, error.start) + 1
        )
        return content.decode("cp1252", errors="replace"), [warning]
    _refuse_binary(sample, 0.1)
    return text, []


def _is_wide(sample: bytes, width: int, filled: int) -> bool:
    """Tell whether all bytes of most characters but the filled one are NUL."""
    n = len(sample) // width
    empty = [sample[i::width][:n].count(0) for i in range(width) if i != filled]
    return n > 1 and min(empty) > 0.8 * n and sample[filled::width][:n].count(0) < 0.2 * n


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            _("damaged {encoding} text (byte {n}). Save it as UTF-8.").format(encoding=encoding, n=error.start)
        ) from None


def _refuse_binary(sample: bytes, share: float) -> None:
    """Refuse content of which more than a share is control characters."""
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in sample)
    if controls > len(sample) * share:
        raise ReadError(_("this is no text but binary data. Export it as .txt or .docx."))


def clean(text: str) -> str:
    r"""Return the text as it is stored: NFC, line ends ``\n``, no control characters.

    Examples
    --------
    >>> clean("Satu\r\nDua\x00")
    'Satu\nDua'
    """
    text = _LINE_ENDS.sub("\n", text.lstrip("\ufeff"))
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    return unicodedata.normalize("NFC", text)


def damage(text: str) -> list[str]:
    """Return warnings of what `clean` takes out of a text."""
    controls = sum(1 for _found in _CONTROLS.finditer(text))
    broken = sum(1 for _found in _SURROGATES.finditer(text))
    warnings = []
    if controls:
        message = ngettext("{n} control character was removed.", "{n} control characters were removed.", controls)
        warnings.append(message.format(n=controls))
    if broken:
        message = ngettext("{n} broken character was replaced.", "{n} broken characters were replaced.", broken)
        warnings.append(message.format(n=broken))
    return warnings


def has_other_line_ends(text: str) -> bool:
    """Tell whether `clean` makes line ends of characters that a table would not end a row at."""
    return any(mark in text for mark in "\x0b\x0c\x85\u2028\u2029")
