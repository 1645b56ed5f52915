"""What is said, and what a typist writes around it, in one language: read from ``languages/``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "languages"
LATIN = ("id", "en", "ms", "jv", "nl", "de", "es", "fr", "pt")
WITHOUT_CAPITALS = ("ar", "zh", "th", "hi")
LANGUAGES = LATIN + WITHOUT_CAPITALS
UNSPACED = ("zh", "th")
"""Written without spaces between words: lines are never broken by hand."""


@dataclass(frozen=True)
class Pair:
    """A question and its answer, paragraph by paragraph."""

    question: str
    answer: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """Talk and typist's words of one language."""

    language: str
    pairs: Sequence[Pair]
    remarks: Sequence[str]
    table: Mapping[str, Any]

    def some(self, key: str) -> list[str]:
        """Return the list of this name ("notes", "roles.observer"); empty if the language has none."""
        found: Any = self.table
        for name in key.split("."):
            found = found.get(name, {})
        return list(found) if found else []

    def one(self, key: str) -> str:
        """Return the word of this name; KeyError if the language has none."""
        found: Any = self.table
        for name in key.split("."):
            found = found[name]
        return str(found)


@dataclass(frozen=True)
class Prose:
    """A text in which nobody is labelled as speaking."""

    name: str
    language: str
    text: str


@cache
def words(language: str) -> Words:
    """Return the words of a language of `LANGUAGES`."""
    table = _table(f"{language}.toml")
    pairs = tuple(_pair(block) for block in table["pairs"].strip().split("\n\n"))
    return Words(language, pairs, tuple(table["remarks"].strip().splitlines()), table)


def prose() -> list[Prose]:
    """Return every text without speakers."""
    return [Prose(p["name"], p["language"], p["text"].strip("\n")) for p in _table("prose.toml")["prose"]]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _pair(block: str) -> Pair:
    question, *answer = block.splitlines()
    if not answer:
        raise ValueError(f"question without an answer: {question}")
    return Pair(question, tuple(answer))
