"""Speakers' labels with a colon, the general case: ``Peneliti: …``, ``Ibu S: …``."""

from __future__ import annotations

from qualcode.messages import ngettext
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import talk_marks as marks
from qualcode.segment.tally import Tally

__all__ = ["guess", "marks"]


def guess(tally: Tally) -> Guess:
    """Say how sure it is that labels tell the speakers apart."""
    if not tally.labels:
        return NO
    reason = ngettext(
        "{n} line begins with a speaker's label ({speakers} speakers).",
        "{n} lines begin with a speaker's label ({speakers} speakers).",
        tally.labels,
    )
    return Guess(tally.score, reason.format(n=tally.labels, speakers=len(tally.roles)))
