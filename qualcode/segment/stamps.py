"""Time marks in a transcript: ``[00:12:31]``, ``#00:12:31-4#``, ``(00:12)``, ``[00:05 - 00:09]``."""

from __future__ import annotations

import re

CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,-]\d{1,3})?"
MARKED = (
    rf"(?:\#{CLOCK}\#|[\[(<{{][ \t]{{0,3}}{CLOCK}(?:[ \t]{{0,3}}(?:-->|[-–—])[ \t]{{0,3}}{CLOCK})?[ \t]{{0,3}}[\])>}}])"
)
"""A time between signs: it is a time mark wherever it stands."""

STAMP = rf"(?:{MARKED}|(?<![\d:.]){CLOCK}(?![\d:]))"
"""A time with or without signs, for places where only a time mark can stand: beside a label, alone on a line."""

_CLOCK = re.compile(CLOCK)


def seconds(stamp: str) -> list[float]:
    """Return the times in a time mark in seconds: one, or two where it gives a range.

    >>> seconds("#00:12:31-4#"), seconds("[00:05 - 00:09]")
    ([751.4], [5.0, 9.0])
    """
    return [_seconds(clock) for clock in _CLOCK.findall(stamp)]


def _seconds(clock: str) -> float:
    whole, _mark, fraction = re.sub("[.,-]", ".", clock).partition(".")
    total = 0
    for figure in whole.split(":"):
        total = total * 60 + int(figure)
    return total + (float(f"0.{fraction}") if fraction else 0.0)
