"""The speaker's name stands behind what was said, in brackets: ``Lewat sponsor, Pak. (Ibu Sumiyati)``."""

from __future__ import annotations

import re
from collections import Counter

from qualcode.messages import _
from qualcode.segment.fixed import fixed_mark
from qualcode.segment.guess import NO, Guess
from qualcode.segment.labels import Verdict, judge
from qualcode.segment.marks import Mark
from qualcode.segment.page import Page
from qualcode.segment.score import Opening, judge_set, weigh

_BEHIND = re.compile(r"[(\[<](?P<name>[^()\[\]<>\n]{1,40}(?:\n[^()\[\]<>\n]{1,30})?)[)\]>][ \t]*(?=\n|$)")
_WEIGHT = -0.3
_FEWEST = 4


def guess(page: Page) -> Guess:
    """Say how well names behind the turns explain the page."""
    found = _found(page)
    if not found:
        return NO
    openings = [
        Opening(n, verdict.key, "?" in page.text[start : match.start()], verdict.kind)
        for n, (start, match, verdict) in enumerate(found)
    ]
    score = judge_set(openings, len(found), shape=_WEIGHT)
    reason = _("{n} passages end with a name in brackets; speakers: {speakers}.")
    return Guess(score.score if score.explains else 0.0, reason.format(n=score.labels, speakers=score.speakers))


def marks(page: Page) -> list[Mark]:
    """Return the marks of the names, and empty ones where what they said begins."""
    found: list[Mark] = []
    spans = [(start, match.end()) for start, match, _verdict in _found(page)]
    for start, match, _verdict in _found(page):
        name = " ".join(match["name"].split())
        found += [
            Mark(start, start, "label", "behind", speaker=name),
            Mark(match.start(), match.end(), "label", "behind"),
        ]
    for i, line in enumerate(page.lines):
        inside = any(start < line.end and line.start < end for start, end in spans)
        fixed = None if inside else fixed_mark(page, i)
        found += [fixed] if fixed else []
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _found(page: Page) -> list[tuple[int, re.Match[str], Verdict]]:
    """Return where each passage begins, and the name behind it, for the names that recur."""
    matches = [match for match in _BEHIND.finditer(page.text) if _ends_paragraph(page, match)]
    if len(matches) < _FEWEST:
        return []
    verdicts = {match["name"]: judge(" ".join(match["name"].split()), page.lexicon) for match in matches}
    counts = Counter(verdicts[match["name"]].key for match in matches)
    taken = {
        verdict.key
        for name, verdict in verdicts.items()
        if verdict.key and weigh(name, verdict.kind, counts[verdict.key], shape=_WEIGHT, asks_first=False) >= 0
    }
    found: list[tuple[int, re.Match[str], Verdict]] = []
    at = _first(page, matches[0].start())
    for match in matches:
        verdict = verdicts[match["name"]]
        if verdict.key in taken and page.text[at : match.start()].strip():
            start = at + len(page.text[at : match.start()]) - len(page.text[at : match.start()].lstrip())
            found.append((start, match, verdict))
        at = match.end()
    return found if len(found) >= 0.7 * len(matches) and len(taken) > 1 else []


def _ends_paragraph(page: Page, match: re.Match[str]) -> bool:
    before = page.text[: match.start()].rstrip()[-1:]
    return match[0][0] == "<" or (bool(before) and before in '.?!…"”’。？！')


def _first(page: Page, before: int) -> int:
    """Return where the first passage begins: at the last paragraph above its name that an empty line sets off."""
    start = 0
    for line in page.lines:
        if line.start >= before:
            break
        if line.gap:
            start = line.start
    return start
