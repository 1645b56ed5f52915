"""Nothing leaves the machine, nothing private is left on it, and errors hold no word of an interview."""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

SAID = ("kasihan", "tetangga", "lewat RT", "didampingi", "tempat tidur")
"""Words that only stand in the interviews."""

DAILY = [
    ["code", "melati/ketua:4", "outreach", "--coder", "ani"],
    ["autocode", "--apply"],
    ["themes", "--from", "all"],
    ["excerpts", "--from", "all"],
    ["find", "koordinasi"],
    ["export", "excerpts", "kutipan.xlsx"],
    ["undo"],
    ["redo"],
    ["backup"],
    ["doctor"],
    ["log"],
]


def test_no_command_opens_a_connection(study, monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for command in DAILY:
        study(*command)


UNSHARE = shutil.which("unshare")
ALONE = [UNSHARE, "-r", "-n"]


def _can_be_alone():
    return bool(UNSHARE) and subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _can_be_alone(), reason="no network namespaces here")
def test_the_main_job_runs_without_any_network(texts, codebook_file, tmp_path):
    command = [sys.executable, "-m", "qualcode", "run", str(texts), "--codebook", str(codebook_file), "-o", "hasil"]
    done = subprocess.run([*ALONE, *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "hasil" / "report.html").exists()


def test_no_temporary_file_is_left(study, tmp_path, monkeypatch):
    places = tmp_path / "sementara"
    places.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(places))
    before = {path for path in tmp_path.rglob("*") if path.name.startswith(".")}
    for command in DAILY:
        study(*command)
    assert list(places.iterdir()) == []
    assert {path for path in tmp_path.rglob("*") if path.name.startswith(".") or path.suffix == ".tmp"} == before


WRONG = [
    ["code", "melati/ketua:4", "tidak-ada", "--coder", "ani"],
    ["code", "melati/ketua:4", "outreach", "--quote", "kata yang tak ada", "--coder", "ani"],
    ["code", "melati/ketua:99", "outreach", "--coder", "ani"],
    ["code", "melati/ketua:4", "outreach", "--span", "5-3", "--coder", "ani"],
    ["show", "melati"],
    ["segments", "--source", "tidak-ada"],
    ["speaker", "set", "melati/ketua", "Bu Anu", "--role", "respondent"],
    ["correct", "melati/ketua", "--replace", "kata-tak-ada", "lain"],
    ["undo", "--change", "99"],
    ["restore", "tidak-ada"],
    ["memo", "add", "x", "--at", "melati/ketua:99"],
    ["export", "excerpts", "kutipan.anu"],
    ["merge", "tidak-ada.qualcode"],
    ["themes", "--by", "tidak-ada"],
]


@pytest.mark.parametrize("command", WRONG, ids=lambda command: " ".join(command[:2]))
def test_an_error_holds_no_word_of_an_interview(study, command):
    told = study(*command, code=1).stderr
    assert told.count("Error: ") == 1
    assert not [word for word in SAID if word in told]


def test_a_damaged_project_is_told_without_a_word_of_an_interview(study, tmp_path):
    path = tmp_path / "study.qualcode"
    content = bytearray(path.read_bytes())
    for place in re.finditer(b"kasihan|tetangga|koordinasi", bytes(content)):
        content[place.start()] = 0xFF
    path.write_bytes(bytes(content))
    result = study("doctor", code=1)
    assert not [word for word in SAID if word in result.output]


def test_a_workbook_does_not_say_who_made_it_or_where(study, tmp_path):
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    study("export", "excerpts", "kutipan.xlsx", "--from", "human")
    study("export", "coding-sheet", "lembar.xlsx", "--coder", "ani")
    for name in ("kutipan.xlsx", "lembar.xlsx"):
        properties = openpyxl.load_workbook(tmp_path / name).properties
        assert (properties.creator, properties.lastModifiedBy) == ("qualcode", None)
        with zipfile.ZipFile(tmp_path / name) as book:
            content = b"".join(book.read(member) for member in book.namelist() if member.startswith("docProps/"))
        assert str(tmp_path).encode() not in content
        assert str(Path.home()).encode() not in content


def test_no_command_writes_over_a_project(study, tmp_path):
    before = (tmp_path / "study.qualcode").read_bytes()
    for name in ("study.qualcode", "lain.qualcode"):
        study("sources", "-o", name, code=1)
        study("codebook", "export", name, "--force", code=1)
    assert (tmp_path / "study.qualcode").read_bytes() == before


def test_what_a_terminal_would_obey_is_shown_and_not_done(qualcode, tmp_path):
    (tmp_path / "a.txt").write_text(
        "Peneliti : Apa?\nIbu S : warna \u202ebalik\u202c di sini sekali lagi.\n", encoding="utf-8"
    )
    qualcode("init", "s")
    qualcode("import", "a.txt")
    shown = qualcode("show", "a").stdout
    assert "balik" in shown
    assert "\u202e" not in shown
