"""What stands in a typed transcript and is nobody's words: pages, headings, notes, numbers in the margin, an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from .labels import Person
from .styles import Style
from .typing_up import Block
from .words import Words

PAGE = 26
"""Lines of a page."""
HEADINGS = ("{word} {n}. {upper}", "{upper}", "## {title}", "{n}. {title}", "--- {title} ---", "{roman}. {upper}")
PAGES = ("{n}", "- {n} -", "{n}/{m}", "{page}")


def clutter(
    style: Style, head: str, blocks: Sequence[Block], people: Sequence[Person], words: Words, random: Random
) -> str:
    """Return the whole text: what stands above, turns and what comes between, what stands below."""
    blocks = list(_between(style, blocks, words, random))
    lines = _once_blank(_laid_out(style, blocks))
    if head:
        lines = [*((line, True) for line in head.split("\n")), ("", True), *lines]
    if "closing" in style.noise:
        lines += [("", True), *((line, True) for line in _closing(people, words, random).split("\n"))]
    if {"pages", "running"} & set(style.noise):
        lines = list(_paged(style, lines, words, random))
    typed = [line for line, _may in lines]
    return "\n".join(_margin(typed, random.choice((1, 1, 5))) if "margin" in style.noise else typed) + "\n"


def _closing(people: Sequence[Person], words: Words, random: Random) -> str:
    asking = next(p.name for p in people if p.asks)
    return random.choice(words.some("closing")).format(interviewer=asking)


def _between(style: Style, blocks: Sequence[Block], words: Words, random: Random) -> Iterator[Block]:
    """Yield turns with system lines, headings and notes between them."""
    if "system" in style.noise:
        stamp, end, _rest = blocks[0].lines[0].partition(" - " if style.lead == "chat" else "] ")
        yield Block((f"{stamp}{end}{words.some('system')[0]}",))
    headings = _places(_headings(style, words, random), [n for n, block in enumerate(blocks) if block.opens])
    notes = random.sample(words.some("notes"), len(words.some("notes"))) if "notes" in style.noise else []
    note_before = _places(notes, range(1, len(blocks)))
    for n, block in enumerate(blocks):
        if n in headings:
            yield Block(("", headings[n], ""))
        elif n in note_before:
            yield Block((note_before[n],))
        yield block


def _places(texts: Iterable[str], places: Sequence[int]) -> dict[int, str]:
    """Return what stands before which block, spread evenly over the places, at most one to four of them."""
    texts = list(texts)[: max(1, len(places) // 4)]
    return {places[k * len(places) // len(texts)]: text for k, text in enumerate(texts)}


def _headings(style: Style, words: Words, random: Random) -> Iterator[str]:
    if "sections" not in style.noise:
        return
    able = HEADINGS if style.lead in ("none", "stamp") and style.sign != "dot" else HEADINGS[:2]
    able = tuple(form for form in able if "##" not in form or style.sign != "heading")
    if style.alone:  # a heading in capitals on a line of its own would be a speaker who says nothing
        able = HEADINGS[:1]
    form = random.choice(able)
    for n, (title, roman) in enumerate(zip(words.some("sections"), ("I", "II", "III", "IV", "V"), strict=False), 1):
        yield form.format(word=words.one("section_word"), n=n, roman=roman, title=title, upper=title.upper())


def _laid_out(style: Style, blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether a page may begin before it."""
    for n, block in enumerate(blocks):
        if n and style.gap and block.lines[0] and blocks[n - 1].lines[-1]:
            yield "", True
        for k, line in enumerate(block.lines):
            yield line, k == 0 or (style.wrap != "line" and not style.alone)


def _paged(style: Style, lines: Sequence[tuple[str, bool]], words: Words, random: Random) -> Iterator[tuple[str, bool]]:
    """Put a number, and a running head, where a page ends."""
    form, since, number = random.choice(PAGES if style.lead == "none" else PAGES[1:]), 0, 0
    for line, may in lines:
        if since >= PAGE and may:
            number, since = number + 1, 0
            foot = form.format(n=number, m=len(lines) // PAGE + 1, page=words.one("page"))
            foot = foot.format(n=number, m=len(lines) // PAGE + 1)
            yield from ((text, False) for text in ("", foot, ""))
            if "running" in style.noise:
                yield from ((text, False) for text in (words.one("running"), ""))
        since += 1
        yield line, may


def _margin(lines: Sequence[str], every: int) -> list[str]:
    numbered = ((f"{n:>3}" if n % every == 0 else "   ", line) for n, line in enumerate(lines, 1))
    return [f"{number}  {line}".rstrip() for number, line in numbered]


def _once_blank(lines: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the lines without blank ones at the beginning, or after another."""
    kept: list[tuple[str, bool]] = []
    for line, may in lines:
        if line or (kept and kept[-1][0]):
            kept.append((line, may))
    return kept
