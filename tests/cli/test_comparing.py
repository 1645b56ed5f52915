"""compare says in words what may be said, crosstab lays codes out; machines get one row one fact of both."""

import json
import re
import shutil

import pytest

from qualcode.codebook import load
from qualcode.store import Project
from qualcode.store.codebooks import load_codebook
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

CODEBOOK = """name: kecil
codes:
  - name: coordination
    rules: [koordinasi]
    codes:
      - name: agencies
        rules: [dinas]
  - name: critique
    rules: [tepat sasaran]
  - name: outreach
    rules: [pintu ke pintu]
"""


@pytest.fixture(scope="module")
def eight_cases(tmp_path_factory):
    """A project file of eight invented cases, four of each type, coded by the rules."""
    folder = tmp_path_factory.mktemp("eight")
    for i, n in enumerate([4, 3, 5, 6, 0, 1, 0, 0]):
        (folder / f"orso{i}").mkdir()
        said = [f"{'Ada koordinasi dengan warga' if k < n else 'Kami memasak'}, ke-{i}{k}." for k in range(10)]
        turns = "".join(f"Peneliti : Lalu?\nBu Orso{i} : {one}\n" for one in said)
        (folder / f"orso{i}" / "satu.txt").write_text(turns, encoding="utf-8")
    rows = "".join(f"orso{i},{'A' if i < 4 else 'B'}\n" for i in range(8))
    (folder / "cases.csv").write_text(f"case,tipologi\n{rows}", encoding="utf-8")
    (folder / "kecil.yaml").write_text(CODEBOOK, encoding="utf-8")
    with Project.create(folder / "study.qualcode") as project:
        import_paths(project, [folder], ImportOptions())
        with project.change("codebook load"):
            load_codebook(project, load(folder / "kecil.yaml"))
        autocode(project, apply=True)
    return folder / "study.qualcode"


@pytest.fixture
def eight(qualcode, eight_cases, tmp_path):
    """The command line in a folder with a copy of that project."""
    shutil.copy(eight_cases, tmp_path)
    return qualcode


def test_groups_are_told_in_a_row_and_a_sentence(eight):
    out = eight("compare", "--by", "tipologi", "--from", "rule", "--code", "coordination", "--code", "outreach").stdout
    lines = out.splitlines()
    assert re.split(" {2,}", lines[2]) == [
        "coordination",
        "4 of 4; 45.0 ±12.9 (30.0-60.0)",
        "1 of 4; 2.5 ±5.0 (0.0-10.0)",
        "+0.75 [+0.09, +0.95]",
        "+1.00",
        "0.029",
        "0.086",
    ]
    assert "No difference shown: coordination. Chance alone often makes such differences" in out
    assert "Too few to say: coordination/agencies, outreach. No case has it." in out
    assert "permutation, all 70 splits of the cases" in lines[-1]


def test_a_difference_is_told_with_its_numbers(eight, tmp_path):
    """With one code on the level nothing is adjusted away."""
    (tmp_path / "satu.yaml").write_text("name: satu\ncodes:\n  - name: coordination\n    rules: [koordinasi]\n")
    eight("codebook", "load", tmp_path / "satu.yaml")
    eight("autocode", "--apply")
    out = eight("compare", "--by", "tipologi", "--from", "rule").stdout
    assert (
        "coordination differs by tipologi more than chance would make likely (adjusted p 0.029). "
        "A: 4 of 4 cases, mean rate 45.0; B: 1 of 4 cases, mean rate 2.5."
    ) in out


def test_too_few_cases_are_told_with_the_reason(eight):
    out = eight("compare", "--by", "tipologi", "--from", "rule", "--case", "orso0", "--case", "orso4").stdout
    assert "Too few to say: coordination. A group has fewer than 3 cases (A 1, B 1)." in out
    six = [word for i in (0, 1, 2, 4, 5, 6) for word in ("--case", f"orso{i}")]
    out = eight("compare", "--by", "tipologi", "--from", "rule", *six).stdout
    assert "With so few cases (A 3, B 3) no p can be below 0.100, however they differ." in out


def test_cases_that_are_left_out_are_counted_and_named(eight):
    eight("case", "set", "orso7", "tipologi=")
    out = eight("compare", "--by", "tipologi", "--from", "rule").stdout
    assert "Left out: 1 case without a value of tipologi (orso7)." in out


def test_where_people_have_read_nothing_the_command_for_the_rules_is_told(eight):
    found = eight("compare", "--by", "tipologi")
    assert "not read" in found.stdout
    assert "Left out: 8 cases of which nothing was read" in found.stdout
    assert "See: qualcode compare --by tipologi --from rule" in found.stderr


def test_machines_get_one_row_one_fact(eight):
    answer = json.loads(eight("compare", "--by", "tipologi", "--from", "rule", "--format", "json").stdout)
    assert answer["note"]["count"] == "cases"
    (row,) = (r for r in answer["rows"] if (r["code"], r["group"], r["measure"]) == ("coordination", "A", "mean rate"))
    assert row == {
        "code": "coordination", "group": "A", "from": "rule", "measure": "mean rate", "value": 45.0, "low": None,
        "high": None, "n": None, "of": 4, "remark": "",
    }  # fmt: skip
    again = eight("compare", "--by", "tipologi", "--from", "rule", "--format", "json").stdout
    assert json.loads(again) == answer


def test_two_cases_side_by_side(study):
    study("autocode", "--apply")
    out = study("compare", "--cases", "melati,kasih", "--from", "rule").stdout
    assert out.startswith('Only melati has (3)\n\ncoordination: melati 2 of 3 (67%); kasih 0 of 2 (0%)\n  melati: "')
    assert 'Only kasih has (1)\n\ncritique: melati 0 of 3 (0%); kasih 1 of 2 (50%)\n  kasih: "Bantuannya' in out
    rows = json.loads(study("compare", "--cases", "melati,kasih", "--from", "rule", "-f", "json").stdout)["rows"]
    assert [(r["code"], r["case"], r["had_by"], r["n"]) for r in rows][-2:] == [
        ("outreach", "melati", "melati", 1),
        ("outreach", "kasih", "melati", 0),
    ]


def test_what_cannot_be_compared_is_one_clear_line(study):
    for arguments, message in [
        ((), "compare needs either --by ATTRIBUTE or --cases A,B."),
        (("--by", "tipologi", "--cases", "melati,kasih"), "compare needs either --by ATTRIBUTE or --cases A,B."),
        (("--cases", "melati"), '--cases takes two different cases with a comma between, not "melati".'),
        (("--cases", "melati,Melati"), '--cases takes two different cases with a comma between, not "melati,Melati".'),
        (("--cases", "melati,kasihh"), "Nearest: kasih"),
        (("--by", "tipologi"), 'There is no attribute "tipologi"'),
    ]:
        assert message in study("compare", *arguments, code=1).stderr


def test_a_cross_table_has_totals_and_what_its_shares_are_of_and_says_what_it_hides(study):
    study("autocode", "--apply")
    out = study("crosstab", "--columns", "case", "--from", "rule").stdout
    assert out.startswith(
        "code                     kasih   melati    (all)\n"
        "---------------------  -------  -------  -------\n"
        "coordination            0 (0%)  2 (67%)  2 (40%)\n"
        "coordination/agencies   0 (0%)  1 (33%)  1 (20%)\n"
        "critique               1 (50%)   0 (0%)  1 (20%)\n"
        "outreach                0 (0%)  1 (33%)  1 (20%)\n"
        "(any code)             1 (50%)  2 (67%)  3 (60%)\n"
        "(population)                 2        3        5\n"
        "\n"
        "count: segments; by: case; "
    )
    turned = study("crosstab", "--rows", "case", "--columns", "code", "--from", "rule", "--percent", "row").stdout
    assert turned.splitlines()[3].split() == [
        "melati", "2", "(100%)", "1", "(50%)", "0", "(0%)", "1", "(50%)", "2", "(100%)", "3",
    ]  # fmt: skip
    assert "percent: row" in turned
    out = study("crosstab", "--columns", "case", "--from", "rule", "--min-cases", "2").stdout
    assert out.splitlines()[2].split() == ["coordination", "hidden", "hidden", "hidden"]
    assert "min_cases: 2; hidden: " in out
    rows = json.loads(study("crosstab", "--columns", "case", "--from", "rule", "--min-cases", "2", "-f", "json").stdout)
    assert {(row["n"], row["hidden"]) for row in rows["rows"] if row["code"] == "coordination"} == {(None, 1)}


def test_a_cross_table_of_people_says_how_much_was_read(study):
    study("code", "melati/ketua:2", "outreach", "--coder", "ani")
    lines = study("crosstab", "--columns", "case", "--rate", "segments").stdout.splitlines()
    assert lines[5].split() == ["outreach", "0", "(0.0)", "1", "(33.3)", "1", "(20.0)"]
    assert re.split(" {2,}", lines[7]) == ["(read)", "0 of 2", "1 of 3", "1 of 5"]
    for options in (("--columns", "code"), ("--rows", "case", "--columns", "role")):
        assert "One of --rows and --columns is code" in study("crosstab", *options, code=1).stderr
