"""Lines that are no talk in any reading, and the marks that they and an unlabelled question get."""

from __future__ import annotations

import re

from qualcode.records import PartKind
from qualcode.segment.marks import Mark
from qualcode.segment.page import LineKind, Page
from qualcode.segment.shapes import BULLETS

_FIXED: dict[LineKind, tuple[PartKind, str]] = {
    "header": ("header", "header"),
    "legend": ("header", "legend"),
    "front_matter": ("header", "front_matter"),
    "image": ("noise", "image"),
    "page_number": ("page_number", "number"),
    "running": ("page_number", "running"),
    "system": ("noise", "system"),
    "closing": ("note", "closing"),
    "timestamp": ("timestamp", "time"),
    "note": ("note", "notes"),
    "aside": ("note", "aside"),
    "heading": ("note", "heading"),
}
"""What a line is where it is no talk: kind and rule of its part."""

_LEAD = re.compile(
    rf"(?:\(?\d{{1,3}}[.)-]+[ \t]*|[{BULLETS}*][ \t]+|#{{1,6}}[ \t]+|[―─—]{{2}}|[*_]{{1,3}}(?=[^\s*_]))+"
)


def fixed_mark(page: Page, i: int) -> Mark | None:
    """Return the mark of a line that is no talk, else None."""
    fixed = _FIXED.get(page.kinds[i])
    return Mark(page.lines[i].start, page.lines[i].end, *fixed) if fixed else None


def question_mark(page: Page, i: int) -> Mark:
    """Return the mark that opens an unlabelled question: over its number or bullet, if it has one."""
    start = page.lines[i].start
    lead = _LEAD.match(page.text, start, page.lines[i].end)
    return Mark(start, lead.end() if lead else start, "label", "number", speaker=page.lexicon.question_label)
