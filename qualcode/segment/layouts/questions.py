"""Numbered questions, each followed by ``Jawab:`` and an answer."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import talk_marks as marks
from qualcode.segment.tally import Tally

__all__ = ["guess", "marks"]


def guess(tally: Tally) -> Guess:
    """Say how sure it is that answers are labelled as such and questions are not."""
    if not tally.labels or tally.answers < 0.5 * tally.labels:
        return NO
    reason = _("{answers} of {n} labels say that an answer follows.")
    return Guess(tally.score + 0.06, reason.format(answers=tally.answers, n=tally.labels))
