"""Cases come from a table with types, are listed and shown; what is missing is not 0."""

from datetime import date

import pytest
from openpyxl import Workbook


@pytest.fixture
def loaded(study, tmp_path):
    """The two cases with attributes from a workbook; of kasih little is known."""
    book = Workbook()
    for row in (
        ("case", "staff", "founded", "kind"),
        ("melati", 28, date(1996, 5, 2), "non-panti"),
        ("kasih", None, None, "panti"),
    ):
        book.active.append(row)
    book.save(tmp_path / "kasus.xlsx")
    assert study("case", "load", tmp_path / "kasus.xlsx").stderr == "2 cases loaded.\n"
    return study


def test_a_workbook_gives_types_that_where_compares_by_and_missing_is_not_0(loaded):
    lines = loaded("attribute", "list").stdout.splitlines()
    assert [line.split()[:2] for line in lines if line.startswith(("staff", "founded", "kind"))] == [
        ["staff", "number"],
        ["founded", "date"],
        ["kind", "text"],
    ]

    def cases(*where):
        conditions = [word for condition in where for word in ("--where", condition)]
        lines = loaded("crosstab", "--columns", "case", *conditions, "--format", "csv").stdout.splitlines()
        return {line.split(",")[1] for line in lines[1:] if line.split(",")[4] != "0"} - {"(all)"}

    assert cases("staff<30") == {"melati"}
    assert cases("staff is missing") == {"kasih"}
    assert cases("founded<2000-01-01", "kind=non-panti") == {"melati"}
    assert cases("founded>=2000-01-01") == set()


def test_a_case_is_shown_with_what_is_missing_also_without_any_segments(loaded):
    loaded("code", "kasih/ketua:2", "critique", "--coder", "ani")
    lines = [line.split() for line in loaded("case", "show", "Kasih").stdout.splitlines()]
    assert lines[2:7] == [
        ["case", "kasih", "2", "17", "1"],
        ["attribute", "staff", "(missing)"],
        ["attribute", "founded", "(missing)"],
        ["attribute", "kind", "panti"],
        ["source", "kasih/ketua", "2", "17", "1"],
    ]
    assert lines[7] == ["speaker", "Pak", "Rahman", "@", "kasih/ketua", "respondent", "2", "17", "1"]
    loaded("case", "set", "mawar", "kind=panti")
    assert loaded("case", "show", "mawar").stdout.splitlines()[2].split() == ["case", "mawar", "0", "0", "0"]
    assert "Nearest: melati" in loaded("case", "show", "melatih", code=1).stderr
