"""Bytes become text: by the encoding that was named, by the mark at their beginning, as UTF-8, or by a guess, told.

The guess is chardet's (0BSD, without dependencies), weighed by what it cannot know: how common an encoding is, which
language the project has, and whether the letters that come out stand where letters stand ("f¿dt" and "sŽn" do not).
Measured by ``benchmarks/encodings.py``; charset-normalizer was right half as often on a single sentence.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.errors import QualcodeError, ReadError, nearest
from qualcode.messages import _, ngettext

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1))
"""Encodings by their width in bytes and the byte of a character that is not NUL in European text."""
_SAMPLE = 4096

GUESSED = {
    "cp1252": 1.0, "iso8859-15": 0.95, "mac_roman": 0.98,
    "cp1250": 0.91, "iso8859-2": 0.9, "mac_latin2": 0.6,
    "cp1251": 0.95, "koi8-r": 0.9, "koi8-u": 0.9, "cp866": 0.8, "mac_cyrillic": 0.7,
    "cp1253": 0.95, "iso8859-7": 0.9, "cp1254": 0.85, "cp1255": 0.9, "cp1256": 0.9, "cp1257": 0.7, "cp1258": 0.8,
    "cp874": 0.9, "gb18030": 0.95, "big5hkscs": 0.95, "cp932": 0.95, "euc_jp": 0.95, "cp949": 0.95,
    "cp850": 0.75, "cp437": 0.6,
}  # fmt: skip
"""What is guessed at all, and how readily: an encoding that few programs write needs the better letters."""
_WESTERN = ("cp1252", "iso8859-15", "mac_roman", "cp850")
_SPOKEN_IN = {
    **dict.fromkeys(("id", "ms", "jv", "en", "nl", "de", "fr", "es", "pt", "it", "da", "nb", "sv", "ca"), _WESTERN),
    **dict.fromkeys(("pl", "cs", "hu", "ro", "hr", "sk", "sl"), ("cp1250", "iso8859-2", "mac_latin2")),
    **dict.fromkeys(("ru", "bg", "sr", "mk"), ("cp1251", "koi8-r", "cp866", "mac_cyrillic")),
    "uk": ("cp1251", "koi8-u", "cp866", "mac_cyrillic"), "el": ("cp1253", "iso8859-7"), "tr": ("cp1254",),
    "zh": ("gb18030", "big5hkscs"), "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "ar": ("cp1256",), "fa": ("cp1256",),
    "he": ("cp1255",), "th": ("cp874",), "vi": ("cp1258",), "lt": ("cp1257",), "lv": ("cp1257",), "et": ("cp1257",),
}  # fmt: skip
"""Encodings in which a language was written."""
_OWN_LANGUAGE = 1.1
"""How much more readily an encoding of the project's language is taken."""
_FEW = 4
"""So few bytes beyond ASCII say about as little as none: then what is usual decides."""
_TITLES = {
    "cp1252": "Windows-1252", "iso8859-15": "ISO 8859-15", "mac_roman": "Mac Roman", "cp1250": "Windows-1250",
    "iso8859-2": "ISO 8859-2", "mac_latin2": "Mac Latin 2", "cp1251": "Windows-1251", "koi8-r": "KOI8-R",
    "koi8-u": "KOI8-U", "cp866": "DOS 866", "mac_cyrillic": "Mac Cyrillic", "cp1253": "Windows-1253",
    "iso8859-7": "ISO 8859-7", "cp1254": "Windows-1254", "cp1255": "Windows-1255", "cp1256": "Windows-1256",
    "cp1257": "Windows-1257", "cp1258": "Windows-1258", "cp874": "Windows-874", "gb18030": "GBK", "big5hkscs": "Big5",
    "cp932": "Shift JIS", "euc_jp": "EUC-JP", "cp949": "EUC-KR", "cp850": "DOS 850", "cp437": "DOS 437",
}  # fmt: skip
"""What people know an encoding by."""

_LONGEST_SEEN = 60_000
_LONGEST_LINE = 1_000
"""Bytes of a line that are looked at before its first that is not ASCII."""
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_NO_TEXT = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1a\x1b") + b"\x7f"
_LONGEST_WEIGHED = 6_000
"""Bytes of these in which letters are looked at one by one."""
_MOST_STRAY = 10_000
"""Bytes that are not UTF-8 above which no more are counted: 50 MB of Cyrillic are 25 million."""
_LETTERS_ODD = 0.25
"""Share of the characters beyond ASCII that may stand where none stands, before a guess is no reading at all."""


_UNUSUAL = re.compile("[^\x00-\x7f\u00a0-\u017f\u2010-\u2044\u20ac\u3000-\u9fff\u0370-\u04ff]")
"""What two Windows letters may look like in UTF-8 by chance ("É”"), and people hardly write."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what is to be told of how it was read."""

    text: str
    warnings: tuple[str, ...] = ()


def decoded(content: bytes, *, encoding: str | None = None, language: str = "id") -> Decoded:
    """Return the text of bytes that are no other kind of file.

    Parameters
    ----------
    encoding : str, optional
        The encoding that was named, as `known_encoding` returns it; it is taken, and doubted only where UTF-8 is sure.
    language : str
        The project's, for guessing.

    Raises
    ------
    ReadError
        If the content is binary, or damaged in an encoding that is sure.
    """
    if encoding is not None:
        return _named(content, encoding)
    for bom, marked in _BOMS:
        if content.startswith(bom):
            return Decoded(_strict(content[len(bom) :], marked))
    for wide, width, filled in _WIDE:
        if _is_wide(content[:_SAMPLE], width, filled):
            return _not_binary(_strict(content[: len(content) // width * width], wide))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_binary(content, 0.02)
        return _mended(content) or _guessed(content, error.start, language)
    _refuse_binary(content, 0.1)
    return Decoded(text)


def _named(content: bytes, encoding: str) -> Decoded:
    """Return the text in the encoding that was named; said where it spoils a file that is UTF-8 beside others."""
    text = _strict(content, encoding)
    if content.isascii() or encoding.startswith("utf") or not _is_utf_8(content):
        return Decoded(text)
    said = _("read as {encoding} as you said, but it is UTF-8. If letters look wrong, import it without --encoding.")
    return Decoded(text, (said.format(encoding=encoding),))


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def has_mark(content: bytes) -> bool:
    """Tell whether content begins with a byte order mark, so that it is text whatever follows."""
    return any(content.startswith(bom) for bom, _marked in _BOMS)


def known_encoding(name: str) -> str:
    """Return the name by which Python knows an encoding of text ("latin-1": "iso8859-1").

    Raises
    ------
    QualcodeError
        If there is none; the nearest are named.
    """
    found = _codec(name)
    if not found:
        text = _(
            'There is no encoding "{name}". Nearest: {names}. Examples: utf-8, cp1252, mac_roman, cp1251, gb18030.'
        )
        names = nearest(name, sorted(filter(_codec, _encodings())))
        raise QualcodeError(text.format(name=name, names=", ".join(names) or "utf-8"))
    return found


def _codec(name: str) -> str:
    """Return Python's name of an encoding, "" if there is none or it is no encoding of text ("hex")."""
    try:
        found = codecs.lookup(name).name
        "a".encode(found)
    except (LookupError, ValueError):
        return ""
    return found


def _encodings() -> set[str]:
    """Return the names of all encodings, and what people call them."""
    from encodings.aliases import aliases

    return {*aliases, *aliases.values(), *GUESSED}


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


def _not_binary(text: str) -> Decoded:
    """Numbers of two bytes look like UTF-16; what comes out of them are control characters."""
    controls = sum(char < " " and char not in "\t\n\r\x0b\x0c" for char in text)
    if controls > len(text) * 0.1:
        raise _binary()
    return Decoded(text)


def _refuse_binary(content: bytes, share: float) -> None:
    """Refuse content of which more than a share is control characters, in the whole or in any long stretch."""
    for at in range(0, len(content), _SAMPLE):
        stretch = content[at : at + _SAMPLE]
        if len(stretch) - len(stretch.translate(None, _NO_TEXT)) > max(len(stretch), _SAMPLE if at else 0) * share:
            raise _binary()


def _binary() -> ReadError:
    return ReadError(_("this is no text but binary data. Export it as .txt or .docx."))


def _mended(content: bytes) -> Decoded | None:
    """Return UTF-8 with stray bytes read as Windows letters; None if it has more of these than of sound characters.

    One byte that was pasted in from another file must not spoil every accent of the text.
    """
    places: list[int] = []

    def mend(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        places.append(error.start)
        if len(places) > _MOST_STRAY:
            raise error
        stray = content[error.start : error.end]
        return (stray.decode("cp1252", "replace") if len(stray) == 1 else "\ufffd"), error.end

    codecs.register_error("qualcode.stray", mend)
    try:
        text = content.decode("utf-8", "qualcode.stray")
    except UnicodeDecodeError:
        return None
    sound = len(text) - len(text.encode("ascii", "ignore")) - len(places)
    if sound < len(places) or (sound < 2 * len(places) and _UNUSUAL.search(content.decode("utf-8", "ignore"))):
        return None
    message = ngettext(
        "{n} byte is not UTF-8 (line {line}); read as a Windows letter (cp1252). Check it.",
        "{n} bytes are not UTF-8 (the first in line {line}); read as Windows letters (cp1252). Check them.",
        len(places),
    )
    return Decoded(text, (message.format(n=len(places), line=_line(content, places[0])),))


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1


def _guessed(content: bytes, at: int, language: str) -> Decoded:
    """Return the text in the likeliest encoding that all of the content is possible in."""
    for encoding, odd in _candidates(_telling_lines(content), language):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if odd > _LETTERS_ODD and _mostly_beyond_ascii(content):
            break
        return Decoded(text, (_told(content, at, encoding),))
    if _mostly_beyond_ascii(content):
        raise ReadError(
            _(
                "this is no text in any encoding that is guessed. Save it as UTF-8, or name the encoding: "
                "--encoding NAME"
            )
        )
    return Decoded(content.decode("cp1252", errors="replace"), (_told(content, at, "cp1252"),))


def _told(content: bytes, at: int, encoding: str) -> str:
    text = _(
        "not UTF-8 (line {line}); read as {title} ({encoding}), a guess. "
        "If letters look wrong, save it as UTF-8 or import it with --encoding NAME."
    )
    return text.format(line=_line(content, at), title=_TITLES[encoding], encoding=encoding)


def _mostly_beyond_ascii(content: bytes) -> bool:
    sample = content[:_LONGEST_SEEN]
    return sum(byte > 127 for byte in sample) > 0.3 * len(sample)


def _telling_lines(content: bytes) -> bytes:
    """Return the lines that are not ASCII, up to a size: what is said between them tells nothing."""
    lines: list[bytes] = []
    at = size = 0
    while size < _LONGEST_SEEN and (found := _BEYOND_ASCII.search(content, at)):
        start = max(content.rfind(b"\n", at, found.start()) + 1, found.start() - _LONGEST_LINE)
        at = content.find(b"\n", found.end()) + 1 or len(content)
        lines.append(content[start : min(at, start + _LONGEST_SEEN - size)])
        size += len(lines[-1])
    return b"".join(lines)


def _candidates(sample: bytes, language: str) -> Iterator[tuple[str, float]]:
    """Yield encodings, the likeliest first, with the share of odd characters."""
    import chardet

    doubt = 1 + _FEW / max(1, sum(byte > 127 for byte in sample))
    scores: dict[str, tuple[float, float]] = {}
    for guess in chardet.detect_all(sample, ignore_threshold=True):
        encoding = _ours(guess["encoding"])
        if encoding in GUESSED and encoding not in scores:
            odd = oddness(sample[:_LONGEST_WEIGHED].decode(encoding, "ignore"))
            usual = GUESSED[encoding] * (_OWN_LANGUAGE if encoding in _SPOKEN_IN.get(language, ()) else 1.0)
            scores[encoding] = guess["confidence"] * usual**doubt * (1.02 - odd) ** 3, odd
    for encoding in sorted(scores, key=lambda name: -scores[name][0]):
        yield encoding, scores[encoding][1]


_SAME = {
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "cp858": "cp850", "cp936": "gb18030", "gb2312": "gb18030",
    "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
    "iso8859-8": "cp1255", "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
"""Encodings that are part of one that is guessed, by Python's names."""


def _ours(name: str | None) -> str:
    """Return the name by which `GUESSED` may have an encoding of chardet's."""
    found = _codec(name or "").replace("mac-", "mac_")
    return _SAME.get(found, found)


def oddness(text: str) -> float:
    """Return the share of the characters beyond ASCII that stand where such a character does not stand.

    Symbols and signs inside words, a capital after a small letter, two scripts in one word, controls.

    Examples
    --------
    >>> oddness("født på øen"), oddness("f¿dt pŒ")
    (0.0, 1.0)
    """
    beyond = [i for i, char in enumerate(text) if char > "\x7f"]
    foreign = sum(text[i].isalpha() for i in beyond) > sum(char.isalpha() for char in text) / 2
    padded = f" {text} "
    odd = sum(_is_odd(*padded[i : i + 3], foreign=foreign) for i in beyond)
    return odd / len(beyond) if beyond else 0.0


def _is_odd(before: str, char: str, after: str, *, foreign: bool) -> bool:
    kind = unicodedata.category(char)
    if kind[0] == "L":
        return _is_odd_letter(before, char, after, foreign=foreign)
    if kind[0] == "C" or char in "\ufffd¤" or "\u2500" <= char < "\u25a0":
        return char not in "\xad\u200b\u200c\u200d\u200e\u200f\ufeff"
    if char in "§†‡¶¡¿‚„":
        return before.isalpha() or (char in "†‡" and after.isalpha())
    return (kind[0] in "SN" or char in "•‹›«»“”") and (before.isalpha() or char in "¸¨´¯¬¦") and after.isalpha()


def _is_odd_letter(before: str, char: str, after: str, *, foreign: bool) -> bool:
    """A letter by itself is a word in few languages, and in other scripts only among letters of the same."""
    beside = [other for other in (before, after) if other.isalpha()]
    if not beside:
        return not foreign and char.lower() not in _WORDS_OF_ONE_LETTER
    capital_inside = char.isupper() and before.islower()
    return capital_inside or any(_script(other) != _script(char) for other in beside)


_WORDS_OF_ONE_LETTER = "àáâèéêòôøåöæ"


def _script(letter: str) -> str:
    """Return what Unicode calls the script of a letter; Chinese characters and Japanese signs are one."""
    name = unicodedata.name(letter, "?").partition(" ")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "FULLWIDTH", "HALFWIDTH", "KATAKANA-HIRAGANA") else name
