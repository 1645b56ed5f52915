"""Reading a text in which labels say who speaks; what all such layouts share."""

from __future__ import annotations

import re

from qualcode.records import PartKind
from qualcode.segment.cleaning import ends_sentence
from qualcode.segment.marks import Mark
from qualcode.segment.page import Label, LineKind, Page
from qualcode.segment.stamps import STAMP
from qualcode.segment.tally import page_roles

FIXED: dict[LineKind, tuple[PartKind, str]] = {
    "header": ("header", "header"),
    "legend": ("header", "legend"),
    "front_matter": ("header", "front_matter"),
    "image": ("noise", "image"),
    "page_number": ("page_number", "number"),
    "timestamp": ("timestamp", "time"),
    "note": ("note", "notes"),
    "heading": ("note", "heading"),
}
"""What a line is where it is no talk: kind and rule of its part."""

_STAMP = re.compile(STAMP)
_NUMBER = re.compile(r"\d{1,3}[.)]")


def fixed_mark(page: Page, i: int) -> Mark | None:
    """Return the mark of a line that is no talk, else None."""
    fixed = FIXED.get(page.kinds[i])
    return Mark(page.lines[i].start, page.lines[i].end, *fixed) if fixed else None


def talk_marks(page: Page) -> list[Mark]:
    """Return the marks of a text with labels; questions without a label are found before labelled answers."""
    marks: list[Mark] = []
    asked = unlabelled_questions(page)
    in_notes = False
    for i, line in enumerate(page.lines):
        label, fixed = page.labels[i], fixed_mark(page, i)
        if label:
            marks += label_marks(page.text, label)
        elif i in asked:
            marks.append(question_mark(page, i))
        elif fixed:
            marks.append(fixed)
        elif in_notes:
            marks.append(Mark(line.start, line.end, "note", "notes"))
        in_notes = page.kinds[i] == "note" or (in_notes and not label and i not in asked)
    return marks


def label_marks(text: str, label: Label) -> list[Mark]:
    """Return the marks of a label: the times beside the name, and the rest."""
    marks: list[Mark] = []
    rule, at = label.verdict.kind, label.start
    for stamp in _STAMP.finditer(text, label.start, label.end):
        if stamp.start() > at:
            marks.append(Mark(at, stamp.start(), "label", rule))
        marks.append(Mark(stamp.start(), stamp.end(), "timestamp", "time"))
        at = stamp.end()
    return [*marks, Mark(at, label.end, "label", rule, speaker=label.name)]


def question_mark(page: Page, i: int) -> Mark:
    """Return the mark that opens an unlabelled question: over its number, if it has one."""
    start = page.lines[i].start
    number = _NUMBER.match(page.text, start)
    return Mark(start, number.end() if number else start, "label", "number", speaker=page.lexicon.question_label)


def unlabelled_questions(page: Page) -> set[int]:
    """Return the lines at which a question without a label begins; none where anyone is labelled who may ask."""
    roles = page_roles(page)
    if not roles or any(role != "respondent" for role in roles.values()):
        return set()
    asked: set[int] = set()
    body: list[int] = []
    before: Label | None = None
    for i, label in enumerate(page.labels):
        if label:
            asked |= _question(page, body, label, before)
            body, before = [], label
        elif page.kinds[i] in ("heading", "note", "header"):
            body = []
        elif page.kinds[i] in ("text", "number"):
            body.append(i)
    return asked


def _question(page: Page, body: list[int], label: Label, before: Label | None) -> set[int]:
    """Return where the question in the lines `body` before an answer begins, as a set of one line or none."""
    if not body:
        return set()
    asks = page.line_text(body[-1]).endswith("?")
    same = before is None or before.verdict.key == label.verdict.key
    answers = label.verdict.kind == "answer" or _says_answer(page, label)
    if not asks and not (answers and same):
        return set()
    numbers = [i for i in body if page.kinds[i] == "number"]
    return {_first_of_questions(page, body, numbers) if numbers else _first_of_paragraph(page, body)}


def _says_answer(page: Page, label: Label) -> bool:
    return any(word.casefold() in page.lexicon.answers for word in label.name.split())


def _first_of_questions(page: Page, body: list[int], numbers: list[int]) -> int:
    """Return the first of the numbered questions at the end of `body`: those before the last must ask, too."""
    first = numbers[-1]
    for number in reversed(numbers[:-1]):
        if not page.line_text(body[body.index(first) - 1]).endswith("?"):
            break
        first = number
    return first


def _first_of_paragraph(page: Page, body: list[int]) -> int:
    """Return the line at which the last paragraph, or the last sentence where none is set off, begins."""
    at = len(body) - 1
    while at and not page.lines[body[at]].gap and not ends_sentence(page.text, page.lines[body[at - 1]].end):
        at -= 1
    return body[at]
