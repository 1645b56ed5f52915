"""evaluate and simulate, as a user types them."""

import csv
import io
import json

import pytest

from qualcode.store import Project
from tests.varied import fill


@pytest.fixture
def coded(qualcode, tmp_path):
    """The command line in a folder with a project whose five interviews are read and coded."""
    with Project.create(tmp_path / "study.qualcode") as project:
        fill(project, tmp_path, sources=5, each=14)
    return qualcode


def _rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_evaluate_begins_with_sentences_and_warns(coded):
    result = coded("evaluate")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("coordination: of 10 suggestions ")
    assert "Calibration error over all codes: 0." in result.stdout
    assert "No intervals: they need 10 sources that were read; there are 5." in result.stderr
    assert "not drawn by chance" not in result.stderr


def test_evaluate_as_data_is_a_row_a_figure(coded):
    rows = json.loads(coded("evaluate", "--code", "faith", "--format", "json").stdout)["rows"]
    assert [(row["way"], row["measure"]) for row in rows if row["code"] == "faith"] == [
        ("people", "read"), ("people", "coded"),
        *[(way, name) for way in ("model", "both") for name in ("precision", "recall", "f1", "average precision")],
    ]  # fmt: skip
    assert list(rows[0]) == ["code", "way", "measure", "value", "low", "high", "n"]


def test_evaluate_writes_the_curve(coded, tmp_path):
    coded("evaluate", "--curve", "-o", "curve.csv")
    rows = _rows((tmp_path / "curve.csv").read_text(encoding="utf-8-sig"))
    assert sum(int(row["n"]) for row in rows) == 2 * 70
    assert "exists already" in coded("evaluate", "--curve", "-o", "curve.csv", code=1).stderr
    coded("evaluate", "--curve", "-o", "curve.csv", "--force")


def test_evaluate_without_readings_says_what_to_do(qualcode, study):
    assert "Read on: qualcode next --order random" in study("evaluate", code=1).stderr


def test_what_was_chosen_is_warned_of(qualcode, tmp_path):
    with Project.create(tmp_path / "study.qualcode") as project:
        fill(project, tmp_path, sources=2, each=12, drawn="balanced")
    assert "Most of what was read was not drawn by chance" in qualcode("evaluate", "--folds", "2").stderr


def test_simulate_shows_what_had_to_be_read_and_writes_curve_and_chart(coded, tmp_path):
    result = coded("simulate", "-o", "out")
    rows = [line.split() for line in result.stdout.splitlines() if line.startswith(("coordination", "faith"))]
    assert [row[:3] for row in rows] == [
        ["coordination", "15", "best"], ["coordination", "15", "balanced"], ["coordination", "15", "rules"],
        ["coordination", "15", "random"], ["faith", "19", "best"], ["faith", "19", "balanced"],
        ["faith", "19", "random"],
    ]  # fmt: skip
    assert rows[6][3:5] == ["57", "(81%)"]  # 16 of 19 in 70: 16 * 71 / 20
    assert "never_seen: 0 coded segments, too few to say; 10 are needed." in result.stderr
    curves = _rows((tmp_path / "out" / "simulate.csv").read_text(encoding="utf-8-sig"))
    assert [row["found"] for row in curves if row["read"] == "70"] == ["15"] * 3 + ["15.0"] + ["19"] * 2 + ["19.0"]
    first = (tmp_path / "out" / "simulate.svg").read_bytes()
    assert b"segments read (70 in all; 1 run)" in first
    refused = coded("simulate", "-o", "out", code=1)
    assert "exists already" in refused.stderr
    assert "Replaying" not in refused.stderr
    coded("simulate", "-o", "again.svg")
    assert (tmp_path / "again.svg").read_bytes() == first


def test_simulate_of_one_code_several_times_is_a_mean(coded):
    rows = _rows(coded("simulate", "--code", "faith", "--runs", "2", "--format", "csv").stdout)
    assert {row["order"] for row in rows} == {"best", "balanced", "random"}
    by_chance, best = ([float(r["read"]) for r in rows if r["order"] == order] for order in ("random", "best"))
    assert sum(best) < sum(by_chance)


def test_simulate_of_what_was_hardly_coded_is_refused(coded):
    assert "never_seen: 0 coded segments, too few" in coded("simulate", "--code", "never_seen", code=1).stderr
