"""People read Indonesian words and numbers when they ask for it; what programs read is the same in every language."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.query.vocabulary import HEADS, KEYS

COMMANDS = (
    ["status"], ["log"], ["sources"], ["segments"], ["speaker", "list"], ["case", "list"], ["case", "show", "melati"],
    ["attribute", "list"], ["codebook", "show"], ["themes"], ["crosstab", "--columns", "case"], ["cooccur"],
    ["sequence"], ["saturation"], ["agree"], ["agree", "--disagreements"], ["compare", "--by", "tipologi"],
    ["compare", "--cases", "melati,kasih"], ["keywords", "--code", "outreach", "--least", "1"],
    ["find", "koordinasi"], ["concordance", "koordinasi"], ["excerpts"],
)  # fmt: skip
ALIKE = {"id", "n", "p", "label", "delta", "lift", "kappa", "alpha", "AC1", "memo", "model", "moderator"}
"""Words that are the same in both languages, or of which the other contains the one."""


@pytest.fixture(scope="module")
def coded_file(made, tmp_path_factory):
    """A project file: the rules were run, and two coders read the same two passages of one case."""
    folder = tmp_path_factory.mktemp("coded")
    (folder / "cases.csv").write_text("case,tipologi\nmelati,A\nkasih,B\n", encoding="utf-8")
    path = folder / "study.qualcode"
    path.write_bytes(made.read_bytes())
    commands = [["case", "load", str(folder / "cases.csv")]]
    for coder, codes in (("ani", ["outreach", "critique"]), ("budi", ["critique"])):
        commands.append(["code", "melati/ketua:2", *codes, "--coder", coder])
        commands.append(["code", "melati/ketua:4", "outreach", "--coder", coder])
    for command in [*commands, ["autocode", "--apply"]]:
        assert CliRunner().invoke(app, ["-p", str(path), *command]).exit_code == 0
    return path


@pytest.fixture
def coded(qualcode, coded_file, tmp_path):
    """The command line in a folder with a copy of that file."""
    (tmp_path / "study.qualcode").write_bytes(coded_file.read_bytes())
    return qualcode


def _json(coded, command, language):
    return json.loads(coded("--lang", language, *command, "--format", "json").stdout)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_field_and_key_of_a_note_is_in_the_vocabulary(coded, command):
    answer = _json(coded, command, "en")
    fields = set(answer["rows"][0] if answer["rows"] else ()) - {"tipologi", "Nama", "Usia"}
    assert fields - HEADS == set()
    assert set(answer["note"]) - KEYS == set()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_fields_and_numbers_are_the_same_for_programs_in_every_language(coded, command):
    def facts(language):
        answer = _json(coded, command, language)
        numbers = [[cell for cell in row.values() if isinstance(cell, (int, float))] for row in answer["rows"]]
        return [list(row) for row in answer["rows"]], list(answer["note"]), numbers

    assert facts("id") == facts("en")
    shown = coded("--lang", "id", *command, "--format", "csv").stdout
    header = next(csv.reader(StringIO(shown)))
    assert set(header) - HEADS <= {"note", "tipologi", "Nama", "Usia"}


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c[0] not in ("find", "concordance", "excerpts")], ids=" ".join
)
def test_people_read_no_english_head_or_key(coded, command):
    shown = coded("--lang", "id", *command).stdout
    head = re.split(r"\n-", shown)[0].splitlines()[-1] if "\n-" in shown else ""
    assert set(re.split(r"\s{2,}", head.strip())) & (HEADS - ALIKE) == set()
    last = shown.rstrip().splitlines()[-1]
    assert {part.split(":")[0] for part in last.split("; ")} & (KEYS - ALIKE) == set()


def test_numbers_have_a_comma_for_people_and_a_point_for_programs(coded):
    assert re.search(r"\b\d+,\d\d\b", coded("--lang", "id", "cooccur").stdout)
    assert re.search(r"\b\d+\.\d\d\b", coded("cooccur").stdout)
    csv_shown = coded("--lang", "id", "cooccur", "--format", "csv").stdout
    assert csv_shown == coded("cooccur", "--format", "csv").stdout.replace(
        "speech of every role except interviewer, moderator and observer",
        "ucapan semua peran kecuali pewawancara, moderator, dan pengamat",
    )


def test_an_unknown_type_is_told_in_indonesian(coded):
    assert 'Tidak ada jenis "warna"' in coded("--lang", "id", "attribute", "type", "tipologi", "warna", code=1).stderr


def test_a_page_with_a_chart_tells_origins_and_fractions(coded):
    coded("--lang", "id", "chart", "cooccur", "--all-codes", "-o", "pairs.html", "--coder", "ani")
    page = Path("pairs.html").read_text(encoding="utf-8")
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page)
    assert "orang" in cells
    assert "human" not in cells
    assert any(re.fullmatch(r"\d,\d+", cell) for cell in cells)
    heads = re.findall(r'<th scope="col">([^<]*)</th>', page)
    assert set(heads) & (HEADS - ALIKE) == set()
