"""A wrong parse mended: a turn cut in two at a place, or turns made one; the text and its offsets stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.records import Part, Span


def split(
    text: str, parts: Sequence[Part], turn: Span, offset: int, label: str | None = None
) -> tuple[list[Part], Span, Span] | None:
    """Cut a turn in two.

    Parameters
    ----------
    turn : (int, int)
        Where it stands.
    offset : int
        In the text; blanks that follow belong to neither half.
    label : str, optional
        If the text at `offset` begins with it and blanks or a colon follow, that becomes a label.

    Returns
    -------
    (list of Part, span, span) or None
        The parts, and where the two halves stand; None if one of them would hold no speech.
    """
    offset = _next_word(text, offset)
    begin = _label_end(text, offset, label) if label else offset
    cut = list(_cut_at(parts, (offset, begin)))
    before, behind = [part for part in cut if part.end <= offset], [part for part in cut if part.start >= begin]
    label_part = [Part(offset, begin, "label", "corrected")] if begin > offset else []
    mended = [*_without_blanks(text, before), *label_part, *behind]
    first, second = _spoken(mended, turn[0], offset), _spoken(mended, begin, turn[1])
    return (mended, first, second) if first and second else None


def joined(text: str, parts: Sequence[Part], gaps: Sequence[Span]) -> list[Part]:
    """Return the parts once turns are one: a line end in a gap between two of them parts paragraphs.

    Parameters
    ----------
    gaps : sequence of (int, int)
        From the end of each turn to the start of the next.
    """
    broken = [(start, stop) for start, stop in gaps if "\n" in text[start:stop]]
    return [
        replace(part, rule="paragraph")
        if part.kind == "blank" and any(start <= part.start < stop for start, stop in broken)
        else part
        for part in parts
    ]


def _next_word(text: str, offset: int) -> int:
    rest = text[offset:]
    return offset + len(rest) - len(rest.lstrip())


def _label_end(text: str, offset: int, label: str) -> int:
    """Return where the label that stands at `offset` ends, with its colon and blanks; `offset` if none stands there."""
    found = re.compile(rf"{re.escape(label.strip())}(?:\s*:\s*|\s+)", re.IGNORECASE).match(text, offset)
    return found.end() if found else offset


def _cut_at(parts: Sequence[Part], offsets: Sequence[int]) -> Iterator[Part]:
    for part in parts:
        at = part.start
        for offset in offsets:
            if at < offset < part.end:
                yield replace(part, start=at, end=offset)
                at = offset
        yield replace(part, start=at)


def _without_blanks(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    """Make a part of the blanks at the end of speech."""
    for part in parts:
        said = text[part.start : part.end].rstrip()
        stop = part.start + len(said)
        if part.kind != "speech" or stop == part.end:
            yield part
            continue
        if said:
            yield replace(part, end=stop)
        yield Part(stop, part.end, "blank", "space")


def _spoken(parts: Sequence[Part], start: int, stop: int) -> Span | None:
    """Return from the first to the last speech within a stretch."""
    found = [part for part in parts if part.kind == "speech" and start <= part.start < stop]
    return (found[0].start, found[-1].end) if found else None
