"""A corrected text keeps its turns and parts: what is written in goes to the talk it stands in."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.segment.carrying import carry
from qualcode.segment.difference import moves
from qualcode.segment.speech import speech

TEXT = """Nama : Ibu S
Usia : 54 tahun

Peneliti : Bagaimana ibu menemukan mereka?
Ibu S : Kami dari pintu ke pintu. Tidak ada yang
memberi tahu kami.

Kadang ada tetangga. (tertawa) Itu lewat RT.
3
Ada juga dari dinas.
Peneliti : Terima kasih, Bu.
"""
TURNS = [
    ("Peneliti", "Bagaimana ibu menemukan mereka?"),
    (
        "Ibu S",
        "Kami dari pintu ke pintu. Tidak ada yang memberi tahu kami.\nKadang ada tetangga. Itu lewat RT.\n"
        "Ada juga dari dinas.",
    ),
    ("Peneliti", "Terima kasih, Bu."),
]


def _carried(read, old, new):
    """Return the parts, and who says what in the corrected text."""
    transcript = read(old)
    turns = transcript.turns
    parts, spans = carry(transcript.parts, [(turn.start, turn.end) for turn in turns], moves(old, new))
    said = [
        (transcript.speakers[turn.speaker].label, speech(new, parts, *span).text)
        for turn, span in zip(turns, spans, strict=True)
        if span
    ]
    return parts, said


def test_the_text_as_it_is_keeps_all(read):
    parts, said = _carried(read, TEXT, TEXT)
    assert parts == list(read(TEXT).parts)
    assert said == TURNS


def _turns(n, said):
    return [*TURNS[:n], (TURNS[n][0], said), *TURNS[n + 1 :]]


CHANGES = [
    ("a word in talk", "pintu ke pintu", "rumah ke rumah", _turns(1, TURNS[1][1].replace("pintu", "rumah"))),
    ("a word at the start of a turn", "Ibu S : Kami", "Ibu S : Ya kami", _turns(1, "Ya k" + TURNS[1][1][1:])),
    ("a word at the end of a turn", "dari dinas.\n", "dari dinas. Begitu.\n", _turns(1, TURNS[1][1] + " Begitu.")),
    ("a line before the next label", "dinas.\nPeneliti", "dinas.\nSudah.\nPeneliti",
     _turns(1, TURNS[1][1] + "\nSudah.")),
    ("a paragraph within", "kami.\n\nKadang", "kami.\n\nItu benar.\n\nKadang",
     _turns(1, TURNS[1][1].replace("kami.\n", "kami.\nItu benar.\n"))),
    ("lines made one", "yang\nmemberi tahu kami.\n\nKadang", "yang memberi tahu kami. Kadang",
     _turns(1, TURNS[1][1].replace("kami.\n", "kami. "))),
    ("a word broken at the line end", "Kami dari", "Kami da-\nri", TURNS),
    ("a name in a label", "Ibu S : Kami", "Ibu Siti : Kami", TURNS),
    ("a line in the header", "Usia : 54 tahun", "Usia : 54 tahun\nPekerjaan : ketua yayasan", TURNS),
    ("a noise taken out", " (tertawa)", "", TURNS),
    ("a page number taken out", "RT.\n3\nAda", "RT.\nAda", TURNS),
    ("words written on the page number", "\n3\n", "\n3 dan lagi\n",
     _turns(1, TURNS[1][1].replace("Ada juga", "dan lagi Ada juga"))),
    ("a turn taken out", "Peneliti : Terima kasih, Bu.\n", "", TURNS[:2]),
    ("the words of a turn taken out", "Terima kasih, Bu.", "", TURNS[:2]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "old", "new", "said"), CHANGES, ids=[case[0] for case in CHANGES])
def test_what_is_said_after_a_correction(read, why, old, new, said):
    assert _carried(read, TEXT, TEXT.replace(old, new, 1))[1] == said


def test_words_between_two_labels_become_a_note(read):
    old = "Peneliti : \nIbu S : Ya.\nPeneliti : Baik, Bu.\n"
    parts, said = _carried(read, old, old.replace("Peneliti : \n", "Peneliti : Apa?\n", 1))
    assert [part.kind for part in parts if part.rule == "corrected"] == ["note"]
    assert said == [("Ibu S", "Ya."), ("Peneliti", "Baik, Bu.")]


edits = st.lists(
    st.tuples(
        st.integers(0, len(TEXT)), st.integers(0, 60), st.sampled_from(["", "ya ", "\n", "anu\n\nitu", ": ", "x"])
    ),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(edits=edits)
def test_whatever_is_edited_the_parts_tile_the_text_and_turns_stay_in_order(read, edits):
    new = TEXT
    for at, length, written in edits:
        new = new[:at] + written + new[at + length :]
    transcript = read(TEXT)
    turns = [(turn.start, turn.end) for turn in transcript.turns]
    parts, spans = carry(transcript.parts, turns, moves(TEXT, new))
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])][: len(parts)]
    assert (parts[-1].end if parts else 0) == len(new)
    assert all(part.start < part.end for part in parts)
    assert all(new[part.start : part.end].strip() for part in parts if part.kind == "speech")
    left = [span for span in spans if span]
    assert left == sorted(left)
    assert all(before[1] <= behind[0] for before, behind in pairwise(left))
    assert all(new[start:stop].strip() == new[start:stop] for start, stop in left)
    assert all(any(start <= p.start < stop for start, stop in left) for p in parts if p.kind == "speech")
