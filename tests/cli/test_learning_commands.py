"""suggest and explain, as a user types them."""

import csv
import io

import pytest

from qualcode.store import Project
from tests.interviews import fill


@pytest.fixture
def coded(qualcode, tmp_path):
    """The command line in a folder with a project that is half coded."""
    with Project.create(tmp_path / "study.qualcode") as project:
        fill(project, tmp_path)
    return qualcode


def test_suggest_says_what_it_did_and_what_is_missing(coded):
    result = coded("suggest", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["code"] for row in rows] == ["coordination", "faith", "critique"]
    assert [row["basis"] for row in rows] == ["model and rules", "model", "model and rules"]
    assert "never_seen: it has no rules" in result.stderr
    assert "Decide: qualcode review" in result.stderr


def test_suggest_says_when_nothing_is_probable_yet(qualcode, study):
    result = study("suggest")
    assert "Too little was read to say how probable" in result.stderr
    assert "probable" not in result.stdout


def test_suggest_for_one_code_that_cannot_be_learned_is_an_error(coded):
    assert (
        "never_seen: it has no rules, and 0 of 3 examples are coded. Code 3 more."
        in coded("suggest", "--code", "never_seen", code=1).stderr
    )


def test_explain_adds_up(coded):
    coded("suggest")
    rows = list(csv.DictReader(io.StringIO(coded("excerpts", "--from", "model", "--format", "csv").stdout)))
    table = list(csv.DictReader(io.StringIO(coded("explain", rows[0]["id"], "--format", "csv").stdout)))
    weights = [float(row["weight"]) for row in table if row["what"] in ("word", "other words", "intercept")]
    logit = next(float(row["weight"]) for row in table if row["what"] == "logit")
    assert sum(weights) == pytest.approx(logit, abs=1e-6)
    text = coded("explain", rows[0]["id"]).stdout
    assert "suggested by the model, probability" in text
    assert "the coded passages that are most like it:" in text
    assert "codebook version 1" in text


def test_explain_tells_of_rules_too(study):
    study("autocode", "--apply")
    rows = list(csv.DictReader(io.StringIO(study("excerpts", "--from", "rule", "--format", "csv").stdout)))
    assert "suggested by the rules, score" in study("explain", rows[0]["id"]).stdout


def test_explain_of_something_unknown_is_an_error(study):
    assert "Error" in study("explain", "s00000000", code=1).stderr


def test_suggest_with_nothing_read_and_no_rules_says_what_is_missing(qualcode, texts, tmp_path):
    (tmp_path / "bare.yaml").write_text("name: kosong\ncodes:\n  - name: faith\n", encoding="utf-8")
    qualcode("init", "study")
    qualcode("import", texts)
    qualcode("codebook", "load", tmp_path / "bare.yaml")
    assert "faith: it has no rules, and 0 of 3 examples are coded" in qualcode("suggest", code=1).stderr


def test_status_learning_says_how_far_each_code_is(coded):
    assert "coordination: " in coded("status", "--learning").stdout
    assert "--target takes 0.8, 0.9, 0.95." in coded("status", "--learning", "--target", "0.7", code=1).stderr


def test_next_puts_in_order_and_says_so(coded):
    result = coded("next", "--order", "best", "--plain", "--coder", "ani")
    assert "Learning from what was read" in result.stderr
    assert "read 38" in result.stdout


def test_an_unknown_order_is_an_error(coded):
    assert "best" in coded("next", "--order", "bset", "--plain", "--coder", "ani", code=1).stderr


def test_similar_lists_what_is_alike(coded):
    rows = list(csv.DictReader(io.StringIO(coded("excerpts", "--format", "csv").stdout)))
    found = list(csv.DictReader(io.StringIO(coded("similar", rows[0]["id"], "--limit", "3", "--format", "csv").stdout)))
    assert len(found) == 3
    assert float(found[0]["similarity"]) >= float(found[2]["similarity"]) > 0
