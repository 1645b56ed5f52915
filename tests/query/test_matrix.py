"""A matrix tells zero from missing, counts as the tables count, and has names that statistics programs take."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.query.filters import Filter
from qualcode.query.matrix import matrix
from qualcode.query.segments import segments
from qualcode.query.table import whole
from qualcode.query.themes import themes
from qualcode.query.variables import dictionary, variable_names
from qualcode.store.cases import add_attribute, add_case, set_type, set_value
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode

RULES = Filter(origin="rule")


@pytest.fixture
def coded(project):
    """Two interviews: Ani coded one answer of melati and read no other; rules ran over both; cases have attributes."""
    source = find_source(project, "melati/ketua").id
    start = text_of(project, source).index("Ya karena kasihan")
    code = code_ids(project)[codebook(project).find("coordination/agencies").uid]
    with project.change("code", coder="ani"):
        add_coding(project, source, start, start + 17, code, "ani")
    autocode(project, apply=True)
    with project.change("case set"):
        add_attribute(project, "luas wilayah")
        set_type(project, "luas wilayah", "category", ["kelurahan", "kota"])
        add_attribute(project, "pengurus", "number")
        for case, reach, staff in (("melati", "Kota", "12"), ("kasih", "kelurahan", "7,5")):
            set_value(project, "luas wilayah", reach, case_id=add_case(project, case))
            set_value(project, "pengurus", staff, case_id=add_case(project, case))
        add_case(project, "belum ditemui")
    return project


def _rows(table):
    return {record["case"]: record for record in table.records()}


def test_what_nobody_read_is_missing_and_what_was_read_without_the_code_is_zero(coded):
    rows = _rows(matrix(coded))
    assert (rows["melati"]["coordination"], rows["melati"]["critique"]) == (1, 0)
    assert (rows["kasih"]["coordination"], rows["belum ditemui"]["coordination"]) == (None, None)
    assert rows["belum ditemui"]["segments"] == 0


def test_sub_codes_count_for_the_code_above(coded):
    row = _rows(matrix(coded, cells="counts"))["melati"]
    assert (row["coordination"], row["coordination_agencies"]) == (1, 1)
    alone = _rows(matrix(coded, Filter(codes=("coordination",), subcodes=False)))["melati"]
    assert alone["coordination"] == 0


@pytest.mark.parametrize("by", ["case", "source", "speaker", "person", "role", "luas wilayah"])
def test_counts_are_those_of_themes(coded, by):
    crossed = matrix(coded, RULES, by=by, cells="counts")
    labels = {v.label: v.name for v in crossed.variables}
    counted = {(r["code"], r[by]): r["n"] for r in themes(coded, RULES, by=by).records()}
    for record in crossed.records():
        for code in ("coordination", "coordination/agencies", "critique", "outreach"):
            expected = counted[code, record[labels[by]]] if record["segments"] else None
            assert record[labels[code]] == expected


def test_rates_are_of_what_was_read(coded):
    row = _rows(matrix(coded, cells="rates"))["melati"]
    assert (row["read"], row["coordination"]) == (1, 100)
    whole_case = _rows(matrix(coded, RULES, cells="rates"))["melati"]
    n = _rows(matrix(coded, RULES, cells="counts"))["melati"]["coordination"]
    assert whole_case["coordination"] == round(100 * n / whole_case["segments"], 6)


def test_attributes_keep_their_types_and_the_spelling_of_their_categories(coded):
    table = matrix(coded)
    rows = _rows(table)
    assert (rows["melati"]["luas_wilayah"], rows["melati"]["pengurus"], rows["kasih"]["pengurus"]) == ("kota", 12, 7.5)
    assert (rows["belum ditemui"]["luas_wilayah"], rows["belum ditemui"]["pengurus"]) == (None, None)
    told = {r["variable"]: (r["label"], r["type"], r["values"]) for r in dictionary(table).records()}
    assert told["luas_wilayah"] == ("luas wilayah", "category", "kelurahan < kota")
    assert told["pengurus"][1] == "number"
    assert told["coordination_agencies"] == ("coordination/agencies", "0/1", "0 = no, 1 = yes")


def test_a_row_that_holds_several_values_of_an_attribute_has_none_of_it(coded):
    assert "pengurus" not in matrix(coded, RULES, by="role").columns
    by_source = {r["source"]: r["pengurus"] for r in matrix(coded, RULES, by="source").records()}
    assert by_source == {"melati/ketua": 12, "kasih/ketua": 7.5}


def test_what_belongs_to_no_case_is_counted_in_the_note_and_not_a_row(coded):
    with coded.change("case set"):
        coded.execute("update source set case_id = null where name = 'kasih/ketua'")
    table = matrix(coded, RULES)
    assert [r["case"] for r in table.records()] == ["kasih", "melati", "belum ditemui"]
    assert table.note["segments_in_no_row"] == 2


def test_a_cell_holds_codings_of_one_kind(coded):
    with pytest.raises(QualcodeError, match="choose --from human, rule or model"):
        matrix(coded, Filter(origin="all"))
    with pytest.raises(QualcodeError, match="choose --from human, rule or model"):
        segments(coded, Filter(origin="all"))


def test_every_segment_is_a_row_with_its_codes_and_what_holds_for_it(coded):
    listed = whole(segments(coded)).records()
    assert len(listed) == coded.value("select count(*) from segment_scope where role <> 'interviewer'")
    first = next(r for r in listed if r["codes"])
    assert (first["source"], first["case"], first["speaker"], first["codes"]) == (
        "melati/ketua", "melati", "Ibu S", "coordination/agencies",
    )  # fmt: skip
    assert (first["read"], first["pengurus"], first["luas_wilayah"]) == (1, 12, "kota")
    assert first["text"].startswith("Ya karena kasihan, anak-anak itu dak sekolah. Kami juga koordinasi")
    assert sum(r["read"] for r in listed) == 1


def test_a_column_a_code_is_missing_where_the_segment_was_not_read(coded):
    listed = whole(segments(coded, binary=True)).records()
    read = [r for r in listed if r["read"]]
    assert [(r["coordination"], r["coordination_agencies"], r["critique"]) for r in read] == [(1, 1, 0)]
    assert {r["coordination"] for r in listed if not r["read"]} == {None}
    ruled = whole(segments(coded, RULES, binary=True)).records()
    n = _rows(matrix(coded, RULES, cells="counts"))
    assert sum(r["coordination"] for r in ruled) == n["melati"]["coordination"] + n["kasih"]["coordination"]


def test_imported_and_own_readings_count_as_read(coded):
    source = find_source(coded, "kasih/ketua").id
    with coded.change("code", coder="budi"):
        add_reading(coded, add_coder(coded, "budi"), source, 0, len(text_of(coded, source)))
    assert _rows(matrix(coded))["kasih"]["coordination"] == 0
    assert _rows(matrix(coded, Filter(coders=("ani",))))["kasih"]["coordination"] is None


def test_names_are_taken_by_spss_and_never_alike():
    labels = ["jenis/pangan", "Jenis pangan", "jenis_pangan_2", "2018", "Å bo", "not", "…", "kode " * 30, "kode " * 31]
    names = variable_names(labels)
    assert len({name.casefold() for name in names}) == len(labels)
    assert all(name[0].isalpha() and len(name.encode()) <= 64 and name.isidentifier() for name in names)
    assert names[:6] == ["jenis_pangan", "Jenis_pangan_2", "jenis_pangan_2_2", "v2018", "A_bo", "not_"]
