"""The lines of a text that are not empty, with what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A line without the blanks around it; ``gap`` counts the empty lines before it."""

    start: int
    end: int
    gap: int


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of ``text[start:end]`` that hold more than blanks."""
    found: list[Line] = []
    offset, gap = start, 0
    for raw in text[start:end].split("\n"):
        content = raw.strip()
        if content:
            begin = offset + len(raw) - len(raw.lstrip())
            found.append(Line(begin, begin + len(content), gap))
            gap = 0
        else:
            gap += 1
        offset += len(raw) + 1
    return found


def wrap_width(lines: Sequence[Line], *, limit: int = 130) -> int:
    """Return the width at which the lines were broken, in characters; 0 where every paragraph is one line."""
    lengths = sorted(line.end - line.start for line in lines)
    if len(lengths) < 4 or lengths[-1] > limit:
        return 0
    return lengths[int(0.95 * (len(lengths) - 1))]
