"""The rules of a codebook as a component of a spaCy pipeline, found by its name `qualcode_rules`.

spaCy loads this module by entry point: ``nlp.add_pipe("qualcode_rules", config={"codebook": "orsos.yaml"})``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Span, SpanGroup

from qualcode import language as languages
from qualcode.codebook import Codebook, load, save
from qualcode.codebook.yaml_reader import parse
from qualcode.errors import UnknownNameError
from qualcode.match.keywords import Matcher, Passage
from qualcode.match.names import MOST_PASSAGES, looks_like_name
from qualcode.records import ROLES, Evidence, Role, Suggestion

NAME = "qualcode_rules"
CODEBOOK = "codebook.yaml"


class RulesComponent:
    """Finds in each doc, taken as one passage, the codes that its words suggest.

    ``doc.spans[spans_key]`` has a span for each piece of evidence, labelled with the path of the code and widened to
    whole tokens. The group's ``attrs`` go along its spans, and survive `Doc.to_bytes`: "scores" (of the code in this
    doc, 0 to 1) and "evidence" (rule, kind, start and end in code points of the text, form, negated).

    A doc may say who speaks and what was asked before: ``doc.user_data["role"]``, ``doc.user_data["question"]``.

    Parameters
    ----------
    codebook : str
        Path of a .yaml or .csv file. A pipeline that is loaded from disk brings its codebook along, so a file that is
        missing is an error only once the rules are needed.
    language : str
        As "id" or "de:de_core_news_sm".
    role : str
        Who speaks in a doc that does not say it.

    Raises
    ------
    CodebookError
        If the codebook, or one of its rules, cannot be read.
    UnknownNameError
        If there is no such role.
    """

    def __init__(self, codebook: str, language: str, spans_key: str, role: str) -> None:
        self._path = Path(codebook)
        self._language = languages.get(language)
        self._spans_key = spans_key
        self._role = _role(role)
        if self._path.exists():
            self._take(load(self._path))

    def learn(self, texts: Iterable[str]) -> None:
        """Learn the words of a corpus, so that typing errors in it are met as `qualcode autocode` meets them.

        What an earlier call learned is forgotten. `to_disk` does not keep it, because it is made of words of the
        texts: call it again after a pipeline is loaded.

        Parameters
        ----------
        texts : iterable of str
            All passages of the corpus.
        """
        passages = list(texts)
        words = ((text[start:end].lower() for start, end in self._language.tokens(text)) for text in passages)
        counts = Counter(word for passage in words for word in passage)
        self._matcher = self._unlearned()
        self._matcher.learn(counts, partial(_is_name, passages))

    def __call__(self, doc: Doc) -> Doc:
        """Put the hits of one doc into its spans."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1000) -> Iterator[Doc]:
        """Yield the docs with their hits; those of a batch are matched together."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            found = self._matcher.find_all(list(map(self._passage, batch)))
            for doc, suggestions in zip(batch, found, strict=True):
                self._mark(doc, suggestions)
                yield doc

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """Return the codebook as YAML."""
        del exclude
        return save(self._book, ".yaml").encode()

    def from_bytes(self, content: bytes, *, exclude: Sequence[str] = ()) -> RulesComponent:
        """Take the codebook that `to_bytes` returned."""
        del exclude
        self._take(parse(content.decode(), CODEBOOK))
        return self

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the codebook, as codebook.yaml, into a folder that is made."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / CODEBOOK).write_bytes(self.to_bytes(exclude=exclude))

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> RulesComponent:
        """Take the codebook that `to_disk` wrote."""
        return self.from_bytes((Path(path) / CODEBOOK).read_bytes(), exclude=exclude)

    @cached_property
    def _book(self) -> Codebook:
        return load(self._path)

    @cached_property
    def _matcher(self) -> Matcher:
        return self._unlearned()

    def _unlearned(self) -> Matcher:
        return Matcher(self._book.codes, self._language)

    def _take(self, book: Codebook) -> None:
        self._book = book
        self._matcher = self._unlearned()

    def _passage(self, doc: Doc) -> Passage:
        return Passage(doc.text, _role(doc.user_data.get("role", self._role)), doc.user_data.get("question", ""))

    def _mark(self, doc: Doc, suggestions: Sequence[Suggestion]) -> None:
        paths = {code.uid: code.path for code in self._book.codes}
        found = [(paths[s.code], s.score, evidence) for s in suggestions for evidence in s.evidence]
        attrs = {
            "scores": [score for _path, score, _evidence in found],
            "evidence": [asdict(evidence) for _path, _score, evidence in found],
        }
        spans = [_span(doc, path, evidence) for path, _score, evidence in found]
        doc.spans[self._spans_key] = SpanGroup(doc, name=self._spans_key, spans=spans, attrs=attrs)


def _role(given: str) -> Role:
    for role in ROLES:
        if role == given:
            return role
    raise UnknownNameError("role", given, ROLES)


def _is_name(passages: Sequence[str], word: str) -> bool:
    whole = re.compile(rf"\b{re.escape(word)}\b")
    holding = (passage for passage in passages if whole.search(passage.casefold()))
    return looks_like_name(word, islice(holding, MOST_PASSAGES))


def _span(doc: Doc, path: str, evidence: Evidence) -> Span:
    """Return the whole tokens that the evidence touches; spaCy may cut words elsewhere than the rules do."""
    span = doc.char_span(evidence.start, evidence.end, label=path, alignment_mode="expand")
    assert span is not None, "evidence lies inside its passage"
    return span


@Pipeline.factory(NAME, default_config={"language": None, "spans_key": "codes", "role": "unknown"})
def make_rules(
    nlp: Pipeline, name: str, codebook: str, language: str | None, spans_key: str, role: str
) -> RulesComponent:
    """Make the component, in the language of the pipeline unless another is named."""
    del name
    return RulesComponent(codebook, str(language or nlp.lang), spans_key, role)
