"""Plain text and Markdown: decoded, cleaned, and what was lost on the way is said."""

from __future__ import annotations

import re
import unicodedata

from qualcode.errors import ReadError
from qualcode.language import subtag
from qualcode.messages import _, ngettext
from qualcode.read.encodings import decoded, has_mark
from qualcode.read.files import LARGEST_TEXT, Options, sha256
from qualcode.read.kinds import expect
from qualcode.records import Source

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("(?<=[A-Za-z\u00c0-\u058f])[\xad\u200b\u2060\ufeff]+(?=[a-z\u00df-\u058f])")
"""Soft hyphens and marks of no width inside a word; elsewhere, as in Thai, they part words."""
_SURROGATES = re.compile("[\ud800-\udfff]")


def read_text(content: bytes, name: str, options: Options) -> list[Source]:
    """Read a .txt or .md file as one source."""
    text, warnings = decode(content, options)
    warnings += damage(text)
    text = clean(text)
    if not text.strip():
        raise ReadError(_("there is no text in it."))
    return [Source(name, text, "text/plain", sha256(content), warnings=tuple(warnings))]


def decode(content: bytes, options: Options | None = None) -> tuple[str, list[str]]:
    """Return the text of bytes and what is to be told of how it was read, in the encoding that `options` name if any.

    Raises
    ------
    ReadError
        If the content is no text, is damaged, or is longer than 50 MB.
    """
    options = options or Options()
    if len(content) > LARGEST_TEXT:
        raise ReadError(_("the text is larger than 50 MB. Split it."))
    if not has_mark(content):
        expect(content, "text")
    found = decoded(content, encoding=options.encoding, language=subtag(options.language))
    return found.text, list(found.warnings)


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
    """Return warnings of what `clean` takes out of a text, and of what stays in it and is not seen."""
    controls = sum(1 for _found in _CONTROLS.finditer(text))
    broken = sum(1 for _found in _SURROGATES.finditer(text))
    warnings = []
    if controls:
        message = ngettext("{n} control character was removed.", "{n} control characters were removed.", controls)
        warnings.append(message.format(n=controls))
    if broken:
        message = ngettext("{n} broken character was replaced.", "{n} broken characters were replaced.", broken)
        warnings.append(message.format(n=broken))
    if unseen := len(_INVISIBLE.findall(text)):
        message = ngettext(
            "{n} invisible character is inside a word, which rules and find then miss. Remove it in an editor.",
            "{n} invisible characters are inside words, which rules and find then miss. Remove them in an editor.",
            unseen,
        )
        warnings.append(message.format(n=unseen))
    return warnings


def has_other_line_ends(text: str) -> bool:
    """Tell whether `clean` makes line ends of characters that a table would not end a row at."""
    return any(mark in text for mark in "\x0b\x0c\x85\u2028\u2029")
