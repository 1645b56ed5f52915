"""The ways in which a text can be read; each has ``guess`` (how well it explains the page, and why) and ``marks``."""

from __future__ import annotations

from typing import Protocol

from qualcode.language.lexicon import bare
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts import alternating, halves, interjections, labels, plain, questions, rows, table, trailing
from qualcode.segment.marks import Mark
from qualcode.segment.page import Label, Page
from qualcode.segment.roles import asks


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
    "interjections": interjections,
    "plain": plain,
}

LAYOUTS: tuple[str, ...] = tuple(READINGS)


def _is_guide(page: Page) -> bool:
    """Tell an interview guide by its title, where nobody is labelled who answers."""
    titled = any(bare(page.line_text(i)).startswith(page.lexicon.guides) for i in range(min(3, len(page.lines))))
    return titled and not any(
        _answers(page, label, page.text[label.end : line.end].strip(_BLANK))
        for label, line in zip(page.labels, page.lines, strict=True)
        if label
    )


def _answers(page: Page, label: Label, words: str) -> bool:
    return label.verdict.role not in ("interviewer", "moderator") and bool(words) and not asks(words, page.lexicon)


_BLANK = " .…_-"
"""Where an answer is to be written."""


def guesses(page: Page) -> dict[str, Guess]:
    """Return what every reading says of a page; the cells of a table are no labels that a tab or a stroke sets off."""
    found = {name: reading.guess(page) for name, reading in READINGS.items()}
    if _is_guide(page):
        found = {name: one if name in ("rows", "table", "plain") else NO for name, one in found.items()}
    if page.choice.shape in ("tab", "bar") and found["table"].score > 0:
        found["labels"] = NO
    return found
