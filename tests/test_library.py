"""In a notebook a project answers by methods, tables display themselves, and pandas takes them."""

import pandas as pd
import pytest

import qualcode
from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.query.table import SHOWN, Table
from qualcode.workflow.autocoding import autocode


@pytest.fixture
def study(project):
    """The two interviews with the rules run over them, opened as in a notebook."""
    autocode(project, apply=True)
    with qualcode.open(str(project.path)) as study:
        yield study


def test_a_method_gives_the_table_of_the_function(study):
    table = study.themes(by="case", origin="rule")
    assert table == qualcode.themes(study, qualcode.Filter(origin="rule"), by="case")
    assert isinstance(study, qualcode.Project)


def test_keywords_narrow_as_the_options_do(study):
    assert {r["case"] for r in study.excerpts(origin="rule", case="melati").records()} == {"melati"}
    assert {r["code"] for r in study.excerpts(origin="rule", code=["critique", "outreach"]).records()} == {
        "critique", "outreach",
    }  # fmt: skip
    assert study.themes(by=None, origin="rule", where="Nama=Ibu S").records()[0]["population"] == 3


def test_every_question_gives_a_table(study):
    tables = [
        study.themes(), study.crosstab(columns="case"), study.cooccur(origin="rule"), study.saturation(origin="rule"),
        study.sequence(origin="rule"), study.keywords(code="coordination", origin="rule"),
        study.concordance("koordinasi"), study.find("koordinasi"),
        study.excerpts(origin="rule"), study.segments(binary=True), study.matrix(origin="rule"), study.sources(),
        study.cases(), study.speakers(), study.codebook(), study.status(),
    ]  # fmt: skip
    for table in tables:
        assert isinstance(table, Table)
        assert len(table) == len(table.rows) == len(table.to_pandas())
        assert "<table>" in table._repr_html_()


def test_two_cases_are_laid_side_by_side_and_none_beside_itself(study):
    rows = study.compare_cases("melati", "kasih", origin="rule").records()
    assert {(r["case"], r["n"]) for r in rows if r["code"] == "critique"} == {("melati", 0), ("kasih", 1)}
    with pytest.raises(QualcodeError, match="name two"):
        study.compare_cases("melati", "Melati")


def test_a_report_is_written_from_a_notebook(study, tmp_path):
    study.report(tmp_path / "r.md", origin="rule", quoted=1)
    assert "## Quotations" in (tmp_path / "r.md").read_text(encoding="utf-8")
    with pytest.raises(QualcodeError, match="exists already"):
        study.report(str(tmp_path / "r.md"))


def test_a_wrong_word_says_what_is_known(study):
    with pytest.raises(UnknownNameError, match='no code "koordinasy"'):
        study.themes(code="koordinasy")
    with pytest.raises(UnknownNameError, match='"rules"'):
        study.themes(origin="rules")
    with pytest.raises(QualcodeError, match="Nothing can be compared"):
        study.agree()


def test_missing_is_missing_in_pandas_and_numbers_are_numbers(study):
    frame = study.themes(origin="human").to_pandas()
    assert frame["n"].dtype == "Int64"
    assert frame["share"].isna().all()
    assert frame.attrs["note"]["count"] == "segments"
    assert frame.groupby("code")["n"].sum()["critique"] == 0


def test_a_notebook_shows_counts_as_a_cross_table_with_the_note(study):
    shown = study.themes(by="case", origin="rule")._repr_html_()
    assert "<th>kasih</th><th>melati</th>" in shown
    assert "population: speech of every role" in shown
    assert study._repr_html_() == study.status()._repr_html_()
    assert repr(study) == "<qualcode.Study study.qualcode>"


def test_what_a_notebook_shows_is_escaped_and_cut():
    table = Table(("<b>",), [("<script>alert(1)</script>",)] * (SHOWN + 5), {"x": "<i>"})
    shown = table._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert shown.count("<tr>") == SHOWN + 1
    assert "5 more rows" in shown


def test_a_table_without_rows_keeps_its_columns_in_pandas():
    assert list(Table(("a", "b"), []).to_pandas().columns) == ["a", "b"]
    assert isinstance(Table(("a",), [(None,)]).to_pandas(), pd.DataFrame)
