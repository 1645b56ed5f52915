"""Matrices and segments are written for other programs, with a dictionary; a wrong word writes nothing."""

import csv
import json

import pandas as pd
import pytest


@pytest.fixture
def ruled(study):
    """The study with suggestions of the rules."""
    study("autocode", "--apply")
    return study


def test_a_matrix_and_its_dictionary(ruled, tmp_path):
    told = ruled("export", "matrix", "m.csv", "--by", "case", "--counts", "--from", "rule")
    assert told.stderr == "What each column is: m.csv.dictionary.csv\n2 rows written to m.csv.\n"
    rows = list(csv.DictReader((tmp_path / "m.csv").open(encoding="utf-8-sig")))
    assert [(r["case"], r["critique"], r["outreach"]) for r in rows] == [("kasih", "1", "0"), ("melati", "0", "1")]
    assert "Kritik pada program pemerintah." in (tmp_path / "m.csv.dictionary.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".sav", ".json"])
def test_a_matrix_in_every_format(ruled, tmp_path, suffix):
    ruled("export", "matrix", f"m{suffix}", "--binary", "--from", "rule")
    assert (tmp_path / f"m{suffix}").stat().st_size


def test_segments_with_a_column_a_code(ruled, tmp_path):
    told = ruled("export", "segments", "s.parquet", "--binary", "--from", "rule", "--case", "melati")
    frame = pd.read_parquet(tmp_path / "s.parquet")
    assert f"{len(frame)} segments written to s.parquet." in told.stderr
    assert set(frame["case"]) == {"melati"}
    assert frame["outreach"].sum() == 1
    ruled("export", "segments", "s.csv", "--from", "rule")
    assert "coordination; coordination/agencies" in (tmp_path / "s.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["matrix", "m.csv", "--binary", "--rates"], "Choose one of --binary, --counts and --rates"),
        (["matrix", "m.csv", "--from", "all"], "choose --from human, rule or model"),
        (["matrix", "m.csv", "--by", "tipologi"], 'There is no attribute "tipologi"'),
        (["matrix", "m.docx"], "files of this kind are not written"),
        (["segments", "s.pdf"], "files of this kind are not written"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(ruled, tmp_path, words, message):
    before = sorted(tmp_path.iterdir())
    assert message in ruled("export", *words, code=1).stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_table_of_a_command_is_written_for_spss_too(ruled, tmp_path):
    ruled("themes", "--from", "rule", "-o", "themes.sav")
    assert (tmp_path / "themes.sav").stat().st_size


def test_an_earlier_state_can_be_exported_and_asked(ruled, tmp_path):
    """Before the rules ran nothing had run, and before the first import there was no word."""
    log = {r["command"]: r["n"] for r in json.loads(ruled("log", "--format", "json").stdout)["rows"]}
    ruled("export", "matrix", "before.csv", "--from", "rule", "--as-of", log["codebook load"])
    rows = list(csv.DictReader((tmp_path / "before.csv").open(encoding="utf-8-sig")))
    assert [(r["case"], r["critique"]) for r in rows] == [("kasih", ""), ("melati", "")]
    ruled("export", "segments", "segments.csv", "--as-of", log["codebook load"])
    assert (tmp_path / "segments.csv").read_text(encoding="utf-8").count("melati/ketua,") == 3
    for words in (["find", "koordinasi"], ["concordance", "koordinasi"]):
        assert json.loads(ruled(*words, "--format", "json").stdout)["rows"]
        assert json.loads(ruled(*words, "--as-of", log["init"], "--format", "json").stdout)["rows"] == []
