"""Units: what a segment is by default, how long ones are cut, how words are counted."""

from __future__ import annotations

import pytest

from qualcode.segment.speech import speech
from qualcode.segment.units import cut

SENTENCE = "Waktu itu kami kumpul di rumah Bu Erna terus patungan beras. "


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Peneliti: Apa?\nInforman: Anu.", "paragraph"),
        ("Moderator: Apa?\nIbu S: Anu.", "turn"),
        ("P: Apa?\nI-1: Anu.\nI-2: Iya.\nI-3: Idak.", "turn"),
    ],
)
def test_the_unit_that_fits(text, unit, read):
    """Paragraphs for interviews, turns for groups."""
    assert {segment.unit for segment in read(text).segments} == {unit}


def test_a_paragraph_is_a_segment(read, indonesian):
    """An empty line within an answer parts it, and words are the tokens of the speech."""
    text = "Peneliti: Apa?\nInforman: Dua kali.\n\nTerus berhenti.\n"
    transcript = read(text)
    assert [text[s.start : s.end] for s in transcript.segments] == ["Apa?", "Dua kali.", "Terus berhenti."]
    assert [segment.words for segment in transcript.segments] == [1, 2, 2]


def test_a_long_unit_is_cut_at_the_ends_of_sentences(read, indonesian):
    """More than 150 words come out in pieces of about 100, each of whole sentences."""
    text = "Peneliti: Apa?\nInforman: " + SENTENCE * 40
    transcript = read(text)
    pieces = transcript.segments[1:]
    assert all(80 <= segment.words <= 120 for segment in pieces)
    for segment in pieces:
        words = speech(text, transcript.parts, segment.start, segment.end).text
        assert words.startswith("Waktu")
        assert words.rstrip().endswith("beras.")
        assert segment.words == len(indonesian.tokens(words))


def test_sentences_across_broken_lines(read, indonesian):
    """A sentence may run over a line end; its span in the source holds both lines."""
    text = "Peneliti: Apa?\nInforman: Kami kumpul\nlalu pulang. Besok datang lagi.\nPeneliti: Oh."
    transcript = read(text)
    sentences = cut(text, transcript.parts, transcript.turns, "sentence", indonesian)
    assert [text[s.start : s.end].strip() for s in sentences] == [
        "Apa?",
        "Kami kumpul\nlalu pulang.",
        "Besok datang lagi.",
        "Oh.",
    ]


def test_a_very_long_turn_is_cut_like_a_short_one(read, monkeypatch):
    """Stretch by stretch, the sentences and their words are the same."""
    from qualcode.segment import units

    text = "P: Apa kabar?\nN: " + " ".join(f"Kali nomor {n}, kami ngungsi ke masjid. Dak lama." for n in range(60))
    whole = read(text, unit="sentence").segments
    monkeypatch.setattr(units, "_AT_ONCE", 200)
    assert read(text, unit="sentence").segments == whole
    assert len(whole) > 100
