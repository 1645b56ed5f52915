"""Labels say who speaks: ``Peneliti: …``, ``P …``, ``[T001] Moderator: …``; or only who answers, or who asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise

from qualcode.messages import ngettext
from qualcode.segment.cleaning import ends_sentence
from qualcode.segment.fixed import fixed_mark, question_mark
from qualcode.segment.guess import NO, Guess
from qualcode.segment.marks import Mark
from qualcode.segment.page import Label, Page
from qualcode.segment.roles import asks
from qualcode.segment.stamps import STAMP

_STAMP = re.compile(STAMP)
_OPENING_QUOTES = frozenset("\"“„«‘'‟")
_CLOSING_QUOTES = frozenset("\"”“»’'")


def guess(page: Page) -> Guess:
    """Say how well the labels explain the page."""
    found = page.choice.score
    if not page.choice.labels or _only_asks(page):
        return NO
    reason = ngettext(
        "{n} line begins with a label ({shape}); speakers: {speakers}. {parts}",
        "{n} lines begin with a label ({shape}); speakers: {speakers}. {parts}",
        found.labels,
    )
    parts = ", ".join(f"{name} {value:.2f}" for name, value in found.parts.items())
    words = reason.format(n=found.labels, shape=page.choice.shape, speakers=found.speakers, parts=parts)
    return Guess(min(0.97, max(0.3, found.score)), words)


def _only_asks(page: Page) -> bool:
    """Tell an interview guide: one label, only questions behind it, and nobody answers."""
    spoken = [i for i, label in enumerate(page.labels) if label]
    keys = {label.verdict.key for label in page.spoken()}
    return len(keys) == 1 and all(asks(_said(page, i), page.lexicon) for i in spoken) and not unlabelled_answers(page)


def marks(page: Page) -> list[Mark]:
    """Return the marks of the labels, of what is no talk, and of unlabelled questions or answers."""
    found = _with_inner_labels(page, _talk(page))
    if _is_quoted(page):
        return _without_quotes(page.text, found)
    return _without_dashes(page.text, found) if _is_dashed(page) else found


def _talk(page: Page) -> list[Mark]:
    marks: list[Mark] = []
    asked, answered = unlabelled_questions(page), unlabelled_answers(page)
    in_notes = False
    for i, line in enumerate(page.lines):
        label, fixed = page.labels[i], fixed_mark(page, i)
        if label:
            marks += _label_marks(page.text, label)
        elif i in asked:
            marks.append(question_mark(page, i))
        elif i in answered:
            marks.append(Mark(line.start, line.start, "label", "answer", speaker=page.lexicon.answer_label))
        elif fixed:
            marks.append(fixed)
        elif in_notes:
            marks.append(Mark(line.start, line.end, "note", "notes"))
        in_notes = page.kinds[i] == "note" or (in_notes and not label and i not in asked)
    return marks


_INNER = re.compile(r"[(\[](?P<name>[^\W_][^\n:()\[\]]{0,24}):[ \t]*(?P<words>[^()\[\]\n]{1,200})[)\]]")


_WORD = re.compile(r"\S")


def _with_inner_labels(page: Page, found: list[Mark]) -> list[Mark]:
    """Add the marks of what another says in brackets within a turn: "Kaca dilempar batu (P: batu?) batu, segede …"."""
    names = {label.name for label in page.spoken()}
    inner = [match for match in _INNER.finditer(page.text) if match["name"].strip() in names] if names else []
    if not inner:
        return found
    openings = [mark for mark in found if mark.speaker is not None]
    marked = list(found)
    for match in inner:
        at = bisect_right(openings, match.start(), key=lambda opening: opening.end)
        before = found[bisect_right(found, match.end() - 1, key=lambda mark: mark.start) - 1]
        name = match["name"].strip()
        if not at or before.end > match.start() or openings[at - 1].speaker == name:
            continue
        following = openings[at].start if at < len(openings) else len(page.text)
        goes_on = _WORD.search(page.text, match.end(), following)
        marked.append(Mark(match.start(), match.start("words"), "label", "inner", speaker=name))
        back = openings[at - 1].speaker if goes_on else None
        marked.append(Mark(match.end("words"), match.end(), "label", "inner", speaker=back))
    return sorted(marked, key=lambda mark: (mark.start, mark.end))


def _label_marks(text: str, label: Label) -> list[Mark]:
    """Return the marks of a label: the times beside the name, and the rest."""
    marks: list[Mark] = []
    rule, at = label.verdict.kind, label.start
    for stamp in _STAMP.finditer(text, label.start, label.end):
        if stamp.start() > at:
            marks.append(Mark(at, stamp.start(), "label", rule))
        marks.append(Mark(stamp.start(), stamp.end(), "timestamp", "time"))
        at = stamp.end()
    return [*marks, Mark(at, label.end, "label", rule, speaker=label.name)]


def unlabelled_questions(page: Page) -> set[int]:
    """Return the lines at which a question without a label begins; none where anyone is labelled who may ask."""
    answers = _answer_label(page)
    if answers is None:
        return set()
    asked: set[int] = set()
    body: list[int] = []
    before: Label | None = None
    for i, label in enumerate(page.labels):
        if label:
            asked |= _question(page, body, label, before, sure=answers)
            body, before = [], label
        elif page.kinds[i] in ("heading", "note", "header") and not _is_bold_question(page, i):
            body = []
        elif page.kinds[i] in ("text", "number", "heading"):
            body.append(i)
    return asked


def _is_bold_question(page: Page, i: int) -> bool:
    return page.kinds[i] == "heading" and "?" in page.line_text(i)


def _answer_label(page: Page) -> bool | None:
    """Tell whether all labels answer: True where words say so, False where the gaps between them do, else None."""
    spoken = page.spoken()
    roles = {label.verdict.key: label.verdict.role for label in spoken}
    if not roles or any(role in ("interviewer", "moderator", "observer") for role in roles.values()):
        return None
    if all(role == "respondent" for role in roles.values()):
        return any(label.verdict.kind == "answer" or _says_answer(page, label) for label in spoken)
    if len(roles) > 1:
        return None
    gaps = [_last_words(page, i) for i, label in enumerate(page.labels) if label]
    return False if sum(_is_question(page, i) for i in gaps if i is not None) >= 0.6 * len(gaps) else None


def _last_words(page: Page, i: int) -> int | None:
    """Return the line of talk that stands directly above line `i`, if it has no label."""
    for above in range(i - 1, -1, -1):
        if page.kinds[above] in ("text", "number", "heading"):
            return above
        if page.kinds[above] not in ("page_number", "timestamp", "running"):
            return None
    return None


def _is_question(page: Page, i: int) -> bool:
    return page.kinds[i] == "number" or asks(page.line_text(i), page.lexicon) or page.line_text(i)[0] in "-–―─•*"


def _question(page: Page, body: list[int], label: Label, before: Label | None, *, sure: bool) -> set[int]:
    """Return where the question in the lines `body` before an answer begins, as a set of one line or none."""
    if not body:
        return set()
    asks_last = page.line_text(body[-1]).rstrip("*_ ").endswith(("?", "？", "؟"))
    same = before is None or before.verdict.key == label.verdict.key
    if not asks_last and not (sure and same) and not (before is None or _is_question(page, body[-1])):
        return set()
    numbers = [i for i in body if page.kinds[i] == "number"]
    if before is None and not asks_last and not numbers and not _is_question(page, _first_of_paragraph(page, body)):
        return set()
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


def unlabelled_answers(page: Page) -> set[int]:
    """Return the lines at which an answer without a label begins, where only questions have one."""
    spoken = [i for i, label in enumerate(page.labels) if label]
    keys = {label.verdict.key for label in page.spoken()}
    if len(keys) != 1 or len(spoken) < 2:
        return set()
    asking = sum(asks(_said(page, i), page.lexicon) for i in spoken)
    below = {i: _below(page, i, following) for i, following in pairwise([*spoken, len(page.lines)])}
    if asking < 0.6 * len(spoken) or sum(i is not None for i in below.values()) < 0.6 * len(spoken):
        return set()
    return {i for i in below.values() if i is not None}


def _said(page: Page, i: int) -> str:
    label = page.labels[i]
    return page.text[label.end if label else page.lines[i].start : page.lines[i].end].strip()


def _below(page: Page, i: int, following: int) -> int | None:
    """Return the line below a labelled question at which something new begins."""
    for below in range(i + 1, following):
        if page.kinds[below] in ("text", "number") and page.starts[below]:
            return below
    return None


def _is_quoted(page: Page) -> bool:
    """Tell whether quotation marks enclose the turns."""
    spoken = page.spoken()
    opened = Counter(_opens_quote(page.text, label) for label in spoken)
    return opened[True] >= 0.5 * len(spoken) > 0


def _is_dashed(page: Page) -> bool:
    """Tell whether most turns begin with a dash behind their label."""
    spoken = page.spoken()
    return sum(bool(_DASH.match(page.text, label.end)) for label in spoken) >= 0.6 * len(spoken) > 0


def _without_dashes(text: str, found: list[Mark]) -> list[Mark]:
    """Add the marks of the dashes behind the labels."""
    marked: list[Mark] = []
    for mark in found:
        marked.append(mark)
        dash = _DASH.match(text, mark.end) if mark.speaker is not None else None
        if dash:
            marked.append(Mark(dash.start("dash"), dash.end(), "noise", "dash"))
    return marked


_DASH = re.compile(r"[ \t]*(?P<dash>[-–—])[ \t]+")


def _opens_quote(text: str, label: Label) -> bool:
    following = text[label.end : label.end + 4].lstrip()
    return bool(following) and following[0] in _OPENING_QUOTES


def _without_quotes(text: str, found: list[Mark]) -> list[Mark]:
    """Add the marks of the quotation marks around each turn."""
    marked: list[Mark] = []
    for i, mark in enumerate(found):
        marked.append(mark)
        if mark.speaker is not None:
            end = found[i + 1].start if i + 1 < len(found) else len(text)
            marked += _quotes(text, mark.end, end)
    return marked


def _quotes(text: str, start: int, end: int) -> list[Mark]:
    """Return the quotation marks that stand first and last in ``text[start:end]``."""
    spoken = text[start:end]
    first = start + len(spoken) - len(spoken.lstrip())
    last = start + len(spoken.rstrip()) - 1
    quotes: list[Mark] = []
    if first < end and text[first] in _OPENING_QUOTES:
        quotes.append(Mark(first, first + 1, "noise", "quote"))
    if last > first and text[last] in _CLOSING_QUOTES and quotes:
        quotes.append(Mark(last, last + 1, "noise", "quote"))
    return quotes
