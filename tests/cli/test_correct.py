"""`correct` mends a text or its turns, shows first what that does to codings, and never loses the old text."""

import json
import stat
import sys

import pytest

from qualcode.cli.editing import edit
from qualcode.errors import QualcodeError
from tests.conftest import INTERVIEW

SOURCE = "melati/ketua"
ENDING = "melati/ketua: corrected. The old text: qualcode correct melati/ketua --versions\n"
CARRIED = "Carried over: codings 1, decisions 0, readings 1, assignments 0, memos 0, suggestions 0.\n"


@pytest.fixture
def coded(study):
    """A study in which ani coded one passage."""
    study("code", f"{SOURCE}:4", "outreach", "--quote", "dari pintu ke pintu", "--coder", "ani")
    return study


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Return a function that makes an editor of Python lines working on `path`."""
    monkeypatch.delenv("VISUAL", raising=False)

    def make(body, variable="EDITOR"):
        script = tmp_path / "penyunting.py"
        script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{body}\n", encoding="utf-8")
        monkeypatch.setenv(variable, f'"{sys.executable}" "{script}"')

    return make


def _quotes(study):
    return [row["quote"] for row in json.loads(study("excerpts", "--format", "json").stdout)["rows"]]


def _texts(study):
    return [row["text"] for row in json.loads(study("show", SOURCE, "--format", "json").stdout)["rows"]]


def test_words_are_replaced_everywhere(coded):
    done = coded("correct", SOURCE, "--replace", "koordinsi", "koordinasi")
    assert done.stdout == ""
    assert done.stderr == "1 place found.\n" + CARRIED + ENDING
    assert "Tidak ada koordinasi dengan puskesmas." in _texts(coded)[3]
    assert coded("doctor").stderr == "No problems found.\n"
    coded("undo")
    assert "Tidak ada koordinsi dengan puskesmas." in _texts(coded)[3]


def test_a_change_of_coded_words_is_shown_and_needs_yes(coded):
    asked = coded("correct", SOURCE, "--replace", "pintu ke pintu", "rumah ke rumah", "--format", "json", code=1)
    row = json.loads(asked.stdout)["rows"][0]
    assert row.pop("id").startswith("c")
    assert row == {
        "kind": "coding", "what": "changed", "code": "outreach", "coder": "ani", "segment": 4,
        "start": INTERVIEW.index("dari pintu"), "end": INTERVIEW.index("dari pintu") + 19,
        "old": "dari pintu ke pintu", "new": "dari rumah ke rumah",
    }  # fmt: skip
    assert asked.stderr == (
        "1 place found.\nError: Codings that get other words: 1; what goes or loses its words: 0. "
        "To do it all the same: --yes\n"
    )
    assert _quotes(coded) == ["dari pintu ke pintu"]
    coded("correct", SOURCE, "--replace", "pintu ke pintu", "rumah ke rumah", "--yes")
    assert _quotes(coded) == ["dari rumah ke rumah"]


@pytest.mark.parametrize(("answer", "quote"), [("n\n", "dari pintu ke pintu"), ("y\n", "dari rumah ke rumah")])
def test_on_a_terminal_it_asks(coded, monkeypatch, answer, quote):
    monkeypatch.setattr("qualcode.cli.correcting._on_terminal", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_a, **_k: answer == "y\n")
    done = coded("correct", SOURCE, "--replace", "pintu ke pintu", "rumah ke rumah", code=int(answer == "n\n"))
    assert ("Nothing was changed." in done.stderr) == (answer == "n\n")
    assert _quotes(coded) == [quote]


def test_a_coding_without_words_goes_and_undo_brings_it_back(coded):
    coded("correct", SOURCE, "--replace", "dari pintu ke pintu", "", "--yes")
    assert _quotes(coded) == []
    coded("undo", "--yes")
    assert _quotes(coded) == ["dari pintu ke pintu"]


def test_a_dry_run_shows_and_changes_nothing(coded):
    shown = coded("correct", SOURCE, "--replace", "pintu ke pintu", "rumah ke rumah", "--dry-run", "--format", "csv")
    assert shown.stdout.splitlines()[0] == "id,kind,what,code,coder,segment,start,end,old,new"
    assert shown.stdout.count("dari rumah ke rumah") == 1
    assert shown.stderr.endswith(CARRIED + "Nothing was changed.\n")
    assert _quotes(coded) == ["dari pintu ke pintu"]
    assert "correct" not in coded("log").stdout


def test_suggestions_that_go_are_told_with_the_command_that_makes_them_anew(study):
    study("autocode", "--apply")
    assert study("correct", SOURCE, "--replace", "koordinsi", "koordinasi").stderr == (
        "1 place found.\n"
        "Carried over: codings 0, decisions 0, readings 0, assignments 0, memos 0, suggestions 2.\n"
        "2 suggestions went, because their words changed. To make them anew: qualcode autocode --apply\n" + ENDING
    )


def test_a_corrected_file_takes_the_place_of_the_text(coded, tmp_path):
    path = tmp_path / "baru.md"
    path.write_text(INTERVIEW.replace("koordinsi", "koordinasi").replace("\n", "\r\n"), encoding="utf-8")
    assert coded("correct", SOURCE, path).stderr == CARRIED + ENDING
    assert coded("correct", SOURCE, path).stderr == f"{SOURCE}: the text is as it was; nothing was changed.\n"
    table = tmp_path / "jawaban.csv"
    table.write_text(
        "id,jawaban\n1,Kami dibantu dinas tiap bulan dan itu cukup bagi anak-anak\n"
        "2,Dak pernah ada bantuan apa pun jadi kami cari sendiri\n",
        encoding="utf-8",
    )
    assert "is one text, not a table" in coded("correct", SOURCE, table, code=1).stderr


def test_an_editor_opens_on_the_text(coded, editor):
    editor('path.write_text(path.read_text(encoding="utf-8").replace("koordinsi", "koordinasi"), encoding="utf-8")')
    assert coded("correct", SOURCE).stderr == CARRIED + ENDING
    assert coded("correct", SOURCE).stderr == f"{SOURCE}: the text is as it was; nothing was changed.\n"


def test_an_editor_that_empties_the_text_is_refused(coded, editor):
    editor('path.write_text("", encoding="utf-8")')
    assert coded("correct", SOURCE, code=1).stderr == f"Error: {SOURCE}: the corrected text is empty.\n"


def test_old_texts_are_listed_and_come_back(coded, tmp_path):
    coded("correct", SOURCE, "--replace", "koordinsi", "koordinasi")
    listed = json.loads(coded("correct", SOURCE, "--versions", "--format", "json").stdout)
    assert [(row["n"], row["command"], row["characters"]) for row in listed["rows"]] == [
        (1, "import", len(INTERVIEW)),
        (2, "correct", len(INTERVIEW) + 1),
    ]
    assert coded("correct", SOURCE, "--version", 1).stdout == INTERVIEW
    path = tmp_path / "lama.txt"
    assert coded("correct", SOURCE, "--version", 1, "-o", path).stderr == f"Written: {path}\n"
    assert path.read_text(encoding="utf-8") == INTERVIEW
    coded("correct", SOURCE, path)
    assert "koordinsi" in _texts(coded)[3]
    assert "no version 9; the versions are 1 to 3" in coded("correct", SOURCE, "--version", 9, code=1).stderr


def test_a_turn_gets_another_speaker(coded):
    assert coded("correct", SOURCE, "--turn", 3, "--speaker", "Pencatat").stderr == (
        f"{SOURCE}: turn 3 has another speaker.\n"
        f'"Pencatat" is new here; the role: qualcode speaker set {SOURCE} "Pencatat" --role ROLE\n'
    )
    coded("speaker", "set", SOURCE, "Pencatat", "--role", "observer")
    assert coded("correct", SOURCE, "--turn", 1, "--speaker", "ibu s").stderr == (
        f"{SOURCE}: turn 1 has another speaker.\n"
    )
    assert _quotes(coded) == ["dari pintu ke pintu"]


def test_turns_are_cut_in_two_and_joined(coded):
    said = _texts(coded)
    place = INTERVIEW.index("Kadang")
    assert coded("correct", SOURCE, "--split-at", place).stderr == f"{SOURCE}: the turn was cut in two.\n"
    assert len(_texts(coded)) == len(said) + 1
    assert coded("correct", SOURCE, "--join", "4-5").stderr == f"{SOURCE}: turns 4-5 are one.\n"
    assert _texts(coded) == said
    assert _quotes(coded) == ["dari pintu ke pintu"]
    assert coded("doctor").stderr == "No problems found.\n"


USAGE = [
    (("--turn", 1), "--turn needs --speaker LABEL, or --as header|note."),
    (("--turn", 1, "--as", "speech"), "--as goes with --turn alone, and is header or note."),
    (("--as", "note"), "--as goes with --turn alone, and is header or note."),
    (("--turn", 1, "--as", "note", "--speaker", "Ibu S"), "--as goes with --turn alone, and is header or note."),
    (("--speaker", "Ibu S"), "--speaker goes with --turn or --split-at."),
    (("--turn", 1, "--speaker", "Ibu S", "--join", "1-2"), "--turn and --join do not go together."),
    (("--versions", "--replace", "a", "b"), "--replace and --versions do not go together."),
    (("--join", "satu"), "--join takes the first and the last turn, as 3-4."),
    (("--join", "1-2", "--dry-run"), "--dry-run is for corrections of the text."),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE, ids=[" ".join(map(str, case[0])) for case in USAGE])
def test_what_does_not_go_together_is_refused(coded, arguments, message):
    refused = coded("correct", SOURCE, *arguments, code=2)
    assert message in refused.stderr


def test_the_file_for_the_editor_is_private_and_gone_afterwards(editor, tmp_path):
    kept = tmp_path / "mode.txt"
    look = "path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777"
    editor(f'pathlib.Path(r"{kept}").write_text(repr(({look}, str(path))))', "VISUAL")
    assert edit("Ya.", suffix=".md") is None
    mode, folder, path = eval(kept.read_text())
    assert (stat.filemode(mode), stat.filemode(folder)) == ("?rw-------", "?rwx------")
    assert path.endswith(".md")
    assert not (tmp_path / path).exists()


@pytest.mark.parametrize(
    ("before", "body", "after"),
    [
        ("Ya.", 'path.write_text("Ya.\\n")', None),
        ("Ya.\n", 'path.write_text("Ya.\\n")', None),
        ("Ya.", 'path.write_text("Ya, benar.\\n")', "Ya, benar."),
        ("Ya.\n", 'path.write_bytes(b"\\xef\\xbb\\xbfYa.\\r\\nBenar.\\r\\n")', "Ya.\nBenar.\n"),
        ("", 'path.write_text("baru\\n")', "baru"),
    ],
)
def test_what_an_editor_saves(editor, before, body, after):
    editor(body)
    assert edit(before) == after


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("sys.exit(3)", r"failed \(exit code 3\)"),
        ('path.write_bytes(b"\\xff\\xfe")', "save it as UTF-8"),
        ("path.unlink()", "cannot be read"),
    ],
)
def test_an_editor_that_fails_is_one_clear_error(editor, body, message):
    editor(body)
    with pytest.raises(QualcodeError, match=message):
        edit("Ya.")


def test_an_editor_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("VISUAL", "penyunting-tak-ada")
    with pytest.raises(QualcodeError, match="penyunting-tak-ada cannot be started"):
        edit("Ya.")
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(QualcodeError, match="no editor"):
        edit("Ya.")
