"""Where a span of an old text stands in a new one: words are compared, then the characters of what was replaced."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_PIECE = re.compile(r"[^\n.?!]*(?:[\n.?!]+\s*|$)")
"""A sentence or a line, whichever ends first: what is compared where the words are too many."""

MOST = 1_000_000_000
"""Pairs of words, or of characters, up to which two stretches are compared: about 0.1 s."""
AROUND = 200
"""Characters beside an edit in which words that the comparison tore apart are looked for again."""
PLACES = 16
"""Places, the nearest first, at which they are tried."""
SLACK = 1
"""Words by which such a place may take more edits than the comparison did: an edit within a word beside the span is
one. With more, words inserted into a span could send it to the same words next door."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``old[old_start:old_stop]`` became ``new[new_start:new_stop]``; either may be empty."""

    old_start: int
    old_stop: int
    new_start: int
    new_stop: int

    def shifted(self, old: int, new: int) -> Edit:
        """Return the same edit further on in the two texts."""
        return Edit(self.old_start + old, self.old_stop + old, self.new_start + new, self.new_stop + new)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a span stands now; ``changed`` tells whether its words are others."""

    start: int
    stop: int
    changed: bool


@dataclass(frozen=True)
class Moves:
    """What became of a text: the edits in order, no two of which touch; between them it is the same."""

    old: str
    new: str
    edits: Sequence[Edit]

    def span(self, start: int, stop: int) -> Moved | None:
        """Return where ``old[start:stop]`` stands in the new text; None if no word of it is left.

        Text inserted exactly at a border of the span stays outside. Words that the comparison tore apart are found
        again where that takes hardly more edits than the comparison did; else a span that holds a changed word holds
        the whole new word.

        Parameters
        ----------
        start, stop : int
            ``0 <= start < stop <= len(old)``.
        """
        quote = self.old[start:stop]
        first, last = self.border(start, after=True), self.border(stop, after=False)
        if self.new[first:last] == quote:
            return Moved(first, last, False)
        again = self._found_again(start, stop, first)
        if again is not None:
            return Moved(again, again + len(quote), False)
        first, last = self._whole_word(start, first, -1), self._whole_word(stop, last, 1)
        return Moved(first, last, True) if _has_words(self.new[first:last], quote) else None

    def border(self, offset: int, *, after: bool) -> int:
        """Return where the border before the character `offset` of the old text lies in the new one.

        Parameters
        ----------
        after : bool
            Whether it lies after text that was inserted just there, or before it.
        """
        i = self._first_edit(offset)
        if i == len(self.edits) or self.edits[i].old_start > offset:
            return offset + (self.edits[i - 1].new_stop - self.edits[i - 1].old_stop if i else 0)
        edit = self.edits[i]
        if offset == edit.old_stop:
            return edit.new_start if edit.old_start == offset and not after else edit.new_stop
        if offset == edit.old_start:
            return edit.new_start
        return edit.new_start + _inside(*self._texts(edit), offset - edit.old_start, after)

    @cached_property
    def _stops(self) -> list[int]:
        return [edit.old_stop for edit in self.edits]

    def _first_edit(self, offset: int) -> int:
        """Return which edit is the first that does not end before `offset`."""
        return bisect_left(self._stops, offset)

    def _texts(self, edit: Edit) -> tuple[str, str]:
        return self.old[edit.old_start : edit.old_stop], self.new[edit.new_start : edit.new_stop]

    def _whole_word(self, offset: int, place: int, step: int) -> int:
        """Move a border that fell into a new word to its start or end, if it stood between words before."""
        i = self._first_edit(offset)
        if i == len(self.edits) or _within_word(self.old, offset):
            return place
        edit = self.edits[i]
        while edit.old_start < offset < edit.old_stop and edit.new_start < place < edit.new_stop:
            if not _within_word(self.new, place):
                break
            place += step
        return place

    def _found_again(self, start: int, stop: int, near: int) -> int | None:
        """Return where the words of a torn span stand near by, the place that takes the fewest edits."""
        torn = self._torn(start, stop)
        old, new = self._around(torn)
        quote = self.old[start:stop]
        places = _places(quote, self.new, *new)
        if len(places) == 1 == len(_places(quote, self.old, *old)):
            return places[0]
        if not places or (old[1] - old[0]) * (new[1] - new[0]) > MOST:
            return None

        def edits(place: int) -> tuple[int, int]:
            before = _distance(self.old, (old[0], start), self.new, (new[0], place))
            behind = _distance(self.old, (stop, old[1]), self.new, (place + len(quote), new[1]))
            return before + behind, abs(place - near)

        best = min(sorted(places, key=lambda place: abs(place - near))[:PLACES], key=edits)
        return best if edits(best)[0] <= _distance(self.old, old, self.new, new) + SLACK else None

    def _torn(self, start: int, stop: int) -> Edit:
        """Return the stretch from the first to the last edit within a span."""
        first, last = self._first_edit(start + 1), self._first_edit(stop)
        if last == len(self.edits) or self.edits[last].old_start >= stop:
            last -= 1
        a, b = self.edits[first], self.edits[last]
        return Edit(a.old_start, b.old_stop, a.new_start, b.new_stop)

    def _around(self, torn: Edit) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return a stretch of the old and of the new text in which an edit lies with what stands around it."""
        low, high = max(0, torn.old_start - AROUND), min(len(self.old), torn.old_stop + AROUND)
        for edit in self.edits[self._first_edit(low) :]:
            if edit.old_start > high:
                break
            low = edit.old_start if edit.old_start < low < edit.old_stop else low
            high = edit.old_stop if edit.old_start < high < edit.old_stop else high
        return (low, high), (self.border(low, after=False), self.border(high, after=True))


def moves(old: str, new: str) -> Moves:
    """Compare two texts.

    A text of 1 MB with a few edits takes about 0.2 s; two stretches that are too long and too unlike to be compared
    count as replaced whole.
    """
    head, tail = _common(old, new)
    edits = _compare(old[head : len(old) - tail], new[head : len(new) - tail])
    return Moves(old, new, _joined(edit.shifted(head, head) for edit in edits))


def replacements(old: str, words: str, by: str) -> tuple[Moves, int]:
    """Return what replacing each occurrence of `words` does, and how many there are.

    Parameters
    ----------
    words : str
        Not empty.
    """
    changes = moves(words, by).edits
    edits: list[Edit] = []
    n, at = 0, old.find(words)
    while at >= 0:
        edits.extend(edit.shifted(at, at + n * (len(by) - len(words))) for edit in changes)
        n, at = n + 1, old.find(words, at + len(words))
    return Moves(old, old.replace(words, by), _joined(edits)), n


def _within_word(text: str, offset: int) -> bool:
    """Tell whether an offset parts two characters of one word or of one stretch of blanks."""
    return 0 < offset < len(text) and len(_WORD.findall(text[offset - 1 : offset + 1])) == 1


def _has_words(text: str, quote: str) -> bool:
    """Tell whether text holds a word, or anything but blanks if the quote held no word either."""
    if any(map(str.isalnum, quote)):
        return any(map(str.isalnum, text))
    return bool(text.strip() or (text and not quote.strip()))


def _common(old: str, new: str) -> tuple[int, int]:
    """Return how many characters two texts share at the start and at the end, no word parted."""
    from rapidfuzz.distance import Postfix, Prefix

    head = int(Prefix.similarity(old, new))
    while _within_word(old, head) or _within_word(new, head):
        head -= 1
    tail = int(Postfix.similarity(old[head:], new[head:]))
    while _within_word(old, len(old) - tail) or _within_word(new, len(new) - tail):
        tail -= 1
    return head, tail


def _compare(old: str, new: str) -> Iterable[Edit]:
    """Compare word by word, or, where that is too much, first sentence by sentence."""
    words = _aligned(old, new, _WORD)
    if words is not None:
        return words
    whole = [Edit(0, len(old), 0, len(new))]
    found: list[Edit] = []
    for piece in _aligned(old, new, _PIECE) or whole:
        inner = _aligned(old[piece.old_start : piece.old_stop], new[piece.new_start : piece.new_stop], _WORD)
        found += [piece] if inner is None else [e.shifted(piece.old_start, piece.new_start) for e in inner]
    return found


def _aligned(old: str, new: str, pattern: re.Pattern[str]) -> list[Edit] | None:
    """Return the fewest edits of whole pieces; None if there are too many pieces to compare."""
    from rapidfuzz.distance import Levenshtein

    a, b = pattern.findall(old), pattern.findall(new)
    if len(a) * len(b) > MOST:
        return None
    olds, news = [0, *accumulate(map(len, a))], [0, *accumulate(map(len, b))]
    return [
        Edit(olds[op.src_start], olds[op.src_end], news[op.dest_start], news[op.dest_end])
        for op in Levenshtein.opcodes(a, b)
        if op.tag != "equal"
    ]


def _joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Make one of edits that touch."""
    found: list[Edit] = []
    for edit in edits:
        if found and found[-1].old_stop == edit.old_start and found[-1].new_stop == edit.new_start:
            edit = Edit(found[-1].old_start, edit.old_stop, found[-1].new_start, edit.new_stop)
            found.pop()
        found.append(edit)
    return tuple(found)


def _inside(old: str, new: str, offset: int, after: bool) -> int:
    """Return where a border within a replaced stretch lies; where it is too long, at its start or end."""
    steps = _characters(old, new)
    if steps is None:
        return 0 if after else len(new)
    near = [step for step in steps if step[0] <= offset <= step[1]]
    begin, _end, place, length = near[-1 if after else 0]
    return place + min(offset - begin, length)


@lru_cache(maxsize=64)
def _characters(old: str, new: str) -> list[tuple[int, int, int, int]] | None:
    """Return the steps from one stretch to another: start and stop in `old`, start and length in `new`."""
    from rapidfuzz.distance import Levenshtein

    if len(old) * len(new) > MOST:
        return None
    return [
        (op.src_start, op.src_end, op.dest_start, op.dest_end - op.dest_start) for op in Levenshtein.opcodes(old, new)
    ]


def _places(words: str, text: str, start: int, stop: int) -> list[int]:
    """Return where `words` stand in ``text[start:stop]``, overlaps too."""
    found: list[int] = []
    at = text.find(words, start, stop)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1, stop)
    return found


def _distance(old: str, here: tuple[int, int], new: str, there: tuple[int, int]) -> int:
    """Return the fewest words that must be edited between two stretches."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(_WORD.findall(old[slice(*here)]), _WORD.findall(new[slice(*there)])))
