"""The ways in which a text can be read; each has ``guess`` (how well it explains the page, and why) and ``marks``."""

from __future__ import annotations

from typing import Protocol

from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts import alternating, halves, labels, plain, questions, rows, table, trailing
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page


class Reading(Protocol):
    """One way to read a page."""

    def guess(self, page: Page) -> Guess:
        """Return how well it explains the page, 0..1, and why."""

    def marks(self, page: Page) -> list[Mark]:
        """Return everything that is no speech, and where each turn begins."""


READINGS: dict[str, Reading] = {
    "rows": rows,
    "table": table,
    "labels": labels,
    "questions": questions,
    "halves": halves,
    "alternating": alternating,
    "trailing": trailing,
    "plain": plain,
}

LAYOUTS: tuple[str, ...] = tuple(READINGS)


def guesses(page: Page) -> dict[str, Guess]:
    """Return what every reading says of a page; the cells of a table are no labels that a tab or a stroke sets off."""
    found = {name: reading.guess(page) for name, reading in READINGS.items()}
    if page.choice.shape in ("tab", "bar") and found["table"].score > 0:
        found["labels"] = NO
    return found
