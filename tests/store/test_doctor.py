"""The doctor finds every way in which a project is not as it was written."""

import random
import shutil
import sqlite3

import pytest

from qualcode.errors import ProjectError
from qualcode.store import Project
from qualcode.store.codings import add_coding
from qualcode.store.doctor import examine
from qualcode.workflow.autocoding import autocode


@pytest.fixture
def coded(project):
    """A project with suggestions and a coding."""
    autocode(project, apply=True)
    with project.change("code", coder="ani"):
        add_coding(project, 1, 100, 140, 1, "ani")
    return project


def _behind_the_back(project, sql):
    """Change the file as another program would, without our triggers."""
    project.close()
    connection = sqlite3.connect(project.path)
    triggers = connection.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
    for name, _sql in triggers:
        connection.execute(f"drop trigger {name}")
    connection.execute(sql)
    for _name, trigger in triggers:
        connection.execute(trigger)
    connection.commit()
    connection.close()
    return Project.open(project.path)


def test_a_sound_project_has_no_findings(coded):
    assert examine(coded) == []


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("update source set text = replace(text, 'Bantuan', 'bantuan') where id = 1", "texts"),
        ("update coding set quote = 'lain'", "quotes"),
        ("delete from part where start = 0", "parts"),
        ("update part set stop = stop + 1 where source_id = 1 and start = 0", "parts"),
        ("insert into coding_segment select 1, max(id) from segment", "links"),
        ("delete from speech_docsize where id = 1", "full text"),
        ("update coding set start = 101 where id = 1", "history"),
        ("delete from coding_segment", "links"),
        ("update history set new = json_set(new, '$.name', 'lain') where tbl = 'source'", "history"),
        ("delete from history where tbl = 'coding'", "history"),
        ("update segment set turn_id = 9999 where id = 1", "references"),
    ],
)
def test_what_was_changed_behind_the_back_is_found(coded, sql, check):
    with _behind_the_back(coded, sql) as project:
        assert check in {finding.check for finding in examine(project)}


def test_bit_flips_that_change_what_people_made_are_found(coded, tmp_path):
    """Flip single bits all over the file: whatever changes a text, a code or a coding must show."""
    tables = ("source", "code", "coding", "reading", "speaker", "study_case")
    before = {table: coded.rows(f"select * from {table} order by id") for table in tables}
    coded.close()
    content = coded.path.read_bytes()
    rng = random.Random(20180312)
    changed = missed = 0
    for n in range(150):
        flipped = bytearray(content)
        flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
        path = tmp_path / f"flip{n}.qualcode"
        path.write_bytes(flipped)
        try:
            with Project.open(path) as project:
                findings = examine(project)
                same = all(project.rows(f"select * from {table} order by id") == before[table] for table in tables)
        except (ProjectError, sqlite3.DatabaseError):
            findings, same = ["refused"], False
        changed += not same
        missed += not same and not findings
        path.unlink()
    assert missed == 0
    assert changed > 0
    shutil.rmtree(tmp_path, ignore_errors=True)
