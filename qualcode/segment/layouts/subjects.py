"""Subjects told apart by a number or brackets: ``Subjek 1 Jawaban :``, ``Informan 2 (Ibu S):``, ``W1.P3.05``."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import talk_marks as marks
from qualcode.segment.tally import Tally

__all__ = ["guess", "marks"]


def guess(tally: Tally) -> Guess:
    """Say how sure it is that numbers tell the speakers apart."""
    if not tally.labels or tally.moderated or tally.numbered < 0.4 * tally.labels:
        return NO
    reason = _("{numbered} of {n} labels number their speaker.")
    return Guess(tally.score + 0.04, reason.format(numbered=tally.numbered, n=tally.labels))
