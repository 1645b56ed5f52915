"""The root words of Indonesian that PySastrawi lists, read at run time, and its stemmer as a second opinion."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def roots() -> frozenset[str]:
    """Return the listed root words (about 30,000, lower case)."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return frozenset(word.strip() for word in StemmerFactory().get_words()) - {""}


@cache
def has_root(word: str) -> bool:
    """Tell whether the stem of `word` (lower case) is a listed root word."""
    return word in roots() or _stemmer().stem_word(word) in roots()


@cache
def _stemmer() -> Any:
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer.Stemmer import Stemmer

    return Stemmer(ArrayDictionary(sorted(roots())))
