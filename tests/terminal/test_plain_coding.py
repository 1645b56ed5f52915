"""The plain mode: whole conversations, line by line."""

import io

import pytest

from qualcode.query.filters import Filter
from qualcode.terminal import plain
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.desk import Desk

CODED = """
    select code_tree.path, quote
      from coding
      join code_tree on code_tree.code_id = coding.code_id
     order by coding.id
"""
MELATI = Filter(sources=("melati/ketua",))


@pytest.fixture
def talk(project, monkeypatch, capsys):
    """Return a function that types lines and returns what was printed."""

    def typed(*lines, **options):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        plain.run(Desk(project, "ani", **options))
        return capsys.readouterr().out

    return typed


PAGE = """
melati/ketua · segment 2 · melati
Question: Peneliti: Kenapa ibu mendirikan yayasan ini?
Ibu S (respondent) says: Ya karena kasihan, anak-anak itu dak sekolah. Kami juga koordinasi dengan dinas sosial.
After: Peneliti: Bagaimana ibu menemukan anak-anak itu?
After: Ibu S: Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas. Kadang ada tetangga yang ngasih tau, itu lewat RT.
1. coordination · rules 0.70 · waits · words: koordinasi
2. coordination/agencies · rules 0.70 · waits · words: koordinasi; dinas
read 0 · left 3 · codings 0
> """  # noqa: E501


def test_a_passage_is_read_aloud(project, talk):
    autocode(project, apply=True)
    assert talk(where=MELATI) == PAGE
    assert "\x1b" not in PAGE


def test_codes_are_named_or_taken_from_the_nearest(project, talk):
    out = talk("c coordi", "c 2", "c critique", "c lampu", "c", "q", where=MELATI)
    assert "1. coordination · Coordination · Koordinasi\n2. coordination/agencies\nTake one by its number: c 1" in out
    assert "Coded: coordination/agencies\n1. coordination/agencies · yours\nread 1 · left 2 · codings 1" in out
    assert "No code is like that" in out
    assert "4. outreach" in out
    assert [row[0] for row in project.rows(CODED)] == ["coordination/agencies", "critique"]


@pytest.mark.parametrize("nothing", ["", "-", "space", "   "])
def test_nothing_here_goes_on(project, talk, nothing):
    out = talk(nothing, where=MELATI)
    assert "Read, nothing here.\n\nmelati/ketua · segment 4" in out
    assert project.value("select count(*) from reading") == 1


def test_to_the_end_and_back(project, talk):
    out = talk("f", "f", "f", "", "-", "-", "-", "z", "b", "?", where=MELATI)
    assert "3 entries were passed over and still wait." in out
    assert "You have read every passage that was before you." in out
    assert "Taken back: read, nothing here." in out
    assert "q: quit; everything is stored already" in out
    assert project.value("select count(*) from reading") == 2


def test_words_are_chosen_by_number(project, talk):
    out = talk(
        *("e", "2", "3-4", "c agencies", "e 1", "1-2", "", "d 1"),
        *("e", "x", "c outreach", "e", "9", "", "c critique"),
        where=MELATI,
    )
    assert "2. Kami juga koordinasi dengan dinas sosial." in out
    assert "3. koordinasi\n4. dengan\n" in out
    assert "To be coded: koordinasi dengan" in out
    assert "Other words: coordination/agencies" in out
    assert "Taken out: coordination/agencies" in out
    assert [row[0] for row in project.rows(CODED)] == ["outreach", "critique"]
    assert project.rows(CODED)[0][1].startswith("Ya karena"), "without a number the whole passage is coded"
    assert project.rows(CODED)[1][1].startswith("Kami juga"), "a number past the last means the last"


def test_review_line_by_line(project, talk):
    autocode(project, apply=True)
    out = talk("x", "r", "u", "c outreach", "a", "n letih = Sangat lelah", mode="review")
    assert "Is it critique? a accepts" in out
    assert "critique: suggested by the rules, score 0.91" in out
    assert "Rejected: critique" in out
    assert "Coded: open/letih" in out
    assert "No suggestion waits for you any more." in out
    assert sorted(row[0] for row in project.rows("select state from decision")) == [
        "accepted", "accepted", "accepted", "rejected", "unsure",
    ]  # fmt: skip
    assert len(project.rows(CODED)) == 3


def test_which_one_is_meant_must_be_clear(project, talk):
    autocode(project, apply=True)
    out = talk("a", "a 9", "d", "d 1", "a 2", "x 1", "r 2", where=MELATI)
    assert out.count("Say which suggestion, by its number in the list.") == 3
    assert out.count("Say which coding of yours, by its number in the list.") == 2
    assert "Accepted: coordination/agencies\n1. coordination/agencies · yours\n2. coordination · rules 0.70" in out
    assert "Rejected: coordination\n" in out


def test_memo_find_and_what_is_no_command(project, talk):
    out = talk("m Tanya lagi.", "m", "/ tetangga", "1", "/kangkung", "/ pintu", "", "y", "n = tanpa nama", where=MELATI)
    assert "Memo written." in out
    assert "A memo needs a text." in out
    assert "1. melati/ketua:5  Kadang ada »tetangga« yang" in out
    assert "melati/ketua · segment 5" in out
    assert "No passage has these words." in out
    assert '"y" is no command; ? lists them.' in out
    assert "a name is empty" in out
    assert project.value("select text from memo") == "Tanya lagi."
