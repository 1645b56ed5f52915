"""cooccur, concordance, keywords and saturation: people get what tells, machines get every fact."""

import json
import re

import pytest


def test_pairs_that_meet_are_listed_and_the_others_counted(study):
    assert study("cooccur", "--from", "rule").stdout.splitlines()[-1].endswith("not_run: 5")
    study("autocode", "--apply")
    out = study("cooccur", "--from", "rule").stdout
    lines = out.splitlines()
    assert lines[0].split() == ["code", "other", "both", "n", "n_other", "of", "lift", "jaccard"]
    assert lines[2].split() == ["coordination", "outreach", "1", "2", "1", "5", "2.50", "0.50"]
    assert len(lines) == 5
    assert lines[-1].endswith("never_together: 4")


def test_whose_codings_these_are_is_told(study):
    study("autocode", "--apply")
    assert "qualcode cooccur --within turns:2 --from rule" in study("cooccur", "--within", "turns:2").stderr
    lines = study("cooccur", "--from", "all").stdout.splitlines()
    assert lines[2].split()[:4] == ["coordination", "outreach", "rule", "1"]


def test_machines_get_every_pair(study):
    study("autocode", "--apply")
    answer = json.loads(
        study("cooccur", "--from", "rule", "--within", "source", "--code", "critique", "--format", "json").stdout
    )
    assert (answer["note"]["count"], answer["note"]["from"]) == ("sources", "rule")
    assert [(r["other"], r["both"], r["n"], r["n_other"], r["lift"]) for r in answer["rows"]] == [
        ("coordination", 0, 1, 1, 0.0),
        ("coordination/agencies", 0, 1, 1, 0.0),
        ("outreach", 0, 1, 1, 0.0),
    ]


def test_a_concordance_has_the_word_in_one_column_and_for_machines_all_its_places(study):
    found = study("concordance", "koordinasi", "--width", "20")
    lines = found.stdout.splitlines()
    assert lines[0] == f"{'sekolah. Kami juga':>20}  {'koordinasi dengan dinas sosial.':<31}  melati/ketua #2 Ibu S"
    assert lines[-1] == "Forms: koordinasi 1"
    assert found.stderr == "1 place, 1 shown.\n"
    answer = json.loads(study("concordance", "tepat sasaran", "--format", "json").stdout)
    assert answer["note"]["places"] == 1
    (row,) = answer["rows"]
    assert (row["left"], row["word"], row["right"]) == (
        "Bantuannya dak",
        "tepat sasaran",
        ", kami dak pernah didampingi.",
    )
    assert (row["source"], row["speaker"], row["case"]) == ("kasih/ketua", "Pak Rahman", "kasih")


@pytest.fixture
def wordy(study, tmp_path):
    """The study with a third invented interview, of someone who repeats herself."""
    (tmp_path / "more" / "dahlia").mkdir(parents=True)
    talk = (
        "Peneliti : Lalu?\nBu Dahlia : Kami rapat koordinasi.\n" * 5
        + "Peneliti : Lalu?\nBu Dahlia : Kami memasak.\n" * 6
    )
    (tmp_path / "more" / "dahlia" / "satu.txt").write_text(talk, encoding="utf-8")
    study("import", tmp_path / "more")
    study("autocode", "--apply")
    return study


def test_keywords_stand_below_the_name_of_their_code_and_for_machines_in_rows(wordy):
    """One case alone says "rapat", so that does not count."""
    found = wordy("keywords", "--code", "coordination", "--code", "critique", "--from", "rule")
    lines = found.stdout.splitlines()
    assert lines[0] == "coordination: 38 words; the rest: 38"
    assert lines[2].split() == ["word", "n", "rest", "log-likelihood", "log", "ratio", "used", "by"]
    assert [re.split(" {2,}", line.strip()) for line in lines[4:-2]] == [
        ["koordinasi", "6", "0", "8.8", "+3.58", "2 of 2"]
    ]
    assert lines[-1].endswith("used_by: cases; least: 5; min_users: 2; no_word: critique rule")
    rows = json.loads(wordy("keywords", "--by", "case", "--format", "json").stdout)["rows"]
    assert [(r["case"], r["word"], r["n"], r["used_by"], r["of"]) for r in rows] == [
        ("dahlia", "memasak", 6, 1, 1),
        ("dahlia", "rapat", 5, 1, 1),
        ("dahlia", "koordinasi", 5, 1, 1),
    ]


def test_a_wrong_question_is_one_clear_line(qualcode):
    qualcode("init", "study")
    assert 'not "turns"' in qualcode("cooccur", "--within", "turns", code=1).stderr
    assert "keywords --code C, or --by ATTRIBUTE" in qualcode("keywords", code=1).stderr


def test_saturation_shows_each_source_and_says_when_there_are_too_few(study):
    study("autocode", "--apply")
    found = study("saturation", "--from", "rule")
    lines = found.stdout.splitlines()
    assert lines[0].split() == [
        "source",
        "collected_on",
        "new",
        "total",
        "shuffled",
        "shuffled_low",
        "shuffled_high",
        "run_share",
    ]
    assert lines[2].split()[:4] == ["melati/ketua", "2018-03-12", "3", "3"]
    assert lines[-1].endswith("base_codes: 4; saturated: not yet; undated: 1")
    assert found.stderr == "The rule needs 6 sources (base and run); there are 2.\n"
    rule = json.loads(study("saturation", "--from", "rule", "--base", "1", "--run", "1", "--format", "json").stdout)
    assert [row["run_share"] for row in rule["rows"]] == [None, 0.333333]
