"""Memos on anything, written as text or in an editor, seen with excerpts, exported in one place."""

import json

import pytest

from qualcode.store import Project


@pytest.fixture
def coded(study):
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    return study


def _rows(study, *options):
    return json.loads(study("memo", "list", "--format", "json", *options).stdout)["rows"]


def test_a_memo_on_each_thing(coded):
    coding = json.loads(coded("excerpts", "--format", "json").stdout)["rows"][0]["id"]
    coded("memo", "add", "Rapat berikut: bahas buku kode.")
    coded("memo", "add", "Wawancara di teras, ramai.", "--source", "melati/ketua")
    coded("memo", "add", "Kata kunci!", "--at", "melati/ketua:4", "--quote", "pintu ke pintu")
    coded("memo", "add", "Batasnya apa?", "--code", "critique")
    coded("memo", "add", "Ragu.", "--coding", coding)
    coded("memo", "add", "Izin habis tahun ini.", "--case", "melati")
    rows = _rows(coded)
    assert [row["on"] for row in rows] == ["project", "source", "passage", "code", "coding", "case"]
    assert rows[2]["quote"] == "pintu ke pintu"
    assert rows[4]["code"] == "outreach"
    assert {row["coder"] for row in rows} == {"ani"}
    assert len(_rows(coded, "--source", "melati/ketua")) == 3
    assert len(_rows(coded, "--coder", "ani")) == 6
    shown = coded("excerpts").stdout
    assert "memo: Kata kunci!" in shown
    assert "Ragu." in shown


def test_edit_show_remove_and_undo(coded):
    coded("memo", "add", "Ragu.", "--at", "melati/ketua:4")
    name = _rows(coded)[0]["id"]
    coded("memo", "edit", name, "Yakin.")
    assert coded("memo", "show", name).stdout == "Yakin.\n"
    coded("memo", "remove", name)
    assert _rows(coded) == []
    coded("undo")
    coded("undo")
    assert coded("memo", "show", name).stdout == "Ragu.\n"


def test_an_editor_writes_the_memo(coded, monkeypatch, tmp_path):
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\necho "dari penyunting" > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr("qualcode.cli.memos._piped", lambda: False)
    coded("memo", "add")
    assert _rows(coded)[0]["text"] == "dari penyunting"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("add", " "), "A memo needs a text"),
        (("add", "x", "--code", "critique", "--case", "melati"), "A memo is on one thing"),
        (("show", "mffff"), 'matches "mffff"'),
        (("add", "x", "--code", "kritikan"), 'There is no code "kritikan"'),
    ],
)
def test_what_is_wrong_is_told(coded, arguments, error):
    assert error in coded("memo", *arguments, code=1).stderr


def test_another_coders_memo_is_hers(coded):
    coded("memo", "add", "Punya Ani.")
    name = _rows(coded)[0]["id"]
    assert 'is the memo of "ani"' in coded("memo", "edit", name, "x", "--coder", "budi", code=1).stderr
    assert 'is the memo of "ani"' in coded("memo", "remove", name, "--coder", "budi", code=1).stderr


def test_memos_go_to_a_file(coded, tmp_path):
    coded("memo", "add", "=SUM(A1)")
    coded("memo", "list", "-o", "memos.csv")
    assert "'=SUM(A1)" in (tmp_path / "memos.csv").read_text(encoding="utf-8")
    with Project.open(tmp_path / "study.qualcode") as project:
        assert project.value("select text from memo") == "=SUM(A1)"
