"""What the values of a table's column look like: how long, how many different, numbers, days, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualcode.identity import key
from qualcode.read.sheet import Cells
from qualcode.read.table_words import is_no_answer

MOST_LOOKED_AT = 2_000
"""Rows by which a column is judged: more of them would only take longer."""

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")
_DAY = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[ T]\d.*)?")
_CLOCK = re.compile(
    r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d+)?(?:\s*(?:-+>?|–)\s*(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?)?"
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as far as it is looked at.

    Attributes
    ----------
    cells : sequence of str
        One a row, without outer blanks; empty where nothing stands or no answer was given.
    filled : sequence of str
        Those of them that say something.
    """

    cells: Sequence[str]
    filled: Sequence[str]

    @property
    def distinct(self) -> int:
        """How many different values there are, case apart."""
        return len(set(map(key, self.filled)))

    @property
    def words(self) -> float:
        """Mean number of words of a value."""
        return self._mean(lambda cell: len(cell.split()))

    @property
    def length(self) -> float:
        """Mean number of characters of a value."""
        return self._mean(len)

    def share(self, holds: Callable[[str], bool]) -> float:
        """Return the share of values of which something holds, 0 to 1."""
        return self._mean(holds)

    def _mean(self, measure: Callable[[str], float]) -> float:
        return sum(map(measure, self.filled)) / len(self.filled) if self.filled else 0.0


def columns_of(rows: Sequence[Cells], width: int) -> list[Column]:
    """Return the columns of rows of data, by their first rows; rows without any cell do not count."""
    seen = [row for row in rows if any(row)][:MOST_LOOKED_AT]
    return [_column([cell_of(row, i) for row in seen]) for i in range(width)]


def _column(cells: Sequence[str]) -> Column:
    said = ["" if is_no_answer(cell) else cell for cell in cells]
    return Column(said, [cell for cell in said if cell])


def cell_of(row: Cells, i: int | None) -> str:
    """Return a cell without the blanks around it; empty where the row is shorter."""
    return row[i].strip() if i is not None and i < len(row) else ""


def is_number(cell: str) -> bool:
    """Tell whether a cell is nothing but a number."""
    return bool(_NUMBER.fullmatch(cell))


def is_day(cell: str) -> bool:
    """Tell whether a cell is a date, with or without a time of day."""
    return bool(_DAY.fullmatch(cell))


def is_clock(cell: str) -> bool:
    """Tell whether a cell is a time such as "0:05" or "00:01:10 - 00:01:30"."""
    return bool(_CLOCK.fullmatch(cell))


def is_data(cell: str) -> bool:
    """Tell whether a cell is a number, day, time or address on the internet: nothing that is said."""
    return any(looks(cell) for looks in (is_number, is_day, is_clock)) or bool(_LINK.fullmatch(cell))


def is_question(cell: str) -> bool:
    """Tell whether a cell ends with a question mark, of whatever script."""
    return cell.rstrip(" \"'”’)").endswith(("?", "？", "؟"))


def is_prose(cell: str) -> bool:
    """Tell whether a word after the first begins with a small letter, or with none: names do not.

    Examples
    --------
    >>> is_prose("Bisa kuliah di kota"), is_prose("Siti Aminah")
    (True, False)
    """
    return any(word[0].isalpha() and not word[0].isupper() for word in cell.split()[1:])
