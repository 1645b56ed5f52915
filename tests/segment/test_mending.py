"""A wrong parse is mended by hand: a turn is cut in two, or turns become one, and the text stays."""

import pytest

from qualcode.segment.mending import joined, split
from qualcode.segment.speech import speech

TEXT = """Peneliti : Apa kabar, Bu? Baik. Sudah lama di sini?
Ibu S : Sudah sepuluh tahun.
Sejak berdiri.
Peneliti : Oh begitu.
Ibu S: Ya, begitu.
"""

SPLITS = [
    ("between two sentences", "Baik. Sudah", None, "Apa kabar, Bu?", "Baik. Sudah lama di sini?"),
    ("at the blank before them", " Baik. Sudah", None, "Apa kabar, Bu?", "Baik. Sudah lama di sini?"),
    ("at a name that is no label there", "Baik. Sudah", "Ibu S", "Apa kabar, Bu?", "Baik. Sudah lama di sini?"),
    ("at a line end", "\nSejak", None, "Sudah sepuluh tahun.", "Sejak berdiri."),
    ("at a word that is the label", "Baik. Sudah", "Baik.", "Apa kabar, Bu?", "Sudah lama di sini?"),
]


def _turn(read, place):
    return next((t.start, t.end) for t in read(TEXT).turns if t.start <= place < t.end)


@pytest.mark.parametrize(("why", "at", "label", "before", "behind"), SPLITS, ids=[case[0] for case in SPLITS])
def test_a_turn_is_cut_in_two(read, why, at, label, before, behind):
    offset = TEXT.index(at)
    parts, first, second = split(TEXT, read(TEXT).parts, _turn(read, offset), offset, label)
    assert speech(TEXT, parts, *first).text == before
    assert speech(TEXT, parts, *second).text == behind
    assert TEXT[first[0] : first[1]].strip() == TEXT[first[0] : first[1]]
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == len(TEXT)


@pytest.mark.parametrize("label", ["Ibu S", "ibu s"])
@pytest.mark.parametrize("written", ["Ibu S : ", "Ibu S: ", "Ibu S  ", "Ibu S :\n"])
def test_a_label_in_the_text_becomes_a_label(read, written, label):
    text = f"Peneliti : Sudah lama di sini? {written}Sudah sepuluh tahun.\nPeneliti : Oh begitu.\n"
    transcript = read(text)
    turn = (transcript.turns[0].start, transcript.turns[0].end)
    parts, _first, second = split(text, transcript.parts, turn, text.index(written), label)
    assert [text[p.start : p.end] for p in parts if p.rule == "corrected"] == [written]
    assert text[second[0] : second[1]] == "Sudah sepuluh tahun."


@pytest.mark.parametrize("at", ["Apa kabar", "Sudah sepuluh"])
def test_where_a_half_would_hold_no_words_nothing_is_cut(read, at):
    offset = TEXT.index(at)
    assert split(TEXT, read(TEXT).parts, _turn(read, offset), offset) is None


def test_what_stood_between_turns_that_are_joined_parts_paragraphs(read):
    transcript = read(TEXT)
    first, last = transcript.turns[1], transcript.turns[3]
    between = zip(transcript.turns[1:3], transcript.turns[2:4], strict=True)
    parts = joined(TEXT, transcript.parts, [(before.end, behind.start) for before, behind in between])
    before_it = speech(TEXT, transcript.parts, first.start, first.end).text
    assert speech(TEXT, parts, first.start, last.end).text == f"{before_it}\nOh begitu.\nYa, begitu."
