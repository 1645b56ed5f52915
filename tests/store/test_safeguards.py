"""What protects a project besides its history: the settings of SQLite, the checks of its tables, its copies."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import qualcode.store
from qualcode.errors import ProjectError
from qualcode.store import Project, backups
from qualcode.store.codings import add_coding
from qualcode.store.connection import PRAGMAS, connect
from qualcode.store.doctor import examine
from qualcode.store.history import undo
from qualcode.store.indexing import spoken_segments
from qualcode.store.restoring import restore
from qualcode.workflow.autocoding import autocode
from tests.store.at_work import at_work, mend


@pytest.fixture
def coded(project):
    """A project with suggestions and a coding."""
    autocode(project, apply=True)
    with project.change("code", coder="ani"):
        add_coding(project, 1, 100, 140, 1, "ani")
    return project


def _no_copy(monkeypatch):
    """Let every copy fail, as on a full disk."""

    def full(connection, temporary):
        temporary.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_copy", full)


def test_a_setting_that_sqlite_refuses_stops_the_opening(empty, monkeypatch):
    monkeypatch.setitem(PRAGMAS, "synchronous", 7)
    with pytest.raises(ProjectError, match="refuses the setting synchronous"):
        connect(empty.path)


def test_dirty_pages_stay_in_memory_until_the_commit(empty):
    assert empty.value("pragma cache_spill") == 0


def test_a_project_that_another_program_left_with_a_wal_is_turned_back(empty):
    empty.close()
    other = sqlite3.connect(empty.path)
    other.execute("pragma journal_mode = wal")
    other.close()
    with Project.open(empty.path) as project:
        assert project.value("pragma journal_mode") == "delete"
    assert empty.path.read_bytes()[18:20] == b"\x01\x01"


SPANS = ("turn", "segment", "part", "decision", "coding", "reading", "assignment", "suggestion", "memo")


@pytest.mark.parametrize(("start", "stop"), [(5, 3), (5, 5), (-1, 4)])
@pytest.mark.parametrize("table", SPANS)
def test_a_span_that_is_none_is_refused_by_the_table(project, table, start, stop):
    at_work(project)
    with pytest.raises(sqlite3.IntegrityError, match="start < stop"), project.change("code"):
        project.execute(f"update {table} set start = ?, stop = ? where start is not null", [start, stop])


def test_a_word_does_not_go_into_a_column_of_numbers(coded):
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"), coded.change("code"):
        coded.execute("update coding set code_id = 'dua'")


@pytest.mark.parametrize("table", ["code", "source", "coder"])
def test_nothing_goes_under_a_coding(coded, table):
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), coded.change("code"):
        coded.execute(f"delete from {table} where id = (select {table}_id from coding)")
    assert coded.value("select count(*) from coding") == 1


def test_a_replaced_row_is_written_into_the_history_all_the_same(coded):
    with coded.change("code"):
        coded.execute("insert into coder(id, uid, name, key, kind) values (90, ?, 'x', 'x', 'human')", ["1" * 32])
        coded.execute("replace into coder(id, uid, name, key, kind) values (90, ?, 'y', 'y', 'human')", ["2" * 32])
    assert examine(coded) == []


def test_no_writer_replaces_rows(empty):
    """`insert or replace` would take along what hangs on a row; the list of written files has nothing on it."""
    for path in Path(qualcode.store.__file__).parent.rglob("*.py"):
        found = re.findall(r"replace into (\w+)", path.read_text(encoding="utf-8"))
        assert set(found) <= {"written"}, path.name


def test_a_copy_is_named_by_its_change_its_time_and_its_reason_and_never_written_over(project):
    made = [backups.make(project.connection, project.path, "manual") for _n in range(3)]
    assert len(set(made)) == 3
    for path in made:
        assert re.fullmatch(r"\d{6}-\d{8}T\d{6}Z-manual(-\d)?\.qualcode", path.name)
        assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert oct(made[0].parent.stat().st_mode & 0o777) == "0o700"


def test_a_copy_is_synced_before_it_gets_its_name(project, monkeypatch):
    done = []
    monkeypatch.setattr(backups.os, "fsync", lambda fd: done.append("sync"))
    rename = backups.Path.rename
    monkeypatch.setattr(backups.Path, "rename", lambda a, b: done.append("rename") or rename(a, b))
    backups.make(project.connection, project.path, "manual")
    assert done == ["sync", "rename", "sync"]


def test_a_copy_that_is_not_sound_gets_no_name(project, monkeypatch):
    sound = sqlite3.connect

    class Unsound(sqlite3.Connection):
        def execute(self, sql, *values):
            return super().execute("select 'row 7 missing from index'" if "quick_check" in sql else sql, *values)

    monkeypatch.setattr(backups.sqlite3, "connect", lambda path: sound(path, factory=Unsound))
    with pytest.raises(ProjectError, match="the copy is not sound"):
        backups.make(project.connection, project.path, "manual")
    assert list(backups.folder_of(project.path).iterdir()) == []


def test_the_command_does_not_start_when_its_copy_fails(coded, tmp_path, monkeypatch):
    """Undo of an import, undo of another's work, restore: each is refused, and all stays as it is."""
    good = backups.make(coded.connection, coded.path, "manual")
    before = coded.rows("select seq from change order by seq")
    _no_copy(monkeypatch)
    with pytest.raises(ProjectError, match="no backup could be made"):
        undo(coded, coder="budi", yes=True)
    with pytest.raises(ProjectError, match="no backup could be made"):
        undo(coded, coder="ani", change="2", with_later=True, yes=True)
    coded.close()
    with pytest.raises(ProjectError, match="no backup could be made"):
        restore(coded.path, good)
    with Project.open(coded.path) as again:
        assert again.rows("select seq from change order by seq") == before
    assert backups.listed(coded.path) == [good]
    assert list(backups.folder_of(coded.path).iterdir()) == [good]


def test_the_copy_of_the_day_only_warns(project, monkeypatch, capsys):
    project.close()
    _no_copy(monkeypatch)
    with Project.open(project.path) as again, again.change("code", coder="ani"):
        add_coding(again, 1, 0, 4, 1, "ani")
    assert capsys.readouterr().err.startswith("Warning: ")
    with Project.open(project.path) as again:
        assert again.value("select count(*) from coding") == 1


def test_one_copy_a_day_is_kept_for_thirty_days(project, monkeypatch):
    monkeypatch.setattr(backups, "SIZE_FACTOR", 1000)
    folder = backups.folder_of(project.path)
    folder.mkdir()
    now = datetime.now(UTC)
    for days in range(1, 41):
        for hour in ("08", "17"):
            stamp = (now - timedelta(days=days)).strftime(f"%Y%m%dT{hour}0000Z")
            (folder / f"{100 - days:06d}-{stamp}-daily.qualcode").write_bytes(b"x")
    backups.make(project.connection, project.path, "manual")
    kept = backups.listed(project.path)
    days = {path.name.split("-")[1][:8] for path in kept}
    assert len(days) == backups.KEEP_DAYS
    assert min(days) == (now - timedelta(days=29)).strftime("%Y%m%d")
    assert len(kept) == 30 + 4
    for path in kept[: -backups.KEEP_NEWEST]:
        assert "T170000Z" in path.name


def test_a_text_changes_only_by_a_correction_that_keeps_the_old_one(project):
    source = project.value("select id from source where name = 'melati/ketua'")
    digests = "select imported_sha256, text_sha256 from source where id = ?"
    before = project.rows(digests, [source])[0]
    mend(project, "koordinsi", "koordinasi")
    after = project.rows(digests, [source])[0]
    assert before[0] == after[0]
    assert before[1] != after[1]
    assert project.value("select count(*) from history where tbl = 'source.text' and row_id = ?", [source]) == 1


def test_a_word_that_the_index_lost_is_found_by_the_doctor(coded):
    """Any word: the index is compared with one made anew."""
    segment, words = spoken_segments(coded, 1)[0]
    coded.connection.execute("insert into speech(speech, rowid, text) values ('delete', ?, ?)", [segment, words])
    coded.connection.execute("insert into speech(rowid, text) values (?, 'lain sama sekali')", [segment])
    assert "full text" in {finding.check for finding in examine(coded)}


def test_an_earlier_text_that_cannot_be_unpacked_is_found_by_the_doctor(project):
    mend(project, "koordinsi", "koordinasi")
    image = bytearray(project.value("select image from history where tbl = 'source.text'"))
    image[len(image) // 2] ^= 4
    project.connection.execute("update history set image = ? where tbl = 'source.text'", [bytes(image)])
    seq = project.value("select seq from history where tbl = 'source.text'")
    assert ("earlier texts", f"change {seq}") in {(found.check, found.where) for found in examine(project)}


def test_a_project_that_is_open_for_reading_only_can_be_examined(coded, monkeypatch):
    coded.close()
    monkeypatch.setattr("qualcode.store.project.is_writable", lambda path: False)
    with Project.open(coded.path) as project:
        assert examine(project) == []
    monkeypatch.undo()
    with Project.open(coded.path) as project:
        project.connection.execute("insert into speech(speech, rowid, text) values ('delete', 1, 'apa')")
    monkeypatch.setattr("qualcode.store.project.is_writable", lambda path: False)
    with Project.open(coded.path) as project:
        assert [finding.check for finding in examine(project)] == ["full text"]


def test_a_project_without_its_index_is_a_finding(coded):
    coded.connection.execute("drop table speech")
    assert {"schema", "full text"} <= {finding.check for finding in examine(coded)}
