"""A group discussion: a moderator, or three and more who answer."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import talk_marks as marks
from qualcode.segment.tally import Tally

__all__ = ["guess", "marks"]


def guess(tally: Tally) -> Guess:
    """Say how sure it is that a group talks."""
    if not tally.labels or not (tally.moderated or tally.voices >= 3):
        return NO
    reason = _("{n} labels, {voices} participants.")
    return Guess(tally.score + 0.03, reason.format(n=tally.labels, voices=tally.voices))
