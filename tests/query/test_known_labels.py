"""What people said of a segment: coded, read and not coded, or not known."""

import pytest

from qualcode.query.labels import labels
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.store.reading import add_reading
from qualcode.workflow.autocoding import autocode
from tests.interviews import answers


def _code_id(project, path):
    return project.value("select code_id from code_tree where path = ?", [path])


def _label(project, answer, path):
    found = labels(project)
    row = found.segments.tolist().index(answer[0])
    column = found.codes.index(_code_id(project, path))
    return int(found.values[row, column]), bool(found.decided[row, column])


def _read(project, answer, coder="ani", drawn="chosen"):
    _segment, source, start, stop, _text = answer
    with project.change("code none", coder=coder):
        add_reading(project, add_coder(project, coder), source, start, stop, drawn=drawn)


def _code(project, answer, path, coder="ani", drawn="chosen"):
    _segment, source, start, stop, _text = answer
    with project.change("code", coder=coder):
        add_coding(project, source, start, stop, _code_id(project, path), coder, drawn=drawn)


def test_nothing_is_known_of_what_nobody_read(project):
    assert set(labels(project).values.ravel().tolist()) == {-1}


def test_read_and_not_coded_is_a_negative_of_every_code(project):
    answer = answers(project)[0]
    _read(project, answer)
    assert _label(project, answer, "critique") == (0, False)


def test_a_coding_is_a_positive_and_what_was_read_beside_it_a_negative(project):
    answer = answers(project)[0]
    _code(project, answer, "critique")
    assert _label(project, answer, "critique") == (1, False)
    assert _label(project, answer, "outreach") == (0, False)


def test_imported_codings_are_positives_but_no_reading(project):
    answer = answers(project)[0]
    _code(project, answer, "critique", drawn="imported")
    assert _label(project, answer, "critique") == (1, False)
    assert _label(project, answer, "outreach") == (-1, False)


def test_where_a_sub_code_is_coded_the_code_above_is_not_known(project):
    answer = answers(project)[0]
    _code(project, answer, "coordination/agencies")
    assert _label(project, answer, "coordination/agencies") == (1, False)
    assert _label(project, answer, "coordination") == (-1, False)
    _code(project, answer, "coordination")
    assert _label(project, answer, "coordination") == (1, False)


def test_machines_and_what_waits_never_count(project):
    autocode(project, apply=True)
    assert set(labels(project).values.ravel().tolist()) == {-1}


@pytest.mark.parametrize(
    ("state", "label"), [("accepted", (1, True)), ("rejected", (0, True)), ("unsure", (-1, False))]
)
def test_decisions_count_and_are_marked(project, state, label):
    autocode(project, apply=True)
    suggestion = suggestions_by_ids(project, "[1]")[0]
    with project.change(f"review {state}", coder="ani"):
        decide(project, suggestion, state, "ani")
    found = labels(project)
    row = found.segments.tolist().index(
        project.value("select segment_id from suggestion_segment where suggestion_id = 1")
    )
    column = found.codes.index(suggestion.code_id)
    assert (int(found.values[row, column]), bool(found.decided[row, column])) == label


def test_a_rejected_suggestion_says_nothing_of_other_codes(project):
    autocode(project, apply=True)
    with project.change("review rejected", coder="ani"):
        decide(project, suggestions_by_ids(project, "[1]")[0], "rejected", "ani")
    assert sorted(labels(project).values.ravel().tolist())[-2:] == [-1, 0]


def test_coded_by_one_of_several_coders_is_coded(project):
    answer = answers(project)[0]
    _code(project, answer, "critique", coder="ani")
    _read(project, answer, coder="budi")
    assert _label(project, answer, "critique") == (1, False)


def test_where_consensus_has_read_only_consensus_counts(project):
    answer = answers(project)[0]
    _code(project, answer, "critique", coder="ani")
    with project.change("adjudicate"):
        coder_id = add_coder(project, "bersama", kind="consensus")
        add_reading(project, coder_id, *answer[1:4], drawn="chosen")
    assert _label(project, answer, "critique") == (0, False)
