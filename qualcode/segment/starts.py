"""Where something new may begin: lines that open a paragraph, against lines that go on with the one before."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.segment.cleaning import ends_sentence
from qualcode.segment.lines import Line, wrap_width

_FULL = 0.75
"""A line at least so long, as a share of the width at which lines were broken, may go on below."""


def paragraph_starts(text: str, lines: Sequence[Line]) -> list[bool]:
    """Tell for each line whether it may begin a paragraph.

    Where every paragraph is one line, all do. Where lines were broken at a width, a line goes on with a full one before
    it that ends no sentence, and one that begins with a small letter goes on with any that ends none.
    """
    width = wrap_width(lines)
    if not width:
        return [True] * len(lines)
    return [i == 0 or line.gap > 0 or not _goes_on(text, lines[i - 1], line, width) for i, line in enumerate(lines)]


def _goes_on(text: str, before: Line, line: Line, width: int) -> bool:
    if ends_sentence(text, before.end):
        return before.end - before.start >= 0.9 * width and text[line.start].islower()
    return before.end - before.start >= _FULL * width or text[line.start].islower()
