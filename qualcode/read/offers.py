"""Columns of a survey that may name the respondent or the case: offered to the user, never taken unasked."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.language.lexicon import bare
from qualcode.read.table_words import headings
from qualcode.read.values import Column, is_clock, is_day, is_number

_MOST_WORDS = 4
_LONGEST = 50
_MOST_CASES = 3
_ROWS_OF_A_CASE = 2
_FEWEST_ROWS = 4


def ids_among(names: Sequence[str], columns: Sequence[Column], among: Sequence[int]) -> list[int]:
    """Return the columns that give every row a name of its own, those with a heading that says so first.

    Numbers do so only under such a heading: ages may all differ too. Dates never do.
    """
    found = [i for i in among if _is_id(columns[i], _says(names[i], "respondent"))]
    return sorted(found, key=lambda i: not _says(names[i], "respondent"))


def cases_among(names: Sequence[str], columns: Sequence[Column], among: Sequence[int]) -> list[int]:
    """Return the columns whose values recur, as villages do, those with a heading that says so first; three at most."""
    found = [i for i in among if _is_case(columns[i])]
    return sorted(found, key=lambda i: not _says(names[i], "category"))[:_MOST_CASES]


def _says(heading: str, kind: str) -> bool:
    return bare(heading) in headings(kind)


def _is_id(column: Column, says_so: bool) -> bool:
    n = len(column.filled)
    if n < (2 if says_so else _FEWEST_ROWS) or n < len(column.cells) or column.distinct < n or not _is_short(column):
        return False
    return says_so or column.share(is_number) < 0.5


def _is_case(column: Column) -> bool:
    n = len(column.filled)
    return (
        column.distinct >= 2
        and n >= _ROWS_OF_A_CASE * column.distinct
        and _is_short(column)
        and not _is_numeric(column)
    )


def _is_short(column: Column) -> bool:
    times = column.share(lambda cell: is_day(cell) or is_clock(cell))
    return times < 0.5 and column.words <= _MOST_WORDS and max(map(len, column.filled)) <= _LONGEST


def _is_numeric(column: Column) -> bool:
    return column.share(is_number) > 0.5
