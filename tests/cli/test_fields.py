"""The fields that docs/fields.md promises are those that the commands give."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs" / "fields.md"
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
WORDS = {
    "CASE": "melati", "QUERY": "koordinasi", "WORD": "koordinasi", "ATTRIBUTE": "tipologi", "A,B": "melati,kasih",
    "C": "outreach",
}  # fmt: skip


@pytest.fixture
def double_coded(study, tmp_path):
    """The study with a type of case, the rules run, and two coders who read the same."""
    (tmp_path / "cases.csv").write_text("case,tipologi\nmelati,A\nkasih,B\n", encoding="utf-8")
    study("case", "load", "cases.csv")
    for coder, code in (("ani", "outreach"), ("budi", "critique")):
        study("code", "melati/ketua:2", code, "--coder", coder)
        study("code", "melati/ketua:4", "outreach", "--coder", coder)
    study("autocode", "--apply")
    return study


def test_every_promise_holds(double_coded):
    assert len(ROWS) > 20
    for command, said in ROWS:
        words = [WORDS.get(word, word) for word in command.split()]
        shown = double_coded(*words, "--format", "csv").stdout
        header = next(csv.reader(StringIO(shown)))
        promised = re.sub(r"; with .*|, and a field an attribute", "", said).strip().split(", ")
        given = [name for name in header if name not in ("note", "tipologi", "Nama", "Usia")]
        assert given == promised, command
