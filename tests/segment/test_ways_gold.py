"""The invented transcripts are many, varied and always the same, and every turn occurs in its text."""

from __future__ import annotations

import pytest

from tests.segment.ways.compose import documents
from tests.segment.ways.words import LANGUAGES

DOCUMENTS = documents()
CLUTTER = {"closing", "colons", "greeting", "laughs", "margin", "missing", "mistyped", "moods", "notes"} | {
    "pages",
    "running",
    "sections",
    "system",
}
SPOKEN = [document for document in DOCUMENTS if document.turns]


@pytest.mark.parametrize("document", SPOKEN, ids=lambda document: document.name)
def test_the_words_of_every_turn_stand_in_the_text_in_order(document):
    """What is typed between words (labels, page numbers, notes) changes neither words nor their order."""
    at = 0
    for turn in document.turns:
        for word in turn.text.split():
            found = document.text.find(word, at)
            assert found >= 0, f"{word} of {turn.text}"
            at = found + len(word)


def test_names_are_unique():
    """A name finds one document."""
    assert len({document.name for document in DOCUMENTS}) == len(DOCUMENTS)


def test_the_same_seed_gives_the_same_documents():
    """Nothing depends on the run; another seed gives others."""
    assert documents() == DOCUMENTS
    assert documents(seed=2)[0].text != DOCUMENTS[0].text


def test_there_are_many_ways_and_documents():
    """As many as a share of files read right can rest on."""
    assert len({document.style.name for document in SPOKEN}) >= 45
    assert len(SPOKEN) >= 320
    assert len(DOCUMENTS) - len(SPOKEN) >= 60


def test_every_kind_of_variation_occurs():
    """Languages, headers, clutter, and who takes part."""
    styles = [document.style for document in SPOKEN]
    assert {style.language for style in styles} == set(LANGUAGES)
    assert {kind for style in styles for kind in style.noise} == CLUTTER
    assert {style.cast for style in styles} == {"one", "two_askers", "group", "observed"}
    assert len({style.header for style in styles}) >= 9
    assert {turn.role for document in SPOKEN for turn in document.turns} == {
        "interviewer",
        "respondent",
        "moderator",
        "observer",
    }


def test_documents_are_short_and_long():
    """From six turns to about eighty; a group speaks with up to six people."""
    lengths = [len(document.turns) for document in SPOKEN]
    assert min(lengths) <= 8
    assert max(lengths) >= 76
    assert max(len({turn.speaker for turn in document.turns}) for document in SPOKEN) == 6
