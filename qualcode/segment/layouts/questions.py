"""Questions and answers without labels: questions are numbered, bold, in capitals, bulleted, or end in "?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualcode.language.lexicon import bare
from qualcode.messages import N_, _
from qualcode.segment.cleaning import ends_sentence
from qualcode.segment.fixed import fixed_mark, question_mark
from qualcode.segment.guess import NO, Guess
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.roles import asks
from qualcode.segment.score import TAKEN
from qualcode.segment.shapes import BULLETS

_LONGEST_QUESTION = 4
"""Lines."""
_FEWEST = 2
_MOST_ABOVE = 0.4
"""Share of the lines that end a sentence above the first question, where nothing but its mark tells a question."""
_LABELLED = 0.6
"""How much of the score goes where labels begin every paragraph."""
_COVERED = 0.9
"""Share of paragraphs with a label from which questions are not looked for."""
_SPOKEN_KINDS = ("text", "number", "heading", "page_number")


@dataclass(frozen=True, slots=True)
class Way:
    """How questions are told from answers.

    ``tells`` says whether a line begins a question, ``runs`` whether such lines in a row are one.
    """

    name: str
    tells: Callable[[Page, int], bool]
    certain: float = 0.9
    runs: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a page by one way of telling them: first line, and the offset at which each ends."""

    way: Way
    ends: dict[int, int]
    asking: float = 0.0
    followed: float = 0.0
    answers_asking: float = 0.0
    covering: float = 0.0

    @property
    def score(self) -> float:
        """How well it explains the page, 0..0.9."""
        n = len(self.ends)
        if n < 2 or self.followed < 0.6 or (self.way.certain < 0.8 and self.covering < 0.15):
            return 0.0
        spread = self.followed * (0.3 + 0.7 * self.asking) * (1 - 0.8 * self.answers_asking)
        return self.way.certain * spread * min(1.0, 0.45 + 0.15 * n) * min(1.0, 0.3 + 2.4 * self.covering)


def guess(page: Page) -> Guess:
    """Say how well questions that take turns with answers explain the page."""
    if page.choice.score.parts["covering"] > _COVERED:
        return NO
    found = find_asked(page)
    if found is None:
        return NO
    reason = _("{n} questions ({way}), each followed by a text without a label.")
    score = found.score * (1 - _LABELLED * page.choice.score.parts["covering"])
    return Guess(score, reason.format(n=len(found.ends), way=_(found.way.name)))


def marks(page: Page) -> list[Mark]:
    """Return the marks of what sets off a question, and of what begins an answer."""
    found: list[Mark] = []
    best = find_asked(page)
    asked = best.ends if best else {}
    begins = _answer_opening(page, asked)
    waiting = -1
    for i, line in enumerate(page.lines):
        fixed = _column_heads(page, i) or fixed_mark(page, i)
        if i in asked:
            opening = question_mark(page, i)
            found.append(opening)
            found += _closing_emphasis(page, opening.end, asked[i])
            waiting = asked[i]
        elif fixed and not (0 <= waiting <= line.start and page.kinds[i] == "page_number") and not _is_bold(page, i):
            found.append(fixed)
            continue
        if 0 <= waiting < line.end and (i not in asked or asked[i] < line.end):
            start = _first_word(page.text, max(waiting, line.start))
            stop = begins.match(page.text, start, line.end)
            end = stop.end() if stop else start
            found.append(Mark(start, end, "label", "answer", speaker=page.lexicon.answer_label))
            waiting = -1
        elif (
            i not in asked
            and not fixed
            and begins is _BULLET
            and (again := _BULLET.match(page.text, line.start, line.end))
        ):
            found.append(Mark(line.start, again.end(), "noise", "bullet"))
    return found


def _closing_emphasis(page: Page, start: int, end: int) -> list[Mark]:
    """Return the mark of the asterisks at the end of a question in bold or italic."""
    stop = len(page.text[start:end].rstrip("*_ ")) + start
    return [Mark(stop, end, "noise", "emphasis")] if start < stop < end and page.text[stop] in "*_" else []


def find_asked(page: Page) -> Asked | None:
    """Return the way of telling questions that explains the page best."""
    best = max((_by(page, way) for way in _ways(page)), key=lambda one: one.score)
    return best if best.score >= TAKEN else None


def _by(page: Page, way: Way) -> Asked:
    spoken = [i for i in range(len(page.lines)) if page.kinds[i] in _SPOKEN_KINDS]
    told = {i for i in spoken if way.tells(page, i)}
    if len(told) < 2 or len(told) == len(spoken):
        return Asked(way, {})
    before = dict(zip(spoken[1:], spoken, strict=False))
    firsts = [i for i in spoken if i in told and not (way.runs and before.get(i) in told)]
    if way.runs and firsts and firsts[0] == spoken[0]:
        firsts[0] = _last_start(page, spoken, told)
    asking = [asks(page.line_text(i), page.lexicon) for i in firsts]
    while len(firsts) > _FEWEST and not asking[0] and sum(asking) >= 0.8 * (len(asking) - 1):
        firsts, asking = firsts[1:], asking[1:]
    if way is BY_MARK:
        firsts = [i for i in firsts if i + 1 < len(page.lines) and i + 1 not in told]
    if len(firsts) < 2 or (way is BY_MARK and _begins_late(page, spoken, firsts[0])):
        return Asked(way, {})
    borders = list(pairwise([*firsts, len(page.lines)]))
    ends = {i: _run_end(page, i, following, told) if way.runs else _question_end(page, i) for i, following in borders}
    answers = [_answer(page, i, ends[i], following) for i, following in borders]
    n = len(firsts)
    said = [i for i in spoken if i >= firsts[0] and page.starts[i]]
    questions = [page.text[page.lines[i].start : ends[i]].lstrip("0123456789.)-(#*_>• ").rstrip("*_ ") for i in firsts]
    if _has_heads(answers, page):
        return Asked(way, {})
    return Asked(
        way,
        ends,
        asking=sum(asks(question, page.lexicon) for question in questions) / n,
        followed=sum(bool(answer) for answer in answers) / n,
        answers_asking=sum(answer.endswith(("?", "？", "؟")) for answer in answers) / n,
        covering=min(1.0, n / max(1, len(said))),
    )


def _begins_late(page: Page, spoken: Sequence[int], first: int) -> bool:
    """Tell a talk by one person who asks a question in its midst: much is said above the first question."""
    sentences = [i for i in spoken if ends_sentence(page.text, page.lines[i].end)]
    return sum(i < first for i in sentences) > _MOST_ABOVE * len(sentences)


def _last_start(page: Page, spoken: Sequence[int], told: set[int]) -> int:
    """Return the line at which the first question begins: titles may be above it that are set like it."""
    above = next((n for n, i in enumerate(spoken) if i not in told), len(spoken)) - 1
    while above > 0 and not page.starts[spoken[above]]:
        above -= 1
    return spoken[above]


def _has_heads(answers: Sequence[str], page: Page) -> bool:
    """Tell whether what follows most questions begins with the same word and a colon, "Probing:", as in a guide."""
    heads = Counter(answer.partition(":")[0] for answer in answers if 0 < answer.find(":") < 20)
    word, n = max(heads.items(), key=lambda item: item[1], default=("", 0))
    asked = sum(n for head, n in heads.items() if bare(head) in page.lexicon.questions)
    return (n >= 0.6 * len(answers) > 1 and bare(word) not in page.lexicon.answers) or asked >= 0.3 * len(answers) > 0


def _answer(page: Page, first: int, end: int, following: int) -> str:
    """Return the last line of the answer to a question, "" where nothing follows."""
    for i in range(following - 1, first - 1, -1):
        line = page.lines[i]
        said = any(map(str.isalnum, page.text[max(end, line.start) : line.end]))
        if line.end > end and said and page.kinds[i] in _SPOKEN_KINDS:
            return page.text[max(end, line.start) : line.end].strip()
    return ""


def _run_end(page: Page, first: int, following: int, told: set[int]) -> int:
    """Return the offset at which the lines of one question end, which are all set off alike."""
    last = first
    for i in range(first, following):
        if i not in told:
            break
        last = i
    return page.lines[last].end


def _question_end(page: Page, first: int) -> int:
    """Return the offset at which the question that begins at line `first` ends: its question mark, or its paragraph."""
    last = first
    for i in range(first, min(first + _LONGEST_QUESTION, len(page.lines))):
        if i > first and (page.kinds[i] != "text" or page.starts[i]):
            break
        content = page.line_text(i)
        mark = max(content.rfind(sign) for sign in "?？؟")
        if mark >= 0:
            rest = content[mark + 1 :].strip('*_ \t"”)')
            return page.lines[i].end if not rest else page.lines[i].start + mark + 1
        last = i
    return page.lines[last].end


def _column_heads(page: Page, i: int) -> Mark | None:
    """Return the mark of the line that heads the columns."""
    line = page.lines[i]
    if line.end - line.start > 60:
        return None
    words = bare(page.line_text(i))
    kinds = {page.lexicon.columns.get(word, "") for word in words.split()}
    heads = page.lexicon.columns.get(words) in ("question", "answer") or (
        kinds & {"question", "answer"} and "" not in kinds
    )
    return Mark(line.start, line.end, "header", "columns") if heads else None


def _first_word(text: str, start: int) -> int:
    while text[start].isspace():
        start += 1
    return start


def _answer_opening(page: Page, asked: Mapping[int, int]) -> re.Pattern[str]:
    """Return what begins the answers and is no part of them: a bullet or a word as "Rta" that most begin with."""
    openings = [page.text[end : end + 60].lstrip() for end in asked.values()]
    bullets = sum(bool(_BULLET.match(opening)) for opening in openings)
    words = Counter(bare(opening.split()[0]) for opening in openings if opening.split())
    word, n = max(words.items(), key=lambda item: item[1], default=("", 0))
    if word and n >= 2 and word in page.lexicon.answers:
        return re.compile(rf"{re.escape(word)}[ \t]*[:.=]*[ \t]*", re.IGNORECASE)
    return _BULLET if bullets >= max(2, 0.6 * len(openings)) else _NOTHING


_BULLET = re.compile(rf"(?:>{{1,3}}|[{BULLETS}*])[ \t]+")
_NOTHING = re.compile("")


def _is_numbered(page: Page, i: int) -> bool:
    return page.kinds[i] == "number"


def _is_bold(page: Page, i: int) -> bool:
    line = page.lines[i]
    content = page.line_text(i)
    if len(content) > 4 and content[:2] in ("**", "__") and content.rstrip(":? ").endswith(content[:2]):
        return True
    return any(style.start <= line.start and style.end >= line.end for style in page.styles if style.kind != "style")


def _is_italic(page: Page, i: int) -> bool:
    """Tell whether a line is italic, alone or with those above and below it."""
    for first in range(i, max(-1, i - _LONGEST_QUESTION), -1):
        content = page.line_text(first)
        if len(content) > 3 and content[0] in "*_" and content[1] not in "*_ ":
            last = next(
                (n for n in range(first, min(first + _LONGEST_QUESTION, len(page.lines))) if _closes(page, n)), -1
            )
            return last >= i
        if first < i and _closes(page, first):
            return False
    return False


def _closes(page: Page, i: int) -> bool:
    return page.line_text(i).rstrip(": ").endswith(("*", "_"))


def _is_in_capitals(page: Page, i: int) -> bool:
    content = page.line_text(i)
    return content.isupper() and len(content.split()) >= 2


def _is_heading(page: Page, i: int) -> bool:
    return page.line_text(i).startswith("#")


def _is_quoted(page: Page, i: int) -> bool:
    return page.line_text(i)[0] in '"“„«'


def _ends_asking(page: Page, i: int) -> bool:
    return page.line_text(i).rstrip('*_"” )').endswith(("?", "？", "؟"))


def _is_indented(page: Page, i: int) -> bool:
    start = page.lines[i].start
    return start > 0 and page.text[start - 1] in " \t"


def _begins_with(sign: str) -> Callable[[Page, int], bool]:
    def tells(page: Page, i: int) -> bool:
        return page.line_text(i).startswith((f"{sign} ", f"{sign}\t"))

    return tells


def _not(tells: Callable[[Page, int], bool]) -> Callable[[Page, int], bool]:
    def other(page: Page, i: int) -> bool:
        return not tells(page, i)

    return other


BY_MARK = Way(N_("with a question mark"), _ends_asking, certain=0.75)
_WAYS = (
    Way(N_("numbered"), _is_numbered),
    Way(N_("bold"), _is_bold, runs=True),
    Way(N_("italic"), _is_italic, runs=True),
    Way(N_("in capitals"), _is_in_capitals, runs=True),
    Way(N_("as headings"), _is_heading),
    Way(N_("in quotation marks"), _is_quoted, certain=0.7),
    Way(N_("above answers in bold"), _not(_is_bold), runs=True),
    Way(N_("above answers in italic"), _not(_is_italic), runs=True),
    Way(N_("above answers that are set in"), _not(_is_indented), certain=0.8, runs=True),
    Way(N_("set in"), _is_indented, certain=0.75, runs=True),
    BY_MARK,
)
"""How questions are told from answers, whatever the text; bullets come in `_ways`."""


def _ways(page: Page) -> list[Way]:
    """Return the ways to try: those above, and each bullet that begins lines."""
    signs = Counter(match[0].rstrip() for i in range(len(page.lines)) if (match := _BULLET.match(page.line_text(i))))
    bullets = [sign for sign, n in signs.items() if n >= 2]
    with_bullet = [Way(N_("with a bullet"), _begins_with(sign)) for sign in bullets]
    above = [Way(N_("above answers with a bullet"), _not(_begins_with(sign)), runs=True) for sign in bullets]
    return [*_WAYS, *with_bullet, *above]
