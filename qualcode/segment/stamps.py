"""Time marks and dates in a transcript: ``[00:12:31]``, ``#00:12:31-4#``, ``00:05 - 00:09``, the date of a chat."""

from __future__ import annotations

import re

CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,-]\d{1,3})?"
_TO = r"[ \t]{0,3}(?:-->|[-–—])[ \t]{0,3}"
MARKED = (
    rf"(?:\#{CLOCK}\#|[\[(<{{][ \t]{{0,3}}{CLOCK}(?:{_TO}{CLOCK})?[ \t]{{0,3}}[\])>}}]"
    rf"|[\[(<{{]\d{{1,2}}\.[0-5]\d(?:\.[0-5]\d)?[\])>}}])"
)
"""A time between signs: it is a time mark wherever it stands."""

STAMP = rf"(?:{MARKED}|(?<![\d:.]){CLOCK}(?:{_TO}{CLOCK})?(?![\d:]))"
"""A time with or without signs, for places where only a time mark can stand: beside a label, alone on a line."""

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
_HOUR = r"\d{1,2}[.:][0-5]\d(?:[.:][0-5]\d)?(?:[ \u202f\u00a0]?[AaPp]\.?[Mm]\.?)?"
CHAT_DATE = rf"\[?{_DAY},?[ \t\u202f\u00a0]+(?:pukul |at )?{_HOUR}\]?(?:[ \t]*[-–—][ \t]+|:?[ \t]*)"
"""The date before each message of a messenger's export: ``12/03/2018 10.15 - ``, ``[12/03/18, 10:15:22] ``."""

DATED = rf"\[{_DAY},?[ \t]+{_HOUR}\]"
"""The date behind a name in others: ``Rina, [12.03.2018 10:15]``."""

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
