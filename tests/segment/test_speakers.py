"""Speakers: one name each, the role that label, legend or questions say, and what the user knows."""

from __future__ import annotations

import pytest

from qualcode.errors import QualcodeError
from qualcode.records import Row, Speaker


def talk(*turns: str) -> str:
    return "\n".join(turns)


@pytest.mark.parametrize(
    "labels",
    [
        ("Pak Hasan", "Bapak Hasan", "P. Hasan"),
        ("PAK HASAN", "pak Hasan", "Pak  Hasan"),
        ("Pak H. Hasan", "Bpk. Hasan", "Hasan"),
        ("Peserta 3", "PESERTA III", "Peserta3"),
        ("I-1", "I1", "I 1"),
        ("Informan 2 (Ibu S, 54 th)", "Informan 2", "Informan II"),
        ("Subjek 1 Jawaban", "Jawaban Subjek 1", "Subjek I"),
        ("W1.P3.05", "W1.P3.06", "W2.P3.01"),
        ("Jawab", "Jawaban", "JAWAB"),
    ],
)
def test_one_speaker_however_written(labels, read):
    """Case, blanks, stops, forms of address and ways of counting make no second speaker."""
    text = talk(*(f"Peneliti: Ya bu?\n{label}: Sudah." for label in (*labels, *labels)))
    assert [speaker.role for speaker in read(text).speakers] == ["interviewer", "respondent"]


@pytest.mark.parametrize(
    "labels",
    [
        ("Pak Hasan", "Bu Hasan"),
        ("Pak S", "Ibu S"),
        ("Informan (Ibu S)", "Informan (Pak B)"),
        ("I-1", "I-2"),
        ("Ibu Siti", "Ibu Siti Aminah"),
    ],
)
def test_two_people_stay_two(labels, read):
    """What might be two people is not brought together."""
    text = talk(*(f"Peneliti: Ya?\n{label}: Sudah." for label in (*labels, *labels)))
    assert len(read(text).speakers) == 3


@pytest.mark.parametrize(
    ("legend", "roles"),
    [
        ("P: Peneliti\nMH: Bapak M. Hasan", ["interviewer", "respondent"]),
        ("Keterangan:\nP = Pewawancara\nMH = Informan", ["interviewer", "respondent"]),
        ("(P = Peneliti, MH = Informan kunci)", ["interviewer", "respondent"]),
        ("P : Narasumber\nMH : Peneliti", ["respondent", "interviewer"]),
    ],
)
def test_a_legend_says_who_is_who(legend, roles, read):
    """The legend is header, not speech, and goes before what letters usually mean."""
    text = f"{legend}\n\nP Sudah lama di sini.\nMH Iya pak.\nP Baru setahun.\nMH Oh."
    transcript = read(text)
    assert [speaker.role for speaker in transcript.speakers] == roles
    assert len(transcript.turns) == 4
    assert transcript.speakers[0].name


@pytest.mark.parametrize(
    ("turns", "roles"),
    [
        (["Rina: Apa kabar?", "Yanti: Baik.", "Rina: Kenapa?", "Yanti: Anu."], ["interviewer", "respondent"]),
        (["Rina: Baik.", "Yanti: Baik.", "Rina: Iya.", "Yanti: Anu."], ["unknown", "unknown"]),
        (["Rina: Apa?", "Yanti: Apa?", "Rina: Siapa?", "Yanti: Kenapa?"], ["unknown", "unknown"]),
        (["I: How are you?", "P: Fine.", "I: Why?", "P: Well."], ["interviewer", "respondent"]),
        (["Peneliti: Ya.", "Yanti: Anu.", "Peneliti: Oh.", "Yanti: Iya."], ["interviewer", "respondent"]),
        (["Q: Kapan?", "A: Kemarin.", "Q: Siapa?", "A: Saya."], ["interviewer", "respondent"]),
    ],
)
def test_who_asks_is_the_interviewer(turns, roles, read):
    """Where labels say nothing the questions do; of two equals nobody is guessed."""
    assert [speaker.role for speaker in read(talk(*turns)).speakers] == roles


def test_everybody_in_a_group_answers(read):
    """With a moderator every participant is a respondent, even one who asks."""
    text = talk("Moderator: Silakan.", "Pak Lurah: Kenapa begitu?", "Peserta 3: Iya.", "Notulen: Sebentar.")
    roles = [speaker.role for speaker in read(text).speakers]
    assert roles == ["moderator", "respondent", "respondent", "observer"]


def test_the_user_knows_better(read):
    """A speakers file names labels, roles and cases; labels are found in any way of writing."""
    text = talk("Rahmat: Gimana?", "Ibu S: Baik.")
    notes = [Speaker("RAHMAT", name="Rahmat H.", role="interviewer"), Speaker("ibu s.", case="Orso 1", person="s1")]
    asking, answering = read(text, speakers=notes).speakers
    assert (asking.name, asking.role) == ("Rahmat H.", "interviewer")
    assert (answering.case, answering.case_set, answering.person) == ("Orso 1", True, "s1")


def test_rows_are_respondents_of_their_own(indonesian, source):
    """Each row has its label, case and values; a label used twice is counted on."""
    from qualcode.segment.parsing import parse

    text = "Kurang dana.\nDak katek pendampingan."
    rows = [Row(0, 12, "R1", case="A", values={"usia": "40"}), Row(13, len(text), "r1")]
    transcript = parse(source(text, rows=rows), indonesian)
    assert transcript.layout == "rows"
    assert [(s.label, s.role, s.case, s.case_set) for s in transcript.speakers] == [
        ("R1", "respondent", "A", True),
        ("r1 (2)", "respondent", None, False),
    ]
    assert transcript.speakers[0].values == {"usia": "40"}
    assert [(segment.unit, segment.words) for segment in transcript.segments] == [("row", 2), ("row", 3)]


def test_an_unknown_layout_lists_the_known(read):
    """A wrong name of a layout is an error that names the right ones."""
    with pytest.raises(QualcodeError, match=r"labels.*questions"):
        read("halo", layout="kolom")


def test_how_something_was_said_is_no_part_of_a_name(read):
    """A laugh beside the first label; an age beside the first stays."""
    text = "Tini (sambil tertawa): Lah makan?\nRos (54 th): Lah.\nTini: Makan apo?\nRos: Pindang.\n"
    assert [one.label for one in read(text).speakers] == ["Tini", "Ros (54 th)"]
