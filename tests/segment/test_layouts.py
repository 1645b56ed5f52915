"""Each layout of real transcripts: an invented text beside the turns that must come out of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "layouts"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_comes_out_as_its_turns(name, read, said):
    """Layout, header, roles, labels and speech are those written beside the text."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    transcript = read(text)
    assert transcript.layout == expected["layout"]
    assert dict(transcript.header) == expected["header"]
    assert transcript.collected_on == expected["collected_on"]
    assert [list(turn) for turn in said(text, transcript)] == expected["turns"]


@pytest.mark.parametrize("name", NAMES)
def test_the_layout_chosen_says_why(name, read):
    """Score and reason go with every choice."""
    transcript = read((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    assert 0 < transcript.score <= 1
    assert transcript.reason
