"""What a filter left out is no zero, and every table, file and report says that it was narrowed, and to what."""

import json

import pytest


@pytest.fixture
def coded(study):
    """Both interviews are read and coded by Ani."""
    study("code", "kasih/ketua:2", "outreach", "--coder", "ani")
    study("code", "melati/ketua:2", "coordination", "--coder", "ani")
    return study


def test_a_note_names_what_a_table_was_narrowed_to(coded):
    for narrowed in (["--case", "melati"], ["--source", "melati/ketua"], ["--where", "Nama=Ibu S"]):
        whole = json.loads(coded("themes", "-f", "json").stdout)["note"]
        part = json.loads(coded("themes", *narrowed, "-f", "json").stdout)["note"]
        assert narrowed[1].split("=")[-1] in json.dumps(part, ensure_ascii=False)
        assert part != whole


def test_a_case_that_was_left_out_is_no_row_of_zeros(coded):
    rows = json.loads(coded("themes", "--case", "melati", "-f", "json").stdout)["rows"]
    assert {row["case"] for row in rows if row["n"] == 0 and not row["population"]} == set()


def test_a_category_that_no_case_has_is_an_error(coded):
    for case, kind in (("melati", "panti"), ("kasih", "non-panti")):
        coded("case", "set", case, f"jenis={kind}")
    coded("attribute", "type", "jenis", "category")
    assert "panti" in coded("themes", "--where", "jenis=pantii", code=1).stderr


def test_the_error_of_a_number_speaks_of_what_was_typed(coded):
    coded("case", "set", "melati", "staff=12")
    coded("attribute", "type", "staff", "number")
    assert "Mend it" not in coded("themes", "--where", "staff>banyak", code=1).stderr


def test_an_error_offers_no_option_that_the_command_lacks(coded, tmp_path):
    for command in (["find", "koordinasi"], ["log"], ["case", "list"], ["sources"]):
        (tmp_path / "x.csv").write_text("alt\n", encoding="utf-8")
        said = coded(*command, "-o", "x.csv", code=1).stderr
        assert "--force" not in said or "--force" in coded(*command, "--help").stdout, command
