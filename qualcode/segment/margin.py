"""What stands in the margin: line numbers (1, 2, 3 … or 5, 10, 15 …), and strokes before lines that go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qualcode.segment.lines import Line
from qualcode.segment.marks import Mark

_NUMBER = re.compile(r"(?P<number>\d{1,4})(?P<blank>[ ]+)(?=\S)")
_AT_END = re.compile(r"(?<=\S)[ ]{3,}(?P<number>\d{1,4})$")
_FEWEST, _FEWEST_FIFTH, _FEWEST_RIGHT = 5, 3, 2
_ENOUGH = 0.8


def margin_numbers(text: str, lines: Sequence[Line]) -> list[Mark]:
    """Return the marks of the numbers that count the lines; none where numbers count anything else.

    They rise with every line, or stand at every fifth; a number in the talk does neither.
    """
    found = [(i, match) for i, line in enumerate(lines) if (match := _NUMBER.match(text, line.start, line.end))]
    return _counted(found, _FEWEST_FIFTH) or _counted(_on_the_right(text, lines), _FEWEST_RIGHT)


def _on_the_right(text: str, lines: Sequence[Line]) -> list[tuple[int, re.Match[str]]]:
    """Return the numbers at the ends of lines with a wide gap before them: every fifth or tenth line."""
    ends = ((i, _AT_END.search(text, max(line.start + 1, line.end - 90), line.end)) for i, line in enumerate(lines))
    return [(i, match) for i, match in ends if match and int(match["number"]) % 5 == 0]


def _counted(found: Sequence[tuple[int, re.Match[str]]], fewest: int) -> list[Mark]:
    """Return the marks of the numbers that rise with the lines."""
    if len(found) < fewest:
        return []
    rising = [(i, match) for n, (i, match) in enumerate(found) if _in_step(found, n)]
    every_fifth = all(int(match["number"]) % 5 == 0 for _i, match in rising)
    if len(rising) < (fewest if every_fifth else _FEWEST) or len(rising) < _ENOUGH * len(found):
        return []
    if len(rising) < _ENOUGH * (rising[-1][0] - rising[0][0] + 1) and not every_fifth:
        return []
    return [Mark(match.start("number"), match.end("number"), "page_number", "margin") for _i, match in rising]


def margin_strokes(text: str, lines: Sequence[Line]) -> list[Mark]:
    """Return the marks of the strokes before lines that go on, below lines with a name before the stroke."""
    strokes = [match for line in lines if (match := _STROKE.match(text, line.start, line.end))]
    if not strokes or sum(_NAME_AND_STROKE.match(text, line.start, line.end) is not None for line in lines) < 2:
        return []
    return [Mark(match.start(), match.end("stroke"), "noise", "margin") for match in strokes]


_STROKE = re.compile(r"(?P<stroke>[|¦│]{1,2})[ \t]*(?=[^|\s-])(?!.*[|¦│])")
_NAME_AND_STROKE = re.compile(r"[^\W_][^|\n]{0,40}[|¦│]{1,2}[ \t]*(?=\S)(?!.*[|¦│])")


def _in_step(found: Sequence[tuple[int, re.Match[str]]], n: int) -> bool:
    """Tell whether a number and one beside it differ by as much as their lines, within two empty lines."""
    i, match = found[n]
    for other in (n - 1, n + 1):
        if 0 <= other < len(found):
            j, beside = found[other]
            step = int(beside["number"]) - int(match["number"])
            if step and (step > 0) == (j > i) and abs(step - (j - i)) <= max(2, 0.3 * abs(step)):
                return True
    return False


def lone_numbers(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the lines that hold a number alone and count what comes below them: "1.", "2.", "3." …"""
    found = [
        (i, int(match[1])) for i, line in enumerate(lines) if (match := _LONE.fullmatch(text, line.start, line.end))
    ]
    steps = sum(b[1] == a[1] + 1 and b[0] > a[0] + 1 for a, b in pairwise(found))
    return {i for i, _n in found} if len(found) >= _FEWEST_FIFTH and steps >= _ENOUGH * (len(found) - 1) else set()


def lone_times(text: str, lines: Sequence[Line]) -> set[int]:
    """Return the lines that hold an hour with a point and rise, "14.05", "14.13", "14.26": a clock beside talk."""
    found = [i for i, line in enumerate(lines) if _HOUR.fullmatch(text, line.start, line.end)]
    hours = [int(text[lines[i].start : lines[i].end].replace(".", "")) for i in found]
    return set(found) if len(found) >= _FEWEST_FIFTH and all(a < b for a, b in pairwise(hours)) else set()


_HOUR = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_LONE = re.compile(r"\(?(\d{1,4})[.)]")


def without_numbers(text: str, lines: Sequence[Line], numbers: Sequence[Mark]) -> list[Line]:
    """Return the lines, each beginning after its number or stroke."""
    ends = {mark.start: mark.end for mark in numbers}
    return [line._replace(start=_skip(text, ends[line.start])) if line.start in ends else line for line in lines]


def _skip(text: str, at: int) -> int:
    while text[at] in " \t":
        at += 1
    return at
