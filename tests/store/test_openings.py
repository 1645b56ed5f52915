"""Opening, making and restoring a project where something stands in the way."""

import sqlite3

import pytest

import qualcode
from qualcode.errors import ProjectError, QualcodeError
from qualcode.store import Project, backups, connection
from qualcode.store import project as projects
from qualcode.store.codings import add_coding, change_coding, coding_by_id
from qualcode.store.connection import PRAGMAS, connect, quick_check
from qualcode.store.project import find_project
from qualcode.store.restoring import copies, restore


def test_a_project_cannot_be_made_in_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ProjectError, match=r"study\.qualcode: cannot be made \(No such file"):
        Project.create(tmp_path / "tidak" / "study")


def test_a_project_that_cannot_be_finished_leaves_nothing(tmp_path, monkeypatch):
    def full(path):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(projects, "_make_schema", full)
    with pytest.raises(sqlite3.OperationalError):
        Project.create(tmp_path / "study")
    assert list(tmp_path.iterdir()) == []


def test_an_older_project_that_cannot_be_written_is_not_upgraded(empty, monkeypatch):
    empty.connection.execute("pragma user_version = 0")
    empty.close()
    monkeypatch.setattr(projects, "is_writable", lambda path: False)
    with pytest.raises(ProjectError, match="must be writable to be upgraded"):
        Project.open(empty.path)


def test_a_project_that_is_locked_says_so(empty, monkeypatch):
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 20)
    empty.connection.execute("begin exclusive")
    with pytest.raises(ProjectError, match="another program is writing"):
        connect(empty.path)
    empty.connection.execute("rollback")


def test_a_notebook_opens_a_project_by_its_name(empty):
    empty.close()
    with qualcode.open(str(empty.path)) as project:
        assert project.value("select count(*) from setting") == 1


def test_the_project_may_be_named_in_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("QUALCODE_PROJECT", str(tmp_path / "lain.qualcode"))
    assert find_project(None) == tmp_path / "lain.qualcode"


def test_damage_is_found_before_the_first_write_and_nothing_is_written(project, monkeypatch):
    project.close()
    content = bytearray(project.path.read_bytes())
    with sqlite3.connect(project.path) as plain:
        root = plain.execute("select rootpage from sqlite_schema where name = 'segment'").fetchone()[0]
        size = plain.execute("pragma page_size").fetchone()[0]
    plain.close()
    content[(root - 1) * size : (root - 1) * size + 40] = b"\xff" * 40
    project.path.write_bytes(bytes(content))
    with (
        Project.open(project.path) as again,
        pytest.raises(ProjectError, match="the project file is damaged"),
        again.change("code"),
    ):
        pass
    assert project.path.read_bytes() == bytes(content)
    monkeypatch.setattr(connection, "QUICK_CHECK_UP_TO", 1000)
    with Project.open(project.path) as again:
        quick_check(again.connection, again.path)  # a large file is left to the doctor


def test_a_copy_that_cannot_be_read_is_listed_without_counts(project):
    good = backups.make(project.connection, project.path, "manual")
    (good.parent / "000009-20260101T080000Z-daily.qualcode").write_text("bukan proyek")
    assert {(copy.reason, copy.codings) for copy in copies(project.path)} == {("manual", 0), ("daily", None)}


def test_a_project_whose_file_is_gone_comes_back_from_a_copy(project):
    copy = backups.make(project.connection, project.path, "manual")
    project.close()
    project.path.unlink()
    assert restore(project.path, copy) is None
    with Project.open(project.path) as again:
        assert again.value("select count(*) from source") == 2


def test_nothing_that_was_moved_aside_is_written_over(project):
    copy = backups.make(project.connection, project.path, "manual")
    project.close()
    for n in (1, 2):
        project.path.write_bytes(b"rusak" * 2000 * n)
        assert restore(project.path, copy) is None
    assert [(project.path.with_name(f"study.damaged-{n}")).stat().st_size for n in (1, 2)] == [10_000, 20_000]


def test_a_coding_is_not_made_equal_to_another(project):
    with project.change("code", coder="ani"):
        first, second = (add_coding(project, 1, 0, stop, 1, "ani") for stop in (4, 5))
    uids = dict(project.rows("select id, uid from coding order by id"))
    with pytest.raises(QualcodeError, match="have this code already"), project.change("recode"):
        change_coding(project, coding_by_id(project, f"c{uids[second]}"), span=(0, 4))
    with project.change("recode"):
        change_coding(project, coding_by_id(project, f"c{uids[first]}"), span=(0, 4))
    with pytest.raises(QualcodeError, match="does not lie in the source"), project.change("code"):
        add_coding(project, 1, 3, 10**6, 1, "ani")
