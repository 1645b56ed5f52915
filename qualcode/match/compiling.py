"""From a rule as parsed to finders: its words become keys of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.codebook.rules import AllOf, AnyOf, Exact, ParsedRule, Pattern, Phrase, Regex, place
from qualcode.errors import CodebookError
from qualcode.language import Language
from qualcode.match.finders import AllFinder, AnyFinder, Finder, RegexFinder, WordsFinder
from qualcode.match.vocabulary import RuleWord, Vocabulary
from qualcode.messages import _

_HYPHENATED = re.compile(r"\b(\w+)-(?!\1)(\w+)\b")


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its finders, and the keys of all words in its main pattern."""

    parsed: ParsedRule
    finder: Finder
    excluded: tuple[Finder, ...]
    after_question: tuple[Finder, ...]
    keys: frozenset[int]

    @property
    def uid(self) -> str:
        """The rule's uid."""
        return self.parsed.uid


def compile_rule(parsed: ParsedRule, code: str, vocabulary: Vocabulary, language: Language) -> CompiledRule:
    """Turn the patterns of a rule into finders.

    Raises
    ------
    CodebookError
        If a phrase has no word in this language.
    """
    compiler = _Compiler(parsed, code, vocabulary, language)
    finder = compiler.finder(parsed.pattern)
    return CompiledRule(
        parsed,
        finder,
        excluded=tuple(map(compiler.finder, parsed.excluded)),
        after_question=tuple(map(compiler.finder, parsed.after_question)),
        keys=frozenset(_keys(finder)),
    )


class _Compiler:
    def __init__(self, parsed: ParsedRule, code: str, vocabulary: Vocabulary, language: Language) -> None:
        self._parsed = parsed
        self._where = place(parsed.rule, code)
        self._vocabulary = vocabulary
        self._language = language

    def finder(self, pattern: Pattern) -> Finder:
        match pattern:
            case Phrase(text, gap):
                return self._phrase(list(map(self._plain, self._words(_apart(text)))), gap)
            case Exact(forms):
                return AnyFinder(tuple(self._exact(self._words(form)) for form in forms))
            case Regex(expression):
                return self._regex(expression)
            case AllOf(parts, within):
                return AllFinder(tuple(map(self.finder, parts)), within)
            case AnyOf(parts):
                return AnyFinder(tuple(map(self.finder, parts)))

    def _words(self, text: str) -> list[str]:
        words = [text[start:end].lower() for start, end in self._language.tokens(text)]
        if not words:
            raise CodebookError(_("{where}: A pattern has no word in it. Write one.").format(where=self._where))
        return words

    def _phrase(self, words: Sequence[str], gap: int) -> WordsFinder:
        """Let one word of the text stand for one word of the phrase, or for two that are written together."""
        steps = [[(1, self._root(word))] for word in words]
        for i, (word, following) in enumerate(pairwise(words)):
            steps[i].append((2, self._root(word + following)))
        return WordsFinder(tuple(map(tuple, steps)), gap)

    def _plain(self, word: str) -> str:
        """Let any negator stand for the others of its meaning: "nggak ada" is also "tidak ada" and "dak ado"."""
        normal = self._language.normal(word)
        return normal if normal in self._language.negators else word

    def _exact(self, words: Sequence[str]) -> WordsFinder:
        keys = (self._vocabulary.key(RuleWord(word, exact=True, typos=False)) for word in words)
        return WordsFinder(tuple(((1, key),) for key in keys), 0, "exact")

    def _root(self, word: str) -> int:
        return self._vocabulary.key(RuleWord(word, typos=self._parsed.typos, strike=self._parsed.strike))

    def _regex(self, expression: str) -> RegexFinder:
        import regex

        return RegexFinder(regex.compile(expression, regex.IGNORECASE | regex.UNICODE), self._where)


def _apart(text: str) -> str:
    """Write "kerja-sama" as two words; a doubled word ("anak-anak") stays one."""
    return _HYPHENATED.sub(r"\1 \2", text)


def _keys(finder: Finder) -> Iterator[int]:
    match finder:
        case WordsFinder(steps):
            yield from (key for step in steps for _width, key in step)
        case AllFinder(parts=parts) | AnyFinder(parts=parts):
            for part in parts:
                yield from _keys(part)
