"""Any other language: words by spaCy's tokenizer, word forms by a stemmer, or by a pipeline if one is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cache, cached_property
from typing import Any

from qualcode.errors import QualcodeError, nearest
from qualcode.language import parted, pipelines, subtag
from qualcode.language.accents import fold
from qualcode.language.sentences import cut_long
from qualcode.language.stems import stemmer
from qualcode.language.wordlists import words_of
from qualcode.messages import _
from qualcode.records import Span

_SENTENCES = frozenset({"parser", "senter", "sentencizer"})
_FALLBACK = "sentences_by_punctuation"  # ours, where a pipeline has none of the above
_LONGEST_TEXT = 100_000_000  # characters; spaCy's own limit guards parser memory, and sources are longer than it


class Generic:
    """The `Language` of a code that spaCy knows ("en", "nl-BE"), or that names a pipeline ("nl:nl_core_news_sm").

    Word forms are met by Snowball's stems, where it knows the language; a pipeline's lemmas stand in their place.
    Without the vectors of a pipeline every word counts as known, so that none is taken for a typing error. A pipeline
    is used only if it is named, so that a project gives the same on every computer.

    Raises
    ------
    QualcodeError
        If spaCy does not know the language, needs another package for it, or there is no such pipeline.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self._stem = None if parted(code)[1] else stemmer(subtag(code))
        self._lemmas: dict[str, str] = {}
        if self._stem is None:
            _pipeline(code)

    @property
    def _nlp(self) -> Any:
        """SpaCy's pipeline: loaded when words are cut, for `find` needs stems only and spaCy takes a second."""
        return _pipeline(self.code)

    @cached_property
    def negators(self) -> frozenset[str]:
        """The words that turn a statement around; empty for a language without a list of ours."""
        return words_of("negators", subtag(self.code))

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
        return cut_long(spans, self.tokens(text), text, words_of("breaks", subtag(self.code)))

    def normal(self, word: str) -> str:
        """Return `word` in lower case."""
        return word.lower()

    @property
    def ends_sentences(self) -> bool:
        """Whether the pipeline has a component of its own that ends sentences."""
        return not _SENTENCES.isdisjoint(self._nlp.pipe_names)

    def reach(self, wanted: Collection[str], words: Collection[str]) -> dict[str, set[str]]:
        """Return for each root those of `words` that share its stem or lemma; accents do not count."""
        self._learn_lemmas({*wanted, *words})
        by_key: dict[str, set[str]] = defaultdict(set)
        for word in words:
            for key in self._keys(word):
                by_key[key].add(word)
        return {root: set().union(*(by_key.get(key, ()) for key in self._keys(root))) for root in wanted}

    def _keys(self, word: str) -> set[str]:
        """Return by what a word is met: without accents, the word and its lemma, or its stem.

        Endings are known by their accents ("información"), and accents are often not typed ("informacion"): the stem is
        taken of both.
        """
        if self._stem is not None:
            return {fold(self._stem(word)), fold(self._stem(fold(word)))}
        return {fold(word), fold(self._lemmas.get(word, word))}

    def known(self, word: str) -> bool:
        """Tell whether the pipeline has a vector for `word`; without vectors every word is known."""
        vocabulary = self._nlp.vocab
        return bool(vocabulary.vectors.n_keys == 0 or vocabulary.has_vector(word))

    def _learn_lemmas(self, words: set[str]) -> None:
        """Ask the pipeline for the lemma of each word, looked at alone; the word itself where it gives none."""
        if self._stem is not None or {*_SENTENCES, _FALLBACK}.issuperset(self._nlp.pipe_names):
            return
        from spacy.tokens import Doc

        new = sorted(words - self._lemmas.keys())
        docs = self._nlp.pipe(Doc(self._nlp.vocab, words=[word]) for word in new)
        self._lemmas.update((word, doc[0].lemma_.lower() or word) for word, doc in zip(new, docs, strict=True))


@cache
def _pipeline(code: str) -> Any:
    name = parted(code)[1]
    nlp = pipelines.load(name) if name else _blank(subtag(code))
    if not {*_SENTENCES, _FALLBACK} & set(nlp.pipe_names):
        nlp.add_pipe("sentencizer", name=_FALLBACK)
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
