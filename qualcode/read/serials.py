"""Dates and times, which a workbook stores as numbers with a format, as ISO text.

Not openpyxl's `is_datetime` and `from_excel`: they take DD/MM/YYYY and mmm for times of day, know no East Asian formats
(27 to 36, 50 to 58), turn a recording of 36:00:00 into a day of 1900, and keep fractions of seconds.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["", "date", "time", "both"]

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DAYS = 86_400


def kind_of_format(number: int, code: str) -> Kind:
    """Return what a number format shows: a date, a time of day, both, or neither.

    Examples
    --------
    >>> kind_of_format(14, ""), kind_of_format(164, "hh:mm:ss"), kind_of_format(165, '0.0" days"')
    ('date', 'time', '')
    """
    if 14 <= number <= 17 or 27 <= number <= 31 or 50 <= number <= 58 or number == 36:
        return "date"
    if 18 <= number <= 21 or 32 <= number <= 35 or 45 <= number <= 47:
        return "time"
    if number == 22:
        return "both"
    shown = _LITERAL.sub("", code.split(";")[0]).lower()
    if "general" in shown:
        return ""
    has_date, has_time = any(letter in shown for letter in "dy"), any(letter in shown for letter in "hs")
    if has_date:
        return "both" if has_time else "date"
    if has_time:
        return "time"
    return "date" if "m" in shown else ""


def iso(serial: float, kind: Kind, *, from_1904: bool = False) -> str | None:
    """Return the day or time that a number stands for, or None where there is no such day.

    Times keep counting past 24 hours, as in the length of a recording. Excel takes 1900 for a leap year, so that its
    days before March 1900 are one off.

    Examples
    --------
    >>> iso(43171.0, "date"), iso(0.5, "time"), iso(43171.25, "both")
    ('2018-03-12', '12:00:00', '2018-03-12 06:00:00')
    """
    seconds = round(serial * _DAYS)
    if not 0 <= seconds < 2_958_466 * _DAYS:
        return None
    if kind == "time":
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    begin = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    try:
        moment = begin + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment.date().isoformat() if seconds % _DAYS == 0 or kind == "date" else moment.isoformat(" ")
