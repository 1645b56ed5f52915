"""A text without speakers: every paragraph is a turn of somebody unknown."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.cleaning import break_rule
from qualcode.segment.fixed import fixed_mark
from qualcode.segment.guess import Guess
from qualcode.segment.lines import wrap_width
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.shapes import BULLETS

SCORE = 0.3
"""What any text can be read as; a reading that explains less is not taken."""


def guess(page: Page) -> Guess:
    """Say that any text can be read so."""
    del page
    return Guess(SCORE, _("No speakers were found; each paragraph is a turn."))


def marks(page: Page) -> list[Mark]:
    """Return the marks of what is no text, and an empty one at each paragraph."""
    found: list[Mark] = []
    width = wrap_width(page.lines)
    before = -1
    interrupted = False
    for i, line in enumerate(page.lines):
        fixed = fixed_mark(page, i)
        if fixed:
            found.append(fixed)
            interrupted = fixed.kind in ("page_number", "timestamp", "noise")
            before = before if interrupted else -1
            continue
        if before < 0 or _begins(page, before, i, interrupted=interrupted, width=width):
            found.append(Mark(line.start, _after_bullet(page.text, line.start), "label", "paragraph", speaker=""))
        before, interrupted = i, False
    return found


def _after_bullet(text: str, start: int) -> int:
    bulleted = text[start] in BULLETS + "*" and text[start + 1 : start + 2] in (" ", "\t")
    return start + 1 if bulleted else start


def _begins(page: Page, before: int, i: int, *, interrupted: bool, width: int) -> bool:
    last, line = page.lines[before], page.lines[i]
    rule = break_rule(page.text, last.end, line.start, empty=line.gap, interrupted=interrupted, width=width)
    return rule == "paragraph"
