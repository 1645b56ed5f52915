"""Transcripts typed up in many ways are read right, or doubted; nobody speaks in a text in which nobody does."""

from __future__ import annotations

import pytest

from tests.segment.ways.compose import documents
from tests.segment.ways.judge import judge, read
from tests.segment.ways.unseen import unseen


def judged(chosen):
    """Documents in which somebody speaks, then those in which nobody does, as they are read."""
    verdicts = [(document, judge(document, document.text, read(document))) for document in chosen]
    return [v for d, v in verdicts if d.turns], [v for d, v in verdicts if not d.turns]


def share(told):
    """Return the share of true ones."""
    told = list(told)
    return sum(told) / len(told)


@pytest.fixture(scope="module")
def composed():
    return judged(documents())


@pytest.fixture(scope="module")
def by_hand():
    return judged(unseen())


def test_composed_transcripts_are_read_right(composed):
    """Files whole, and turns of all of them."""
    spoken, _prose = composed
    assert share(v.whole for v in spoken) >= 0.97
    assert sum(v.turns_right for v in spoken) >= 0.99 * sum(v.turns for v in spoken)


def test_what_is_misread_is_doubted(composed):
    """An error without a word is the worst one."""
    spoken, _prose = composed
    misread = [v for v in spoken if not v.whole]
    assert not misread or share(v.doubtful for v in misread) >= 0.9


def test_nobody_speaks_in_prose(composed):
    """Essays, guides, minutes, recipes."""
    _spoken, prose = composed
    assert not sum(v.false_speaker for v in prose)


def test_transcripts_typed_by_hand_are_read_no_worse_than_measured(by_hand):
    """What docs/transcripts.md says, a little below: a change must not lose it."""
    spoken, prose = by_hand
    assert share(v.whole for v in spoken) >= 0.64
    assert sum(v.turns_right for v in spoken) >= 0.8 * sum(v.turns for v in spoken)
    assert share(v.doubtful for v in spoken if not v.whole) >= 0.8
    assert sum(v.false_speaker for v in prose) <= 4
