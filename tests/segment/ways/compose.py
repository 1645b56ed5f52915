"""Whole documents, each with exactly who said what in it, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from .clutter import clutter
from .headers import header
from .proses import PLAIN, proses
from .styles import UNLABELLED, Style, varied
from .talk import Utterance, cast, some_pairs, talk
from .typing_up import typed_up
from .unlabelled import ONE_LINE, QUESTIONS_FIRST, fitting, written
from .words import Pair, Words, words


@dataclass(frozen=True)
class Said:
    """One turn as a reader would hear it. ``speaker`` is one string for one human; paragraphs are joined by a space."""

    speaker: str
    role: str
    text: str


@dataclass(frozen=True)
class Document:
    """A text and what is said in it; without turns it is prose, in which nobody is labelled.

    ``developed`` tells that the recogniser may have been built on documents like this.
    """

    name: str
    style: Style
    text: str
    turns: Sequence[Said]
    developed: bool = True


def documents(seed: int = 1, each: int = 4) -> list[Document]:
    """Return `each` documents of every way with speakers, then the prose."""
    spoken = [_document(name, style, random) for name, style, random in varied(each, seed)]
    return spoken + [Document(name, replace(PLAIN, language=language), text, ()) for name, language, text in proses()]


def _document(name: str, style: Style, random: Random) -> Document:
    make = _unlabelled if style.name in UNLABELLED else _labelled
    text, turns = make(style, words(style.language), random)
    return Document(name, style, text, turns)


def _labelled(style: Style, stock: Words, random: Random) -> tuple[str, list[Said]]:
    people = cast(style, stock, random)
    spoken = talk(style, people, stock, random)
    head = header(style, people, stock, random)
    text = clutter(style, head, typed_up(style, spoken, random), people, stock, random)
    return text, [_said(utterance) for utterance in spoken]


def _said(utterance: Utterance) -> Said:
    return Said(utterance.person.identity, utterance.person.role, " ".join(utterance.heard))


def _unlabelled(style: Style, stock: Words, random: Random) -> tuple[str, list[Said]]:
    people = cast(style, stock, random)
    pairs = fitting(style.name, some_pairs(style.pairs * 2, stock, random), style.language)[: style.pairs]
    if style.name in ONE_LINE:
        pairs = [Pair(p.question, p.answer[:1]) for p in pairs]
    head = header(style, people, stock, random)
    body = written(style.name, pairs, stock, random)
    return f"{head}\n\n{body}\n".lstrip("\n"), list(_asked_and_answered(pairs, apart=style.name in QUESTIONS_FIRST))


def _asked_and_answered(pairs: Sequence[Pair], *, apart: bool) -> Iterator[Said]:
    questions = [Said("asks", "interviewer", p.question) for p in pairs]
    answers = [Said("answers", "respondent", " ".join(p.answer)) for p in pairs]
    if apart:
        yield from (*questions, *answers)
    else:
        yield from (said for both in zip(questions, answers, strict=True) for said in both)
