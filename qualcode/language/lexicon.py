"""The words that transcripts are labelled with: roles, headings, columns; read from ``words/transcripts_*.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from qualcode.language import subtag
from qualcode.records import ROLES, Role

Value = TypeVar("Value")

_WORDS = Path(__file__).parent / "words"
_BETWEEN_WORDS = re.compile(r"[\W_]+")

COLUMN_KINDS = ("number", "speaker", "text", "time", "remark", "code", "question", "answer")


def bare(text: str) -> str:
    """Return `text` as it is compared: lower case, words joined by one blank, no punctuation."""
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, joined with the English ones; all but the codes are in `bare` form.

    Attributes
    ----------
    question_label, answer_label : str
        What to call a speaker whom the transcript does not name.
    questions, answers : frozenset of str
        Labels that stand for a question or an answer ("Jawab").
    roles : mapping
        Word or phrase for a speaker, and the role it says.
    codes, numbered_codes : mapping
        Letters that stand for a speaker ("P"), alone or before a number, and their role.
    interview_codes : frozenset of str
        Letters that count interviews, not speakers ("W1" in "W1.P3.05").
    honorifics : mapping
        Form of address, and the form that stands for its group.
    columns : mapping
        Heading of a table's column, and its kind, one of `COLUMN_KINDS`.
    themes : frozenset of str
        Headings of columns of codes that hold the broader one, above the code beside it.
    """

    question_label: str
    answer_label: str
    questions: frozenset[str]
    answers: frozenset[str]
    roles: Mapping[str, Role]
    codes: Mapping[str, Role]
    numbered_codes: Mapping[str, Role]
    interview_codes: frozenset[str]
    honorifics: Mapping[str, str]
    titles: frozenset[str]
    ordinals: Mapping[str, int]
    counters: frozenset[str]
    header: frozenset[str]
    dates: frozenset[str]
    other_dates: frozenset[str]
    notes: frozenset[str]
    legend: frozenset[str]
    pages: frozenset[str]
    never: frozenset[str]
    greetings: frozenset[str]
    noise: frozenset[str]
    question_words: frozenset[str]
    columns: Mapping[str, str]
    themes: frozenset[str]
    months: Mapping[str, int]


@cache
def lexicon(language_code: str) -> Lexicon:
    """Return the words for a language ("id", "en-GB" …), always with the English ones; unknown means English."""
    language = subtag(language_code)
    tables = [_load("en")]
    if language != "en" and _path(language).is_file():
        tables.insert(0, _load(language))
    return _joined(tables)


def _path(language: str) -> Path:
    return _WORDS / f"transcripts_{language}.toml"


def _load(language: str) -> dict[str, Any]:
    return tomllib.loads(_path(language).read_text(encoding="utf-8"))


def _joined(tables: list[dict[str, Any]]) -> Lexicon:
    return Lexicon(
        question_label=tables[0]["labels"]["question"],
        answer_label=tables[0]["labels"]["answer"],
        questions=_words(tables, "labels", "questions"),
        answers=_words(tables, "labels", "answers"),
        roles={bare(word): role for word, role in _roles(tables, "roles").items()},
        codes=_roles(tables, "codes"),
        numbered_codes=_roles(tables, "numbered_codes"),
        interview_codes=frozenset(code for table in tables for code in table["codes_of"]["interview"]),
        honorifics=_honorifics(tables),
        titles=_words(tables, "people", "titles"),
        ordinals=_first_wins(table["people"]["ordinals"] for table in tables),
        counters=_words(tables, "people", "counters"),
        **{
            name: _words(tables, "headings", name)
            for name in ("header", "dates", "other_dates", "notes", "legend", "pages")
        },
        never=_words(tables, "never", "words"),
        greetings=_words(tables, "never", "greetings"),
        noise=_words(tables, "noise", "words"),
        question_words=_words(tables, "talk", "question_words"),
        columns=_columns(tables),
        themes=_words(tables, "themes", "headings"),
        months=_first_wins(table["months"] for table in tables),
    )


def _words(tables: list[dict[str, Any]], section: str, name: str) -> frozenset[str]:
    return frozenset(bare(word) for table in tables for word in table[section][name])


def _roles(tables: list[dict[str, Any]], section: str) -> dict[str, Role]:
    return _first_wins({word: role for role in ROLES for word in table[section].get(role, ())} for table in tables)


def _honorifics(tables: list[dict[str, Any]]) -> dict[str, str]:
    return {word: group[0] for table in tables for group in table["people"]["honorifics"] for word in group}


def _columns(tables: list[dict[str, Any]]) -> dict[str, str]:
    return _first_wins(
        {bare(heading): kind for kind in COLUMN_KINDS for heading in table["columns"][kind]} for table in tables
    )


def _first_wins(mappings: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for mapping in mappings:
        for key, value in mapping.items():
            merged.setdefault(key, value)
    return merged
