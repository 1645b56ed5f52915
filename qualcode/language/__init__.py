"""What changes with the language of the interviews, behind one protocol.

`get` returns a language by its BCP 47 code: Indonesian and Malay have rules of their own, every other language goes
through spaCy and Snowball's stems (``generic``). Behind a colon the code may name a trained spaCy pipeline of the
user's, whose sentence ends and lemmas are used: "de:de_core_news_sm". The code is stored with each source, and so is
the pipeline.
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
        """Return for each root those of `words` (lower case) that are its forms; accents do not count ("café": "cafe").

        Forms are what the language makes of a root: affixed, inflected, doubled, with clitics.
        """

    def known(self, word: str) -> bool:
        """Tell whether `word` (lower case) is a real word, so that it is no typing error of another."""


@cache
def get(code: str) -> Language:
    """Return the language with this code ("id", "en", "de-AT", "id:NAME" …); a region changes nothing for ours.

    Raises
    ------
    QualcodeError
        If neither qualcode nor spaCy knows the language, or its pipeline is not installed.
    """
    tag, pipeline = parted(code)
    built_in = plugins.load("languages", tag) or plugins.load("languages", subtag(tag))
    if built_in is not None and not pipeline:
        return cast(Language, built_in())
    from qualcode.language.generic import Generic

    if built_in is None:
        return Generic(code)
    from qualcode.language.guided import Guided

    return Guided(code, built_in(), Generic(code))


def parted(code: str) -> tuple[str, str]:
    """Return the BCP 47 tag of a code and the pipeline that it names, or "".

    Examples
    --------
    >>> parted("de-AT:de_core_news_sm")
    ('de-AT', 'de_core_news_sm')
    """
    tag, _colon, pipeline = code.partition(":")
    return tag, pipeline


def subtag(code: str) -> str:
    """Return the language of a code without region and pipeline.

    Examples
    --------
    >>> subtag("de-AT:de_core_news_sm")
    'de'
    """
    return parted(code)[0].split("-")[0].lower()


__all__ = ["Language", "Sequence", "get", "parted", "subtag"]
