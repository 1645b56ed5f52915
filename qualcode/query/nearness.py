"""Words near each other: ``koordinasi NEAR/5 dinas``."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qualcode.language.accents import fold
from qualcode.records import Span

WORD = re.compile(r"\w+")
OPERATOR = re.compile(r"NEAR(?:/(\d+))?")
USUAL_GAP = 10
"""Words between at most, where no number is given."""


@dataclass(frozen=True, slots=True)
class Near:
    """Two words or phrases, each in all forms that count (lower case), with at most ``gap`` words between them."""

    first: Collection[str]
    second: Collection[str]
    gap: int

    def holds(self, text: str) -> bool:
        """Tell whether both stand near each other in a text, in either order.

        Examples
        --------
        >>> Near({"koordinasi"}, {"dinas"}, 1).holds("Koordinasi dengan dinas sosial")
        True
        >>> Near({"koordinasi"}, {"dinas"}, 0).holds("Koordinasi dengan dinas sosial")
        False
        """
        words = list(map(fold, WORD.findall(text.lower())))
        first, second = _places(words, self.first), _places(words, self.second)
        return any(
            0 <= max(a[0], b[0]) - min(a[1], b[1]) <= self.gap for a in first for b in second if not _overlap(a, b)
        )


def _places(words: Sequence[str], terms: Collection[str]) -> list[Span]:
    """Return where terms of one or more words stand, as half-open spans of words."""
    found = []
    for term in terms:
        wanted = list(map(fold, term.split()))
        n = len(wanted)
        found += [(i, i + n) for i in range(len(words) - n + 1) if list(words[i : i + n]) == wanted]
    return found


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
