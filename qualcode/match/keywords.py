"""Codebook rules against passages: which codes a passage suggests, how strongly, and by which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.codebook.rules import parse_rule
from qualcode.language import Language
from qualcode.match.compiling import CompiledRule, compile_rule
from qualcode.match.context import is_asked, is_heard, is_negated, without_excluded
from qualcode.match.finders import Index, Match, Piece, Reading
from qualcode.match.vocabulary import Meeting, Vocabulary
from qualcode.records import Code, Evidence, Role, Span, Suggestion

THRESHOLD = 0.5
"""Score from which a code is suggested."""

TYPO_SHARE = 0.8
"""Share of its weight that a rule keeps when it hit through a typing error only."""

_MARGIN = 1e-9  # 1 - (1 - 0.5) must count as 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """The speech of one segment, who speaks, and the interviewer's question before the turn."""

    text: str
    role: Role = "unknown"
    question: str = ""


class Matcher:
    """The rules of a codebook, ready to find them in passages.

    Parameters
    ----------
    codes : sequence of Code
        Codes without rules never hit.
    refused : collection of (str, str)
        A corpus word and the rule word (or its form) that it is no typing error of.

    Raises
    ------
    CodebookError
        If a rule cannot be read.
    """

    def __init__(self, codes: Sequence[Code], language: Language, *, refused: Collection[tuple[str, str]] = ()) -> None:
        self._language = language
        self._vocabulary = Vocabulary(language, refused)
        self._rules: list[tuple[str, CompiledRule]] = []
        for code in codes:
            for rule in code.rules:
                parsed = parse_rule(rule, code.path)
                self._rules.append((code.uid, compile_rule(parsed, code.path, self._vocabulary, language)))
        self._index = Index([rule.finder for _code, rule in self._rules])
        self._triggers: set[str] = set()
        self._question = ("", _EMPTY)

    def learn(self, counts: Mapping[str, int], is_name: Callable[[str], bool] = lambda _word: False) -> None:
        """Decide once which rule words the words of the corpus reach, typing errors included.

        Parameters
        ----------
        counts : mapping
            All distinct words of the corpus (lower case) and how often they stand there.
        is_name : function of a word
            Tells of a word that looks like a typing error whether it is a name, hence none; asked only then.
        """
        self._learn_new(counts)
        self._vocabulary.learn_typos(counts, is_name)
        frequency = self._vocabulary.frequency(counts)
        finders = [rule.finder for _code, rule in self._rules]
        self._index = Index(finders, lambda keys: sum(frequency[key] for key in keys))
        self._triggers.clear()
        self._find_triggers(counts)

    def find(self, passage: Passage) -> list[Suggestion]:
        """Return the codes that one passage suggests, in codebook order; offsets are those of its text.

        Raises
        ------
        CodebookError
            If a regular expression takes too long.
        """
        return self.find_all([passage])[0]

    def find_all(self, passages: Sequence[Passage]) -> list[list[Suggestion]]:
        """Return what each passage suggests. Words that were not learned are met by root, not through typing errors.

        Many passages at once are faster, because what is new in them is looked up in one go.

        Raises
        ------
        CodebookError
            If a regular expression takes too long.
        """
        cut = [self._cut(passage.text) for passage in passages]
        self._learn_new({word for _spans, words in cut for word in words if word not in self._vocabulary.seen})
        return [self._suggest(passage, *spoken) for passage, spoken in zip(passages, cut, strict=True)]

    def _suggest(self, passage: Passage, spans: Sequence[Span], words: Sequence[str]) -> list[Suggestion]:
        if not self._index.always and self._triggers.isdisjoint(words):
            return []
        reading = self._read(passage.text, spans, words)
        hits: dict[str, list[tuple[CompiledRule, Sequence[Match]]]] = defaultdict(list)
        for number in self._index.candidates(reading):
            code, rule = self._rules[number]
            if matches := self._matches(rule, reading, passage):
                hits[code].append((rule, matches))
        scored = ((code, _score(found), found) for code, found in hits.items())
        return [
            Suggestion(code, 0, len(passage.text), score, self._evidence(found, reading))
            for code, score, found in scored
            if score >= THRESHOLD - _MARGIN
        ]

    def forms(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return by rule uid and rule word the corpus words that stand for it, typing errors apart."""
        return self._met(("exact", "root"))

    def misspelt(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return by rule uid and rule word the corpus words taken for a typing error of it."""
        return self._met(("fuzzy",))

    @property
    def asks(self) -> bool:
        """Whether any rule looks at the question before a passage."""
        return any(rule.after_question for _code, rule in self._rules)

    def triggers(self) -> set[str] | None:
        """Return the corpus words one of which a passage must hold for any rule to hit; None if nothing is sure.

        A regular expression that stands by itself can hit any passage.
        """
        return None if self._index.always else set(self._triggers)

    def _met(self, meetings: tuple[Meeting, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
        words = self._vocabulary.words
        return {
            rule.uid: {words[key].text: self._vocabulary.met_by(key, meetings) for key in sorted(rule.keys)}
            for _code, rule in self._rules
        }

    def _learn_new(self, words: Iterable[str]) -> None:
        new = set(words)
        if new:
            self._vocabulary.learn(new)
            self._find_triggers(new)

    def _find_triggers(self, words: Collection[str]) -> None:
        reached = self._vocabulary.reached
        self._triggers.update(word for word in words if not self._index.by_key.keys().isdisjoint(reached.get(word, ())))

    def _cut(self, text: str) -> tuple[list[Span], list[str]]:
        spans = self._language.tokens(text)
        return spans, [text[start:end].lower() for start, end in spans]

    def _read(self, text: str, spans: Sequence[Span], words: Sequence[str]) -> Reading:
        reached = self._vocabulary.reached
        met: dict[int, dict[int, Meeting]] = defaultdict(dict)
        for place, word in enumerate(words):
            for key, meeting in reached[word].items() if word in reached else ():
                met[key][place] = meeting
        return Reading(text, spans, dict(met))

    def _read_question(self, text: str) -> Reading:
        """Read a question; the turns of several segments answer the same one."""
        if self._question[0] != text:
            spans, words = self._cut(text)
            self._learn_new(word for word in words if word not in self._vocabulary.seen)
            self._question = (text, self._read(text, spans, words))
        return self._question[1]

    def _matches(self, rule: CompiledRule, reading: Reading, passage: Passage) -> Sequence[Match]:
        parsed = rule.parsed
        if not is_heard(passage.role, parsed.roles):
            return []
        matches = without_excluded(rule.finder.find(reading), rule.excluded, parsed.not_within, reading)
        if matches and not is_asked(rule.after_question, lambda: self._read_question(passage.question)):
            return []
        return matches

    def _evidence(self, found: Sequence[tuple[CompiledRule, Sequence[Match]]], reading: Reading) -> list[Evidence]:
        pieces = {(rule.uid, piece) for rule, matches in found for match in matches for piece in match.pieces}
        ordered = sorted(pieces, key=lambda pair: (pair[1].start, pair[1].end, pair[0], pair[1].kind))
        return [self._as_evidence(uid, piece, reading) for uid, piece in ordered]

    def _as_evidence(self, uid: str, piece: Piece, reading: Reading) -> Evidence:
        negated = is_negated(reading, piece.first, self._language)
        return Evidence(uid, piece.kind, piece.start, piece.end, piece.form, negated)


_EMPTY = Reading("", (), {})


def _score(found: Sequence[tuple[CompiledRule, Sequence[Match]]]) -> float:
    """Return 1 - product of (1 - weight) over the rules that hit: independent hints that add up to at most 1."""
    left = 1.0
    for rule, matches in found:
        certain = any(not match.through_typo for match in matches)
        left *= 1 - rule.parsed.weight * (1 if certain else TYPO_SHARE)
    return round(1 - left, 6)
