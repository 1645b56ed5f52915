"""Dirt of page and typist: broken lines, hyphens, page numbers, times, dates, noise."""

from __future__ import annotations

import pytest

from qualcode.language.lexicon import lexicon
from qualcode.segment.cleaning import is_page_number
from qualcode.segment.dates import iso_date
from qualcode.segment.speech import speech
from qualcode.segment.stamps import seconds

WORDS = lexicon("id")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("kami kumpul\nlalu pulang", "kami kumpul lalu pulang"),
        ("kami kum-\npul", "kami kumpul"),
        ("anak-\nanak", "anak-anak"),
        ("anak-\nanaknya", "anak-anaknya"),
        ("bermain-\nmain", "bermain-main"),
        ("kami kum-\n12\npul", "kami kumpul"),
        ("Begitu.\n\nTerus kami pulang", "Begitu.\nTerus kami pulang"),
        ("waktu itu kami\n\npulang", "waktu itu kami pulang"),
        ("waktu itu kami\n\n12\n\npulang", "waktu itu kami pulang"),
        ("waktu itu kami\n5\npulang", "waktu itu kami pulang"),
        ("kami\nHalaman 3\npulang", "kami pulang"),
        ("kami (tertawa) pulang", "kami pulang"),
        ("kami pulang (tertawa).", "kami pulang."),
        ("kami (ibu-ibu PKK) pulang", "kami (ibu-ibu PKK) pulang"),
        ("kami [00:12:31] pulang", "kami pulang"),
        ("kami pulang jam 10:30 malam", "kami pulang jam 10:30 malam"),
        ("lihat [sini](http://contoh.id/a) ya", "lihat [sini] ya"),
    ],
)
def test_broken_lines_are_joined(written, expected, read):
    """What the page broke is one speech again."""
    text = f"Peneliti: Gimana?\nInforman: {written}\nPeneliti: Oh."
    transcript = read(text)
    turn = transcript.turns[1]
    assert len(transcript.turns) == 3
    assert speech(text, transcript.parts, turn.start, turn.end).text == expected


def test_a_figure_can_be_an_answer(read, said):
    """A number alone after a label is what was said, no page number."""
    text = "Peneliti: Berapa anak?\nInforman:\n35\nPeneliti: Oh."
    assert said(text, read(text))[1] == ("respondent", "Informan", "35")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("12", True),
        ("- 3 -", True),
        ("Halaman 4", True),
        ("hal. 4", True),
        ("Page 3 of 9", True),
        ("3 | P a g e", True),
        ("5 orang", False),
        ("2004", False),
        ("1.500", False),
        ("Halaman", False),
    ],
)
def test_page_numbers(line, is_one):
    """Numbers of pages and margins, alone on their line."""
    assert is_page_number(line, WORDS) is is_one


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Senin, 12 Maret 2018", "2018-03-12"),
        ("Kamis/ 8 Nopember 2018", "2018-11-08"),
        ("12-03-2018", "2018-03-12"),
        ("3/4/2019", "2019-04-03"),
        ("4/13/2019", "2019-04-13"),
        ("12.03.18", "2018-03-12"),
        ("2018-03-12", "2018-03-12"),
        ("5 Agt 2017, jam 10.00", "2017-08-05"),
        ("March 12, 2018", "2018-03-12"),
        ("12th March 2018", "2018-03-12"),
        ("31 Februari 2018", None),
        ("Maret 2018", None),
        ("10.00 s/d 13.00", None),
    ],
)
def test_dates(written, iso):
    """Dates as headers write them."""
    assert iso_date(written, WORDS.months) == iso


def test_a_date_of_birth_is_not_the_date_of_the_interview(read):
    """Only the date of the interview is the date of collection."""
    text = "Nama : Ibu S\nTanggal lahir : 1 Mei 1960\nHari/Tanggal : Senin, 12 Maret 2018\n\nP: Apa?\nI: Anu."
    assert read(text).collected_on == "2018-03-12"


@pytest.mark.parametrize(
    ("stamp", "times"),
    [
        ("[00:12:31]", [751.0]),
        ("#00:12:31-4#", [751.4]),
        ("(00:12)", [12.0]),
        ("[00:00:05.250 --> 00:00:09]", [5.25, 9.0]),
        ("01:00:00", [3600.0]),
    ],
)
def test_times(stamp, times):
    """Time marks in seconds."""
    assert seconds(stamp) == pytest.approx(times)


def test_times_open_and_close_turns(read):
    """A time between two turns ends the one and begins the other."""
    text = "[00:00:05] Moderator: Silakan.\nIbu S: Ya. #00:00:09-5#\nPak B: Iya."
    assert [(turn.start_s, turn.end_s) for turn in read(text).turns] == [(5.0, None), (None, 9.5), (9.5, None)]


def test_notes_and_headings_are_no_speech(read, said):
    """The researcher's notes last up to the next label, a section heading is one line."""
    text = (
        "Peneliti: Gimana?\nInforman: Baik.\nCatatan lapangan:\nInforman gelisah.\nHP-nya bunyi terus.\n"
        "Peneliti: Terus?\nInforman: Ya gitu.\nA. Layanan\nPeneliti: Makan?\nInforman: Tiga kali."
    )
    transcript = read(text)
    assert [turn[2] for turn in said(text, transcript)] == [
        "Gimana?",
        "Baik.",
        "Terus?",
        "Ya gitu.",
        "Makan?",
        "Tiga kali.",
    ]
    notes = [text[part.start : part.end] for part in transcript.parts if part.kind == "note"]
    assert notes == ["Catatan lapangan:", "Informan gelisah.", "HP-nya bunyi terus.", "A. Layanan"]
