"""Coding from the command line: code, uncode, recode, show, as of an earlier time."""

import json
from pathlib import Path

import pytest

from qualcode.store import Project


def test_a_coders_work(study):
    assert "Coded: c" in study("code", "melati/ketua:4", "outreach", "agencies", "--coder", "ani").stderr
    assert "Read, nothing here." in study("code", "melati/ketua:1", "none", "--coder", "ani").stderr
    assert "You had read this already." in study("code", "melati/ketua:1", "none", "--coder", "ani").stderr
    rows = json.loads(study("excerpts", "--format", "json").stdout)["rows"]
    assert [row["code"] for row in rows] == ["coordination/agencies", "outreach"]
    study("recode", rows[1]["id"], "critique", "--quote", "pintu ke pintu", "--coder", "ani")
    assert "1 coding taken back." in study("uncode", rows[0]["id"], "--coder", "ani").stderr
    rows = json.loads(study("excerpts", "--format", "json").stdout)["rows"]
    assert [(row["code"], row["quote"], row["coder"]) for row in rows] == [("critique", "pintu ke pintu", "ani")]
    assert rows[0]["before"] == ""


def test_the_coder_is_remembered_outside_the_project(study):
    assert 'From now on you code as "ani"' in study("code", "melati/ketua:4", "outreach", "--coder", " ani ").stderr
    assert "From now on" not in study("code", "melati/ketua:4", "critique").stderr
    study("code", "melati/ketua:4", "critique", "--coder", "budi")
    rows = json.loads(study("excerpts", "--format", "json").stdout)["rows"]
    assert sorted(row["coder"] for row in rows) == ["ani", "ani", "budi"]


def test_without_a_name_nothing_is_coded(study):
    assert "Who codes?" in study("code", "melati/ketua:4", "outreach", code=1).stderr
    assert json.loads(study("excerpts", "--format", "json").stdout)["rows"] == []


def test_the_environment_names_the_coder(study, monkeypatch):
    monkeypatch.setenv("QUALCODE_CODER", "budi")
    study("code", "melati/ketua:4", "outreach")
    assert json.loads(study("excerpts", "--format", "json").stdout)["rows"][0]["coder"] == "budi"


def test_undo_of_another_coder_asks(study):
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    assert 'is the work of "ani"' in study("undo", "--coder", "budi", code=1).stderr
    assert "Taken back: code" in study("undo", "--coder", "budi", "--yes").stderr
    assert "Done again: code" in study("redo", "--coder", "budi").stderr


def test_an_older_change_is_taken_back_by_its_number(study):
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    n = json.loads(study("log", "--format", "json").stdout)["rows"][0]["n"]
    study("uncode", "melati/ketua:4", "--coder", "ani")
    assert "Later changes build on" in study("undo", "--change", n, code=1).stderr
    assert study("undo", "--change", n, "--with-later").stderr.count("Taken back") == 2


def test_as_of_counts_what_stood_there(study):
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    n = json.loads(study("log", "--format", "json").stdout)["rows"][0]["n"]
    study("uncode", "melati/ketua:4", "--coder", "ani")
    table = json.loads(study("themes", "--by", "all", "--as-of", n, "--format", "json").stdout)
    assert table["note"]["as_of"] == str(n)
    assert {row["code"]: row["n"] for row in table["rows"]}["outreach"] == 1
    assert {r["n"] for r in json.loads(study("themes", "--by", "all", "--format", "json").stdout)["rows"]} == {0}
    assert "c" in study("excerpts", "--as-of", n).stdout
    assert "There is no change 999" in study("excerpts", "--as-of", "999", code=1).stderr


SHOWN = """melati/ketua · melati · 2018-03-12

Peneliti (interviewer) · melati
   1     Kenapa ibu mendirikan yayasan ini?

Ibu S (respondent) · melati
   2     Ya karena kasihan, anak-anak itu dak
     ab  sekolah. Kami juga koordinasi dengan
      ┊  dinas sosial.

Peneliti (interviewer) · melati
   3     Bagaimana ibu menemukan anak-anak itu?

Ibu S (respondent) · melati
   4 C d Kami dari pintu ke pintu. Tidak ada
     ┃a  koordinsi dengan puskesmas.
   5     Kadang ada tetangga yang ngasih tau, itu
         lewat RT.

Peneliti (interviewer) · melati
   6     Terima kasih, Bu. Koordinasi dengan kami
         lancar sekali.

A  coordination  (suggested 2)
B  coordination/agencies  (suggested 1)
C  critique  (ani 1)
D  outreach  (suggested 1)
Capital letter: coded. Small letter: only suggested.
"""


@pytest.fixture
def coded(study):
    study("autocode", "--apply")
    study("code", "melati/ketua:4", "critique", "--coder", "ani")
    study("code", "melati/ketua:4", "coordination", "--coder", "budi", "--quote", "puskesmas")
    return study


def test_show_marks_codings_and_suggestions_in_the_margin(coded, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    shown = coded("show", "melati/ketua", "--coder", "ani")
    assert shown.stdout == SHOWN
    assert "1 coding of other people is hidden. To see it: --reveal" in shown.stderr


def test_show_reveals_and_writes_it_down(coded):
    shown = coded("show", "melati/ketua", "--coder", "ani", "--reveal")
    assert "coordination  (suggested 2, budi 1)" in shown.stdout
    assert "hidden" not in shown.stderr
    coded("code", "melati/ketua:5", "outreach", "--coder", "ani")
    coded("undo", "--coder", "ani")
    coded("code", "melati/ketua:5", "outreach", "--coder", "ani")
    with Project.open(Path("study.qualcode")) as project:
        assert project.rows("select seen from coding order by id desc limit 1") == [("others",)]
        assert project.rows("select what from revealed") == [("both",)]


def test_show_is_coloured_where_colours_are_wanted(coded, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;38;2;" in coded("show", "melati/ketua", "--coder", "ani").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in coded("show", "melati/ketua", "--coder", "ani").stdout


def test_show_for_a_screen_reader(coded):
    shown = coded("show", "melati/ketua", "--coder", "ani", "--plain").stdout
    assert "Segment 4, Ibu S (respondent) · melati:" in shown
    assert "Coded: critique, by ani: Kami dari pintu ke pintu." in shown
    assert "Suggested: outreach, at: pintu ke pintu" in shown


def test_show_one_code(coded):
    shown = coded("show", "melati/ketua", "--coder", "ani", "--code", "critique").stdout
    assert "critique" in shown
    assert "outreach" not in shown


def test_a_table_of_human_codings_says_what_was_read(study):
    assert "(read)" not in study("themes").stdout
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    last = next(line for line in study("themes").stdout.splitlines() if line.startswith("(read)"))
    assert last.split() == ["(read)", "0", "of", "2", "1", "of", "3"]


def test_coding_a_question_is_done_and_said(study):
    told = study("code", "melati/ketua:1", "outreach", "--coder", "ani").stderr
    assert "Coded: c" in told
    assert "interviewer: not counted in tables and lists, unless --role asks for it." in told
    assert "not counted" not in study("code", "melati/ketua:2", "outreach", "--coder", "ani").stderr
    assert "1 coding is left out" in study("excerpts").stderr
    assert "see --role interviewer" in study("excerpts").stderr
    assert "left out" not in study("excerpts", "--role", "interviewer").stderr
    coding = told.split("Coded: ")[1].split()[0]
    changed = study("recode", coding, "coordination", "--coder", "ani").stderr
    assert "interviewer: not counted in tables and lists, unless --role asks for it." in changed


def test_a_wide_crosstab_is_written_as_blocks(study, monkeypatch):
    study("code", "melati/ketua:2", "outreach", "--coder", "ani")
    monkeypatch.setenv("COLUMNS", "60")
    said = study("crosstab", "--columns", "speaker").stdout
    assert "code: outreach\n" in said
    assert max(map(len, said.split("\n\n")[0].splitlines())) <= 60
