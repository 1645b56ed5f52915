"""A source on the screen: turns, segment numbers, and codings as marks in the margin with a legend."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.cli.group import visible
from qualcode.messages import _
from qualcode.query.transcript import Mark, Reading, Spoken
from qualcode.records import Span

MOST_LANES = 6
WIDEST = 100
"""Characters of text in a line; longer ones are hard to read."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CODED, SUGGESTED = "┃", "┊"


@dataclass(frozen=True, slots=True)
class Style:
    """How wide the screen is and whether it shows colours."""

    width: int
    colour: bool


def page(reading: Reading, style: Style) -> str:
    """Return a source for the screen.

    A capital letter begins a coding, a small one a suggestion; the bar below runs as long as it does.
    """
    names = _letters(reading)
    lanes = max((len(s.marks) for s in reading.segments), default=0)
    lanes = min(lanes, MOST_LANES if style.width >= 80 else MOST_LANES // 2)
    room = max(20, min(WIDEST, style.width - _gutter(lanes)))
    lines = [_heading(reading), ""]
    turn = None
    for spoken in reading.segments:
        if spoken.turn != turn:
            if turn is not None:
                lines.append("")
            turn = spoken.turn
            lines.append(_bold(_who(spoken), style))
        lines.extend(_segment(spoken, names, lanes, room, style))
    return "\n".join([*lines, *_legend(reading, names, style)])


def _gutter(lanes: int) -> int:
    return 5 + lanes + (1 if lanes else 0)


def _heading(reading: Reading) -> str:
    s = reading.source
    return visible(" · ".join(filter(None, [s.name, s.case, s.collected_on])))


def _who(spoken: Spoken) -> str:
    role = "" if spoken.role == "unknown" else f"({_(spoken.role)})"
    who = " ".join(filter(None, [spoken.speaker or _("(no speaker)"), role]))
    return visible(" · ".join(filter(None, [who, spoken.case, clock(spoken.start_s)])))


def clock(seconds: float | None) -> str:
    """Return a time as h:mm:ss, or "" if there is none."""
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"


def _segment(spoken: Spoken, names: dict[str, str], lanes: int, room: int, style: Style) -> Iterator[str]:
    text = _escaped(spoken.text)
    begun: set[str] = set()
    for k, (start, stop) in enumerate(wrapped(text, room)):
        number = str(spoken.n).rjust(4) if k == 0 else "    "
        margin = "".join(_lane(spoken.marks, lane, lanes, (start, stop), names, begun, style) for lane in range(lanes))
        yield f"{_dim(number, style)} {margin}{' ' if lanes else ''}{text[start:stop].strip()}".rstrip()


def _escaped(text: str) -> str:
    """Return text of the same length in which marks that could paint the terminal are shown as a box."""
    return "".join(c if c.isprintable() or c in "\n\t" else "□" for c in text)


def wrapped(text: str, room: int) -> list[Span]:
    """Return the spans of `text` that fit into lines of `room` characters, cut at blanks and line ends."""
    spans: list[Span] = []
    at = 0
    for paragraph in text.split("\n"):
        place = at
        for line in textwrap.wrap(paragraph, room, drop_whitespace=False, expand_tabs=False) or [""]:
            spans.append((place, place + len(line)))
            place += len(line)
        at += len(paragraph) + 1
    return spans


def _lane(
    marks: Sequence[Mark], lane: int, lanes: int, line: Span, names: dict[str, str], begun: set[str], style: Style
) -> str:
    """Return what stands in one lane of the margin beside a line: a letter, a bar or a blank."""
    if lane >= len(marks):
        return " "
    if lane == lanes - 1 and len(marks) > lanes:
        return "+"
    mark = marks[lane]
    if not (mark.start < line[1] and mark.end > line[0]):
        return " "
    sign = SUGGESTED if mark.suggested else CODED
    if mark.id not in begun and mark.begins:
        sign = names[mark.code].lower() if mark.suggested else names[mark.code]
    begun.add(mark.id)
    return _painted(sign, mark, style)


def _letters(reading: Reading) -> dict[str, str]:
    """Return a letter for each code shown; past the 26th all share a star."""
    codes = dict.fromkeys(mark.code for s in reading.segments for mark in s.marks)
    return {code: LETTERS[i] if i < len(LETTERS) else "*" for i, code in enumerate(codes)}


def _legend(reading: Reading, names: dict[str, str], style: Style) -> Iterator[str]:
    """Yield a line a code: its letter, path, who coded it how often, how many suggestions there are."""
    if not names:
        return
    yield ""
    for code, letter in names.items():
        marks = {m.id: m for s in reading.segments for m in s.marks if m.code == code}
        coders: dict[str, int] = {}
        for mark in marks.values():
            who = _("suggested") if mark.suggested else mark.coder
            coders[who] = coders.get(who, 0) + 1
        counts = ", ".join(f"{who} {n}" for who, n in coders.items())
        first = next(iter(marks.values()))
        yield (
            visible(f"{letter}  {code}  ({counts})")
            if not style.colour
            else (f"{_rgb(letter, first.colour)}  {visible(code)}  ({visible(counts)})")
        )
    yield _("Capital letter: coded. Small letter: only suggested.")


def plain(reading: Reading) -> str:
    """Return a source for a screen reader: a paragraph a segment, what is coded in words, no columns."""
    lines = [_heading(reading)]
    for spoken in reading.segments:
        lines += ["", _("Segment {n}, {who}:").format(n=spoken.n, who=_who(spoken)), visible(spoken.text)]
        for mark in spoken.marks:
            words = visible(spoken.text[mark.start : mark.end])
            what = _("Suggested: {code}, at: {words}") if mark.suggested else _("Coded: {code}, by {coder}: {words}")
            lines.append(what.format(code=mark.code, coder=mark.coder, words=words))
    return "\n".join(lines)


def _bold(text: str, style: Style) -> str:
    return f"\x1b[1m{text}\x1b[0m" if style.colour else text


def _dim(text: str, style: Style) -> str:
    return f"\x1b[2m{text}\x1b[0m" if style.colour and text.strip() else text


def _painted(sign: str, mark: Mark, style: Style) -> str:
    if not style.colour:
        return sign
    return _rgb(sign, mark.colour, "2;" if mark.suggested else "1;")


def _rgb(text: str, colour: str, weight: str = "1;") -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"\x1b[{weight}38;2;{red};{green};{blue}m{text}\x1b[0m"
