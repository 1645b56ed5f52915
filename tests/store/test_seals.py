"""Turns, parts, segments and suggestions are sealed: `doctor` sees when anything altered one."""

import pytest

from qualcode.store.doctor import examine
from qualcode.store.history import redo, undo
from qualcode.store.speakers import join_speakers
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.cutting import cut_again


@pytest.mark.parametrize(
    "damage",
    [
        "update turn set stop = stop - 1 where id = 2",
        "update turn set set_by_hand = 1 where id = 2",
        "update part set rule = 'lain' where source_id = 1 and start = 0",
        "update suggestion set score = 0.123 where id = 1",
        "update suggestion set evidence = '[]' where id = 1",
        "update segment set words = words + 1 where id = 1",
        "delete from suggestion where id = 1",
    ],
)
def test_an_altered_row_is_found(project, damage):
    autocode(project, apply=True)
    assert examine(project) == []
    project.connection.execute("pragma foreign_keys = off")
    project.connection.execute(damage)
    assert "turns and segments" in {finding.check for finding in examine(project)}


def test_what_qualcode_does_itself_is_sealed_again(project):
    autocode(project, apply=True)
    cut_again(project, "sentence")
    join_speakers(project, "kasih/ketua", "Peneliti", "Pak Rahman")
    assert examine(project) == []
    for act in (undo, undo, redo, undo, undo):
        act(project)
        assert examine(project) == []


@pytest.mark.parametrize("table", ["sealed turn", "coding", "source.text", "segment"])
def test_a_step_of_no_known_table_is_found(project, table):
    cut_again(project, "sentence")
    project.connection.execute("update history set tbl = 'x' || substr(tbl, 2) where tbl = ?", [table])
    changed = project.value("select changes()")
    assert ("history" in {finding.check for finding in examine(project)}) is bool(changed)
