"""What a row of trials found, and the table of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of the table.

    `wrong` has a line per trial that failed, with its seed; `note` says what was met; `found` is shown in place of the
    number that failed. A `control` is done in an unsafe way on purpose: something must go wrong, or the trial shows
    nothing.
    """

    what: str
    trials: int = 0
    wrong: list[str] = field(default_factory=list)
    bar: str = "0"
    note: str = ""
    found: str | None = None
    control: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether the bar is held; a row that was left out holds."""
        return bool(self.wrong) == self.control or not self.trials

    def shown(self) -> list[str]:
        """Return what went wrong and should not have."""
        return [] if self.control else self.wrong

    def each(self, n: int) -> Iterator[tuple[int, random.Random]]:
        """Count n trials; yields their numbers with a source of chance that the seed in the table gives again."""
        for i in range(n):
            self.trials += 1
            yield i, random.Random(f"{self.what} {i}")

    def fail(self, i: int, problem: str) -> None:
        self.wrong.append(f'seed "{self.what} {i}": {problem}')


def table(rows: list[Row]) -> str:
    """Return the rows as aligned text."""
    head = ("what", "trials", "went wrong", "bar", "holds", "note")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    wrong = row.found or str(len(row.wrong))
    return (row.what, str(row.trials), wrong, row.bar, "yes" if row.holds else "NO", row.note)
