"""Plain text and Markdown: the encoding is found, never guessed in silence."""

from __future__ import annotations

import codecs
import re
import unicodedata

from qualcode.errors import ReadError
from qualcode.messages import _
from qualcode.read.files import Options, sha256
from qualcode.records import Source

LARGEST_TEXT = 50_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def read_text(content: bytes, name: str, options: Options) -> list[Source]:
    """Read a .txt or .md file as one source."""
    del options
    if len(content) > LARGEST_TEXT:
        raise ReadError(_("the text is larger than 50 MB. Split it."))
    text, warnings = clean(*decode(content))
    if not text.strip():
        raise ReadError(_("there is no text in it."))
    return [Source(name, text, "text/plain", sha256(content), warnings=tuple(warnings))]


def decode(content: bytes) -> tuple[str, list[str]]:
    """Decode by BOM, UTF-16 without one, strict UTF-8, then cp1252; the last with a warning that names it.

    Raises
    ------
    ReadError
        If the content is binary.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strict(content[len(bom) :], encoding), []
    sample = content[:4096]
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) >= 4 and sample[odd::2].count(0) > len(sample) * 0.4:
            return _strict(content[: len(content) // 2 * 2], encoding), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        if _is_binary(sample):
            raise ReadError(_("this is no text but binary data. Export it as .txt or .docx.")) from None
        line = content.count(b"\n", 0, error.start) + 1
        warning = _("not UTF-8 (line {line}); read as Windows text (cp1252). Check letters with accents.").format(
            line=line
        )
        return content.decode("cp1252", errors="replace"), [warning]


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            _("damaged {encoding} text (byte {n}). Save it as UTF-8.").format(encoding=encoding, n=error.start)
        ) from None


def _is_binary(sample: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in sample)
    return controls > len(sample) * 0.02


def clean(text: str, warnings: list[str] | None = None) -> tuple[str, list[str]]:
    r"""Return the text as it is stored: NFC, line ends ``\n``, no control characters, and the warnings.

    Examples
    --------
    >>> clean("Satu\r\nDua")
    ('Satu\nDua', [])
    """
    said = list(warnings or [])
    text = _LINE_ENDS.sub("\n", text.lstrip("\ufeff"))
    text, n = _CONTROLS.subn("", text)
    if n:
        said.append(_("{n} control characters were removed.").format(n=n))
    if any("\ud800" <= character <= "\udfff" for character in text) if not text.isascii() else False:
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
        said.append(_("broken characters were replaced."))
    return unicodedata.normalize("NFC", text), said
