"""Codes without a colon, ``P …``, ``RP1 …``, mostly with a legend above: ``P: Peneliti``."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import talk_marks as marks
from qualcode.segment.tally import Tally

__all__ = ["guess", "marks"]


def guess(tally: Tally) -> Guess:
    """Say how sure it is that codes without a colon begin the turns."""
    if not tally.labels or tally.colonless < 0.5 * tally.labels:
        return NO
    reason = _("{colonless} of {n} labels are codes without a colon.")
    return Guess(tally.score + 0.05, reason.format(colonless=tally.colonless, n=tally.labels))
