"""A language with rules of its own whose sentence ends and lemmas come from a trained pipeline of the user's."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from qualcode.records import Span

if TYPE_CHECKING:
    from qualcode.language import Language
    from qualcode.language.generic import Generic


class Guided:
    """The `Language` of a code such as "id:NAME": words, spoken forms and negators are those of "id".

    Parameters
    ----------
    code : str
        With the pipeline in it.
    own : Language
        The language with its rules.
    trained : Generic
        The same language through the pipeline.
    """

    def __init__(self, code: str, own: Language, trained: Generic) -> None:
        self.code = code
        self._own = own
        self._trained = trained

    @property
    def negators(self) -> frozenset[str]:
        """The words that turn a statement around, by our list."""
        return self._own.negators

    @property
    def stop_words(self) -> frozenset[str]:
        """Function words and fillers, by our list."""
        return self._own.stop_words

    def tokens(self, text: str) -> list[Span]:
        """Return the words of `text` in order, as our rules cut them."""
        return self._own.tokens(text)

    def sentences(self, text: str) -> list[Span]:
        """Return the sentences of `text` as the pipeline ends them; by our rules if it ends none."""
        return (self._trained if self._trained.ends_sentences else self._own).sentences(text)

    def normal(self, word: str) -> str:
        """Return the normal form of a word, by our lists."""
        return self._own.normal(word)

    def reach(self, wanted: Collection[str], words: Collection[str]) -> dict[str, set[str]]:
        """Return for each root those of `words` that our rules make of it, or that share its lemma in the pipeline."""
        by_rules, by_lemma = self._own.reach(wanted, words), self._trained.reach(wanted, words)
        return {root: by_rules[root] | by_lemma[root] for root in wanted}

    def known(self, word: str) -> bool:
        """Tell whether our lists have `word` or its root."""
        return self._own.known(word)
