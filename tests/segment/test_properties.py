"""Whatever the text and whatever layout is named: no character is lost, turns stay apart, segments tile them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode import language
from qualcode.records import Row, Source, Transcript
from qualcode.segment.layouts import LAYOUTS
from qualcode.segment.parsing import parse
from qualcode.segment.speech import speech
from qualcode.segment.units import cut

FRAGMENTS = (
    "Peneliti : “Gimana bu?”",
    "Sub I : “Ya gitu.",
    "P",
    "P ",
    "RP1 iya",
    "P: Peneliti",
    "Nama : Ibu S",
    "Hari/Tanggal : Senin, 12 Maret 2018",
    "1. Apa kabar?",
    "2. makan",
    "Jawab:",
    "Jawaban : baik",
    "Subjek 1 Jawaban : idak",
    "• Narasumber: Suka: ngobrol",
    "NO\tPELAKU\tTRANSKRIP\tKETERANGAN",
    "1\tP\tHalo?\tsenyum",
    "| Waktu | Pembicara | Isi |",
    "|---|---|---|",
    "| 00:01 | Pak Lurah | halo |",
    "[00:12:31] Moderator: silakan (tertawa)",
    "Peserta 3 [00:12]: #00:12:31-4#",
    "#00:12:31-4#",
    "(tertawa)",
    "[tidak jelas]",
    "anak-",
    "anak",
    "pen-",
    "didikan",
    "12",
    "Halaman 3",
    "---",
    "Catatan lapangan:",
    "A. Latar belakang",
    "**Tujuan** : x",
    "![a](b){: .c}",
    "[sini](http://x.id/a)",
    "W1.P3.05 sudah",
    "\u00a0",
    "",
    "  ",
    "\t",
    "-",
    "”",
    "terus kami pulang. Besoknya rapat lagi.",
    "jam 10:30, jadi begini: anu",
)
texts = st.one_of(
    st.text(max_size=80),
    st.text(alphabet='aA:.?-\n \t|"“”()[]#0123P', max_size=80),
    st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("\n".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8), st.sampled_from("\n \t|")), max_size=20).map(
        "".join
    ),
)
many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text: str, transcript: Transcript) -> None:
    at = 0
    for part in transcript.parts:
        assert part.start == at
        assert part.end > part.start
        at = part.end
    assert at == len(text)
    spoken = {i for part in transcript.parts if part.kind == "speech" for i in range(part.start, part.end)}
    check_turns(transcript, spoken)
    check_segments(text, transcript, spoken)


def check_turns(transcript: Transcript, spoken: set[int]) -> None:
    end = 0
    for n, turn in enumerate(transcript.turns, start=1):
        assert turn.n == n
        assert end <= turn.start < turn.end
        assert turn.start in spoken
        assert turn.end - 1 in spoken
        assert turn.speaker is None or 0 <= turn.speaker < len(transcript.speakers)
        end = turn.end
    assert spoken == {i for turn in transcript.turns for i in range(turn.start, turn.end)} & spoken
    labels = [speaker.label.casefold() for speaker in transcript.speakers]
    assert len(set(labels)) == len(labels)


def check_segments(text: str, transcript: Transcript, spoken: set[int]) -> None:
    indonesian = language.get("id")
    for unit in ("turn", "paragraph", "sentence", "row"):
        segments = cut(text, transcript.parts, transcript.turns, unit, indonesian, long=5)
        assert [segment.n for segment in segments] == list(range(1, len(segments) + 1))
        covered = [i for segment in segments for i in range(segment.start, segment.end) if i in spoken]
        assert covered == sorted(spoken)
        turns = {turn.n: turn for turn in transcript.turns}
        for segment in segments:
            assert turns[segment.turn].start <= segment.start < segment.end <= turns[segment.turn].end


def read(text: str, layout: str | None, **more) -> Transcript:
    return parse(Source("a", text, "text/plain", "0" * 64, **more), language.get("id"), layout=layout)


@pytest.mark.parametrize("layout", [None, *LAYOUTS])
@many
@given(text=texts)
def test_every_character_is_in_one_part(layout, text):
    """Parts tile the source, turns lie on speech, segments tile the speech of the turns."""
    check(text, read(text, layout))


@many
@given(cells=st.lists(st.lists(st.text(alphabet="aP:?.1\n -", max_size=6), min_size=1, max_size=4), max_size=5))
def test_every_cell_is_in_one_part(cells):
    """The same for a table that the reader found."""
    text, table = "Judul\n", []
    for row in [["No", "Pelaku", "Transkrip"], *cells]:
        spans = []
        for cell in row:
            spans.append((len(text), len(text) + len(cell)))
            text += cell + "\t"
        table.append(spans)
        text = text[:-1] + "\n"
    text += "akhir"
    check(text, read(text, None, table=table))


@many
@given(answers=st.lists(st.text(alphabet="ab. \n?", min_size=1, max_size=12), min_size=1, max_size=6))
def test_every_row_is_its_own_turn(answers):
    """Rows of a survey that hold words are turns of respondents of their own."""
    text, rows = "", []
    for i, answer in enumerate(answers):
        rows.append(Row(len(text), len(text) + len(answer), str(i)))
        text += answer + "\n"
    transcript = read(text, None, rows=rows)
    check(text, transcript)
    assert len(transcript.turns) == sum(bool(answer.strip()) for answer in answers)


@many
@given(text=texts, data=st.data())
def test_speech_finds_its_way_back(text, data):
    """A character of the speech is the same character in the source, unless it joins two stretches."""
    transcript = read(text, None)
    said = speech(text, transcript.parts, 0, len(text))
    for begin, origin, length in said.map:
        assert said.text[begin : begin + length] == text[origin : origin + length]
    if said.text:
        a = data.draw(st.integers(0, len(said.text) - 1))
        b = data.draw(st.integers(a + 1, len(said.text)))
        start, end = said.span(a, b)
        assert 0 <= start <= len(text)
        assert end <= len(text)
