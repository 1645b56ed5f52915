"""What was said in a span: the text without labels, page numbers and noise, broken lines joined, and the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from qualcode.records import Part, Span

SEPARATORS = {"paragraph": "\n", "hyphen": "", "join": " "}
"""What joins two stretches of speech, by the rule of the blanks between them; the first that is found decides."""

_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Speech:
    """The speech of a span, with its map.

    Attributes
    ----------
    text : str
        The stretches of speech, joined.
    map : sequence of (int, int, int)
        One triple a stretch: offset in `text`, offset in the source, length.
    """

    text: str
    map: Sequence[tuple[int, int, int]] = ()

    def source(self, offset: int, *, side: str = "start") -> int:
        """Return where in the source an offset of the speech lies.

        Parameters
        ----------
        offset : int
            0 to ``len(text)``.
        side : {"start", "end"}
            Whether the offset begins a span or ends one: between two stretches a start goes to the next, an end
            stays with the one before.
        """
        if not self.map:
            raise ValueError("speech is empty")
        character = offset if side == "start" else offset - 1
        i = max(0, bisect_right(self.map, character, key=lambda stretch: stretch[0]) - 1)
        begin, origin, length = self.map[i]
        inside = character - begin
        if side == "end":
            return origin + max(0, min(inside + 1, length))
        if inside >= length and i + 1 < len(self.map):
            return self.map[i + 1][1]
        return origin + min(inside, length)

    def span(self, start: int, end: int) -> Span:
        """Return the span of the source from which ``text[start:end]`` comes."""
        if len(self.map) == 1:
            origin, length = self.map[0][1:]
            return origin + min(start, length), origin + min(end, length)
        return self.source(start), self.source(end, side="end")

    def inside(self, start: int, stop: int) -> Span:
        """Return where a span of the source stands in the speech, clipped to it; (0, 0) if nowhere."""
        spans = [
            (offset + max(start, origin) - origin, offset + min(stop, origin + length) - origin)
            for offset, origin, length in self.map
            if origin < stop and origin + length > start
        ]
        return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def speech(text: str, parts: Sequence[Part], start: int, end: int) -> Speech:
    """Return what was said in ``text[start:end]``.

    Parameters
    ----------
    parts : sequence of Part
        All parts of the text, in order.
    """
    pieces: list[str] = []
    stretches: list[tuple[int, int, int]] = []
    length, rules = 0, set[str]()
    first = max(0, bisect_right(parts, start, key=_start) - 1)
    if parts and parts[first].kind == "speech" and parts[first].start <= start < end <= parts[first].end:
        return Speech(text[start:end], ((0, start, end - start),))
    for i in range(first, len(parts)):
        part = parts[i]
        if part.start >= end:
            break
        if part.kind != "speech":
            rules.add(part.rule)
            continue
        begin, stop = max(start, part.start), min(end, part.end)
        if begin >= stop:
            continue
        if stretches and rules:
            separator = _separator(text, stretches[-1], begin, rules)
            pieces.append(separator)
            length += len(separator)
        rules = set()
        stretches.append((length, begin, stop - begin))
        pieces.append(text[begin:stop])
        length += stop - begin
    return Speech("".join(pieces), tuple(stretches))


def _separator(text: str, before: tuple[int, int, int], begin: int, rules: set[str]) -> str:
    """Return what joins a stretch with the next at `begin`, by the rules of the parts between them."""
    if text[begin] in ".,;:?!)" and "paragraph" not in rules:
        return ""
    for rule, separator in SEPARATORS.items():
        if rule in rules:
            return separator
    touching = text[before[1] + before[2] - 1].isalnum() and text[begin].isalnum()
    return " " if touching or "space" in rules else ""
