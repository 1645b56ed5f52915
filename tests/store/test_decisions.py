"""Decisions on suggestions: each stands by itself with what was shown; an accepted one makes a coding."""

import json

import pytest

from qualcode.errors import QualcodeError
from qualcode.store.codings import add_coding
from qualcode.store.decisions import decide, suggestion_by_id
from qualcode.store.doctor import examine
from qualcode.workflow.autocoding import autocode


@pytest.fixture
def suggested(project):
    autocode(project, apply=True)
    uid = project.value("select uid from suggestion where start > 0 order by id limit 1")
    return project, suggestion_by_id(project, f"s{uid[:10]}")


def test_accepting_makes_a_coding_that_names_its_decision(suggested):
    project, suggestion = suggested
    with project.change("accepted"):
        decision = decide(project, suggestion, "accepted", "ani")
    assert project.rows("select decision_id, start, stop, seen from coding") == [
        (decision, suggestion.start, suggestion.stop, "suggestion")
    ]
    state, evidence, sha256 = project.rows("select state, evidence, codebook_sha256 from decision")[0]
    assert (state, sha256) == ("accepted", project.value("select sha256 from codebook_version"))
    assert json.loads(evidence)[0]["form"]
    assert project.rows("select drawn from reading") == [("best",)]


def test_a_later_decision_replaces_hers_and_takes_its_coding_back(suggested):
    project, suggestion = suggested
    with project.change("accepted"):
        decide(project, suggestion, "accepted", "ani")
    with project.change("rejected"):
        decide(project, suggestion, "rejected", "ani")
    assert project.value("select count(*) from coding") == 0
    assert project.rows("select state from decision") == [("rejected",)]
    assert examine(project) == []


def test_rejecting_does_not_touch_a_coding_made_by_hand(suggested):
    project, s = suggested
    with project.change("code"):
        add_coding(project, s.source_id, s.start, s.stop, s.code_id, "ani")
    with project.change("rejected"):
        decide(project, s, "rejected", "ani")
    assert project.value("select count(*) from coding") == 1


def test_rejecting_is_no_reading(suggested):
    project, suggestion = suggested
    with project.change("rejected"):
        decide(project, suggestion, "rejected", "ani")
    assert project.value("select count(*) from reading") == 0


def test_accepting_on_other_words_under_another_code(suggested):
    project, s = suggested
    other = project.value("select id from code where name = 'outreach'")
    with project.change("accepted"):
        decide(project, s, "accepted", "ani", span=(s.start, s.start + 4), code_id=other)
    assert project.rows("select start, stop, code_id from coding") == [(s.start, s.start + 4, other)]
    assert project.value("select code_id from decision") == s.code_id


def test_an_unknown_suggestion_is_told(suggested):
    with pytest.raises(QualcodeError, match='No suggestion, or more than one, matches "s00000000"'):
        suggestion_by_id(suggested[0], "s00000000")
