"""The numbers and bullets that Word shows before list paragraphs but does not store with their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from qualcode.read.lists import LEVELS, Level, Lists, NumberedList

_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Numbering:
    """Counts the list paragraphs of a document as they come.

    Parameters
    ----------
    read_lists : function
        Reads how the document defines its lists; called at the first paragraph that can be in one, because the
        styles of a document take longer to read than its text.
    """

    def __init__(self, read_lists: Callable[[], Lists]) -> None:
        self._read_lists = read_lists
        self._counts: dict[str, list[int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    @cached_property
    def _lists(self) -> Lists:
        return self._read_lists()

    def marker(self, number: str, level: int | None, style: str) -> str:
        """Count a paragraph; return what Word shows before it: "3.", "b)", "-" for a bullet, or nothing.

        Parameters
        ----------
        number, level, style
            What the paragraph says itself; what it does not say comes from its style.
        """
        if not number and not style:
            return ""
        if not number:
            number, of_style = self._lists.of_style(style)
            level = of_style if level is None else level
        found = self._lists.numbered.get(number)
        levels = self._lists.definitions.get(found.definition) if found else None
        if found is None or levels is None:
            return ""
        at = min(level or 0, LEVELS - 1)
        return _shown(levels, self._count(number, found, levels, at), at)

    def _count(self, number: str, found: NumberedList, levels: Mapping[int, Level], at: int) -> list[int]:
        counts = self._counts.setdefault(found.definition, [0] * LEVELS)
        for i in range(at + 1):
            if i in found.restarts and (number, i) not in self._restarted:
                self._restarted.add((number, i))
                counts[i] = found.restarts[i] - (i == at)
            elif not counts[i]:
                counts[i] = levels.get(i, Level()).start - (i == at)
        counts[at] += 1
        counts[at + 1 :] = [0] * (LEVELS - at - 1)
        return counts


def _shown(levels: Mapping[int, Level], counts: list[int], at: int) -> str:
    level = levels.get(at, Level(format="none"))
    if level.format in ("none", "bullet"):
        return "-" if level.format == "bullet" else ""

    def placed(found: re.Match[str]) -> str:
        i = int(found[1]) - 1
        return figure(counts[i], levels.get(i, Level()).format)

    return _PLACEHOLDER.sub(placed, level.text)


def figure(n: int, format: str) -> str:
    """Return a number as a list shows it; formats that are not known are decimal.

    Examples
    --------
    >>> figure(4, "lowerRoman"), figure(28, "upperLetter"), figure(3, "decimalZero")
    ('iv', 'BB', '03')
    """
    if format == "decimalZero":
        return f"{n:02d}"
    if format in ("lowerLetter", "upperLetter") and 0 < n <= 260:
        letters = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letters.upper() if format == "upperLetter" else letters
    if format in ("lowerRoman", "upperRoman") and 0 < n < 4000:
        return _roman(n).upper() if format == "upperRoman" else _roman(n)
    return str(n)


def _roman(n: int) -> str:
    letters = ""
    for unit, letter in _ROMAN:
        letters += letter * (n // unit)
        n %= unit
    return letters
