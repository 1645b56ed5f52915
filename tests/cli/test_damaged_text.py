"""A damaged text is told in one line that quotes nothing of the interview."""

import sqlite3

import pytest

COMMANDS = [
    ("show", "melati/ketua"),
    ("excerpts", "--from", "rule"),
    ("code", "melati/ketua:4", "outreach", "--quote", "pintu ke pintu", "--coder", "ani"),
    ("export", "excerpts", "x.csv"),
    ("autocode",),
    ("find", "koordinasi"),
]


@pytest.fixture
def damaged(study, tmp_path):
    """One byte in the middle of an interview is no UTF-8 any more."""
    study("autocode", "--apply")
    path = tmp_path / "study.qualcode"
    with sqlite3.connect(path) as connection:
        place = "melati/ketua"
        text = connection.execute("select text from source where name = ?", [place]).fetchone()[0].encode()
    content = path.read_bytes()
    at = content.find(text[100:160])
    assert at > 0
    path.write_bytes(content[:at] + b"\xff" + content[at + 1 :])
    return study


@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_of_it_is_quoted(damaged, command):
    told = damaged(*command, code=1)
    assert told.stderr.count("Error: ") == 1
    assert "koordinasi" not in told.stderr
    assert "is damaged" in told.stderr


def test_doctor_finds_it(damaged):
    told = damaged("doctor", code=1)
    assert "texts" in told.stdout
    assert "koordinasi" not in told.stdout + told.stderr
