"""A project file is opened only if it is one of ours, whole, and not newer than the program."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest

from qualcode.errors import ProjectError
from qualcode.store import Project, backups
from qualcode.store.codings import add_coding
from qualcode.store.connection import FINGERPRINT, PRAGMAS, fingerprint
from qualcode.store.project import find_project
from qualcode.workflow.importing import import_paths


def _sql(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_new_project_has_the_schema_that_the_program_expects(empty):
    assert fingerprint(empty.connection) == FINGERPRINT
    assert empty.value("pragma user_version") == 1


def test_every_safety_setting_holds(empty):
    wanted = {name: value for name, value in PRAGMAS.items() if name not in ("cache_spill", "trusted_schema")}
    assert {name: empty.value(f"pragma {name}") for name in wanted} == wanted
    assert empty.value("pragma journal_mode") == "delete"


def test_every_table_of_ours_is_strict(empty):
    loose = empty.rows(
        "select name from pragma_table_list where type = 'table' and strict = 0 and schema = 'main'"
        " and name not like 'sqlite%'"
    )
    assert {row[0] for row in loose} - {"speech_config", "speech_data", "speech_docsize", "speech_idx"} == {
        "_sqlite_migrations"
    }


def test_a_project_is_readable_by_its_owner_alone(empty):
    assert oct(empty.path.stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda p: p.write_bytes(b""), "not a qualcode project"),
        (lambda p: p.write_text("hello world, this is text" * 50), "not a qualcode project"),
        (lambda p: p.unlink(), "no such project"),
        (lambda p: _sql(p, "pragma application_id = 7"), "not a qualcode project"),
        (lambda p: _sql(p, "pragma user_version = 99"), "newer qualcode"),
        (lambda p: _sql(p, "drop trigger coding_added"), "altered by another program"),
        (lambda p: _sql(p, "alter table coding add column mine text"), "altered by another program"),
        (lambda p: p.write_bytes(p.read_bytes()[:5000]), "damaged|altered"),
    ],
)
def test_what_is_no_sound_project_is_refused_in_one_line(empty, damage, message):
    empty.close()
    damage(empty.path)
    with pytest.raises(ProjectError, match=message) as caught:
        Project.open(empty.path)
    assert "\n" not in str(caught.value)


def test_views_and_tables_that_users_add_do_no_harm(empty):
    empty.close()
    _sql(empty.path, "create view mine as select * from coded", "create table notes(x)")
    Project.open(empty.path).close()


def test_an_existing_file_is_never_taken_for_a_new_project(empty):
    with pytest.raises(ProjectError, match="exists already"):
        Project.create(empty.path)


def test_a_file_that_cannot_be_written_opens_for_reading(project, monkeypatch):
    monkeypatch.setattr("qualcode.store.project.is_writable", lambda path: False)
    with Project.open(project.path) as copy:
        assert copy.value("select count(*) from source") == 2
        with pytest.raises(ProjectError, match="reading only"), copy.change("code"):
            pass


def test_a_second_writer_waits_and_then_gets_one_clear_line(project, monkeypatch):
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 50)
    with (
        Project.open(project.path) as other,
        project.change("code"),
        pytest.raises(ProjectError, match="another program is writing"),
        other.change("code"),
    ):
        pass


def test_a_copy_of_the_day_is_made_before_its_first_write(project):
    project.close()
    with Project.open(project.path) as again, again.change("code"):
        add_coding(again, 1, 0, 4, 1, "ani")
    (copy,) = backups.listed(project.path)
    assert "daily" in copy.name
    assert oct(copy.stat().st_mode & 0o777) == "0o600"
    with Project.open(copy) as old:
        assert old.value("select count(*) from coding") == 0
    with Project.open(project.path) as again, again.change("code"):
        add_coding(again, 1, 0, 5, 1, "ani")
    assert len(backups.listed(project.path)) == 1


def test_old_copies_go_but_never_the_newest_three(project, monkeypatch):
    monkeypatch.setattr(backups, "KEEP_NEWEST", 4)
    for n in range(8):
        backups.make(project.connection, project.path, f"try{n}")
    names = [path.name for path in backups.listed(project.path)]
    assert [name[-len("try7.qualcode") :] for name in names][-4:] == [f"try{n}.qualcode" for n in (4, 5, 6, 7)]
    assert len(names) == 4
    monkeypatch.setattr(backups, "SIZE_FACTOR", 0)
    backups.make(project.connection, project.path, "last")
    assert len(backups.listed(project.path)) == backups.NEVER_DROP


def test_a_backup_that_cannot_be_written_says_so_and_leaves_nothing(project, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ProjectError, match="no backup could be made"):
        backups.make(project.connection, project.path, "manual", to=tmp_path / "file")


def test_an_older_project_is_copied_and_then_upgraded(project):
    project.close()
    _sql(project.path, "pragma user_version = 0")
    with Project.open(project.path) as again:
        assert again.value("pragma user_version") == 1
    assert [path.name.split("-")[-1] for path in backups.listed(project.path)] == ["upgrade.qualcode"]


@pytest.mark.parametrize(
    ("files", "given", "expected"),
    [
        (["a.qualcode"], None, "a.qualcode"),
        (["a.qualcode", "b.qualcode"], None, "There are 2 projects here"),
        ([], None, "There is no project here"),
        (["a.qualcode"], "a", "a.qualcode"),
    ],
)
def test_which_project_is_meant(tmp_path, files, given, expected, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in files:
        (tmp_path / name).write_text("")
    try:
        found = find_project(tmp_path / given if given else None).name
    except ProjectError as error:
        found = str(error)
    assert found.startswith(expected)


def test_killed_in_an_import_each_file_is_there_whole_or_not_at_all(tmp_path, texts):
    many = tmp_path / "many"
    many.mkdir()
    text = (texts / "melati" / "ketua.txt").read_text()
    for n in range(150):
        (many / f"wawancara{n:03}.txt").write_text(f"{text}\nPeneliti : Selesai nomor {n}.\n")
    path = tmp_path / "killed.qualcode"
    Project.create(path).close()
    command = [sys.executable, "-m", "qualcode", "import", str(many), "-p", str(path)]
    found = []
    for wait in (0.0, 0.03, 0.07):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        last = found[-1] if found else 0
        _wait_for_more_than(path, last, process)
        time.sleep(wait)
        process.kill()
        process.wait()
        found.append(_whole(path))
    assert found == sorted(found)
    assert found[-1] > 0
    with Project.open(path) as project:
        import_paths(project, [many])
        assert project.value("select count(*) from source") == 150
    assert _whole(path) == 150


def _wait_for_more_than(path, n, process):
    """Wait until the import has stored another file, however long it takes, or has ended."""
    while process.poll() is None:
        connection = sqlite3.connect(path, timeout=3600)
        count = connection.execute("select count(*) from source").fetchone()[0]
        connection.close()
        if count > n:
            return
        time.sleep(0.01)


def _whole(path):
    """Return how many sources are there, after checking that each is whole."""
    from qualcode.store.doctor import examine

    with Project.open(path) as project:
        assert examine(project) == []
        incomplete = project.value(
            """
            select count(*)
              from source
             where not exists (select 1 from segment where source_id = source.id)
                or not exists (select 1 from part where source_id = source.id)
            """
        )
        assert incomplete == 0
        return project.value("select count(*) from source")


def test_a_copied_file_opens_elsewhere(project, tmp_path):
    project.close()
    shutil.copy(project.path, tmp_path / "copy.qualcode")
    with Project.open(tmp_path / "copy.qualcode") as copy:
        assert copy.value("select count(*) from source") == 2
