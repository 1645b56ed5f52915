"""Marks to parts and turns: whatever lies between marks is speech, broken lines are joined, no character is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.records import Part, PartKind
from qualcode.segment.cleaning import break_rule, is_reduplication
from qualcode.segment.marks import Mark
from qualcode.segment.stamps import seconds


@dataclass(slots=True)
class Spoken:
    """A turn in the making: who speaks, the span of the speech, the times beside it."""

    speaker: str
    start: int = -1
    end: int = -1
    start_s: float | None = None
    end_s: float | None = None


def weave(text: str, marks: Iterable[Mark], *, width: int) -> tuple[list[Part], list[Spoken]]:
    """Return the parts that tile `text`, and the turns.

    Parameters
    ----------
    marks : iterable of Mark
        In order, without overlaps.
    width : int
        Width at which lines were broken, 0 where they were not.
    """
    weaver = _Weaver(text, width)
    for mark in marks:
        weaver.fill(mark.start)
        weaver.add(mark)
    weaver.fill(len(text))
    weaver.close()
    return [Part(start, end, kind, rule) for start, end, kind, rule in weaver.parts], weaver.turns


def merge_marks(marks: Sequence[Mark], inline: Sequence[Mark]) -> list[Mark]:
    """Put marks within lines between those of the layout; a label gives way to the time that stands in it."""
    merged: list[Mark] = []
    i = 0
    for mark in marks:
        while i < len(inline) and inline[i].end <= mark.start:
            merged.append(inline[i])
            i += 1
        start = mark.start
        while i < len(inline) and inline[i].start < mark.end:
            if mark.kind == "label" and inline[i].start >= start and inline[i].end <= mark.end:
                if inline[i].start > start:
                    merged.append(Mark(start, inline[i].start, "label", mark.rule))
                merged.append(inline[i])
                start = inline[i].end
            i += 1
        merged.append(Mark(start, mark.end, mark.kind, mark.rule, mark.speaker) if start > mark.start else mark)
    return merged + list(inline[i:])


class _Weaver:
    """Builds parts and turns while walking once through the text."""

    def __init__(self, text: str, width: int) -> None:
        self.parts: list[tuple[int, int, PartKind, str]] = []
        self.turns: list[Spoken] = []
        self._text, self._width = text, width
        self._at = 0
        self._turn: Spoken | None = None
        self._since: list[int] = []
        self._stamp: list[float] = []

    def fill(self, stop: int) -> None:
        """Take the text up to `stop` as speech of whoever speaks."""
        while self._at < stop:
            end = self._text.find("\n", self._at, stop)
            end = stop if end < 0 else end
            content = self._text[self._at : end]
            stripped = content.strip()
            if stripped:
                start = self._at + len(content) - len(content.lstrip())
                self._blank(start)
                self._say(start, start + len(stripped))
            self._blank(min(end + 1, stop))

    def _blank(self, stop: int) -> None:
        """Take the blanks up to `stop` together with those before them; on its line a label takes them."""
        if stop <= self._at:
            return
        last = self.parts[-1] if self.parts else None
        if last and last[2] == "blank":
            self.parts[-1] = (last[0], stop, "blank", "space")
        elif last and last[2] == "label" and "\n" not in self._text[self._at : stop]:
            self.parts[-1] = (last[0], stop, "label", last[3])
        else:
            self.parts.append((self._at, stop, "blank", "space"))
            self._since.append(len(self.parts) - 1)
        self._at = stop

    def _say(self, start: int, end: int) -> None:
        turn = self._turn
        if turn is None:
            self.parts.append((start, end, "note", "preamble"))
        else:
            if turn.end >= 0:
                self._join(turn, start)
            else:
                turn.start = start
                self._open(turn)
            self.parts.append((start, end, "speech", "speech"))
            turn.end = end
            self._stamp = []
        self._since = []
        self._at = end

    def _open(self, turn: Spoken) -> None:
        if self._stamp:
            turn.start_s = self._stamp[0]
            turn.end_s = self._stamp[1] if len(self._stamp) > 1 else None
            before = self.turns[-1] if self.turns else None
            if before and before.end_s is None and (before.start_s or 0) <= self._stamp[0]:
                before.end_s = self._stamp[0]
        self.turns.append(turn)

    def _join(self, turn: Spoken, start: int) -> None:
        """Write into the blanks since the last speech how it goes on."""
        between = [self.parts[i] for i in self._since]
        blanks = [part for part in between if part[2] == "blank"]
        if not any("\n" in self._text[part[0] : part[1]] for part in blanks):
            return
        others = {part[2] for part in between} - {"blank", "noise"}
        if others & {"note", "header", "label"}:
            rule = "paragraph"
        else:
            empty = sum(max(0, self._text.count("\n", part[0], part[1]) - 1) for part in blanks)
            interrupted = bool(others)
            rule = break_rule(self._text, turn.end, start, empty=empty, interrupted=interrupted, width=self._width)
        if rule == "hyphen" and between[0][2] == "blank" and not is_reduplication(self._text, turn.end - 1, start):
            self._drop_hyphen(turn)
        for i in self._since:
            begin, end, kind, _rule = self.parts[i]
            if kind == "blank":
                self.parts[i] = (begin, end, kind, rule)

    def _drop_hyphen(self, turn: Spoken) -> None:
        """Move the hyphen at the end of the last speech into the blank after it."""
        i = self._since[0]
        start, end, kind, rule = self.parts[i - 1]
        if end - start < 2:
            return
        self.parts[i - 1] = (start, end - 1, kind, rule)
        self.parts[i] = (self.parts[i][0] - 1, *self.parts[i][1:])
        turn.end -= 1

    def add(self, mark: Mark) -> None:
        """Take a mark; one with a speaker ends the turn before it."""
        if mark.speaker is not None:
            self.close()
            self._turn = Spoken(mark.speaker)
        if mark.end <= mark.start:
            return
        if mark.kind == "timestamp":
            self._stamp = seconds(self._text[mark.start : mark.end]) or self._stamp
        self.parts.append((mark.start, mark.end, mark.kind, mark.rule))
        self._since.append(len(self.parts) - 1)
        self._at = mark.end

    def close(self) -> None:
        """End the turn: a time after its last word is its end."""
        turn = self._turn
        if turn and turn.end >= 0 and turn.end_s is None and self._stamp:
            turn.end_s = self._stamp[0]
        self._turn = None
        self._since = []
