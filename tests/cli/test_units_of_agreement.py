"""Fleiss' kappa rests only on what every coder read: where that is less than the n of the row, its own n is printed."""

import json
import re

import pytest


@pytest.fixture
def coded(study):
    """Ani and Budi read the five answers, Citra one of them."""
    for coder in ("ani", "budi"):
        for place in ("kasih/ketua:2", "kasih/ketua:4", "melati/ketua:2", "melati/ketua:4", "melati/ketua:5"):
            study("code", place, "coordination" if place.startswith("melati") else "critique", "--coder", coder)
    study("code", "kasih/ketua:2", "outreach", "--coder", "ani")
    study("code", "melati/ketua:2", "outreach", "--coder", "citra")
    return study


def test_the_n_of_fleiss_kappa_is_printed(coded):
    rows = json.loads(coded("agree", "-f", "json").stdout)["rows"]
    n = {row["measure"]: row["n"] for row in rows if row["code"] == "coordination" and "citra" in row["coders"]}
    assert (n["fleiss kappa"], n["alpha"]) == (1, 5)
    line = next(row for row in coded("agree").stdout.splitlines() if row.startswith("coordination ") and "%" in row)
    assert re.search(r"(?<![.\d])1(?![.\d])", line), line


def test_a_pair_with_nothing_is_named_in_the_language_of_messages(coded):
    assert "(none)" not in coded("--lang", "id", "agree").stdout
