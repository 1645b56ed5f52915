"""A case belongs to a group if all who speak in it do, a value is one however it is written, and ties are ties."""

import pytest

from qualcode.codebook import load
from qualcode.export.comparisons import sentences
from qualcode.measure.association import cliffs_delta, permutation_test
from qualcode.query.comparison import compare
from qualcode.query.conditions import parse_condition
from qualcode.query.crosstab import crosstab
from qualcode.query.excerpts import table as excerpt_table
from qualcode.query.filters import Filter
from qualcode.query.matrix import matrix
from qualcode.query.segments import segments
from qualcode.query.table import whole
from qualcode.query.themes import themes
from qualcode.store.cases import add_attribute, add_case, set_type, set_value
from qualcode.store.codebooks import load_codebook
from qualcode.store.codings import add_coding
from qualcode.store.speakers import set_speaker
from qualcode.study import open_study
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

RULES = Filter(origin="rule")
WITH, WITHOUT = "Kami ada koordinasi dengan kelurahan.", "Hari itu kami memasak untuk semua."


@pytest.fixture
def groups(empty, tmp_path, codebook_file):
    """Return a function that makes a project of cases, each with persons who have the theme n of m times."""

    def make(cases):
        for case, persons in cases.items():
            folder = tmp_path / "cases" / case
            folder.mkdir(parents=True)
            turns = [
                f"Peneliti : Bagaimana?\n{name} : {WITH if i < n else WITHOUT} Itu yang ke-{i}."
                for name, (n, of) in persons.items()
                for i in range(of)
            ]
            (folder / "satu.txt").write_text("\n".join(turns) + "\n", encoding="utf-8")
        import_paths(empty, [tmp_path / "cases"], ImportOptions())
        with empty.change("codebook load"):
            load_codebook(empty, load(codebook_file))
        autocode(empty, apply=True)
        return empty

    return make


def _attribute(project, name, values, kind="text", order=()):
    with project.change("case set"):
        add_attribute(project, name, kind, order)
        for case, value in values.items():
            set_value(project, name, value, case_id=add_case(project, case))


def _speaker(project, case, label, name, value):
    speaker = project.value("select id from speaker where label = ?", [label])
    with project.change("speaker set"):
        set_value(project, name, value, speaker_id=speaker)


def _four_and_four(a, b):
    return {f"{kind}{i}": persons for kind, every in (("A", a), ("B", b)) for i, persons in enumerate(every)}


def test_rates_that_are_equal_but_for_the_last_digit_are_ties():
    mean = (1 / 10 + 1 / 5) / 2
    assert mean != 3 / 20
    assert cliffs_delta([mean] * 4, [3 / 20] * 4) == 0.0
    found = permutation_test([[100 * mean] * 4, [100 * 3 / 20] * 4])
    assert (found.p, found.reachable) == (1.0, 1.0)
    assert cliffs_delta([0.15 + 2e-9], [0.15]) == 1.0


def test_the_test_and_delta_agree_on_what_a_tie_is():
    """One case of A differs, the others are equal to those of B: of 70 splits every one is as unequal."""
    mean = (1 / 10 + 1 / 5) / 2
    assert permutation_test([[mean, mean, mean, 0.5], [0.15] * 4]).p == 1.0
    assert cliffs_delta([mean, mean, mean, 0.5], [0.15] * 4) == 0.25


def test_equal_means_of_persons_show_no_difference(groups):
    two, one = {"Bu Satu": (1, 10), "Bu Dua": (2, 10)}, {"Bu Satu": (3, 20)}
    project = groups(_four_and_four([two] * 4, [one] * 4))
    _attribute(project, "jenis", {f"{kind}{i}": kind for kind in "AB" for i in range(4)})
    found = next(c for c in compare(project, RULES, by="jenis").codes if c.code == "coordination")
    assert (found.test.p, found.delta) == (1.0, 0.0)


@pytest.fixture
def partly(groups):
    """Four cases of panti, three of rumah, and one of whose three speakers one is known to be of a panti."""
    three = {"Bu Satu": (1, 2), "Bu Dua": (0, 2), "Bu Tiga": (0, 2)}
    project = groups({f"k{i}": {f"Bu {i}": (1, 2)} for i in range(7)} | {"k7": three})
    _attribute(project, "jenis", {f"k{i}": "panti" if i < 4 else "rumah" for i in range(7)})
    _speaker(project, "k7", "Bu Satu", "jenis", "panti")
    return project


def test_one_known_speaker_of_three_does_not_decide_for_the_case(partly):
    found = compare(partly, RULES, by="jenis")
    assert [group.cases for group in found.codes[0].groups] == [4, 3]
    assert found.left_out.partly_known == ("k7",)
    assert found.note["partly_known"] == "1 (k7)"
    assert "Left out: 1 case in which only some who speak have a value of jenis (k7)." in sentences(found)
    assert {r["case"]: r["jenis"] for r in matrix(partly, RULES).records()}["k7"] is None


def test_a_table_names_the_cases_that_are_in_several_of_its_columns(partly):
    assert crosstab(partly, RULES, columns="jenis").note["partly_known"] == "1 (k7)"
    assert themes(partly, RULES, by="jenis").note["partly_known"] == "1 (k7)"
    assert "partly_known" not in crosstab(partly, RULES, columns="case").note
    assert matrix(partly, RULES).note["partly_known"] == "jenis: 1 (k7)"


def test_speakers_of_different_values_are_named_too(partly):
    for label, value in (("Bu Dua", "panti"), ("Bu Tiga", "rumah")):
        _speaker(partly, "k7", label, "jenis", value)
    assert compare(partly, RULES, by="jenis").note["several_values"] == "1 (k7)"
    assert crosstab(partly, RULES, columns="jenis").note["several_values"] == "1 (k7)"
    assert matrix(partly, RULES).note["several_values"] == "jenis: 1 (k7)"


OF_CODE = ("coordination", "mean rate")
WRITTEN = [
    ("text", ("Panti", "panti", " PANTI"), "Panti", "panti"),
    ("category", ("Panti", "panti", "PANTI"), "Panti", "panti"),
    ("number", ("03", "3", "3.0"), "03", "3,0"),
    ("date", ("2018-03-12", "20180312", "2018-W11-1"), "2018-03-12", "2018-03-12"),
]


@pytest.mark.parametrize(("kind", "written", "shown", "asked"), WRITTEN)
def test_a_value_is_one_however_it_is_written(groups, kind, written, shown, asked):
    other = {"text": "rumah", "category": "rumah", "number": "7", "date": "2019-01-01"}[kind]
    project = groups({f"k{i}": {f"Bu {i}": (1, 2)} for i in range(6)})
    values = [*written, *[other] * 3]
    _attribute(project, "jenis", {f"k{i}": value for i, value in enumerate(values)}, kind)
    table = crosstab(project, Filter(codes=("coordination",), origin="rule"), columns="jenis", count="cases")
    cells = {r["jenis"]: r["n"] for r in table.records() if r["code"] == "coordination"}
    assert cells == {shown: 3, other: 3, "(all)": 6}
    assert {r["jenis"] for r in themes(project, RULES, by="jenis").records()} == {shown, other}
    assert [(g.name, g.cases) for g in compare(project, RULES, by="jenis").codes[0].groups] == [(shown, 3), (other, 3)]
    assert {r["jenis"] for r in matrix(project, RULES, by="jenis").records()} == {shown, other}
    assert len({r["jenis"] for r in matrix(project, RULES).records()}) == 2
    assert len({r["jenis"] for r in whole(segments(project, RULES)).records()}) == 2
    narrowed = Filter(origin="rule", where=(parse_condition(f"jenis={asked}"),))
    assert {r["case"] for r in themes(project, narrowed).records() if r["population"]} == {"k0", "k1", "k2"}
    assert {r["jenis"] for r in excerpt_table(project, narrowed).records()} == {shown}


def test_a_category_is_written_as_in_its_order(groups):
    project = groups({f"k{i}": {f"Bu {i}": (1, 2)} for i in range(2)})
    _attribute(project, "jenis", {"k0": "PANTI", "k1": "rumah"})
    with project.change("attribute type"):
        set_type(project, "jenis", "category", ["Rumah", "Panti"])
    assert [g.name for g in compare(project, RULES, by="jenis").codes[0].groups] == ["Rumah", "Panti"]


def test_two_spellings_of_one_value_are_no_clash_of_a_person(groups):
    project = groups({f"k{i}": {f"Bu {i}": (1, 2)} for i in range(2)})
    for i, value in enumerate(("Panti", "panti")):
        set_speaker(project, f"k{i}/satu", f"Bu {i}", person="siti")
        _speaker(project, f"k{i}", f"Bu {i}", "jenis", value)
    assert {r["jenis"] for r in themes(project, RULES, by="jenis").records()} == {"Panti"}


def test_comparing_without_sub_codes_counts_the_code_itself(groups):
    project = groups({f"k{i}": {f"Bu {i}": (1, 2)} for i in range(2)})
    _attribute(project, "jenis", {"k0": "panti", "k1": "rumah"})
    agencies = project.value("select code_id from code_tree where path = 'coordination/agencies'")
    with project.change("code", coder="ani"):
        for source, start, stop in project.rows("select source_id, start, stop from suggestion order by id"):
            add_coding(project, source, start, stop, agencies, "ani")
    with open_study(project.path) as study:
        means = [
            {r["group"]: r["value"] for r in table.records() if (r["code"], r["measure"]) == OF_CODE}
            for table in (
                study.compare(by="jenis", code="coordination"),
                study.compare(by="jenis", code="coordination", subcodes=False),
            )
        ]
    assert means == [{"panti": 100.0, "rumah": 100.0}, {"panti": 0.0, "rumah": 0.0}]
