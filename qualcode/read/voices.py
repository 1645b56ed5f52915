"""Whether a column names who speaks, by its values: short, few, recurring and taking turns beside what is said.

A survey has such columns too (village, sex), but there the rows are people in no order. What tells a conversation from
it is weighed: that neighbours change more often than chance lets them, that one value asks and the others do not, words
for roles, times that go on; against it an id of each row, ages, a second open question. The weights were found on
invented tables of both kinds (tests/read/test_voices.py counts how many of them are read right).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from qualcode.identity import key
from qualcode.language.lexicon import Lexicon, bare
from qualcode.read.columns import kind_of_column
from qualcode.read.questions import is_whole_question
from qualcode.read.table_words import headings
from qualcode.read.values import Column, is_clock, is_data, is_day, is_number, is_question

SURE = 2.75
"""Weight from which a column is taken for the speakers."""
PERHAPS = 0.5
"""Weight from which it is named as one that may be."""

_LONGEST_LABEL = 40
_MOST_WORDS = 5
_MOST_VOICES = 30
_MOST_ALIKE = 0.7
_FEWEST_ROWS = 4
_END_OF_LABEL = ": \t."


@dataclass(frozen=True, slots=True)
class Voices:
    """The column that names who speaks most likely, and how much speaks for it."""

    column: int
    weight: float
    voices: int


def find_voices(names: Sequence[str], columns: Sequence[Column], words: Lexicon) -> Voices | None:
    """Return the column that names who speaks, or None where no column could."""
    text = _said(columns)
    if text is None or len(columns[text].filled) < _FEWEST_ROWS:
        return None
    around = _of_the_table(names, columns, text, words)
    found = [
        Voices(
            i, round(around + _weight(column, columns[text], words) + _of_heading(names[i], words), 2), column.distinct
        )
        for i, column in enumerate(columns)
        if i != text and _may_name(column, columns[text])
    ]
    return max(found, key=lambda one: one.weight, default=None)


def all_different(column: Column, words: Lexicon) -> bool:
    """Tell whether every row of a column of speakers has a value of its own: these are respondents of a survey.

    Turns may be counted instead ("P1", "N1", "P2"): then what stands before the number recurs.
    """
    n = len(column.filled)
    stems = {key(cell).rstrip("0123456789.-_ ") for cell in column.filled}
    counted = 1 < len(stems) <= _MOST_ALIKE * n
    asks = any(_asks_by_name(cell, words) for cell in column.filled)
    return 6 <= n == column.distinct and not counted and not asks


def _said(columns: Sequence[Column]) -> int | None:
    """Return the column with the longest texts, or None where nothing is longer than two words."""
    texts = [
        i for i, c in enumerate(columns) if c.words >= 2 and c.share(is_data) < 0.5 and 3 * c.distinct > len(c.filled)
    ]
    return max(texts, key=lambda i: columns[i].length * len(columns[i].filled), default=None)


def _may_name(column: Column, text: Column) -> bool:
    n = len(column.filled)
    return (
        n >= _FEWEST_ROWS
        and 3 * n >= len(text.filled)
        and 2 <= column.distinct <= min(_MOST_VOICES, _MOST_ALIKE * n)
        and max(map(len, column.filled)) <= _LONGEST_LABEL
        and column.words <= _MOST_WORDS
        and column.length < text.length
        and column.share(lambda cell: is_day(cell) or is_clock(cell)) < 0.5
    )


def _weight(column: Column, text: Column, words: Lexicon) -> float:
    """Weigh what the values of a column themselves say."""
    labels = [key(cell).rstrip(_END_OF_LABEL) for cell in column.filled]
    said = [s for label, s in zip(column.cells, text.cells, strict=True) if label]
    weight = min(max(_turn_taking(labels), -2.0), 4.0) * 0.8
    weight += 3.0 * _one_asks(labels, said)
    weight += 1.5 * any(_asks_by_name(cell, words) for cell in set(column.filled))
    if column.share(is_number) > 0.5:
        weight -= 1.0
    return weight


def _turn_taking(labels: Sequence[str]) -> float:
    """Return by how many standard deviations neighbours differ more often than in a random order of the same values.

    Mean and variance of the number of runs of several kinds: Barton and David 1957, Multiple runs, Biometrika 44.

    Examples
    --------
    >>> round(_turn_taking(["p", "n"] * 10), 1), round(_turn_taking(["p"] * 10 + ["n"] * 10), 1)
    (4.1, -4.1)
    """
    n = len(labels)
    counts = Counter(labels).values()
    changes = sum(a != b for a, b in pairwise(labels))
    squares, cubes = sum(c**2 for c in counts), sum(c**3 for c in counts)
    expected = n - squares / n
    variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n**3) / (n**2 * (n - 1))
    return (changes - expected) / sqrt(variance) if variance > 0 else 0.0


def _one_asks(labels: Sequence[str], said: Sequence[str]) -> float:
    """Return 1 where a value asks in half of its rows and the others hardly ever do, 0 where no value does.

    A value with a single question is half as telling.
    """
    n, questions = Counter(labels), Counter(label for label, s in zip(labels, said, strict=True) if is_question(s))
    if not questions:
        return 0.0
    asker = max(questions, key=lambda label: (questions[label], questions[label] / n[label]))
    others = sum(questions.values()) - questions[asker]
    rest = len(labels) - n[asker]
    if 2 * questions[asker] < n[asker] or not rest or others / rest > 0.25:
        return 0.0
    return 1.0 if questions[asker] > 1 else 0.5


def _asks_by_name(cell: str, words: Lexicon) -> bool:
    """Tell whether a value is a word or code for who asks or leads: "Peneliti", "MOD"; a single letter is none."""
    label = cell.rstrip(_END_OF_LABEL)
    said = words.roles.get(bare(label)) or words.roles.get(bare(label.rstrip("0123456789 ")))
    if len(label) > 1 and label.isupper():
        said = said or words.codes.get(label)
    return said in ("interviewer", "moderator")


def _of_the_table(names: Sequence[str], columns: Sequence[Column], text: int, words: Lexicon) -> float:
    """Weigh what the other columns say: of a conversation (times), or of respondents (ids, ages, further questions)."""
    heading = kind_of_column(names[text], words)
    weight = 1.0 if heading == "text" else -1.0 if heading == "answer" else 0.0
    if not heading and is_whole_question(names[text], words):
        weight -= 3.0
    others = [(names[i], column) for i, column in enumerate(columns) if i != text and column.filled]
    weight += 1.0 * any(column.share(is_clock) > 0.7 for _name, column in others)
    weight -= 2.0 * any(_names_rows(name, column) for name, column in others)
    weight -= 1.0 * any(column.share(is_day) > 0.7 and column.distinct > 1 for _name, column in others)
    weight -= 1.0 * any(_measures(column) for _name, column in others)
    weight -= 1.0 * any(bare(name) in headings("category") and column.distinct > 1 for name, column in others)
    return weight - 2.0 * any(_is_second_question(column, columns[text]) for _name, column in others)


def _of_heading(heading: str, words: Lexicon) -> float:
    """Weigh a heading: a word for who speaks ("speaker_id"), for who interviewed, or for what people are."""
    if any(words.columns.get(word) == "speaker" for word in bare(heading).split()):
        return 1.5
    if words.roles.get(bare(heading)) == "interviewer":
        return -2.0
    return -1.0 if bare(heading) in headings("category") else 0.0


def _names_rows(heading: str, column: Column) -> bool:
    """Tell whether a column holds an id of each row: all different, short, and no count of the rows."""
    if column.distinct < len(column.filled) or len(column.filled) < _FEWEST_ROWS or column.words > 3:
        return False
    return column.share(is_data) < 0.5 or (bare(heading) in headings("respondent") and not _counts(column))


def _counts(column: Column) -> bool:
    """Tell whether a column only counts the rows: 1, 2, 3 …"""
    numbers = [int(cell) for cell in column.filled if cell.isdecimal()]
    return len(numbers) == len(column.filled) and all(b - a == 1 for a, b in pairwise(numbers))


def _measures(column: Column) -> bool:
    """Tell whether a column holds numbers in no order, as ages are."""
    if column.share(is_number) < 0.7 or column.distinct < 3:
        return False
    numbers = [float(cell.strip("%").replace(",", ".")) for cell in column.filled if is_number(cell)]
    return any(b < a for a, b in pairwise(numbers))


def _is_second_question(column: Column, text: Column) -> bool:
    """Tell whether a column holds other long answers; of a translation long and short texts go together."""
    if column.words < 3 or column.length < 0.3 * text.length or 2 * column.distinct <= len(column.filled):
        return False
    pairs = [(len(a), len(b)) for a, b in zip(column.cells, text.cells, strict=True) if a and b]
    return _correlation(pairs) < 0.7


def _correlation(pairs: Sequence[tuple[int, int]]) -> float:
    """Return Pearson's correlation; 0 where it is not defined."""
    n = len(pairs)
    if n < 2:
        return 0.0
    mean_a, mean_b = sum(a for a, _b in pairs) / n, sum(b for _a, b in pairs) / n
    both = sum((a - mean_a) * (b - mean_b) for a, b in pairs)
    spread = sqrt(sum((a - mean_a) ** 2 for a, _b in pairs) * sum((b - mean_b) ** 2 for _a, b in pairs))
    return both / spread if spread else 0.0
