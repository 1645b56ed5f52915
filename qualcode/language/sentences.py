"""Where sentences end in Indonesian text, and where to cut talk that has no punctuation.

Titles and addresses ("Bpk. Ahmad", "Jl. Merdeka") end nothing; "dll." and degrees end a sentence only before
a capital; quotations stay whole; a hesitation ("itu… apa ya") goes on in lower case; "1." opens.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from qualcode.records import Span

LONGEST = 40
"""Tokens in a sentence of talk; a longer one that has hardly a comma is cut before a clause opener."""

_SHORTEST = 8  # tokens that must stand before a cut, so that "terus terus kalau" is not cut to shreds
_LONG_QUOTE = 200  # characters; what is longer is not one quoted utterance, or a quote was never closed

_STOP = re.compile(r"([.!?…]+)([\"”’'»)\]]*)([^\S\n]*)|\n")
_LAST_WORD = re.compile(r"[\w./-]*\Z")
_QUOTE = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|«[^»\n]*»")
_DEGREE = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{0,5}")
_OPENER = re.compile(r"\W*(?:\d{1,3}|[^\W\d_])")
_WORD_CHARACTER = re.compile(r"\w")
_BEFORE = 24  # characters looked at for the word before a stop; longer words are no abbreviation


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Forms with a full stop that need not end a sentence (lower case, without the last stop)."""

    opening: frozenset[str]
    closing: frozenset[str]
    domains: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Stop:
    """A run of full stops with what stands around it."""

    mark: str
    closed: bool
    gap: bool
    word: str
    sentence: str
    following: str

    @property
    def hesitates(self) -> bool:
        return "…" in self.mark or "..." in self.mark


def sentences(text: str, abbreviations: Abbreviations) -> list[Span]:
    """Return the sentences of `text` in order, without outer white space; every word is in one.

    A line end always ends a sentence: in speech it stands between paragraphs only.
    """
    spans: list[Span] = []
    start = 0
    for end in [*_ends(text, abbreviations), len(text)]:
        if end > start:
            _add(spans, text, start, end)
            start = end
    return spans


def whole_words(spans: Sequence[Span], tokens: Sequence[Span]) -> list[Span]:
    """Join sentences whose border lies inside a word ("0/A.AA")."""
    starts = [start for start, _end in tokens]
    joined: list[Span] = []
    for start, end in spans:
        at = bisect_right(starts, start) - 1
        if joined and at >= 0 and tokens[at][0] < start < tokens[at][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def cut_long(spans: Sequence[Span], tokens: Sequence[Span], text: str, openers: Collection[str]) -> list[Span]:
    """Cut sentences of more than `LONGEST` tokens before a clause opener, when they are hardly punctuated.

    Parameters
    ----------
    spans, tokens : sequences of spans
        Sentences and words of `text`, in order.
    openers : collection of str
        Lower-case words before which talk may be cut; a stretch without one stays whole.
    """
    if len(tokens) <= LONGEST or not openers:
        return list(spans)
    starts = [start for start, _end in tokens]
    cut: list[Span] = []
    for start, end in spans:
        first, last = bisect_right(starts, start - 1), bisect_right(starts, end - 1)
        cut.extend(_pieces((start, end), tokens[first:last], text, openers))
    return cut


def _pieces(sentence: Span, tokens: Sequence[Span], text: str, openers: Collection[str]) -> list[Span]:
    if len(tokens) <= _limit(len(tokens), text[slice(*sentence)]):
        return [sentence]
    doors = [i for i, span in enumerate(tokens) if text[slice(*span)].lower() in openers]
    pieces, start = [], sentence[0]
    for i in _cuts(doors, len(tokens)):
        pieces.append((start, start + len(text[start : tokens[i][0]].rstrip())))
        start = tokens[i][0]
    return [*pieces, (start, sentence[1])]


def _limit(n: int, sentence: str) -> int:
    """Written prose keeps long sentences: one comma in twenty words doubles what is let through."""
    return LONGEST * 2 if sum(map(sentence.count, ",;:")) * 20 >= n else LONGEST


def _cuts(doors: Sequence[int], n: int) -> Iterator[int]:
    """Go as far as `LONGEST` allows, to the last opener there; past it, to the next one."""
    done = 0
    while n - done > LONGEST:
        ahead = [i for i in doors if i - done >= _SHORTEST and n - i >= _SHORTEST]
        if not ahead:
            return
        done = max((i for i in ahead if i - done <= LONGEST), default=ahead[0])
        yield done


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Add a stretch without its outer white space; one without a word belongs to the sentence before."""
    stretch = text[start:end]
    start, end = start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
    if start >= end:
        return
    if spans and not _WORD_CHARACTER.search(text, start, end):
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))


def _ends(text: str, abbreviations: Abbreviations) -> Iterator[int]:
    quotes = [quote.span() for quote in _QUOTE.finditer(text) if quote.end() - quote.start() <= _LONG_QUOTE]
    begun = looked = 0
    for found in _STOP.finditer(text):
        end = found.end(2) if found[1] else found.end()
        if found[1] and not _is_end(_stop(text, found, begun), abbreviations):
            continue
        last = bisect_left(quotes, (found.start(),)) - 1  # quotes do not overlap: only the last one begun can hold it
        if last >= 0 and end < quotes[last][1]:
            continue
        if _WORD_CHARACTER.search(text, looked, end):
            yield end
            begun = end
        looked = end


def _stop(text: str, found: re.Match[str], begun: int) -> _Stop:
    start = found.start()
    word = _LAST_WORD.search(text[max(begun, start - _BEFORE) : start])
    return _Stop(
        mark=found[1],
        closed=bool(found[2]),
        gap=bool(found[3]),
        word=word[0] if word else "",
        sentence=text[begun:start] if start - begun <= _BEFORE else "",
        following=text[found.end() : found.end() + _BEFORE],
    )


def _is_end(stop: _Stop, abbreviations: Abbreviations) -> bool:
    if not stop.following or stop.following[0] == "\n":
        return True
    goes_on = stop.following[0].islower()
    if stop.closed or stop.hesitates:
        return stop.gap and not goes_on
    if stop.mark != ".":
        return stop.gap or stop.following[0].isalpha()
    if _never_ends(stop, abbreviations):
        return False
    return _ends_with_gap(stop, abbreviations) if stop.gap else _ends_without_gap(stop, abbreviations)


def _never_ends(stop: _Stop, abbreviations: Abbreviations) -> bool:
    """Titles, initials, and what opens an item of a list: "1." or "a."."""
    word = stop.word.lower()
    is_initial = len(word) == 1 and word.isalpha()
    return word in abbreviations.opening or is_initial or bool(_OPENER.fullmatch(stop.sentence))


def _ends_with_gap(stop: _Stop, abbreviations: Abbreviations) -> bool:
    """A full stop and white space: abbreviations, degrees and numbers wait for a capital."""
    waits = stop.word.lower() in abbreviations.closing or stop.word.isdigit() or _DEGREE.fullmatch(stop.word)
    if waits and not (stop.following[0].isupper() or stop.following[0] in '“"'):
        return False
    return not (waits and _DEGREE.match(stop.following))


def _ends_without_gap(stop: _Stop, abbreviations: Abbreviations) -> bool:
    """Someone forgot the blank ("2004.Waktu", "kan.terus"); numbers, degrees and web addresses stay whole."""
    following = re.match(r"[^\W\d_]+", stop.following)
    if following is None or _DEGREE.match(stop.following) or _DEGREE.fullmatch(stop.word):
        return False
    parts = {*re.split(r"[./-]", stop.word.lower()), following[0].lower()}
    waits = stop.word.isdigit() or stop.word.lower() in abbreviations.closing
    if parts & abbreviations.domains or (waits and not following[0][0].isupper()):
        return False
    return len(following[0]) > 1 and bool(stop.word)
