"""Two people take turns without labels: each turn begins with a dash, or is a paragraph; every other one asks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qualcode.messages import N_, _
from qualcode.segment.cleaning import ends_sentence
from qualcode.segment.fixed import fixed_mark
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts import questions
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.roles import asks
from qualcode.segment.score import TAKEN
from qualcode.segment.shapes import after_lead

_DASH = re.compile(r"(?:[-–—―]{1,2}|>>)[ \t]*(?=\S)")
_FEWEST = 6
"""Turns."""
_APART = 0.5
"""By so much the share of turns that ask must differ between the two."""
_APART_DASHED = 0.3
"""The same where every turn begins with a dash."""
_ASKS = 0.65
"""Share of turns that ask of the one who asks; at most the rest of the other's do."""
_AS_GOOD = 0.9
"""Of starts that explain about as well the first is taken."""
_TOLD = 0.85
"""Where questions are set off nearly as well by something else, that tells more."""
_WHOLE_LINES = 0.9
"""Share of lines that must end a sentence, or be set in as much as one of two, for the lines to tell the turns."""
_APART_LINES = 0.75
"""By so much they must differ where nothing but the end of the line tells the turns."""
_MOST_DEPTH = 200
"""Characters."""
_LINES, _INDENTS = N_("lines"), N_("set in")
_MOST_ABOVE = 4
"""Units above the first turn: titles, an introduction."""


@dataclass(frozen=True, slots=True)
class _Turns:
    """The lines at which turns begin, how they are told, and by how much the first of two asks more.

    ``apart`` is below 0 where the second asks; ``least`` is what it must reach.
    """

    way: str
    firsts: Sequence[int]
    apart: float = 0.0
    least: float = 0.5

    @property
    def score(self) -> float:
        """How well it explains the page, 0..0.85."""
        if abs(self.apart) < self.least:
            return 0.0
        enough = min(1.0, 0.5 + 0.06 * len(self.firsts))
        return 0.85 * enough * min(1.0, abs(self.apart) + (0.4 if self.least < _APART else 0.1))


def guess(page: Page) -> Guess:
    """Say how well turns that alternate explain the page."""
    if page.choice.score.parts["covering"] > 1 - _APART:
        return NO
    found = _turns(page)
    other = questions.find_asked(page)
    if found.score < TAKEN or (other and other.way is not questions.BY_MARK and other.score > _TOLD * found.score):
        return NO
    reason = _("{n} turns ({way}), every other one asks.")
    return Guess(found.score, reason.format(n=len(found.firsts), way=_(found.way)))


def marks(page: Page) -> list[Mark]:
    """Return the marks of the dashes, and empty ones where a turn begins without."""
    turns = _turns(page)
    begins = {i: n % 2 == (turns.apart < 0) for n, i in enumerate(turns.firsts)}
    found: list[Mark] = []
    for i, line in enumerate(page.lines):
        fixed = fixed_mark(page, i)
        if i in begins:
            dash = _DASH.match(page.text, line.start, line.end)
            label = page.labels[i]
            end = label.end if label else after_lead(page.text, dash.end() if dash else line.start, line.end)
            name = page.lexicon.question_label if begins[i] else page.lexicon.answer_label
            found.append(Mark(line.start, end, "label", "alternating", speaker=name))
        elif fixed:
            found.append(fixed)
    return found


def _turns(page: Page) -> _Turns:
    return max((_dashes(page), _paragraphs(page), _lines(page), _indents(page)), key=lambda turns: turns.score)


def _dashes(page: Page) -> _Turns:
    """Return the turns where most begin with a dash."""
    firsts = [i for i in _units(page) if _DASH.match(page.text, page.lines[i].start, page.lines[i].end)]
    if not firsts or len(firsts) < 0.8 * sum(page.starts[i] for i in _units(page) if i >= firsts[0]):
        return _Turns(N_("with a dash"), ())
    return _Turns(N_("with a dash"), firsts, _difference(page, firsts, dashed=True), least=_APART_DASHED)


def _paragraphs(page: Page) -> _Turns:
    """Return the turns where an empty line is between them, from the place on at which one of two asks most.

    What is above the first question introduces the talk.
    """
    units = [i for i in _units(page) if page.lines[i].gap or i == 0]
    lines = _units(page)
    name = N_("paragraphs")
    if len(units) < _FEWEST or (len(units) > 0.9 * len(lines) and not any(page.lines[i].gap for i in lines)):
        return _Turns(name, ())
    starts = [n for n in range(min(_MOST_ABOVE, len(units) - _FEWEST + 1)) if not _is_title(page, units[n])]
    found = [_Turns(name, units[n:], _difference(page, units[n:])) for n in starts]
    best = max((turns.score for turns in found), default=0.0)
    chosen = next((turns for turns in found if turns.score >= _AS_GOOD * best), _Turns(name, ()))
    return replace(chosen, firsts=chosen.firsts[1:], apart=-chosen.apart) if chosen.apart < 0 else chosen


def _lines(page: Page) -> _Turns:
    """Return the turns where each line is one: nearly all end a sentence, and one of two asks nearly always."""
    units = _units(page)
    ending = sum(ends_sentence(page.text, page.lines[i].end) for i in units)
    if len(units) < _FEWEST or ending < _WHOLE_LINES * len(units) or page.choice.labels:
        return _Turns(_LINES, ())
    ask = [page.line_text(i).rstrip('*_"”)» ').endswith(("?", "？", "؟")) for i in units]
    starts = range(min(_MOST_ABOVE, len(units) - _FEWEST + 1))
    found = [_Turns(_LINES, units[n:], _share(ask[n::2]) - _share(ask[n + 1 :: 2]), _APART_LINES) for n in starts]
    best = max(turns.score for turns in found)
    return next((t for t in found if t.score >= _AS_GOOD * best and t.apart > 0), _Turns(_LINES, ()))


def _share(told: Sequence[bool]) -> float:
    return sum(told) / len(told)


def _indents(page: Page) -> _Turns:
    """Return the turns where one of two is set in: a turn begins wherever lines are set in, or no longer are."""
    units = _units(page)
    depths = {i: _depth(page, i) for i in units}
    counts = Counter(depths.values()).most_common(2)
    if len(counts) < 2 or sum(n for _depth, n in counts) < _WHOLE_LINES * len(units):
        return _Turns(_INDENTS, ())
    inner = max(depth for depth, _n in counts)
    units = units[_introduced(page, units) :]
    firsts = [b for a, b in pairwise([-1, *units]) if a < 0 or (depths[a] >= inner) != (depths[b] >= inner)]
    found = [_Turns(_INDENTS, firsts[n:], _difference(page, firsts[n:])) for n in range(2)]
    return max(found, key=lambda turns: (turns.score, turns.apart))


def _depth(page: Page, i: int) -> int:
    """Return by how many characters a line is set in."""
    start = page.lines[i].start
    return start - page.text.rfind("\n", max(0, start - _MOST_DEPTH), start) - 1


def _introduced(page: Page, units: Sequence[int]) -> int:
    """Return how many lines at the top introduce the talk: an empty line is below them, and they do not ask."""
    n = next((n for n, i in enumerate(units[: _MOST_ABOVE + 1]) if n and page.lines[i].gap), 0)
    return 0 if any(asks(page.line_text(i), page.lexicon) for i in units[:n]) else n


def _is_title(page: Page, i: int) -> bool:
    return page.line_text(i)[-1] not in '.?!…"”。？！؟'


def _units(page: Page) -> list[int]:
    return [i for i, kind in enumerate(page.kinds) if kind in ("text", "label", "number")]


def _difference(page: Page, firsts: Sequence[int], *, dashed: bool = False) -> float:
    """Return by how much the first of two asks more than the second, -1..1."""
    if len(firsts) < _FEWEST:
        return 0.0
    ends = [page.lines[following - 1].end for _first, following in pairwise([*firsts, len(page.lines)])]
    asking = [asks(page.text[page.lines[i].start : end], page.lexicon) for i, end in zip(firsts, ends, strict=True)]
    halves = asking[::2], asking[1::2]
    first, second = (sum(half) / len(half) for half in halves)
    told = dashed or (max(first, second) >= _ASKS and min(first, second) <= 1 - _ASKS)
    return first - second if told else 0.0
