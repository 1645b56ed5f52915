"""Every command can be taken back whole and done again, and nothing else changes."""

import sqlite3
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from qualcode.errors import ProjectError, QualcodeError
from qualcode.query.filters import Filter
from qualcode.store.cases import add_case, assign_source, set_type, set_value
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.doctor import examine
from qualcode.store.history import log, redo, undo
from qualcode.store.speakers import join_speakers, set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.importing import import_paths
from tests.conftest import content
from tests.examples import examples


def _autocode(project):
    autocode(project, apply=True)


def _autocode_one(project):
    autocode(project, Filter(sources=("melati/ketua",)), apply=True)


def _cut(project):
    cut_again(project, "sentence")


def _case(project):
    with project.change("case set"):
        case = add_case(project, "Panti Baru")
        assign_source(project, 1, case)
        set_value(project, "tipologi", "B", case_id=case)


def _type(project):
    with project.change("attribute set"):
        set_value(project, "staf", "12", case_id=add_case(project, "Panti Baru"))
    with project.change("attribute type"):
        set_type(project, "staf", "number")


def _speaker(project):
    set_speaker(project, "melati/ketua", "Ibu S", role="observer", name="Ketua")


def _join(project):
    join_speakers(project, "melati/ketua", "Peneliti", "Ibu S")


def _code(project):
    with project.change("code", coder="ani"):
        add_coding(project, 1, 100, 140, code_ids(project)[codebook(project).find("outreach").uid], "ani")


def _strike(project):
    from qualcode.workflow.expanding import strike_word

    strike_word(project, "koordinasi")


ACTS = [_autocode, _autocode_one, _cut, _case, _type, _speaker, _join, _code, _strike]


def _commands(project):
    return [c.command_id for c in log(project)]


@pytest.mark.parametrize("act", ACTS)
def test_undo_and_redo_bring_back_exactly_what_was(project, act):
    before, commands = content(project), _commands(project)
    act(project)
    after = content(project)
    assert after != before
    n = len(_commands(project)) - len(commands)
    for _step in range(n):
        undo(project, yes=True)
    assert content(project) == before
    for _step in range(n):
        redo(project)
    assert content(project) == after
    assert examine(project) == []


def test_undo_of_an_import_takes_every_file_of_it_and_redo_brings_all_back(project):
    after = content(project)
    undo(project)
    undo(project)
    assert project.value("select count(*) from source") == 0
    assert project.value("select count(*) from speech where speech match 'koordinasi'") == 0
    redo(project)
    redo(project)
    assert content(project) == after
    assert examine(project) == []


def test_undo_goes_further_back_each_time_and_redo_only_straight_after(project, texts):
    (texts / "baru.txt").write_text("Peneliti : Apa kabar, Bu?\nIbu T : Baik, alhamdulillah.\n", encoding="utf-8")
    autocode(project, apply=True)
    import_paths(project, [texts])
    assert undo(project)[0].command == "import"
    assert undo(project)[0].command == "autocode --apply"
    assert redo(project)[0].command == "autocode --apply"
    _speaker(project)
    with pytest.raises(ProjectError, match="nothing to redo"):
        redo(project)
    assert undo(project)[0].command == "speaker set"
    assert undo(project)[0].command == "autocode --apply"


def test_undo_of_the_second_run_brings_back_the_suggestions_of_the_first(project):
    autocode(project, apply=True)
    first = content(project)["suggestion"]
    _strike(project)
    autocode(project, apply=True)
    assert content(project)["suggestion"] != first
    undo(project)
    assert content(project)["suggestion"] == first


def test_an_import_with_codings_on_it_is_taken_back_only_with_yes(empty, texts, codebook_file):
    from qualcode.codebook import load
    from qualcode.store.codebooks import load_codebook

    with empty.change("codebook load"):
        load_codebook(empty, load(codebook_file))
    with empty.change("import"):
        pass
    import_paths(empty, [texts])
    command = log(empty)[0].command_id
    with empty.change("import", command_id=command):
        add_coding(empty, 1, 0, 4, 1, "ani")
    with pytest.raises(ProjectError, match="1 coding is on"):
        undo(empty)
    undo(empty, yes=True)
    assert empty.value("select count(*) from coding") == 0
    redo(empty)
    assert empty.value("select count(*) from coding") == 1
    assert examine(empty) == []


def test_another_coders_work_is_taken_back_only_with_yes(project):
    _code(project)
    with pytest.raises(ProjectError, match='work of "ani"'):
        undo(project)
    assert undo(project, coder="ani")[0].command == "code"


def test_a_change_that_writes_nothing_leaves_no_step(project):
    commands = _commands(project)
    with project.change("nothing"):
        pass
    assert _commands(project) == commands


def test_a_change_that_fails_leaves_nothing(project):
    before = content(project)
    with pytest.raises(sqlite3.IntegrityError), project.change("half"):
        assign_source(project, 1, add_case(project, "Setengah") + 1000)
    assert content(project) == before


def test_writing_outside_a_change_is_refused(project):
    with pytest.raises(RuntimeError, match="inside"):
        add_case(project, "Panti Baru")


@examples(15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["undo", "redo", *range(len(ACTS))]), max_size=8))
def test_whatever_is_done_the_history_replays_to_the_tables(acts, tmp_path_factory):
    from qualcode.codebook import load
    from qualcode.store import Project
    from qualcode.store.codebooks import load_codebook
    from tests.conftest import CODEBOOK, INTERVIEW

    folder = tmp_path_factory.mktemp("history")
    (folder / "texts" / "melati").mkdir(parents=True)
    (folder / "texts" / "melati" / "ketua.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "kecil.yaml").write_text(CODEBOOK, encoding="utf-8")
    with Project.create(folder / "p.qualcode") as project:
        with project.change("codebook load"):
            load_codebook(project, load(folder / "kecil.yaml"))
        import_paths(project, [folder / "texts"])
        for act in acts:
            with suppress(QualcodeError):
                if act == "undo":
                    undo(project, yes=True)
                elif act == "redo":
                    redo(project)
                elif project.value("select 1 from source") and project.value("select 1 from code"):
                    ACTS[act](project)
        assert examine(project) == []
