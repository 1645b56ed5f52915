"""Questions and answers in two columns, flattened: a numbered question, the answer below it, no labels."""

from __future__ import annotations

from qualcode.language.lexicon import bare
from qualcode.messages import _
from qualcode.segment.guess import NO, Guess
from qualcode.segment.layouts.talk import fixed_mark, question_mark
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.tally import Tally

_LONGEST_QUESTION = 4
"""Lines."""


def guess(tally: Tally) -> Guess:
    """Say how sure it is that questions take turns with answers."""
    asked = _questions(tally.page) if tally.labels < 3 else {}
    if len(asked) < 2:
        return NO
    reason = _("{n} questions, each followed by a text without a label.")
    score = min(0.85, 0.5 + 0.05 * len(asked)) * (1.0 if tally.questions >= 2 else 0.8) - 0.1 * tally.labels
    return Guess(max(0.0, score), reason.format(n=len(asked)))


def marks(page: Page) -> list[Mark]:
    """Return the marks of the numbers, and empty ones where an answer begins."""
    found: list[Mark] = []
    asked = _questions(page)
    waiting = -1
    for i, line in enumerate(page.lines):
        fixed = _column_heads(page, i) or fixed_mark(page, i)
        if i in asked:
            found.append(question_mark(page, i))
            waiting = asked[i]
        elif fixed:
            found.append(fixed)
        if 0 <= waiting < line.end and not (fixed and i not in asked):
            start = _first_word(page.text, max(waiting, line.start))
            found.append(Mark(start, start, "label", "answer", speaker=page.lexicon.answer_label))
            waiting = -1
    return found


def _column_heads(page: Page, i: int) -> Mark | None:
    """Return the mark of the line that heads the columns."""
    line = page.lines[i]
    if line.end - line.start > 60:
        return None
    words = bare(page.line_text(i))
    kinds = {page.lexicon.columns.get(word, "") for word in words.split()}
    if page.lexicon.columns.get(words) in ("question", "answer"):
        return Mark(line.start, line.end, "header", "columns")
    return (
        Mark(line.start, line.end, "header", "columns") if kinds & {"question", "answer"} and "" not in kinds else None
    )


def _first_word(text: str, start: int) -> int:
    while text[start].isspace():
        start += 1
    return start


def _questions(page: Page) -> dict[int, int]:
    """Return for the first line of each question the offset at which it ends; numbered ones if there are two."""
    numbered = _ends(page, [i for i, kind in enumerate(page.kinds) if kind == "number"])
    if len(numbered) >= 2:
        return numbered
    return _ends(page, [i for i, kind in enumerate(page.kinds) if kind == "text" and _stands_alone(page, i)])


def _stands_alone(page: Page, i: int) -> bool:
    """Tell whether a line is a question by itself, and what follows is none."""
    if not page.line_text(i).endswith("?") or i + 1 >= len(page.lines):
        return False
    return not page.line_text(i + 1).endswith("?")


def _ends(page: Page, firsts: list[int]) -> dict[int, int]:
    ends: dict[int, int] = {}
    for i in firsts:
        end = _question_end(page, i)
        if end is not None:
            ends[i] = end
    return ends


def _question_end(page: Page, first: int) -> int | None:
    """Return the offset after the question mark that ends the question beginning at line `first`."""
    for i in range(first, min(first + _LONGEST_QUESTION, len(page.lines))):
        if i > first and page.kinds[i] != "text":
            return None
        content = page.line_text(i)
        if content.endswith("?"):
            return page.lines[i].end
        if "?" in content:
            return page.lines[i].start + content.index("?") + 1
    return None
