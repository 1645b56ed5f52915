"""What no run of the rules or the model judged is "not run", never 0, whatever of a source the run left out."""

import pytest

from qualcode.codebook import load
from qualcode.query.cooccurrence import cooccurrence
from qualcode.query.crosstab import crosstab
from qualcode.query.filters import Filter
from qualcode.query.matrix import matrix
from qualcode.query.segments import segments
from qualcode.query.sequence import sequence
from qualcode.query.table import whole
from qualcode.query.themes import themes
from qualcode.store.codebooks import code_ids, codebook, load_codebook
from qualcode.store.codings import add_coding
from qualcode.store.merging import merge
from qualcode.store.project import Project
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.suggesting import suggest
from tests.interviews import answers, fill

RULES, MODEL = Filter(origin="rule"), Filter(origin="model")
ASKED = Filter(roles=("interviewer",))


def _n(table):
    return {(r["code"], r[table.columns[1]]): r["n"] for r in table.records()}


def test_a_run_on_interviewers_alone_says_nothing_of_others(project):
    autocode(project, apply=True)
    autocode(project, ASKED, apply=True)
    assert set(themes(project, RULES).column("n")) == {None}
    asked = _n(themes(project, Filter(origin="rule", roles=("interviewer",)), by=None))
    assert (asked["coordination", "(all)"], asked["outreach", "(all)"]) == (1, 0)
    by_role = _n(themes(project, Filter(origin="rule", roles=("interviewer", "respondent")), by="role"))
    assert (by_role["coordination", "interviewer"], by_role["coordination", "respondent"]) == (1, None)


def test_a_run_on_answers_says_nothing_of_questions(project):
    autocode(project, apply=True)
    assert set(themes(project, Filter(origin="rule", roles=("interviewer",)), by=None).column("n")) == {None}


def test_every_other_table_says_so_too(project):
    autocode(project, ASKED, apply=True)
    rows = [r for r in crosstab(project, RULES, columns="case", min_cases=2).records() if r["code"] == "outreach"]
    assert {(r["n"], r["hidden"]) for r in rows} == {(None, 0)}
    assert {r["outreach"] for r in matrix(project, RULES).records()} == {None}
    assert {r["outreach"] for r in whole(segments(project, RULES, binary=True)).records()} == {None}
    assert {r["both"] for r in cooccurrence(project, RULES).records()} == {None}
    assert {r["followed"] for r in sequence(project, RULES).records()} == {None}


RULELESS = """name: kecil
codes:
  - name: rumah
    definition: Tempat tinggal, tanpa aturan.
  - name: kerja
    definition: Kerja sama, dengan aturan di bawahnya.
    codes:
      - name: dinas
        definition: Dengan dinas.
        rules: [dinas]
      - name: warga
        definition: Dengan warga, tanpa aturan.
"""


@pytest.fixture
def ruleless(project, tmp_path):
    path = tmp_path / "lain.yaml"
    path.write_text(RULELESS, encoding="utf-8")
    with project.change("codebook load"):
        load_codebook(project, load(path))
    return project


def test_a_code_without_a_rule_was_not_run_but_one_above_a_rule_was(ruleless):
    autocode(ruleless, Filter(codes=("rumah", "kerja")), apply=True)
    found = _n(themes(ruleless, Filter(codes=("rumah", "kerja"), origin="rule"), by=None))
    assert found == {
        ("rumah", "(all)"): None, ("kerja", "(all)"): 1, ("kerja/dinas", "(all)"): 1, ("kerja/warga", "(all)"): None,
    }  # fmt: skip
    alone = _n(themes(ruleless, Filter(codes=("kerja",), origin="rule", subcodes=False), by=None))
    assert alone == {("kerja", "(all)"): None}
    table = crosstab(ruleless, Filter(codes=("rumah", "kerja"), origin="rule"), columns="case")
    assert _n(table)["(any code)", "(all)"] == 1


def test_a_code_below_that_ran_is_not_below_a_theme_that_did_not(project):
    autocode(project, Filter(codes=("coordination/agencies",)), apply=True)
    found = _n(themes(project, RULES, by=None))
    assert (found["coordination/agencies", "(all)"], found["coordination", "(all)"]) == (1, 1)
    assert found["critique", "(all)"] is None


def test_the_model_is_counted_over_what_it_judged(empty, tmp_path):
    """Half was read: the model judges the other half, also when more of it is read later."""
    project = fill(empty, tmp_path, read=0.5)
    every = len(answers(project))
    judged = every - project.value("select count(*) from reading")
    suggest(project)
    rows = {r["code"]: r for r in themes(project, MODEL, by=None).records()}
    assert {r["population"] for code, r in rows.items() if code != "never_seen"} == {judged}
    assert rows["faith"]["share"] == round(rows["faith"]["n"] / judged, 6)
    assert (rows["never_seen"]["n"], rows["never_seen"]["population"]) == (None, 0)
    last = answers(project)[-1]
    with project.change("code", coder="ani"):
        add_coding(project, *last[1:4], code_ids(project)[codebook(project).find("faith").uid], "ani")
    assert {r["code"]: r for r in themes(project, MODEL, by=None).records()} == rows
    told = [r["faith"] for r in whole(segments(project, MODEL, binary=True)).records()]
    assert (len(told), len(told) - told.count(None), told.count(1)) == (every, judged, rows["faith"]["n"])


def test_of_codes_that_were_coded_without_reading_the_rest_was_judged(empty, tmp_path):
    """Imported codings of one code leave the other codes open there."""
    project = fill(empty, tmp_path, read=0.5)
    faith = code_ids(project)[codebook(project).find("faith").uid]
    with project.change("code", coder="ani"):
        for answer in answers(project)[-3:]:
            add_coding(project, *answer[1:4], faith, "ani", drawn="imported")
    suggest(project)
    rows = {r["code"]: r["population"] for r in themes(project, MODEL, by=None).records()}
    assert rows["coordination"] - rows["faith"] == 3


def test_what_was_judged_is_kept_when_two_files_are_merged(project, tmp_path):
    copy = tmp_path / "teman.qualcode"
    copy.write_bytes(project.path.read_bytes())
    with Project.open(copy) as other:
        autocode(other, ASKED, apply=True)
    merge(project, copy, apply=True)
    assert set(themes(project, RULES).column("n")) == {None}
    assert _n(themes(project, Filter(origin="rule", roles=("interviewer",)), by=None))["coordination", "(all)"] == 1
