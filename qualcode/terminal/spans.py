"""Choosing a span of a passage, unit by unit: sentences first, then words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.records import Span


@dataclass(frozen=True, slots=True)
class Choice:
    """A run of neighbouring units, at least one.

    Attributes
    ----------
    units : spans in the speech, in order
    first, last : indices of the units at the ends, both taken
    words : whether the units are words; else they are sentences
    """

    units: Sequence[Span]
    first: int
    last: int
    words: bool = False

    @property
    def span(self) -> Span:
        """What is chosen, as offsets in the speech."""
        return self.units[self.first][0], self.units[self.last][1]

    def move_end(self, step: int) -> Choice:
        """Move the end by a unit; the start goes with it when only one unit is left."""
        last = min(max(self.last + step, 0), len(self.units) - 1)
        return replace(self, last=last, first=min(self.first, last))

    def move_start(self, step: int) -> Choice:
        """Move the start by a unit; the end goes with it when only one unit is left."""
        first = min(max(self.first + step, 0), len(self.units) - 1)
        return replace(self, first=first, last=max(self.last, first))


def covering(units: Sequence[Span], span: Span, *, words: bool) -> Choice | None:
    """Return the choice of all units that share a character with `span`, or the nearest unit; None without units."""
    if not units:
        return None
    inside = [i for i, (start, end) in enumerate(units) if start < span[1] and end > span[0]]
    nearest = min(range(len(units)), key=lambda i: abs(units[i][0] - span[0]))
    return Choice(units, inside[0] if inside else nearest, inside[-1] if inside else nearest, words)
