"""The layouts of real transcripts: one recogniser a file, each with ``guess`` (how sure, and why) and ``marks``."""

from __future__ import annotations

from typing import Protocol

from qualcode.segment.guess import Guess
from qualcode.segment.layouts import (
    bullets,
    codes,
    columns,
    fgd,
    labels,
    plain,
    questions,
    quoted,
    rows,
    subjects,
    table,
)
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.tally import Tally, tally


class Recogniser(Protocol):
    """One layout: tells how sure it is that a page has it, and reads the page so."""

    def guess(self, tally: Tally) -> Guess:
        """Return how sure it is, 0..1, and why."""

    def marks(self, page: Page) -> list[Mark]:
        """Return everything that is no speech, and where each turn begins."""


RECOGNISERS: dict[str, Recogniser] = {
    "rows": rows,
    "table": table,
    "questions": questions,
    "quoted": quoted,
    "codes": codes,
    "bullets": bullets,
    "subjects": subjects,
    "fgd": fgd,
    "labels": labels,
    "columns": columns,
    "plain": plain,
}

LAYOUTS: tuple[str, ...] = tuple(RECOGNISERS)


def guesses(page: Page) -> dict[str, Guess]:
    """Return what every recogniser says of a page."""
    counts = tally(page)
    return {name: recogniser.guess(counts) for name, recogniser in RECOGNISERS.items()}
