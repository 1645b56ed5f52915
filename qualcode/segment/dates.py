"""Dates as they are written in headers: "Senin, 12 Maret 2018", 12/3/2018, 2018-03-12, March 12, 2018."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s.-]{1,3}([^\W\d_]{3,12})[\s.,-]{1,3}(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})\b")


def iso_date(text: str, months: Mapping[str, int]) -> str | None:
    """Return the first date in `text` as ``YYYY-MM-DD``, or None.

    Where only figures tell, the day comes before the month unless that is no date.

    >>> iso_date("Senin, 12 Maret 2018", {"maret": 3}), iso_date("Kamis/ 5-4-2018", {})
    ('2018-03-12', '2018-04-05')
    """
    for year, month, day in _candidates(text[:200], months):
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            continue
    return None


def _candidates(text: str, months: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Yield year, month and day of what looks like a date; they need not be one."""
    for one in _ISO.finditer(text):
        yield int(one[1]), int(one[2]), int(one[3])
    for one in _DAY_FIRST.finditer(text):
        yield int(one[3]), months.get(one[2].casefold(), 0), int(one[1])
    for one in _MONTH_FIRST.finditer(text):
        yield int(one[3]), months.get(one[1].casefold(), 0), int(one[2])
    for one in _NUMBERS.finditer(text):
        year = int(one[3]) + (2000 if len(one[3]) == 2 else 0)
        yield year, int(one[2]), int(one[1])
        yield year, int(one[1]), int(one[2])
