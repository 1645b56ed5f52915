"""Labels followed by speech in quotation marks: ``Peneliti : "…"``, with the researcher's notes in between."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import talk_marks
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.tally import OPENING_QUOTES, Tally

_CLOSING_QUOTES = frozenset("\"”“»’'")


def guess(tally: Tally) -> Guess:
    """Say how sure it is that quotation marks enclose the turns."""
    if not tally.labels or tally.quoted < 0.5 * tally.labels:
        return NO
    reason = _("{quoted} of {n} labels are followed by a quotation mark.")
    return Guess(tally.score + 0.05, reason.format(quoted=tally.quoted, n=tally.labels))


def marks(page: Page) -> list[Mark]:
    """Return the marks of the labels, and of the quotation marks around each turn."""
    found = talk_marks(page)
    marked: list[Mark] = []
    for i, mark in enumerate(found):
        marked.append(mark)
        if mark.speaker is not None:
            end = found[i + 1].start if i + 1 < len(found) else len(page.text)
            marked += _quotes(page.text, mark.end, end)
    return marked


def _quotes(text: str, start: int, end: int) -> list[Mark]:
    """Return the quotation marks that stand first and last in ``text[start:end]``."""
    spoken = text[start:end]
    first = start + len(spoken) - len(spoken.lstrip())
    last = start + len(spoken.rstrip()) - 1
    quotes: list[Mark] = []
    if first < end and text[first] in OPENING_QUOTES:
        quotes.append(Mark(first, first + 1, "noise", "quote"))
    if last > first and text[last] in _CLOSING_QUOTES and quotes:
        quotes.append(Mark(last, last + 1, "noise", "quote"))
    return quotes
