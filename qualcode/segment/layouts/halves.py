"""All questions first and all answers after: the numbering starts again, and only the first half asks."""

from __future__ import annotations

import re

from qualcode.messages import _
from qualcode.segment.fixed import fixed_mark, question_mark
from qualcode.segment.guess import NO, Guess
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.roles import asks

_NUMBER = re.compile(r"\(?(\d{1,3})[.)-]+[ \t]*")
_FEWEST = 3


def guess(page: Page) -> Guess:
    """Say how well two numbered lists, one that asks and one that answers, explain the page."""
    halves = _halves(page)
    if halves is None:
        return NO
    asked, answered = halves
    reason = _("{n} numbered questions, and {m} answers with the same numbers below.")
    return Guess(0.9, reason.format(n=len(asked), m=len(answered)))


def marks(page: Page) -> list[Mark]:
    """Return the marks of the numbers: each item is a turn."""
    asked, answered = _halves(page) or ([], [])
    first = answered[0] if answered else 0
    found: list[Mark] = []
    for i, line in enumerate(page.lines):
        fixed = fixed_mark(page, i)
        if i in asked:
            found.append(question_mark(page, i))
        elif i in answered:
            number = _NUMBER.match(page.text, line.start)
            end = number.end() if number else line.start
            found.append(Mark(line.start, end, "label", "answer", speaker=page.lexicon.answer_label))
        elif fixed:
            found.append(fixed)
        elif i == first - 1 and line.end - line.start < 40:
            found.append(Mark(line.start, line.end, "note", "heading"))
    return found


def _halves(page: Page) -> tuple[list[int], list[int]] | None:
    """Return the lines of the questions and of the answers; None where there are no two such lists."""
    numbered = [
        (i, int(found[1]))
        for i in range(len(page.lines))
        if page.kinds[i] == "number" and (found := _NUMBER.match(page.line_text(i)))
    ]
    again = [n for n in range(1, len(numbered)) if numbered[n][1] <= numbered[n - 1][1]]
    if len(again) != 1:
        return None
    asked, answered = [i for i, _n in numbered[: again[0]]], [i for i, _n in numbered[again[0] :]]
    if min(len(asked), len(answered)) < _FEWEST or abs(len(asked) - len(answered)) > 1:
        return None
    asking = [sum(asks(_without_number(page, i), page.lexicon) for i in half) / len(half) for half in (asked, answered)]
    return (asked, answered) if asking[0] >= 0.7 and asking[1] <= 0.3 else None


def _without_number(page: Page, i: int) -> str:
    return _NUMBER.sub("", page.line_text(i), count=1)
