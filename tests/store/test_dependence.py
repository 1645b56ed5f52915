"""An older change is taken back alone only if nothing later builds on it."""

import pytest

from qualcode.errors import ProjectError
from qualcode.store.doctor import examine
from qualcode.store.history import log, redo, undo
from qualcode.store.speakers import set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.coding import code, uncode
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.importing import import_paths
from qualcode.workflow.places import find_place
from tests.conftest import SECOND, content


def _last(project):
    return str(project.value("select max(seq) from change"))


def _code(project, place, *codes, **options):
    code(project, find_place(project, place), codes, "ani", **options)
    return _last(project)


def test_an_old_change_alone(project):
    first = _code(project, "melati/ketua:4", "outreach")
    before = content(project)
    second = _code(project, "melati/ketua:2", "coordination")
    _code(project, "kasih/ketua:4", "critique")
    taken = undo(project, coder="ani", change=second)
    assert [c.command for c in taken] == ["code"]
    assert project.value("select count(*) from coding") == 2
    assert examine(project) == []
    undo(project, coder="ani", change=str(int(second) + 1))
    assert content(project) == before
    with pytest.raises(ProjectError, match=f"no change {second}, or it was undone"):
        undo(project, coder="ani", change=second)
    undo(project, coder="ani", change=first)


def test_later_work_on_the_same_coding_is_named_and_stays(project):
    first = _code(project, "melati/ketua:4", "outreach")
    uncode(project, "melati/ketua:4", "ani")
    last = _last(project)
    before = content(project)
    with pytest.raises(ProjectError, match=rf"build on change {first}: {last} \(uncode\)"):
        undo(project, coder="ani", change=first)
    assert content(project) == before
    undo(project, coder="ani", change=first, with_later=True)
    assert project.value("select count(*) from reading") == 0
    redo(project, coder="ani")
    assert content(project) == before


@pytest.mark.parametrize("later", ["code", "autocode", "cut", "memo"])
def test_an_import_is_taken_back_with_what_stands_on_it(project, tmp_path, later):
    before = content(project)
    (tmp_path / "baru.txt").write_text(SECOND.replace("Rahman", "Yusuf"), encoding="utf-8")
    import_paths(project, [tmp_path / "baru.txt"])
    imported = _last(project)
    if later == "code":
        _code(project, "baru:2", "critique")
    elif later == "autocode":
        autocode(project, apply=True)
    elif later == "cut":
        cut_again(project, "sentence", source="baru")
    else:
        set_speaker(project, "baru", "Pak Yusuf", name="Yusuf")
    if later != "autocode":
        with pytest.raises(ProjectError, match="Later changes build on"):
            undo(project, change=imported, yes=True)
    undo(project, change=imported, with_later=True, yes=True)
    after = content(project)
    if later == "code":
        after.pop("coder"), before.pop("coder")
    assert examine(project) == []
    if later != "autocode":
        assert after == before


def test_versions_of_the_codebook_build_on_each_other(project):
    first = _code(project, "melati/ketua:4", new=["lewat RT"])
    _code(project, "melati/ketua:2", new=["kasihan"])
    with pytest.raises(ProjectError, match="Later changes build on"):
        undo(project, coder="ani", change=first)
    undo(project, coder="ani", change=first, with_later=True)
    assert project.value("select count(*) from code where name = 'open'") == 0


def test_a_second_run_builds_on_the_first(project):
    autocode(project, apply=True)
    first = _last(project)
    autocode(project, apply=True)
    with pytest.raises(ProjectError, match="Later changes build on"):
        undo(project, change=first)
    undo(project, change=first, with_later=True)
    assert project.value("select count(*) from suggestion") == 0
    assert examine(project) == []


def test_another_coders_change_needs_yes(project):
    first = _code(project, "melati/ketua:4", "outreach")
    with pytest.raises(ProjectError, match='is the work of "ani"'):
        undo(project, coder="budi", change=first)
    assert next(c.state for c in log(project)) == "done"
