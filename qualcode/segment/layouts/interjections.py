"""One voice tells, and the other's words are set in brackets or strokes: "… by car. [Int: Was he stung?] Was he …"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.language.lexicon import bare
from qualcode.messages import ngettext
from qualcode.segment.cleaning import ends_sentence, is_noise
from qualcode.segment.fixed import fixed_mark
from qualcode.segment.guess import NO, Guess
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.roles import asks

_LABEL = r"(?P<label>[^\W\d_][^\n:?!,.]{0,20}:[ \t]*)?"
_WAYS = (
    re.compile(rf"\[{_LABEL}(?P<words>[^\[\]]{{2,400}})\]"),
    re.compile(rf"\({_LABEL}(?P<words>[^()]{{2,400}})\)"),
    re.compile(rf"\{{{_LABEL}(?P<words>[^{{}}]{{2,400}})\}}"),
    re.compile(rf"(?<![\w/:.<])/{_LABEL}(?P<words>[^/\s][^/]{{1,400}})/(?![\w/>])"),
)
"""What encloses the other's words, with a label of their own or without."""
_FEWEST = 3
_ASK = 0.6
"""Share of the passages in brackets that must ask, or have a label."""
_BETWEEN = 0.8
"""Share of them that must stand between sentences: in prose brackets stand within."""
_NEAR = 40
"""Characters before a passage among which the end of a sentence is looked for."""
_WORD = re.compile(r"\S")
_LABELLED = 0.4
"""Share of paragraphs with a label from which these tell who speaks."""
_MOST_APART = 200
"""Words, on average, between two of them: rarer ones are remarks of a writer."""
_LONGEST_INTRODUCTION = 600
"""Characters."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """What the other says: the span with its brackets, and the words."""

    start: int
    end: int
    first: int
    last: int
    label: str
    asks: bool


def guess(page: Page) -> Guess:
    """Say how well passages in brackets explain the page."""
    if page.choice.score.parts["covering"] > _LABELLED:
        return NO
    found = _passages(page)
    if not found:
        return NO
    reason = ngettext(
        "{n} passage in brackets within what another says.",
        "{n} passages in brackets within what another says.",
        len(found),
    )
    return Guess(0.6 + 0.2 * sum(one.asks for one in found) / len(found), reason.format(n=len(found)))


def marks(page: Page) -> list[Mark]:
    """Return the marks of the brackets, and an empty one where the one who tells begins."""
    passages = _passages(page)
    if not passages:
        return []
    start = _first(page, passages[0].start)
    found = [mark for i in range(len(page.lines)) if (mark := _outside(page, i, passages))]
    if page.text[start : passages[0].start].strip():
        found.append(Mark(start, start, "label", "tells", speaker=page.lexicon.answer_label))
    ends = [*(one.start for one in passages[1:]), len(page.text)]
    for one, following in zip(passages, ends, strict=True):
        found.append(Mark(one.start, one.first, "label", "interjection", speaker=page.lexicon.question_label))
        goes_on = _WORD.search(page.text, one.end, following)
        found.append(Mark(one.last, one.end, "label", "tells", speaker=page.lexicon.answer_label if goes_on else None))
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _outside(page: Page, i: int, passages: Sequence[_Passage]) -> Mark | None:
    """Return the mark of a line that is no talk, unless it is one of the passages."""
    at = bisect_left(passages, page.lines[i].end, key=lambda one: one.start)
    inside = at > 0 and passages[at - 1].end > page.lines[i].start
    return None if inside else fixed_mark(page, i)


def _passages(page: Page) -> list[_Passage]:
    """Return the passages of the way that has most of them."""
    return max((_enclosed(page, way) for way in _WAYS), key=len)


def _enclosed(page: Page, way: re.Pattern[str]) -> list[_Passage]:
    found = [match for match in way.finditer(page.text) if _is_said(page, match)]
    labels = Counter(bare(match["label"]) for match in found if match["label"])
    label, n = labels.most_common(1)[0] if labels else ("", 0)
    label = label if n >= _FEWEST else ""
    stroked = way is _WAYS[-1]
    taken = [one for match in found if (one := _passage(page, match, label)).asks or one.label or stroked]
    between = [one for one in taken if _is_between(page.text, one)]
    least = 0.3 if stroked else _ASK
    telling = sum(one.asks or bool(one.label) for one in taken)
    enough = len(taken) >= _FEWEST and len(taken) >= _ASK * len(found) and telling >= least * len(taken)
    apart = len(page.text.split()) / max(1, len(taken))
    return taken if enough and len(between) >= _BETWEEN * len(taken) and apart <= _MOST_APART else []


def _is_said(page: Page, match: re.Match[str]) -> bool:
    """Tell words from a sound, a time or a number in brackets."""
    return "\n\n" not in match[0] and len(match["words"].split()) > 1 and not is_noise(match[0], page.lexicon)


def _passage(page: Page, match: re.Match[str], label: str) -> _Passage:
    own = match["label"] if match["label"] and bare(match["label"]) == label else ""
    first = match.start("words") if own or not match["label"] else match.start("label")
    words = page.text[first : match.end("words")]
    return _Passage(match.start(), match.end(), first, match.end("words"), own, asks(words.strip(), page.lexicon))


def _is_between(text: str, one: _Passage) -> bool:
    blanks = text[max(0, one.start - _NEAR) : one.start]
    before = one.start - len(blanks) + len(blanks.rstrip())
    return before == 0 or ends_sentence(text, before) or blanks.count("\n") > 1


def _first(page: Page, before: int) -> int:
    """Return where the talk begins: at the first paragraph that is no title and speaks of no interviewer."""
    starts = [line.start for line in page.lines if line.start <= before and (line.gap or line is page.lines[0])]
    told = [start for start in starts if not _introduces(page, start)]
    return told[0] if told else starts[-1]


def _introduces(page: Page, start: int) -> bool:
    """Tell a title, and a paragraph about the talk, "Sela pewawancara di antara garis miring.", from the talk."""
    lines = page.text[start : start + _LONGEST_INTRODUCTION].split("\n\n", 1)[0].splitlines()
    about = set(bare(" ".join(lines)).split()) & page.lexicon.roles.keys()
    return bool(about) or lines[0].rstrip()[-1:] not in '.?!…"”’)]},;:-。？！'
