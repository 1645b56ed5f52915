"""What the rules miss is offered as rules, and what nobody coded as topics; both change the codebook in one undo."""

import csv
import json

import pytest

from qualcode.cli import mining
from qualcode.store import Project
from qualcode.workflow.coding import code, read_nothing
from qualcode.workflow.places import find_place

CODEBOOK = """name: kecil
codes:
  - name: coordination
    definition: Kerja sama dengan pihak lain.
    rules: [koordinasi]
  - name: shelter
    definition: Tempat tinggal.
    rules: [asrama]
"""

CODED = [
    "Kami koordinasi dengan dinas sosial.",
    "Koordinasi itu tiap bulan.",
    "Ada koordinasi lewat telepon.",
    "Tiap bulan ada rapat bersama puskesmas.",
    "Rapat bersama ketua RT membahas warga lansia.",
    "Pengurus ikut rapat bersama orang kelurahan.",
    "Waktu itu dirapatkan dengan polsek soal anak jalanan.",
]
OTHER = [
    "Anak-anak makan tiga kali sehari.",
    "Rapat pengurus memilih bendahara baru.",
    "Kamar tidur ada dua belas.",
    "Pagi senam, siang tidur.",
    "Dana dari donatur tetap.",
    "Anak-anak tidur di kamar atas.",
]
UNREAD = [
    "Besok rapat bersama sekolah.",
    "Ada rapt bersama camat.",
    "Makan siang di dapur umum.",
]


@pytest.fixture
def coded(qualcode, tmp_path):
    """A project with a survey column, its first answers coded or read by a coder."""
    with (tmp_path / "survei.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Jawaban"], *([text] for text in [*CODED, *OTHER, *UNREAD])])
    (tmp_path / "kecil.yaml").write_text(CODEBOOK, encoding="utf-8")
    qualcode("init", "study")
    qualcode("import", "survei.csv", "--text-column", "Jawaban")
    qualcode("codebook", "load", "kecil.yaml")
    with Project.open(tmp_path / "study.qualcode") as project:
        for n in range(1, len(CODED) + len(OTHER) + 1):
            place = find_place(project, f"survei#Jawaban:{n}")
            if n <= len(CODED):
                code(project, place, ["coordination"], "ani")
            else:
                read_nothing(project, place, "ani")
    return qualcode


def rows_of(result):
    return json.loads(result.stdout)["rows"]


def test_mine_lists_what_each_phrase_would_add_and_cost(coded):
    rows = rows_of(coded("codebook", "mine", "--code", "coordination", "--format", "json"))
    first = next(row for row in rows if row["words"] == "rapat bersama")
    assert first["code"] == "coordination"
    assert (first["coded"], first["of_coded"], first["not_coded"], first["of_not_coded"]) == (3, 7, 0, 6)
    assert (first["new_coded"], first["new_not_coded"], first["new_unread"], first["of_unread"]) == (3, 0, 2, 3)
    assert (first["precision_before"], first["precision"]) == (1, 1)
    assert (first["recall_before"], first["recall"]) == (0.429, 0.857)
    assert first["place"] in {f"survei#jawaban:{n}" for n in (4, 5, 6)}
    assert "apat bersama" in first["text"]


def test_a_phrase_counts_with_its_forms_and_typing_errors(coded):
    """As a rule "rapat" also hits "dirapatkan", and would cost a segment that was read."""
    rows = rows_of(coded("codebook", "mine", "--code", "coordination", "--format", "json"))
    alone = next(row for row in rows if row["words"] == "rapat")
    assert (alone["coded"], alone["not_coded"]) == (4, 1)
    assert alone["precision"] == 0.875


def test_what_a_rule_reaches_already_is_not_listed(coded):
    rows = rows_of(coded("codebook", "mine", "--format", "json"))
    assert not any("koordinasi" in row["words"] for row in rows)
    assert {row["code"] for row in rows} == {"coordination"}


def test_take_adds_numbers_of_the_list_as_one_version_and_one_undo(coded):
    rows = rows_of(coded("codebook", "mine", "--format", "json"))
    number = next(row["n"] for row in rows if row["words"] == "rapat bersama")
    before = coded("codebook", "show", "--format", "csv").stdout
    assert '"rapat bersama"' in coded("codebook", "mine", "--take", number).stdout
    assert '"rapat bersama"' in coded("codebook", "diff").stdout
    after = rows_of(coded("codebook", "mine", "--format", "json"))
    assert "rapat bersama" not in {row["words"] for row in after}
    coded("undo")
    assert coded("codebook", "show", "--format", "csv").stdout == before
    assert rows_of(coded("codebook", "mine", "--format", "json")) == rows


def test_take_adds_words_of_ones_own(coded):
    coded("codebook", "mine", "--code", "coordination", "--take", "rapat bersama")
    twice = coded("codebook", "mine", "--code", "coordination", "--take", "rapat bersama", code=1)
    assert twice.stderr == 'Error: "rapat bersama" is a rule of coordination already.\n'


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--take", "99"], "There is no number 99 in the list"),
        (["--take", "rapat"], "Say to which code the words go: --code CODE"),
        (["--code", "coordination", "--take", "..."], "needs text with a word in it"),
        (["--code", "kordinasi"], 'There is no code "kordinasi". Nearest: coordination.'),
        (["--code", "shelter"], 'Of "shelter" 0 segments are coded and 13 were read without it'),
    ],
)
def test_what_cannot_be_done_is_one_line(coded, arguments, message):
    assert message in coded("codebook", "mine", *arguments, code=1).stderr


def test_with_nothing_coded_there_is_nothing_to_mine(study):
    assert "No code has 5 segments that are coded" in study("codebook", "mine", code=1).stderr


def test_on_a_terminal_one_key_takes_a_phrase_in(coded, monkeypatch):
    keys = iter("yq")
    monkeypatch.setattr(mining, "_on_a_terminal", lambda: True)
    monkeypatch.setattr("typer.getchar", lambda: next(keys))
    first = rows_of(coded("codebook", "mine", "--format", "json"))[0]
    result = coded("codebook", "mine", "--code", "coordination")
    assert f"coordination: {first['words']}\n" in result.stderr
    assert "1 rule added" in result.stderr
    monkeypatch.setattr(mining, "_on_a_terminal", lambda: False)
    assert first["words"] not in {row["words"] for row in rows_of(coded("codebook", "mine", "--format", "json"))}
    coded("undo")
    assert rows_of(coded("codebook", "mine", "--format", "json"))[0] == first


def test_what_was_taken_in_is_counted_for_the_next_phrase(coded, monkeypatch):
    monkeypatch.setattr(mining, "_on_a_terminal", lambda: True)
    monkeypatch.setattr("typer.getchar", lambda: "y")
    shown = coded("codebook", "mine", "--code", "coordination").stderr
    assert shown.count("y take it in") == shown.count("hits ")
    monkeypatch.setattr(mining, "_on_a_terminal", lambda: False)
    assert rows_of(coded("codebook", "mine", "--code", "coordination", "--format", "json")) == []


KITCHEN = [
    f"{a} masak {b} di dapur tiap pagi"
    for a in ("Ibu", "Juru masak", "Pengurus")
    for b in ("nasi", "sayur", "lauk", "bubur", "ikan")
]
SEWING = [
    f"{a} menjahit {b} pakai mesin"
    for a in ("Kursus", "Latihan", "Warga")
    for b in ("baju", "rok", "tas", "seragam", "taplak")
]


@pytest.fixture
def uncoded(qualcode, tmp_path):
    """A project with thirty answers about two things, and no codebook."""
    with (tmp_path / "survei.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Jawaban"], *([text] for text in [*KITCHEN, *SEWING])])
    qualcode("init", "study")
    qualcode("import", "survei.csv", "--text-column", "Jawaban")
    return qualcode


def test_discover_shows_topics_with_words_and_typical_excerpts(uncoded):
    rows = rows_of(uncoded("discover", "--topics", "2", "--format", "json"))
    assert [(row["topic"], row["n"], row["of"]) for row in rows] == [(1, 15, 30)] * 3 + [(2, 15, 30)] * 3
    words = {row["topic"]: row["words"] for row in rows}
    assert any("dapur" in text for text in words.values())
    assert any("mesin" in text for text in words.values())
    for row in rows:
        assert ("dapur" in row["text"]) is ("dapur" in row["words"])
        assert row["place"].startswith("survei#jawaban:")


def test_the_same_seed_discovers_the_same(uncoded):
    runs = {uncoded("discover", "--topics", "4", "--seed", "7", "--format", "csv").stdout for _ in range(2)}
    assert len(runs) == 1


def test_a_topic_becomes_a_code_below_open_without_codings(uncoded):
    rows = rows_of(uncoded("discover", "--topics", "2", "--format", "json"))
    made = uncoded("discover", "--topics", "2", "--make", "1=masakan", "--make", "2=keterampilan")
    assert made.stderr == (
        "Code made: open/masakan. Nothing is coded with it yet.\n"
        "Code made: open/keterampilan. Nothing is coded with it yet.\n"
    )
    exported = uncoded("codebook", "show", "--format", "csv").stdout
    assert rows[0]["words"] in exported
    assert rows_of(uncoded("excerpts", "--format", "json")) == []
    again = uncoded("discover", "--topics", "2", "--make", "1=Masakan", code=1)
    assert again.stderr == 'Error: There is a code "open/Masakan" already.\n'
    uncoded("undo")
    assert uncoded("codebook", "show", code=1).stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--make", "9=lain"], "There is no topic 9; there are 2."),
        (["--make", "satu=lain"], '--make takes N=NAME, as 3=jarak, not "satu=lain".'),
        (["--make", "1=a", "--make", "2=A"], 'There is a code "open/A" already.'),
    ],
)
def test_a_topic_that_cannot_be_made_a_code_is_one_line(uncoded, arguments, message):
    assert message in uncoded("discover", "--topics", "2", *arguments, code=1).stderr


def test_what_was_read_or_coded_is_left_out(uncoded, tmp_path):
    uncoded("discover", "--topics", "2", "--make", "1=masakan")
    with Project.open(tmp_path / "study.qualcode") as project:
        code(project, find_place(project, "survei#Jawaban:1"), ["masakan"], "ani")
    assert "Topics need at least 30 segments to look at; there are 29." in uncoded("discover", code=1).stderr
    with Project.open(tmp_path / "study.qualcode") as project:
        read_nothing(project, find_place(project, "survei#Jawaban:2"), "ani")
    assert "there are 28." in uncoded("discover", "--unread", code=1).stderr
