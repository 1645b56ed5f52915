"""Letters without their accents: how words are compared where accents shall not count."""

from __future__ import annotations

import unicodedata
from functools import cache

_OTHERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ", "ё": "е"}
)
"""Letters that Unicode does not take apart, the final sigma, and the one Cyrillic letter whose dots are optional."""


def fold(word: str) -> str:
    """Return a lower-case word without accents.

    Only Latin and Greek letters lose them: elsewhere a mark makes another letter (й, が) or carries a vowel (Thai).

    Examples
    --------
    >>> fold("café"), fold("straße"), fold("témpé"), fold("район")
    ('cafe', 'strasse', 'tempe', 'район')
    """
    return word if word.isascii() else _folded(word)


@cache
def _folded(word: str) -> str:
    return "".join(map(_bare, unicodedata.normalize("NFC", word).translate(_OTHERS)))


def _bare(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return apart[0] if apart[0] < "\u0250" or "\u0370" <= apart[0] < "\u0400" else letter
