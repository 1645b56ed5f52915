"""benchmarks/learning.py prints its tables for a folder of coded texts; here the invented answers beside this file."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

INVENTED = Path(__file__).parent / "invented"
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "learning.py"


def printed(*options, dataset=INVENTED):
    """Run the benchmark; returns what it printed, and its table rows as lists of cells."""
    done = subprocess.run([sys.executable, BENCHMARK, dataset, *options], capture_output=True, text=True, check=True)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines() if line[:1] == "|"
    ]
    return done.stdout, rows


@pytest.fixture(scope="module")
def curves():
    keywords = INVENTED / "keywords.json"
    return printed("--part", "curves", "--group", "sumber", "--keywords", keywords, "--seeds", "2")


def test_it_says_what_is_learned_from_and_how_it_was_split(curves):
    """Two of twelve interviews are put aside whole."""
    assert curves[0].startswith("invented: 100 texts to learn from, 20 to test on (by sumber), 3 codes, 2 seeds.")


def test_curves_have_a_column_for_each_number_read_that_the_data_can_serve(curves):
    rows = curves[1]
    assert rows[0] == ["", "n = 0", "n = 25", "n = 50", "all"]
    assert [row[0] for row in rows[2:]] == [
        f"{figure}, {kind} keywords"
        for kind in ("with", "without")
        for figure in ("macro-F1", "micro-F1", "mAP", "calibration error")
    ]


def test_figures_are_shares_and_nothing_is_said_without_rules_and_labels(curves):
    by_name = {row[0]: row[1:] for row in curves[1][2:]}
    assert by_name["macro-F1, without keywords"][0] == ""
    assert by_name["calibration error, with keywords"][0] == ""
    shares = [float(cell.split()[0]) for cells in by_name.values() for cell in cells if cell]
    assert len(shares) == 4 * 4 + 4 * 3 - 1
    assert all(0 <= share <= 1 for share in shares)


def test_keywords_help_when_little_is_read(curves):
    by_name = {row[0]: [float(cell.split()[0]) for cell in row[2:]] for row in curves[1][2:]}
    assert by_name["macro-F1, with keywords"][0] > by_name["macro-F1, without keywords"][0]


def test_every_order_of_reading_is_judged_for_every_target():
    """Three codes: the best of another code tells of six."""
    out, rows = printed("--part", "order", "--group", "sumber", "--seeds", "1")
    saved = {row[0]: row[1] for row in rows if len(row) == 4 and re.fullmatch(r"\d+", row[1])}
    assert saved == {
        "source": "3",
        "random": "3",
        "best, one code": "3",
        "best of another code": "6",
        "next --order best": "3",
        "next --order balanced": "3",
    }
    judged = {(row[0], row[1]) for row in rows if len(row) == 5 and row[1] in ("0.8", "0.9", "0.95")}
    assert len(judged) == 3 * (len(saved) + 2)
    assert "stopped too early, best, one code, target .9" in out


def test_speed_prints_seconds_by_step_and_memory():
    _out, rows = printed("--part", "speed", "--segments", "500,700")
    assert [(row[0], row[1]) for row in rows[2:]] == [
        ("500, one matrix", "vectorise"),
        ("500, one matrix", "weak scores from the rules, once"),
        ("500, one matrix", "refit and score"),
        ("500, one matrix", "peak"),
        ("700, in chunks", "learn"),
        ("700, in chunks", "transform and score"),
        ("700, in chunks", "peak"),
    ]
    assert all(float(row[2]) > 0 for row in rows[2:])


def test_a_test_file_and_other_words_for_not_coded(tmp_path):
    lines = (INVENTED / "train.csv").read_text(encoding="utf-8").replace(",0", ",tidak").splitlines()
    (tmp_path / "train.csv").write_text("\n".join(lines[:101]), encoding="utf-8")
    (tmp_path / "test.csv").write_text("\n".join([lines[0], *lines[101:]]), encoding="utf-8")
    (tmp_path / "words.json").write_text(json.dumps({"dana": ["uang"]}), encoding="utf-8")
    options = ["--part", "curves", "--codes", "dana", "--absent", "tidak", "--keywords", tmp_path / "words.json"]
    out, rows = printed(*options, "--seeds", "1", dataset=tmp_path)
    assert "100 texts to learn from, 20 to test on (its own test file), 1 codes" in out
    assert float(rows[2][1]) < 1


def test_a_folder_without_texts_is_refused(tmp_path):
    done = subprocess.run([sys.executable, BENCHMARK, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "there is no train*.csv" in done.stderr
