"""What changes with the language of the interviews, behind one protocol.

`get` returns a language by its BCP 47 code: Indonesian has rules of its own, every other language goes
through spaCy (``generic``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Protocol, cast

from qualcode import plugins
from qualcode.records import Span


class Language(Protocol):
    """What segmenting and matching ask of a language."""

    code: str

    @property
    def negators(self) -> frozenset[str]:
        """Words (normal form) that turn a statement around: "tidak", "not"."""

    @property
    def stop_words(self) -> frozenset[str]:
        """Function words and fillers, negators not among them: for features, never for matching."""

    def tokens(self, text: str) -> list[Span]:
        """Return the words of `text` in order; punctuation is left out."""

    def sentences(self, text: str) -> list[Span]:
        """Return the sentences of `text` in order, outer white space left out."""

    def normal(self, word: str) -> str:
        """Return the normal form of a word: lower case, spoken and short forms mapped ("nggak" -> "tidak")."""

    def reach(self, wanted: Collection[str], words: Collection[str]) -> dict[str, set[str]]:
        """Return for each root those of `words` (lower case) that are its forms: affixed, doubled, with clitics."""

    def known(self, word: str) -> bool:
        """Tell whether `word` (lower case) is a real word, so that it is no typing error of another."""


@cache
def get(code: str) -> Language:
    """Return the language with this code ("id", "en", "de-AT" …); a region changes nothing for ours.

    Raises
    ------
    QualcodeError
        If neither qualcode nor spaCy knows the language.
    """
    built_in = plugins.load("languages", code) or plugins.load("languages", code.split("-")[0].lower())
    if built_in is not None:
        return cast(Language, built_in())
    from qualcode.language.generic import Generic

    return Generic(code)


__all__ = ["Language", "Sequence", "get"]
