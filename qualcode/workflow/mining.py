"""What the rules of a code miss: words that would make a rule, and what each would add and cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING, Any

from qualcode import language as languages
from qualcode.codebook import Codebook
from qualcode.codebook.codebook import canonical, rule_uid
from qualcode.errors import CodebookError, QualcodeError
from qualcode.match import Matcher, Passage
from qualcode.messages import _
from qualcode.query.filters import Filter
from qualcode.query.labels import CODED, NOT_CODED, UNKNOWN, Labels, labels
from qualcode.query.table import Table
from qualcode.records import Code, Rule
from qualcode.store.codebooks import codebook
from qualcode.store.project import Project
from qualcode.store.sources import languages as languages_of
from qualcode.workflow.autocoding import matchers_of
from qualcode.workflow.corpus import read_corpus, rule_hits
from qualcode.workflow.revising import Revision, revise
from qualcode.workflow.stop_words import stop_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.learn.mining import Effect

LEAST = 5
"""Segments of each kind, coded and read without the code, below which nothing is compared."""

IDEAL_WORDS = 30

COLUMNS = (
    "n", "code", "words", "odds", "coded", "of_coded", "not_coded", "of_not_coded", "new_coded", "new_not_coded",
    "new_unread", "of_unread", "precision_before", "precision", "recall_before", "recall", "place", "text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Find:
    """Words that would make a rule of a code: how clearly they speak for it, what the rule does, and a segment."""

    code: str
    words: str
    odds: float
    effect: Effect
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class _Texts:
    """The segments of the population: speech, its words (lower case, joined by blanks), and SOURCE:N."""

    said: Sequence[str]
    words: Sequence[str]
    places: Sequence[str]


class Prospects:
    """Phrases that might become rules of one code; what they would do follows what was taken before.

    Attributes
    ----------
    code : str
        Path of the code.
    order : sequence of int
        Numbers of the phrases, the one that speaks most for the code first.
    """

    def __init__(
        self, code: str, phrases: Sequence[str], values: NDArray[Any], rules: NDArray[Any], hits: Any, texts: _Texts
    ) -> None:
        from qualcode.learn.mining import odds_beyond

        self.code = code
        self._phrases = phrases
        self._values = values
        self._rules = rules
        self._hits = hits
        self._texts = texts
        self._odds = odds_beyond(values, rules, hits).tolist()
        self.order = sorted(range(len(phrases)), key=lambda i: (-self._odds[i], phrases[i]))

    def find(self, i: int) -> Find | None:
        """Return what phrase `i` would do as a rule; None if it hits no coded segment that the rules miss."""
        import numpy as np

        from qualcode.learn.mining import effect

        hits = self._column(i)
        done = effect(self._values, self._rules, hits)
        if not done.new_coded:
            return None
        missed = np.flatnonzero(hits & ~self._rules & (self._values == CODED))
        best = max(missed.tolist(), key=lambda row: (_telling(self._texts.words[row]), -row))
        return Find(self.code, self._phrases[i], self._odds[i], done, self._texts.places[best], self._texts.said[best])

    def finds(self) -> list[Find]:
        """Return what every phrase would do that adds something, the clearest first."""
        return [find for i in self.order if (find := self.find(i)) is not None]

    def take(self, i: int) -> None:
        """Count what phrase `i` hits as hit by the rules."""
        self._rules = self._rules | self._column(i)

    def _column(self, i: int) -> NDArray[Any]:
        hits: NDArray[Any] = self._hits[:, [i]].toarray().ravel()
        return hits


def _telling(words: str) -> float:
    """Return how fit a passage is as a quotation by its length, as `qualcode.query.excerpts.telling` does."""
    n = words.count(" ") + 1
    return min(n, IDEAL_WORDS) / (IDEAL_WORDS + n)


def prospects(project: Project, *, code: str | None = None) -> list[Prospects]:
    """Return what might become rules of each code (of one and those below it, or of all), in codebook order.

    Raises
    ------
    UnknownNameError
        If there is no such code.
    QualcodeError
        If too little is coded, or read without the code.
    """
    from qualcode.learn.mining import PhraseCounts

    known = labels(project, Filter(codes=(code,) if code else ()))
    columns = [i for i in range(len(known.codes)) if min(_coded_and_not(known.values[:, i])) >= LEAST]
    if not columns:
        raise QualcodeError(_too_little(project, known, code))
    texts = _texts(project, known)
    rules = rule_hits(project, known.codes, known.segments).astype(bool)
    silent = stop_words(project, {word for words in texts.words for word in words.split()})
    counts = PhraseCounts(texts.words, (known.values != UNKNOWN).any(axis=1), silent)
    phrases = {i: counts.ranked(known.values[:, i], rules[:, i]) for i in columns}
    wanted = sorted({phrase for found in phrases.values() for phrase in found})
    place = {words: column for column, words in enumerate(wanted)}
    hits = _hits(project, known, texts, wanted)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    return [
        Prospects(
            paths[known.codes[i]], phrases[i], known.values[:, i], rules[:, i],
            hits[:, [place[phrase] for phrase in phrases[i]]], texts,
        )
        for i in columns
    ]  # fmt: skip


def _coded_and_not(values: NDArray[Any]) -> tuple[int, int]:
    return int((values == CODED).sum()), int((values == NOT_CODED).sum())


def _too_little(project: Project, known: Labels, code: str | None) -> str:
    if code is None:
        return _(
            "No code has {least} segments that are coded and {least} that were read without it. Read on: qualcode next"
        ).format(least=LEAST)
    coded, other = _coded_and_not(known.values[:, 0])
    return _(
        'Of "{code}" {coded} segments are coded and {other} were read without it; at least {least} of each are '
        "needed. Read on: qualcode next"
    ).format(code=codebook(project).find(code).path, coded=coded, other=other, least=LEAST)


def _texts(project: Project, known: Labels) -> _Texts:
    places = {
        segment: f"{source}:{n}"
        for segment, source, n in project.rows(
            """
            select segment.id, source.name, segment.n
              from segment
              join source on source.id = segment.source_id
             order by segment.id
            """
        )
    }
    spoken = [(said.text, " ".join(words)) for _segment, said, _spans, words in read_corpus(project).spoken()]
    return _Texts(
        [said for said, _words in spoken],
        [words for _said, words in spoken],
        [places[segment] for segment in known.segments.tolist()],
    )


def _hits(project: Project, known: Labels, texts: _Texts, wanted: Sequence[str]) -> Any:
    """Return which segments each phrase hits as a rule, in all its forms and typing errors: (n, m) csc of bool."""
    import numpy as np
    from scipy import sparse

    codes = [Code(words, words, words, rules=[Rule(words, as_rule(words))]) for words in wanted]
    spoken_in = dict(project.rows("select id, language from source order by id"))
    column = {words: i for i, words in enumerate(wanted)}
    pairs: list[tuple[int, int]] = []
    for language, matcher in matchers_of(project, codes).items():
        rows = [row for row, source in enumerate(known.sources.tolist()) if spoken_in[source] == language]
        found = matcher.find_all([Passage(texts.said[row]) for row in rows])
        pairs.extend((row, column[s.code]) for row, hits in zip(rows, found, strict=True) for s in hits)
    at = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    shape = (len(texts.said), len(wanted))
    return sparse.csc_matrix((np.ones(len(at), dtype=bool), (at[:, 0], at[:, 1])), shape=shape)


def as_rule(words: str) -> str:
    """Return a phrase as it stands in a codebook; the learner writes a word that holds a blank with "_"."""
    return words.replace("_", " ")


def mined(finds: Sequence[Find], *, limit: int | None = None) -> Table:
    """Return finds as a table; the number of each is its place in the whole list, whatever the `limit` for a code."""
    shown: dict[str, int] = {}
    rows = []
    for n, find in enumerate(finds, 1):
        shown[find.code] = shown.get(find.code, 0) + 1
        if limit is None or shown[find.code] <= limit:
            rows.append((n, *_row(find)))
    return Table(COLUMNS, rows, {"count": "segments", "from": "human"})


def _row(find: Find) -> tuple[object, ...]:
    e = find.effect
    return (
        find.code, find.words, round(find.odds, 2), e.coded, e.of_coded, e.not_coded, e.of_not_coded, e.new_coded,
        e.new_not_coded, e.new_unread, e.of_unread, *map(_share, (*e.precision, *e.recall)), find.place, find.text,
    )  # fmt: skip


def _share(value: float) -> float | None:
    return None if isnan(value) else round(value, 3)


def take(project: Project, chosen: Mapping[str, Sequence[str]], *, coder: str = "") -> Revision:
    """Add phrases to the rules of codes, as one undo and one new version of the codebook.

    Parameters
    ----------
    chosen : mapping
        Phrases by the name of the code.

    Raises
    ------
    UnknownNameError
        If there is no such code.
    CodebookError
        If a phrase has no word in it, or is a rule of the code already.
    """
    book = codebook(project)
    for name, phrases in chosen.items():
        code = book.find(name)
        book = _with_code(book, _with_rules(code, [as_rule(" ".join(words.split())) for words in phrases]))
    Matcher(book.codes, languages.get(languages_of(project)[0]))
    return revise(project, book, "codebook mine --take", coder=coder)


def _with_rules(code: Code, specs: Sequence[str]) -> Code:
    there = {canonical(rule.spec) for rule in code.rules}
    for spec in specs:
        if canonical(spec) in there:
            raise CodebookError(_('"{words}" is a rule of {code} already.').format(words=spec, code=code.path))
    return replace(code, rules=[*code.rules, *(Rule(rule_uid(code.uid, spec), spec) for spec in specs)])


def _with_code(book: Codebook, changed: Code) -> Codebook:
    return Codebook(book.name, [changed if code.uid == changed.uid else code for code in book.codes])
