"""Turns to segments: the unit that is coded, never across turns, not much longer than a page of talk can bear."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qualcode.language import Language
from qualcode.records import Part, Segment, Span, Turn, Unit
from qualcode.segment.speech import Speech, speech

LONG = 150
"""Words; a longer unit is cut at the ends of sentences …"""
PIECE = 100
"""… into pieces of about so many words."""
_AT_ONCE = 1_000_000
"""Characters of a turn that are looked at together."""


def cut(
    text: str,
    parts: Sequence[Part],
    turns: Sequence[Turn],
    unit: Unit,
    language: Language,
    *,
    long: int = LONG,
    said: Sequence[Speech] | None = None,
) -> list[Segment]:
    """Cut turns into segments.

    Parameters
    ----------
    parts, turns
        Of `text`, in order.
    unit : {"turn", "paragraph", "sentence", "row"}
        What a segment is.
    long : int
        A unit with more words is cut at the ends of sentences.
    said : sequence of Speech, optional
        The speech of each turn, where it is known already.

    Returns
    -------
    list of Segment
        They tile the speech of each turn; a blank between two sentences belongs to the first.
    """
    segments: list[Segment] = []
    for i, turn in enumerate(turns):
        spoken = speech(text, parts, turn.start, turn.end) if said is None else said[i]
        words = _word_starts(spoken.text, language)
        for start, end in _spans(spoken, words, unit, language, long):
            origin, stop = spoken.span(start, end)
            n = bisect_left(words, end) - bisect_left(words, start)
            segments.append(Segment(len(segments) + 1, turn.n, unit, origin, stop, n))
    return segments


def _word_starts(text: str, language: Language) -> Sequence[int]:
    """Return where each word begins; of a very long turn a stretch at a time, so that memory does not grow with it."""
    if len(text) <= _AT_ONCE:
        return [start for start, _end in language.tokens(text)]
    starts = array("q")
    at = 0
    while at < len(text):
        stop = at + _AT_ONCE
        if stop < len(text):
            stop = max(text.rfind(" ", at, stop), text.rfind("\n", at, stop)) + 1 or stop
        starts.extend(at + start for start, _end in language.tokens(text[at:stop]))
        at = stop
    return starts


def _spans(said: Speech, words: Sequence[int], unit: Unit, language: Language, long: int) -> Iterator[Span]:
    """Yield the spans of the units of one turn in its speech."""
    for start, end in _paragraphs(said) if unit in ("paragraph", "sentence") else [(0, len(said.text))]:
        n = bisect_left(words, end) - bisect_left(words, start)
        if unit != "sentence" and n <= long:
            yield start, end
            continue
        cuts = _sentence_cuts(said.text, start, end, language)
        if unit != "sentence":
            cuts = _balanced(cuts, words, end)
        yield from pairwise([*cuts, end])


def _paragraphs(said: Speech) -> list[Span]:
    """Return the paragraphs: stretches of speech between line ends."""
    spans: list[Span] = []
    start = 0
    while (stop := said.text.find("\n", start)) >= 0:
        spans.append((start, stop))
        start = stop + 1
    return [*spans, (start, len(said.text))]


def _sentence_cuts(text: str, start: int, end: int, language: Language) -> list[int]:
    """Return where the sentences of ``text[start:end]`` begin; the first begins at `start`.

    A very long turn is looked at a stretch at a time; what comes last in a stretch begins the next.
    """

    def after(begin: int, stop: int) -> list[int]:
        return [begin + one for one, _end in language.sentences(text[begin:stop])[1:]]

    cuts = [start]
    while end - cuts[-1] > _AT_ONCE and (more := after(cuts[-1], cuts[-1] + _AT_ONCE)):
        cuts += more
    return [*cuts, *after(cuts[-1], end)]


def _balanced(cuts: list[int], words: Sequence[int], end: int) -> list[int]:
    """Choose of the sentence beginnings those that make pieces of about `PIECE` words, all alike long."""
    first, last = bisect_left(words, cuts[0]), bisect_left(words, end)
    pieces = max(1, round((last - first) / PIECE))
    places = [bisect_left(words, cut) for cut in cuts]
    chosen = [cuts[0]]
    for k in range(1, pieces):
        wanted = first + k * (last - first) / pieces
        i = bisect_left(places, wanted)
        near = [j for j in (i - 1, i) if 0 < j < len(cuts)]
        if near:
            best = min(near, key=lambda j: abs(places[j] - wanted))
            if cuts[best] > chosen[-1]:
                chosen.append(cuts[best])
    return chosen
