"""The shapes in which a line can begin with a speaker's label: what may stand before it, and the sign that sets it off.

A shape is a line in `SHAPES`; whether what it finds names a speaker is judged over the whole document (`choose.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from qualcode.records import Style
from qualcode.segment.stamps import CHAT_DATE, CLOCK, DATED, STAMP

BULLETS = "-–—•·▪●○◦‣➢➤✓>+\uf0b7\uf0a7\uf0d8"
INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Letters without width, for a class of a regular expression: exports of messengers and web pages are full of them."""

REACH = 110
"""Characters of a line within which a label ends."""
_LONGEST_NAME = 60
_LONGEST_LONE = 60

_NAME = rf"(?P<name>[+~]?[^\W_][^\n\t:：;=|\"“„«»\[\](){{}}<>]{{0,{_LONGEST_NAME}}}?)"
_BRIEF = r"(?P<name>[^\W\d_][^\n.:：;=|\"“„«?!,\[\](){}<>]{0,24}?)"
_BRACKETS = r"[(\[{<][^()\[\]{}<>\n]{0,60}[)\]}>]"
_BESIDE = rf"(?P<beside>(?:[ \t,]*(?:{_BRACKETS}|(?<=[ \t,]){CLOCK}))*)"
"""Brackets or a time between a label and its sign: "Informan 2 (Ibu S, 54 th):", "P 00:12:"."""

_STARS = r"[*_]{0,3}"
_WORDS = r"[^\W_][^*_\n]{0,60}?"
_COLON = r"[ \t]*[:：.]?"
_COLONS = r"[ \t]*[:：]{1,2}(?!//|(?<=\d:)[0-5]\d\b)"
_CODE = r"[A-Z]{1,4}(?:[-.]?\d{1,3})?(?:[./-][A-Z]{1,3}\d{0,3}){0,3}(?:[./-]\d{1,4})?"
_PHRASE = rf"[^\W_][^\n:：;|?!]{{0,{_LONGEST_LONE - 1}}}"
_NUMBER = r"(?:[#(\[]?\d{1,4}(?:\.\d{1,3}){0,2}[.)\]\-:]+|\#\d{1,4}|\d{1,4}(?:[.:]\d{1,3}){0,2}(?=[ \t]))"
_TURN_ID = r"\[?[A-Za-z]{1,4}[-_]?\d{2,5}\](?=[ \t])|\[\d{1,5}\]"
LEAD = re.compile(
    rf"(?:[{INVISIBLE}]+|(?P<date>{CHAT_DATE})"
    rf"|(?:{STAMP}|{_TURN_ID}|(?P<number>{_NUMBER}))[ \t]*[|,;–—-]?(?:[ \t]+|(?=[^\d\s]))"
    rf"|(?P<bullet>(?:>{{1,3}}|[-–—]{{2,6}}|[{BULLETS}*])(?:[ \t]+|(?<=[•·▪●○◦‣➢➤✓\uf0b7\uf0a7\uf0d8]))"
    r"|[―─—]{2}(?=\w)))"
)
"""One step of what may stand before a label: a number, a bullet, a turn's id, a time, a messenger's date."""


class Candidate(NamedTuple):
    """What may be a label, at the start of a line.

    Attributes
    ----------
    start, end : int
        From the line's first character to where the words begin.
    name : str
        As written, without what stands before and behind.
    shape : str
        Name of the shape in `SHAPES`.
    bullet, number : bool
        Whether a bullet or a number stands before it.
    """

    start: int
    end: int
    name: str
    shape: str
    bullet: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to set off a label.

    Attributes
    ----------
    pattern : re.Pattern
        From the label on, with the group ``name``; it ends where the words begin.
    weight : float
        How much the sign alone speaks for a label, in the unit of `score.weigh`; 0 for a colon.
    """

    name: str
    pattern: re.Pattern[str]
    weight: float


def _shape(name: str, weight: float, pattern: str) -> Shape:
    return Shape(name, re.compile(pattern), weight)


SHAPES: dict[str, Shape] = {
    shape.name: shape
    for shape in (
        _shape("colon", 0.0, rf"{_STARS}{_NAME}{_STARS}{_BESIDE}{_STARS}{_COLONS}{_STARS}"),
        _shape("message", 1.6, rf"(?P<name>[+~]?[^\n:：]{{1,{_LONGEST_NAME}}}?)[ \t]*[:：](?!//)"),
        _shape("semicolon", -0.8, rf"{_NAME}{_BESIDE}[ \t]*[;；]"),
        _shape("equals", -0.3, rf"{_NAME}{_BESIDE}[ \t]*={{1,2}}>?"),
        _shape("angle", 0.0, rf"{_NAME}{_BESIDE}[ \t]*>{{1,3}}"),
        _shape("bar", -0.2, rf"{_NAME}{_BESIDE}[ \t]*\|{{1,2}}"),
        _shape("tab", -0.3, rf"{_NAME}{_BESIDE}[ ]*\t+"),
        _shape("arrow", 0.0, rf"{_NAME}{_BESIDE}[ \t]*(?:→|⇒|-{{1,2}}>|=>)"),
        _shape("slash", -0.6, rf"{_NAME}{_BESIDE}[ \t]*/{{1,2}}[ \t]+"),
        _shape("tilde", -0.3, rf"{_NAME}{_BESIDE}[ \t]*~+[ \t]+"),
        _shape("hyphen", -0.8, r"(?P<name>[A-ZÀ-ÖØ-Þ][^\W_]{0,2}\d{0,2})-[ \t]+"),
        _shape("bracket", -0.4, r"(?P<name>[^\W_][^\n()\[\]{}:：]{0,30}?)[)\]][ \t]*[:：]?[ \t]+"),
        _shape("blanks", -0.5, rf"{_NAME}{_BESIDE}(?:[ ]{{2,}}|\u3000)(?=[^\s|])(?![\[(]?\d{{1,2}}:\d)"),
        _shape("dash", -0.5, rf"{_NAME}{_BESIDE}(?:[ \t]+[-–—]{{1,2}}[ \t]+|[–—―]+[ \t]*)"),
        _shape("quote", -0.5, rf"{_NAME}{_BESIDE}[ \t]*,?[ \t]*(?=[\"“„«])"),
        _shape("time", 0.0, rf"{_NAME}{_BESIDE}[ \t,]+(?:{STAMP}|{DATED})[ \t]*(?:[-–—|][ \t]+)?(?![:：])"),
        _shape("square", -0.3, r"\[(?P<name>[^\[\]\n]{1,60})\][ \t]*(?:[:：–—-](?=\s|$)|[:：])?"),
        _shape("round", -0.6, r"\((?P<name>[^()\n]{1,60})\)[ \t]*(?:[:：–—-](?=\s|$)|[:：])?"),
        _shape("curly", -0.2, r"\{(?P<name>[^{}\n]{1,60})\}[ \t]*[:：]?"),
        _shape("pointed", -0.2, r"<(?P<name>[^<>\n/]{1,60})>[ \t]*[:：]?"),
        _shape("at", -0.2, r"@(?P<name>[^\W_][^\s:：]{0,40})[ \t]*[:：–—-]?"),
        _shape("hash", -0.4, r"\#(?P<name>[^\W\d_][^\s:：#]{0,40})[ \t]*[:：–—-]?"),
        _shape("star", -0.2, r"\*(?P<name>[^\W_][^\s:：*]{0,30})[ \t]*[:：]"),
        _shape("bold", -0.3, rf"(?P<mark>\*{{1,3}}|_{{1,3}})(?P<name>{_WORDS}){_COLON}(?P=mark)[ \t]*[:：–—-]?"),
        _shape("html", -0.3, r"<(?:b|strong|i|em|u)>(?P<name>[^<>\n]{1,60}?)[ \t]*[:：]?</\w+>[ \t]*[:：]?"),
        _shape("heading", -0.5, r"#{1,6}[ \t]+(?P<name>[^\W_][^\n]{0,60}?)[ \t]*[:：]?$"),
        _shape("leader", 0.0, rf"{_NAME}{_BESIDE}[ \t]*[.…_·]{{4,}}[ \t]*[:：]?"),
        _shape("dot", -0.9, rf"{_BRIEF}{_BESIDE}\.(?:[–—-]*[ \t]+|[–—]|$)"),
        _shape("initials", -0.4, r"(?P<name>(?:[^\W\d_]\.[ ]?){2,4})[ \t]+"),
        _shape("letter", -1.0, r"(?P<name>[^\W\d_]\d{0,2})[ \t]+(?=\S)"),
        _shape("code", -0.7, rf"(?P<name>{_CODE})(?:[ \t]+(?![/&+])|$)"),
        _shape("capitals", -0.7, r"(?P<name>[A-ZÀ-ÖØ-Þ]{2,}(?:[ ][A-ZÀ-ÖØ-Þ.]+){0,3}(?:[ ]?\d{1,2})?)[ \t]+(?=\S)"),
        _shape("lone", -0.9, rf"(?P<name>{_PHRASE}?)(?<![.…,])(?:[ \t]+{STAMP})?[ \t]*$"),
        _shape("set_apart", -0.2, r"(?!)(?P<name>)"),
        _shape("style", -0.8, r"(?!)(?P<name>)"),
        _shape("pattern", 0.0, r"(?!)(?P<name>)"),
    )
}  # fmt: skip
"""Every shape, the most telling sign first."""

_BY_SIGN: dict[str, tuple[str, ...]] = {
    ":": ("colon",),
    "：": ("colon",),
    "→": ("arrow",),
    "⇒": ("arrow",),
    "/": ("slash", "colon"),
    ".": ("leader",),
    ")": ("bracket",),
    "]": ("bracket",),
    "  ": ("colon", "time", "bar", "blanks", "lone"),
    "\u3000": ("blanks",),
    ";": ("semicolon", "colon"),
    "；": ("semicolon",),
    "=": ("equals", "arrow"),
    ">": ("angle", "arrow"),
    "|": ("bar",),
    "\t": ("tab", "colon"),
    "–": ("dash", "colon"),
    "—": ("dash", "colon"),
    "-": ("dash", "arrow", "hyphen", "colon"),
    "~": ("tilde",),
    '"': ("quote",),
    "“": ("quote",),
    "„": ("quote",),
    "«": ("quote",),
    "[": ("colon", "time"),
    "(": (
        "colon",
        "time",
        "dash",
        "quote",
        "angle",
        "tab",
        "equals",
        "bar",
        "semicolon",
        "slash",
        "blanks",
        "dot",
        "lone",
    ),
    "{": ("colon", "time"),
    "<": ("colon", "time"),
}
_BY_FIRST: dict[str, tuple[str, ...]] = {
    "[": ("square",),
    "(": ("round",),
    "{": ("curly",),
    "<": ("html", "pointed"),
    "@": ("at",),
    "#": ("heading", "hash"),
    "*": ("bold", "star", "colon"),
    "_": ("bold", "colon"),
}
_SIGN = re.compile(
    r"[:：;；=>|\t–—\"“„«\[({<→⇒)\]\u3000]"
    r"|(?<=\s)-(?=[\s>-])|(?<=\w)(?:-(?=[ \t])|~)|(?<=\s)~(?=\s)|[ ]{2}|/(?=[ \t])|\.(?=\.{3})"
)


def candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Yield what may be a label at the start of the line ``text[start:end]``, the most telling first.

    Parameters
    ----------
    start, end : int
        The line without the blanks around it.
    """
    stop = min(end, start + REACH)
    at, lead = _after_lead(text, start, stop)
    if "number" in lead and (seat := _SEAT.match(text, start, stop)):
        yield Candidate(start, seat.end(), seat["name"], "round" if text[start] == "(" else "square")
    if at >= stop:
        return
    bullet, number = "bullet" in lead, "number" in lead
    for name in ("message",) if "date" in lead else _possible(text, at, stop, end):
        found = SHAPES[name].pattern.match(text, at, end if name in ("lone", "heading") else stop)
        if found:
            written = _written(found)
            if written:
                yield Candidate(start, found.end(), written, name, bullet, number)
                if name == "colon" and " " not in written:
                    return


def styled_candidates(text: str, start: int, end: int, styles: Iterable[Style]) -> Iterator[Candidate]:
    """Yield the labels that the setting of a line tells: words in bold or italic first, a heading, a named style.

    Parameters
    ----------
    start, end : int
        The line without the blanks around it.
    styles : iterable of Style
        Those that begin in the line.
    """
    for style in styles:
        words = text[max(start, style.start) : min(end, style.end)]
        name = words.strip(" \t:：.-–—*_")
        if style.kind == "style":
            yield Candidate(start, start, style.name, "style")
        elif not name or len(name) > _LONGEST_NAME or not name[0].isalnum():
            continue
        elif style.kind == "heading":
            yield Candidate(start, end, name, "heading")
        elif style.start <= start and style.end < end:
            behind = _SIGN_BEHIND.match(text, style.end, end)
            yield Candidate(start, behind.end() if behind else style.end, name, "set_apart")


def named_candidates(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Candidate]:
    """Yield the label that the user's pattern finds: its group ``name``, its first group, or all of it."""
    found = pattern.match(text, start, end)
    if found and found.end() > start:
        name = found["name"] if "name" in pattern.groupindex else found[1] if pattern.groups else found[0]
        if name and name.strip(" \t:：*_"):
            yield Candidate(start, found.end(), name.strip(" \t:：*_"), "pattern")


_SEAT = re.compile(r"[(\[](?P<name>\d{1,2})[)\]][ \t]*[:：]?[ \t]+")
"""A number in brackets that may stand for somebody: "(3) Saya bebas."; else it counts."""
_SIGN_BEHIND = re.compile(r"[ \t]*[:：–—-]?[ \t]*")


def _written(found: re.Match[str]) -> str:
    """Return a label as written, with the brackets behind it unless they hold a time."""
    beside = found.groupdict().get("beside") or ""
    if beside.strip() and not _TIME.search(beside):
        return found.string[found.start("name") : found.end("beside")].strip(" \t*_")
    return found["name"].strip(" \t*_")


_TIME = re.compile(CLOCK)


def after_lead(text: str, start: int, end: int) -> int:
    """Return where a line's words begin, after number, bullet, time and the like."""
    return _after_lead(text, start, min(end, start + REACH))[0]


def _after_lead(text: str, start: int, stop: int) -> tuple[int, set[str]]:
    """Return where a line's words begin, and what of "bullet", "number" and "date" stands before them."""
    lead: set[str] = set()
    at = start
    for _step in range(5):
        if at >= stop or (text[at].isalpha() and text[at] not in "Tt"):
            break
        found = LEAD.match(text, at, stop)
        if found is None or found.end() == at:
            break
        lead.update(name for name in ("bullet", "number", "date") if found[name])
        at = found.end()
    return at, lead


def _possible(text: str, at: int, stop: int, end: int) -> Iterator[str]:
    """Yield the names of the shapes that a line can have by its first character and its first sign."""
    first = text[at]
    if first in _BY_FIRST:
        yield from _BY_FIRST[first]
        return
    sign = _SIGN.search(text, at + 1, stop)
    if sign is not None:
        yield from (name for name in _BY_SIGN[sign[0]] if name != "lone" or end - at <= _LONGEST_LONE)
    elif end - at <= _LONGEST_LONE:
        yield "lone"
    if sign is not None and sign[0] in ":" and sign.end() < stop and text[sign.end()].isdigit():
        yield "time"
    if first.isupper():
        yield "code"
        if text[at + 1 : at + 2].isupper():
            yield "capitals"
        if text.find(".", at, at + 26) >= 0:
            yield "initials"
            if sign is None or sign[0] != "(":
                yield "dot"
    elif text[at + 1 : at + 3].lstrip("0123456789")[:1] == " ":
        yield "letter"
