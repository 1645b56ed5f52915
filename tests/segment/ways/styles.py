"""The ways of typing up a talk (``styles.toml``), and what varies within a way."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from .labels import ANY_SCRIPT, TELL_THE_ROLE
from .words import LATIN, WITHOUT_CAPITALS, words

TABLE = tomllib.loads(Path(__file__).with_name("styles.toml").read_text(encoding="utf-8"))
SIGNS: dict[str, str] = TABLE["signs"]
LEADS: dict[str, str] = TABLE["leads"]
TAILS: dict[str, str] = TABLE["tails"]

UNLABELLED = (
    "numbered_questions",
    "numbered_answers_named",
    "bold_questions",
    "italic_questions",
    "questions_apart",
    "answers_named",
    "capital_questions",
    "flat_table",
    "pipe_table",
    "inline",
    "dialogue_dashes",
    "two_bullets",
    "quoted_answers",
    "bare_questions",
)
"""Ways in which nobody is labelled, or answers only; the functions of `unlabelled.py`."""


@dataclass(frozen=True)
class Style:
    """How one document is typed up. ``noise`` names what comes between; ``pairs`` is its length in questions."""

    name: str
    label: str = "none"
    sign: str = "none"
    lead: str = "none"
    tail: str = "none"
    wrap: str = "line"
    gap: bool = False
    header: str = "none"
    noise: tuple[str, ...] = ()
    language: str = "id"
    cast: str = "one"
    pairs: int = 8

    @property
    def chat(self) -> bool:
        """Tell whether this is a messenger's export."""
        return self.lead.startswith("chat")

    @property
    def alone(self) -> bool:
        """Tell whether the label has a line of its own."""
        return "\n" in SIGNS[self.sign]


LABELLED = tuple(Style(**entry) for entry in TABLE["style"])
HEADERS = ("none", "keyed", "none", "title", "spaced", "people", "participants", "place", "keyed", "legend", "yaml")
LENGTHS = (8, 5, 14, 3, 9, 20, 6, 11, 38, 4)
CASTS = ("one", "one", "group", "one", "two_askers", "one", "observed")
COLONS = ("colon", "spaced", "colon_tab")
UNCOUNTED = ("greeting", "code_turn")
"""What is said before the first question has no number."""


def varied(each: int = 4, seed: int = 1) -> Iterator[tuple[str, Style, Random]]:
    """Yield name, style and chance of every document with speakers: `each` of a way, the first half in Indonesian."""
    for place, way in enumerate(LABELLED):
        for k in range(each):
            random = Random(f"{seed}/{way.name}/{k}")
            yield f"{way.name}_{k + 1}", _labelled(way, place * each + k, k, random), random
    for place, name in enumerate(UNLABELLED):
        for k in range(each):
            random = Random(f"{seed}/{name}/{k}")
            number = place * each + k
            style = Style(name, gap=True, language=_language(number, k, LATIN), pairs=random.choice((4, 6, 9, 15)))
            yield f"{name}_{k + 1}", replace(style, header=("none", "title", "keyed", "place")[k % 4]), random


def _labelled(way: Style, number: int, k: int, random: Random) -> Style:
    others = LATIN + WITHOUT_CAPITALS if way.label in ANY_SCRIPT and way.lead != "chat" else LATIN
    language = _language(number, k, others)
    style = replace(
        way,
        noise=tuple(way.noise),
        language=language,
        cast=CASTS[number % len(CASTS)],
        pairs=LENGTHS[number % len(LENGTHS)],
    )
    if way.label == "misspelt" and not words(language).some("roles.misspelt"):
        style = replace(style, language="id")
    if way.label == "code_turn":  # with several people the number would count both
        style = replace(style, cast="one")
    style = replace(style, header=_header(style, number))
    return replace(style, noise=_noise(style, random))


def _language(number: int, k: int, others: tuple[str, ...]) -> str:
    """Indonesian half of the time, else one of the others in turn."""
    return "id" if k % 2 == 0 else others[1 + (number // 2) % (len(others) - 1)]


def _header(style: Style, number: int) -> str:
    if style.header != "none" or style.chat:
        return style.header
    header = HEADERS[(number * 7 + number // 11) % len(HEADERS)]
    coded = style.label.startswith("code") or style.label == "initials"
    return "people" if header == "legend" and not coded else header


def _noise(style: Style, random: Random) -> tuple[str, ...]:
    """Return none, one or two kinds that can go with the style."""
    able = sorted(set(_able(style)) - set(style.noise))
    return tuple(sorted({*style.noise, *random.sample(able, min(len(able), random.choice((0, 1, 1, 2))))}))


SPOKEN_NOISE = {"colons": "with_colon", "laughs": "laughs", "greeting": "greetings"}
"""Noise that people make, by the words that a language must have for it."""


def _able(style: Style) -> Iterator[str]:
    has = words(style.language).some
    yield from (kind for kind, key in SPOKEN_NOISE.items() if has(key) and (kind, style.label) != UNCOUNTED)
    if style.chat:
        yield from ("system",) if has("system") else ()
        return
    yield from ("pages", "running", "closing")
    yield from (kind for kind in ("notes", "sections") if has(kind))
    if has("moods") and style.sign in COLONS and style.label != "remark":
        yield "moods"
    if style.language in LATIN and style.pairs > 5:
        yield from _slips(style)


def _slips(style: Style) -> Iterator[str]:
    """Yield the slips of the fingers after which a reader still knows who speaks."""
    if style.label in ("role", "role_number", "full", "title"):
        yield "mistyped"
    if style.label in TELL_THE_ROLE - {"code_lower", "role_lower"} and style.sign in COLONS:
        yield "missing"
