"""The score: how much speaks for it that a label names a speaker, and that a set of labels explains a document.

Two steps, each a sum whose parts are in a table here. `weigh` judges one label by what is known of its word and by
how often it begins a line; it may be below 0. `judge_set` judges all accepted labels of one shape together, 0..1, by
how they are spread over the document. No part is a condition: a document without a single known word is read by the
spread alone. The figures of the tables were set on generated transcripts (``benchmarks/reading.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from qualcode.segment.labels import LabelKind

OF_WORD: Mapping[LabelKind, float] = {
    "known": 6.0,
    "role": 3.0,
    "question": 2.5,
    "answer": 2.5,
    "person": 1.6,
    "code": 0.9,
    "initials": 0.4,
    "name": 0.3,
    "text": -0.6,
    "header": -2.5,
    "never": -3.5,
    "note": -4.0,
}
"""What the word alone says, by its kind."""

_OF_RECURRENCE = ((10, 2.2), (6, 1.7), (4, 1.2), (3, 0.8), (2, 0.1), (1, -1.5))
"""What it says that a label begins at least so many lines."""

ONCE_IN_FEW = -0.7
"""The same for a label that begins one line of a document of fewer than `FEW` lines: nothing can recur there."""
FEW = 10

OF_LENGTH = -0.5
"""For each word of a label beyond the third, beyond the second of one that does not look like a name."""
OF_FIGURES = -2.0
"""A label without a letter: a clock, a year, a sum."""
OF_QUESTION_WORD = -2.0
"""A label that begins like a question."""

PARTS: Mapping[str, float] = {
    "recurring": 0.22,
    "covering": 0.22,
    "alternating": 0.18,
    "asking": 0.16,
    "known": 0.16,
    "few": 0.06,
}
"""Weight of each part of the score of a set; they add up to 1."""

TAKEN = 0.42
"""A set that scores less names no speakers."""


MOST_ONCE = 5
"""So many labels of which each occurs once are the keys of a form."""


class Opening(NamedTuple):
    """A line that begins with a label.

    Attributes
    ----------
    line : int
        Its number.
    key : str
        The label's key; "" for what is said without a label between labels.
    asks : bool
        Whether what follows the label asks.
    kind : str
        What the word is.
    alone : bool
        Whether the label has the line to itself.
    """

    line: int
    key: str
    asks: bool
    kind: LabelKind
    alone: bool = False


@dataclass(frozen=True, slots=True)
class SetScore:
    """How well a set of labels explains a document, 0..1, and the parts, each 0..1, named as in `PARTS`."""

    score: float
    parts: Mapping[str, float]
    labels: int
    speakers: int

    @property
    def explains(self) -> bool:
        """Whether it explains enough; labels that all occur once name speakers only where one asks and they are few."""
        if self.score < TAKEN:
            return False
        return self.parts["recurring"] > 0 or (self.parts["asking"] > 0 and self.labels < MOST_ONCE)


def weigh(name: str, kind: LabelKind, n: int, *, shape: float, asks_first: bool, of: int = FEW) -> float:
    """Return how much speaks for it that a label names a speaker; from 0 on it is taken.

    Parameters
    ----------
    n : int
        Lines that begin with it.
    shape : float
        Weight of the sign that sets it off, `shapes.Shape.weight`.
    asks_first : bool
        Whether its first word is a question word.
    of : int
        Lines of the document.
    """
    words = name.split()
    return (
        OF_WORD[kind]
        + (ONCE_IN_FEW if n == 1 and of < FEW else next(weight for least, weight in _OF_RECURRENCE if n >= least))
        + OF_LENGTH * max(0, len(words) - (2 if kind == "text" else 3))
        + (0.0 if any(letter.isalpha() for letter in name) else OF_FIGURES)
        + (OF_QUESTION_WORD if asks_first and kind not in ("known", "role", "question", "answer") else 0.0)
        + shape
    )


def judge_set(openings: Sequence[Opening], starts: int, *, shape: float) -> SetScore:
    """Return how well labels explain a document.

    Parameters
    ----------
    openings : sequence of Opening
        The lines that begin with one of the labels, in order.
    starts : int
        Lines from the first label on at which something new may begin.
    shape : float
        Weight of their sign.
    """
    counts: dict[str, int] = {}
    for one in openings:
        counts[one.key] = counts.get(one.key, 0) + 1
    n = len(openings)
    if not n:
        return SetScore(0.0, dict.fromkeys(PARTS, 0.0), 0, 0)
    parts = {
        "recurring": sum(count for count in counts.values() if count > 1) / n,
        "covering": min(1.0, n / max(1, starts - sum(one.alone for one in openings))),
        "alternating": _alternating(openings),
        "asking": _asking(openings, counts),
        "known": sum(OF_WORD[one.kind] >= 1.5 for one in openings) / n,
        "few": max(0.0, 1 - (len(counts) - 1) / n),
    }
    score = sum(PARTS[name] * value for name, value in parts.items())
    if n < 3:
        score *= 0.85
    return SetScore(max(0.0, score + 0.06 * shape), parts, n, len(counts))


def _alternating(openings: Sequence[Opening]) -> float:
    if len(openings) < 2:
        return 0.0
    return sum(a.key != b.key for a, b in pairwise(openings)) / (len(openings) - 1)


def _asking(openings: Sequence[Opening], counts: Mapping[str, int]) -> float:
    """Return by how much one label asks more than the others together; 0 where nobody asks, or everybody."""
    asked: dict[str, int] = dict.fromkeys(counts, 0)
    for one in openings:
        asked[one.key] += one.asks
    total, n = sum(asked.values()), len(openings)
    best = 0.0
    for key, count in counts.items():
        if count == n:
            continue
        best = max(best, asked[key] / count - (total - asked[key]) / (n - count))
    return best
