"""Every turn a bullet: ``• Narasumber: …``."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import talk_marks as marks
from qualcode.segment.tally import Tally

__all__ = ["guess", "marks"]


def guess(tally: Tally) -> Guess:
    """Say how sure it is that bullets begin the turns."""
    if not tally.labels or tally.bullets < 0.5 * tally.labels:
        return NO
    reason = _("{bullets} of {n} labels stand after a bullet.")
    return Guess(tally.score + 0.04, reason.format(bullets=tally.bullets, n=tally.labels))
