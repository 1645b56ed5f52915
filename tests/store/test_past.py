"""The project as it was: taking later changes back in a copy gives exactly what stood there."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from qualcode.codebook import load
from qualcode.errors import ProjectError, QualcodeError
from qualcode.store import Project
from qualcode.store.codebooks import load_codebook
from qualcode.store.history import redo, undo
from qualcode.store.past import as_it_was
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.coding import code, read_nothing, uncode
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.importing import import_paths
from qualcode.workflow.places import find_place
from tests.conftest import CODEBOOK, INTERVIEW, SECOND, content
from tests.examples import examples

ACTS = ("code", "none", "uncode", "autocode", "cut", "undo", "redo", "import", "new code")


def _act(project, act, folder, k):
    place = find_place(project, f"melati:{k % 5 + 1}")
    if act == "code":
        code(project, place, [("outreach", "coordination", "critique")[k % 3]], "ani", memo="catatan")
    elif act == "none":
        read_nothing(project, place, "ani")
    elif act == "uncode":
        uncode(project, f"melati:{k % 5 + 1}", "ani")
    elif act == "autocode":
        autocode(project, apply=True)
    elif act == "cut":
        cut_again(project, ("sentence", "turn", "paragraph")[k % 3])
    elif act == "undo":
        undo(project, yes=True)
    elif act == "redo":
        redo(project)
    elif act == "import":
        (folder / "kasih.txt").write_text(SECOND, encoding="utf-8")
        import_paths(project, [folder / "kasih.txt"])
    else:
        code(project, place, [], "ani", new=[f"kode {k % 2}"])


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), min_size=1, max_size=10), st.data())
def test_every_past_state_comes_back_exactly(tmp_path_factory, acts, data):
    folder = tmp_path_factory.mktemp("past")
    (folder / "melati.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "kecil.yaml").write_text(CODEBOOK, encoding="utf-8")
    with Project.create(folder / "study.qualcode") as project:
        import_paths(project, [folder / "melati.txt"])
        with project.change("codebook load"):
            load_codebook(project, load(folder / "kecil.yaml"))
        states = {project.value("select max(seq) from change"): content(project)}
        for act, k in acts:
            try:
                _act(project, act, folder, k)
            except QualcodeError:
                continue
            states[project.value("select max(seq) from change")] = content(project)
        seq = data.draw(st.sampled_from(sorted(states)))
        with as_it_was(project, str(seq)) as past:
            assert content(past) == states[seq]
        last = max(states)
        assert content(project) == states[last]


def test_a_time_means_the_last_change_before_its_end(project):
    at = project.value("select max(at) from change")
    with as_it_was(project, at) as past:
        assert content(past) == content(project)
    with as_it_was(project, at[:10]) as past:
        assert content(past) == content(project)


@pytest.mark.parametrize(
    ("when", "error"),
    [("99999", "There is no change 99999"), ("1999-01-01", "nothing was there yet"), ("kemarin", "--as-of takes")],
)
def test_a_wrong_time_is_told(project, when, error):
    with pytest.raises(ProjectError, match=error):
        as_it_was(project, when)


def test_nothing_can_be_written_to_the_past_and_nothing_stays_of_it(project):
    past = as_it_was(project, "1")
    folder = past.path.parent
    with pytest.raises(ProjectError, match="reading only"), past.change("code"):
        pass
    past.close()
    assert not folder.exists()
