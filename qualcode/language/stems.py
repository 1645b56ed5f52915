"""The stem of a word by Snowball's rules (Porter 2001), for languages without rules of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""Snowball's name of each language that spaCy cuts into words; Indonesian has rules of its own, which reach more."""

Stem = Callable[[str], str]


@cache
def stemmer(language: str) -> Stem | None:
    """Return what gives the stem of a lower-case word of a language ("en"), or None where Snowball has no rules.

    The algorithm is loaded by its name: the library's own door would take another implementation wherever one is
    installed, and a project must give the same on every computer.
    """
    name = _ALGORITHMS.get(language)
    if name is None:
        return None
    algorithm = getattr(import_module(f"snowballstemmer.{name}_stemmer"), f"{name.capitalize()}Stemmer")()
    return cache(algorithm.stemWord)
