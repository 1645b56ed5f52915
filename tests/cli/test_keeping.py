"""Nothing is lost: log with filters, restore, doctor --repair, erase from the command line."""

import json

import pytest

from qualcode.store import Project, backups
from qualcode.store.doctor import examine


@pytest.fixture
def coded(study):
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    study("code", "kasih/ketua:2", "critique", "--coder", "budi")
    return study


def _log(study, *options):
    return [row["command"] for row in json.loads(study("log", "--format", "json", *options).stdout)["rows"]]


def test_the_log_is_filtered(coded):
    assert _log(coded) == ["code", "code", "codebook load", "import", "init"]
    assert _log(coded, "--coder", "ani") == ["code"]
    assert _log(coded, "--source", "melati/ketua") == ["code", "import"]
    assert _log(coded, "--code", "critique") == ["code", "codebook load"]
    assert _log(coded, "--since", "2999-01-01") == []
    assert _log(coded, "--limit", "1") == ["code"]


def test_restore_brings_an_earlier_copy_back_and_keeps_what_stood_there(coded, tmp_path):
    coded("backup")
    coded("code", "melati/ketua:5", "outreach", "--coder", "ani")
    rows = json.loads(coded("restore", "--format", "json").stdout)["rows"]
    assert (rows[0]["reason"], rows[0]["codings"]) == ("manual", 2)
    assert "add --yes" in coded("restore", rows[0]["copy"], code=1).stderr
    told = coded("restore", rows[0]["copy"], "--yes").stderr
    assert "What stood there before" in told
    assert len(json.loads(coded("excerpts", "--format", "json").stdout)["rows"]) == 2
    assert _log(coded)[0] == "restore"
    newest = json.loads(coded("restore", "--format", "json").stdout)["rows"][0]
    assert (newest["reason"], newest["codings"]) == ("restore", 3)
    coded("restore", newest["copy"], "--yes")
    assert len(json.loads(coded("excerpts", "--format", "json").stdout)["rows"]) == 3
    with Project.open(tmp_path / "study.qualcode") as project:
        assert examine(project) == []


def test_a_damaged_project_is_moved_aside(coded, tmp_path):
    coded("backup")
    path = tmp_path / "study.qualcode"
    content = bytearray(path.read_bytes())
    content[:4096] = b"\x00" * 4096
    path.write_bytes(bytes(content))
    assert "not a qualcode project" in coded("status", code=1).stderr
    copy = json.loads(coded("restore", "-p", "study.qualcode", "--format", "json").stdout)["rows"][0]["copy"]
    assert "moved aside" in coded("restore", copy, "--yes").stderr
    assert (tmp_path / "study.damaged-1").read_bytes() == bytes(content)
    assert len(json.loads(coded("excerpts", "--format", "json").stdout)["rows"]) == 2


def test_a_damaged_copy_is_refused(coded, tmp_path):
    coded("backup")
    copy = backups.listed(tmp_path / "study.qualcode")[0]
    content = bytearray(copy.read_bytes())
    content[8192:20000] = b"\xff" * (20000 - 8192)
    copy.write_bytes(bytes(content))
    before = (tmp_path / "study.qualcode").read_bytes()
    coded("restore", copy.name, "--yes", code=1)
    assert (tmp_path / "study.qualcode").read_bytes() == before
    assert "No copy, or more than one, matches" in coded("restore", "tidak-ada", "--yes", code=1).stderr


def test_without_a_copy_of_what_stands_there_nothing_is_restored(coded, tmp_path, monkeypatch):
    coded("backup")
    copy = backups.listed(tmp_path / "study.qualcode")[0].name
    coded("code", "melati/ketua:5", "outreach", "--coder", "ani")
    monkeypatch.setattr(backups, "_copy", lambda *a: (_ for _ in ()).throw(OSError("disk full")))
    assert "no backup could be made" in coded("restore", copy, "--yes", code=1).stderr
    assert len(json.loads(coded("excerpts", "--format", "json").stdout)["rows"]) == 3


def test_doctor_makes_anew_what_can_be_derived(coded, tmp_path):
    path = tmp_path / "study.qualcode"
    with Project.open(path) as project:
        codings = project.rows("select * from coding")
        project.connection.execute("delete from coding_segment")
        project.connection.execute("insert into speech(speech) values ('delete-all')")
        project.connection.execute("delete from part where source_id = 1 and start > 20")
    assert {"links", "full text", "parts", "turns and segments"} == {
        row["check"] for row in json.loads(coded("doctor", "--format", "json", code=1).stdout)["rows"]
    }
    assert "Made anew: parts, links, full text" in coded("doctor", "--repair").stderr
    assert "No problems found." in coded("doctor").stderr
    with Project.open(path) as project:
        assert project.rows("select * from coding") == codings
    assert json.loads(coded("find", "koordinasi", "--format", "json").stdout)["rows"]


def test_doctor_does_not_touch_what_people_did(coded, tmp_path):
    path = tmp_path / "study.qualcode"
    with Project.open(path) as project:
        project.connection.execute("drop trigger coding_changed")
        project.connection.execute("update coding set quote = 'lain' where id = 1")
    told = coded("doctor", "--repair", code=1)
    assert "quotes" in told.stdout
    assert "Earlier copies: qualcode restore" in told.stderr


def test_erase_asks_and_names_what_goes(coded, tmp_path):
    coded("backup")
    assert (
        "Erase this source and the 1 coding on it? It cannot be undone. Nothing was done"
        in coded("erase", "melati/ketua", code=1).stderr
    )
    told = coded("erase", "melati/ketua", "--yes").stderr
    assert "coding 1" in told
    assert "Still holds it" in told
    assert b"puskesmas" not in (tmp_path / "study.qualcode").read_bytes()
    assert "add --yes" in coded("erase", "--backups", code=1).stderr
    assert "Deleted" in coded("erase", "--backups", "--yes").stderr
    assert "Still holds" not in coded("erase", "--backups").stderr
    assert _log(coded)[0] == "erase"
    assert (
        "cannot be brought back"
        in coded("undo", "--change", json.loads(coded("log", "--format", "json").stdout)["rows"][0]["n"], code=1).stderr
    )
    assert "Name a source" in coded("erase", code=1).stderr
    assert "What was erased for good is not in it." in coded("excerpts", "--as-of", "4").stderr
    assert "What was erased for good is not in it." in coded("undo", "--coder", "budi").stderr


def test_erase_a_person(coded, tmp_path):
    assert "Black out what this speaker said, in 1 source?" in coded("erase", "--person", "Ibu S", code=1).stderr
    coded("erase", "--person", "Ibu S", "--yes")
    assert "█" in coded("show", "melati/ketua").stdout
    assert b"puskesmas" not in (tmp_path / "study.qualcode").read_bytes()
