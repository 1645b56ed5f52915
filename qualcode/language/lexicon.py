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
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983"
    "\u09bc-\u09cd"
    "\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u102b-\u103e\u17b4-\u17d3"
)
"""Vowels and accents that are written over or under a letter: parts of a word, though no letters to `re`."""
_BETWEEN_WORDS = re.compile(rf"(?:(?![{_MARKS}])[\W_])+")

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
    participants : frozenset of str
        Keys of headers whose value lists who takes part.
    signatures : frozenset of str
        Words that head a signature.
    ends : frozenset of str
        What says that a talk is over.
    guides : tuple of str
        How a line begins that is the title of an interview guide.
    interviews : frozenset of str
        What heads one of several interviews, before its number.
    talk_titles : tuple of str
        How a line begins that is the title of a transcript.
    credits : tuple of str
        How a line begins that says who typed the talk.
    system : frozenset of str
        What a messenger writes in place of a picture, or by itself.
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
    participants: frozenset[str]
    signatures: frozenset[str]
    ends: frozenset[str]
    guides: tuple[str, ...]
    interviews: frozenset[str]
    talk_titles: tuple[str, ...]
    credits: tuple[str, ...]
    system: frozenset[str]
    months: Mapping[str, int]


@cache
def lexicon(language_code: str) -> Lexicon:
    """Return the words for a language ("id", "en-GB" …), always with the English ones; unknown means English.

    The words for roles, questions, answers, sounds and forms of address are those of all languages: a talk in
    Javanese may be labelled in Indonesian, an Indonesian one in English.
    """
    language = subtag(language_code)
    tables = [_load("en")]
    if language != "en" and _path(language).is_file():
        tables.insert(0, _load(language))
    return _joined(tables, _labels_of_others(language))


def _path(language: str) -> Path:
    return _WORDS / f"transcripts_{language}.toml"


def _load(language: str) -> dict[str, Any]:
    return tomllib.loads(_path(language).read_text(encoding="utf-8"))


def _labels_of_others(language: str) -> list[dict[str, Any]]:
    """Return what labels say in the other languages; short forms of address are left out, they are initials here."""
    others = []
    for path in sorted(_WORDS.glob("transcripts_*.toml")):
        if path.stem.removeprefix("transcripts_") in (language, "en"):
            continue
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        groups = [[word for word in group if len(word) > 2] for group in table["people"]["honorifics"]]
        people = {"honorifics": [group for group in groups if group]}
        heads = {name: table.get("columns", {}).get(name, ()) for name in ("question", "answer")}
        headings = {name: _section(table, "headings", name, ()) for name in ("participants", "interviews", "guides")}
        others.append(
            {
                "labels": table["labels"],
                "roles": table["roles"],
                "people": people,
                "columns": heads,
                "headings": headings,
                "noise": table.get("noise", {}),
            }
        )
    return others


def _joined(own: list[dict[str, Any]], others: list[dict[str, Any]]) -> Lexicon:
    tables = [*own, *others]
    return Lexicon(
        question_label=own[0]["labels"]["question"],
        answer_label=own[0]["labels"]["answer"],
        questions=_words(tables, "labels", "questions"),
        answers=_words(tables, "labels", "answers"),
        roles={bare(word): role for word, role in _roles(tables, "roles").items()},
        codes=_roles(own, "codes"),
        numbered_codes=_roles(own, "numbered_codes"),
        interview_codes=frozenset(code for table in own for code in table.get("codes_of", {}).get("interview", ())),
        honorifics=_honorifics(tables),
        titles=_words(own, "people", "titles"),
        ordinals=_first_wins(_section(table, "people", "ordinals", {}) for table in own),
        counters=_words(own, "people", "counters"),
        **{
            name: _words(own, "headings", name)
            for name in (
                "header", "dates", "other_dates", "notes", "legend", "pages", "signatures", "system", "ends",
            )
        },
        talk_titles=tuple(sorted(_words(own, "headings", "talk_titles"))),
        guides=tuple(sorted(_words(tables, "headings", "guides"))),
        credits=tuple(sorted(_words(own, "headings", "credits"))),
        never=_words(own, "never", "words"),
        greetings=_words(own, "never", "greetings"),
        noise=_words(tables, "noise", "words"),
        question_words=_words(own, "talk", "question_words"),
        participants=_words(tables, "headings", "participants"),
        interviews=_words(tables, "headings", "interviews"),
        columns=_columns(tables),
        themes=_words(own, "themes", "headings"),
        months=_first_wins(table.get("months", {}) for table in own),
    )  # fmt: skip


def _section(table: Mapping[str, Any], section: str, name: str, default: Any) -> Any:
    return table.get(section, {}).get(name, default)


def _words(tables: list[dict[str, Any]], section: str, name: str) -> frozenset[str]:
    return frozenset(bare(word) for table in tables for word in _section(table, section, name, ()))


def _roles(tables: list[dict[str, Any]], section: str) -> dict[str, Role]:
    return _first_wins(
        {word: role for role in ROLES for word in _section(table, section, role, ())} for table in tables
    )


def _honorifics(tables: list[dict[str, Any]]) -> dict[str, str]:
    return _first_wins(
        {word: group[0] for group in _section(table, "people", "honorifics", ()) for word in group} for table in tables
    )


def _columns(tables: list[dict[str, Any]]) -> dict[str, str]:
    return _first_wins(
        {bare(heading): kind for kind in COLUMN_KINDS for heading in _section(table, "columns", kind, ())}
        for table in tables
    )


def _first_wins(mappings: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for mapping in mappings:
        for key, value in mapping.items():
            merged.setdefault(key, value)
    return merged
