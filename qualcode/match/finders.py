"""Patterns at work: each finder knows where its pattern stands in one reading of a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from qualcode.errors import CodebookError
from qualcode.match.vocabulary import Meeting
from qualcode.messages import _
from qualcode.records import Span

_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*\s+(?=[\"“‘«(\[]*[^\W\d_a-z])|\n")

Kind: TypeAlias = Literal["exact", "root", "phrase", "regex", "fuzzy"]

Cost: TypeAlias = Callable[[frozenset[int]], int]
"""How often the words of the corpus have one of these keys."""

TIMEOUT_S = 1.0
"""Seconds that one regular expression may take on one passage."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text cut into words.

    Attributes
    ----------
    met : mapping of int to mapping of int to Meeting
        Key of a rule word, then places (indexes of `spans`) in order where it is met, and how.
    """

    text: str
    spans: Sequence[Span]
    met: Mapping[int, Mapping[int, Meeting]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words that a pattern matched: code points in the text, and the words as written."""

    start: int
    end: int
    first: int
    kind: Kind
    form: str


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern stands: indexes of its first and last word, and its pieces."""

    first: int
    last: int
    pieces: tuple[Piece, ...]

    @property
    def through_typo(self) -> bool:
        """Whether a typing error was read as the word that was probably meant."""
        return any(piece.kind == "fuzzy" for piece in self.pieces)

    def distance(self, other: Match) -> int:
        """Return how many words apart two matches are: 0 if they overlap, 1 if side by side."""
        return max(0, other.first - self.last, self.first - other.last)


class Finder(Protocol):
    """What a compiled pattern does."""

    def needs(self, cost: Cost) -> frozenset[int] | None:
        """Return keys one of which a reading must have for a match, the cheapest such set; None if there is none."""

    def find(self, reading: Reading) -> list[Match]:
        """Return where the pattern stands, in the order of the text."""


@dataclass(frozen=True, slots=True)
class WordsFinder:
    """Words in a fixed order.

    Attributes
    ----------
    steps : tuple of tuple of (int, int)
        For each word of the phrase the choices: how many of its words one word of the text stands for
        (2 for "kerjasama"), and the key of that word.
    gap : int
        Other words allowed between neighbours.
    kind : Kind or None
        Of every match; None lets the words decide.
    """

    steps: tuple[tuple[tuple[int, int], ...], ...]
    gap: int
    kind: Kind | None = None

    def needs(self, cost: Cost) -> frozenset[int]:
        """Return the keys that can stand at the rarest place of the phrase."""
        return min((self._at(place) for place in range(len(self.steps))), key=cost)

    def _at(self, place: int) -> frozenset[int]:
        """Return the keys of the words that can cover a place, those that began before it included."""
        return frozenset(
            key for i, step in enumerate(self.steps[: place + 1]) for width, key in step if i + width > place
        )

    def find(self, reading: Reading) -> list[Match]:
        """Return where the words stand; of two ways to the same last word the shorter one."""
        begins = sorted({place for _width, key in self.steps[0] if key in reading.met for place in reading.met[key]})
        walks = (self._walk(reading, 0, range(place, place + 1)) for place in begins)
        found = [walk for walk in walks if walk and _in_one_sentence(reading, walk)]
        return [self._match(reading, walk) for walk in {walk[-1][0]: walk for walk in found}.values()]

    def _walk(self, reading: Reading, step: int, places: range) -> list[tuple[int, int]]:
        """Return (place, key) of the words from `step` on, the first of them in `places`; empty if there is no way."""
        for place in places:
            for width, key in self.steps[step]:
                if place not in reading.met.get(key, ()):
                    continue
                if step + width == len(self.steps):
                    return [(place, key)]
                rest = self._walk(reading, step + width, range(place + 1, place + 2 + self.gap))
                if rest:
                    return [(place, key), *rest]
        return []

    def _match(self, reading: Reading, walk: Sequence[tuple[int, int]]) -> Match:
        first, last = walk[0][0], walk[-1][0]
        form = " ".join(reading.text[slice(*reading.spans[place])] for place, _key in walk)
        start, end = reading.spans[first][0], reading.spans[last][1]
        return Match(first, last, (Piece(start, end, first, self._kind(reading, walk), form),))

    def _kind(self, reading: Reading, walk: Sequence[tuple[int, int]]) -> Kind:
        meetings = [reading.met[key][place] for place, key in walk]
        if "fuzzy" in meetings:
            return "fuzzy"
        return self.kind or ("phrase" if len(self.steps) > 1 else meetings[0])


@dataclass(frozen=True, slots=True)
class RegexFinder:
    """A regular expression; `where` names its rule in messages."""

    expression: Any
    where: str

    def needs(self, cost: Cost) -> None:
        """An expression can stand anywhere."""

    def find(self, reading: Reading) -> list[Match]:
        """Return where the expression matches.

        Raises
        ------
        CodebookError
            If it takes longer than `TIMEOUT_S`.
        """
        try:
            found = list(self.expression.finditer(reading.text, timeout=TIMEOUT_S))
        except TimeoutError as error:
            text = _("{where}: The regular expression takes too long. Avoid repetitions inside repetitions.")
            raise CodebookError(text.format(where=self.where)) from error
        starts = [start for start, _end in reading.spans]
        return [_regex_match(reading, starts, hit.span()) for hit in found if hit.end() > hit.start()]


class Index:
    """Patterns by the words that they need, so that those which cannot stand in a text are not tried."""

    def __init__(self, finders: Sequence[Finder], cost: Cost = len) -> None:
        self.by_key: dict[int, list[int]] = {}
        self.always: list[int] = []
        for number, finder in enumerate(finders):
            needed = finder.needs(cost)
            if needed is None:
                self.always.append(number)
            for key in needed or ():
                self.by_key.setdefault(key, []).append(number)

    def candidates(self, reading: Reading) -> list[int]:
        """Return the numbers of the patterns that can stand in a text, in order."""
        found = {number for key in reading.met for number in self.by_key.get(key, ())}
        return sorted(found.union(self.always))


class AnyFinder:
    """One of several patterns."""

    def __init__(self, parts: tuple[Finder, ...]) -> None:
        self.parts = parts
        self._index = Index(parts)

    def needs(self, cost: Cost) -> frozenset[int] | None:
        """Return what any of the parts needs."""
        needed = [part.needs(cost) for part in self.parts]
        known = [keys for keys in needed if keys is not None]
        return frozenset().union(*known) if len(known) == len(needed) else None

    def find(self, reading: Reading) -> list[Match]:
        """Return where one of the parts stands."""
        return _in_order(match for i in self._index.candidates(reading) for match in self.parts[i].find(reading))


@dataclass(frozen=True, slots=True)
class AllFinder:
    """Several patterns near each other, in any order: the outermost at most `within` words apart."""

    parts: tuple[Finder, ...]
    within: int

    def needs(self, cost: Cost) -> frozenset[int] | None:
        """Return what the rarest part needs."""
        needed = (part.needs(cost) for part in self.parts)
        return min((keys for keys in needed if keys is not None), key=cost, default=None)

    def find(self, reading: Reading) -> list[Match]:
        """Return the groups of matches, one for each match that can be the foremost of a group."""
        found = [part.find(reading) for part in self.parts]
        if not all(found):
            return []
        return _in_order(
            group for i, part in enumerate(found) for match in part if (group := self._group(found, i, match))
        )

    def _group(self, found: Sequence[Sequence[Match]], own: int, foremost: Match) -> Match | None:
        """Join `foremost` with the next match of every other part; None if one is too far."""
        group = [foremost]
        for i, part in enumerate(found):
            if i != own:
                near = (match for match in part if match.first >= foremost.first and self._is_near(foremost, match))
                if (match := next(near, None)) is None:
                    return None
                group.append(match)
        pieces = sorted(
            {piece for match in group for piece in match.pieces}, key=lambda piece: (piece.start, piece.end)
        )
        return Match(foremost.first, max(match.last for match in group), tuple(pieces))

    def _is_near(self, foremost: Match, match: Match) -> bool:
        return foremost.distance(match) <= self.within


def _in_one_sentence(reading: Reading, walk: Sequence[tuple[int, int]]) -> bool:
    """Tell whether no sentence ends between the words: "serba salah, Bu. Orang turun" is not "salah orang"."""
    first, last = walk[0][0], walk[-1][0]
    return first == last or not _SENTENCE_END.search(reading.text, reading.spans[first][1], reading.spans[last][1])


def _in_order(matches: Iterator[Match]) -> list[Match]:
    return sorted(set(matches), key=lambda match: (match.first, match.last, [piece.kind for piece in match.pieces]))


def _regex_match(reading: Reading, starts: Sequence[int], span: Span) -> Match:
    start, end = span
    first = max(0, bisect_right(starts, start) - 1)
    if reading.spans and reading.spans[first][1] <= start and first + 1 < len(starts):
        first += 1
    last = max(first, bisect_left(starts, end) - 1)
    return Match(first, last, (Piece(start, end, first, "regex", reading.text[start:end]),))
