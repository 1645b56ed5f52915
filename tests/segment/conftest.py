"""A source around a text, the language of the tests, and what a transcript says turn by turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qualcode import language
from qualcode.language import Language
from qualcode.records import Source, Transcript
from qualcode.segment.parsing import parse
from qualcode.segment.speech import speech


@pytest.fixture(scope="session")
def indonesian() -> Language:
    return language.get("id")


@pytest.fixture(scope="session")
def source() -> Callable[..., Source]:
    def build(text: str, **more) -> Source:
        return Source("wawancara-1", text, "text/plain", "0" * 64, **more)

    return build


@pytest.fixture(scope="session")
def read(indonesian, source) -> Callable[..., Transcript]:
    def run(text: str, **options) -> Transcript:
        return parse(source(text), indonesian, **options)

    return run


@pytest.fixture(scope="session")
def said() -> Callable[[str, Transcript], list[tuple[str, str, str]]]:
    """Role, label and speech of every turn."""

    def turns(text: str, transcript: Transcript) -> list[tuple[str, str, str]]:
        found = []
        for turn in transcript.turns:
            speaker = None if turn.speaker is None else transcript.speakers[turn.speaker]
            words = speech(text, transcript.parts, turn.start, turn.end).text
            found.append((speaker.role if speaker else "unknown", speaker.label if speaker else "", words))
        return found

    return turns
