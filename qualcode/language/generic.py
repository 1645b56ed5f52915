"""Any other language, through spaCy: its tokenizer, and sentences and lemmas where a trained pipeline is installed."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, cached_property
from typing import Any

from qualcode.errors import QualcodeError, nearest
from qualcode.language.sentences import cut_long
from qualcode.language.wordlists import words_of
from qualcode.messages import _
from qualcode.records import Span

_LONGEST_TEXT = 100_000_000  # characters; spaCy's own limit guards parser memory, and sources are longer than it


class Generic:
    """The `Language` of a code that spaCy knows ("en", "nl-BE").

    Without a trained pipeline a word is reached by itself only, and every word counts as known, so that
    none is taken for a typing error.

    Raises
    ------
    QualcodeError
        If spaCy does not know the language, or needs another package for it.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self._nlp = _pipeline(code.split("-")[0].lower())

    @cached_property
    def negators(self) -> frozenset[str]:
        """The words that turn a statement around; empty for a language without a list of ours."""
        return words_of("negators", self._nlp.lang)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """Function words that spaCy lists, negators not among them; for features, never for matching."""
        return frozenset(self._nlp.Defaults.stop_words) - self.negators

    def tokens(self, text: str) -> list[Span]:
        """Return the words of `text` in order, as spaCy cuts them."""
        words = self._nlp.tokenizer(text)
        return [(word.idx, word.idx + len(word)) for word in words if any(map(str.isalnum, word.text))]

    def sentences(self, text: str) -> list[Span]:
        """Return the sentences of `text` in order; long talk without punctuation is cut where clauses open."""
        found = [_trimmed(text, sentence.start_char, sentence.end_char) for sentence in self._nlp(text).sents]
        spans = [(start, end) for start, end in found if start < end]
        return cut_long(spans, self.tokens(text), text, words_of("breaks", self._nlp.lang))

    def normal(self, word: str) -> str:
        """Return `word` in lower case."""
        return word.lower()

    def reach(self, wanted: Collection[str], words: Collection[str]) -> dict[str, set[str]]:
        """Return for each root those of `words` that are the root, or share its lemma where there are lemmas."""
        given = set(words)
        reached = {root: {root} & given for root in wanted}
        if self._has_lemmas:
            for root in wanted:
                lemmas = (root, self._lemma(root))
                reached[root] |= {word for word in given if self._lemma(word) in lemmas}
        return reached

    def known(self, word: str) -> bool:
        """Tell whether the pipeline has a vector for `word`; without vectors every word is known."""
        vocabulary = self._nlp.vocab
        return bool(vocabulary.vectors.n_keys == 0 or vocabulary.has_vector(word))

    @property
    def _has_lemmas(self) -> bool:
        return "lemmatizer" in self._nlp.pipe_names

    def _lemma(self, word: str) -> str:
        return _lemma(self._nlp, word)


@cache
def _lemma(nlp: Any, word: str) -> str:
    return str(nlp(word)[0].lemma_).lower() if word else word


@cache
def _pipeline(code: str) -> Any:
    import spacy

    trained = sorted(name for name in spacy.util.get_installed_models() if name.split("_")[0] == code)
    nlp = spacy.load(trained[0], exclude=["ner"]) if trained else _blank(code)
    if not {"parser", "senter", "sentencizer"} & set(nlp.pipe_names):
        nlp.add_pipe("sentencizer")
    nlp.max_length = _LONGEST_TEXT
    return nlp


def _blank(code: str) -> Any:
    import spacy

    try:
        return spacy.blank(code)
    except ImportError as error:
        if code in _spacy_codes():
            text = _('spaCy needs another package for the language "{code}". Install spacy[{code}] and try again.')
            raise QualcodeError(text.format(code=code)) from error
        text = _('There is no language "{code}". Nearest: {names}. Give the code of a language that spaCy has.')
        names = ", ".join(nearest(code, _spacy_codes()))
        raise QualcodeError(text.format(code=code, names=names or "id, en")) from error


def _spacy_codes() -> list[str]:
    import pkgutil

    import spacy.lang

    return [module.name for module in pkgutil.iter_modules(spacy.lang.__path__) if module.ispkg]


def _trimmed(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
