"""A survey column: every filled cell is a turn of a respondent of its own."""

from __future__ import annotations

from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page


def guess(page: Page) -> Guess:
    """Say whether the reader found rows."""
    if not page.rows:
        return NO
    return Guess(1.0, _("A column of a table with {n} answers.").format(n=len(page.rows)))


def marks(page: Page) -> list[Mark]:
    """Return an empty mark at each row; what stands between rows is a note."""
    found: list[Mark] = []
    at = 0
    for number, row in enumerate(page.rows):
        found += _between(page.text, at, row.start)
        found.append(Mark(row.start, row.start, "label", "row", speaker=str(number)))
        at = row.end
    return found + _between(page.text, at, len(page.text))


def _between(text: str, start: int, end: int) -> list[Mark]:
    between = text[start:end]
    content = between.strip()
    if not content:
        return []
    first = start + len(between) - len(between.lstrip())
    return [Mark(first, first + len(content), "note", "between_rows")]
