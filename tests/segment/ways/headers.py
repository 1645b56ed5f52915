"""What stands above a talk: who, when and where, in the ways that people put it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from .labels import FORMS, Person
from .styles import Style
from .words import Words


def header(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    """Return the lines above the first turn, or nothing."""
    if style.header == "none":
        return ""
    return HEADERS[style.header](style, people, words, random)


def _filled(text: str, people: Sequence[Person]) -> str:
    answering = [p.name for p in people if p.role == "respondent"]
    asking = [p.name for p in people if p.asks]
    return text.format(
        respondent=answering[0], respondents=", ".join(answering), interviewer=asking[0], interviewers=", ".join(asking)
    )


def _pairs(key: str, people: Sequence[Person], words: Words) -> list[tuple[str, str]]:
    lines = (_filled(line, people).partition("|") for line in words.some(key))
    return [(name, value) for name, _bar, value in lines]


def _title(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    return _filled(random.choice(words.some("header.title")), people)


def _keyed(style: Style, people: Sequence[Person], words: Words, random: Random, key: str = "header.keyed") -> str:
    pairs = _pairs(key, people, words)
    width = max(len(name) for name, _value in pairs)
    form = random.choice(("{0}: {1}", "{0} : {1}", "{0:<{width}} : {1}", "{0}\t: {1}"))
    lines = "\n".join(form.format(name, value, width=width) for name, value in pairs)
    return lines if random.random() < 0.5 else f"{_title(style, people, words, random)}\n\n{lines}"


def _people(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    return _keyed(style, people, words, random, "header.people")


def _spaced(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    pairs = _pairs("header.keyed", people, words)
    width = max(len(name) for name, _value in pairs) + 6
    return "\n".join(f"{name:<{width}}{value}" for name, value in pairs)


def _participants(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    return f"{_title(style, people, words, random)}\n{_filled(words.one('header.participants'), people)}"


def _place(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    return words.one("header.place")


def _legend(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    sign = random.choice((": ", " = ", " : "))
    lines = [f"{FORMS[style.label](p)}{sign}{p.role_word}{_number(p)}" for p in people]
    return "\n".join([words.one("header.legend"), *lines])


def _number(person: Person) -> str:
    return f" {person.n}" if person.of > 1 else ""


def _legend_others(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    """A legend that says what respondents do, not that they are respondents."""
    work = random.sample(words.some("roles.unknown"), k=len(words.some("roles.unknown")))
    lines = [f"{FORMS[style.label](p)}: {p.role_word if p.role != 'respondent' else work[p.n - 1]}" for p in people]
    return "\n".join([words.one("header.legend"), *lines])


def _yaml(style: Style, people: Sequence[Person], words: Words, random: Random) -> str:
    return "\n".join(["---", *words.some("header.yaml"), "---"])


HEADERS: dict[str, Callable[[Style, Sequence[Person], Words, Random], str]] = {
    "title": _title,
    "keyed": _keyed,
    "people": _people,
    "spaced": _spaced,
    "participants": _participants,
    "place": _place,
    "legend": _legend,
    "legend_others": _legend_others,
    "yaml": _yaml,
}
