"""A cross table counts each unit once in every cell and total, keeps zeros, and hides what points at too few cases."""

import pytest

from qualcode.errors import UnknownNameError
from qualcode.query.crosstab import crosstab
from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.store.cases import add_case, set_value
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import ImportOptions, import_paths

RULES = Filter(origin="rule")
ALL = "(all)"


@pytest.fixture
def coded(project):
    """The two interviews, coded by the rules; melati is a yayasan, kasih a panti."""
    autocode(project, apply=True)
    with project.change("case set"):
        for case, kind in (("melati", "yayasan"), ("kasih", "panti")):
            set_value(project, "jenis", kind, case_id=add_case(project, case))
    return project


def _cells(table, by, *columns):
    return {(r["code"], r[by]): tuple(r[c] for c in columns) for r in table.records()}


def test_counts_are_those_of_themes_with_totals(coded):
    crossed = _cells(crosstab(coded, RULES, columns="case"), "case", "n", "population", "share")
    counted = _cells(themes(coded, RULES, by="case"), "case", "n", "population", "share")
    total = _cells(themes(coded, RULES, by=None), "all", "n", "population", "share")
    assert {cell: found for cell, found in crossed.items() if ALL not in cell and cell[0] != "(any code)"} == counted
    assert {cell: found for cell, found in crossed.items() if cell[1] == ALL and cell[0] != "(any code)"} == total


def test_every_breakdown_has_a_row_for_every_code_and_value(coded):
    for by in ("case", "source", "speaker", "person", "role", "jenis"):
        table = crosstab(coded, RULES, columns=by)
        values = {r[by] for r in table.records()}
        assert ALL in values
        assert len(table.rows) == 5 * len(values)
        assert not any(r["hidden"] for r in table.records())


def test_a_unit_with_several_codes_counts_once_in_the_total(project):
    """One segment under three codes is one segment with any code; two codings of one turn are one turn."""
    source = find_source(project, "melati/ketua").id
    ids, book = code_ids(project), codebook(project)
    with project.change("code", coder="ani"):
        for quote, *codes in (
            ("Ya karena kasihan", "coordination/agencies", "critique", "outreach"),
            ("Kami dari pintu ke pintu", "outreach"),
            ("Kadang ada tetangga", "coordination"),
        ):
            start = text_of(project, source).index(quote)
            for code in codes:
                add_coding(project, source, start, start + len(quote), ids[book.find(code).uid], "ani")
    n = _cells(crosstab(project, columns="case"), "case", "n", "read")
    assert n["(any code)", "melati"] == n["(any code)", ALL] == (3, 3)
    assert n["coordination", ALL] == (2, 3)
    assert n["(any code)", "kasih"] == (0, 0)
    turns = _cells(crosstab(project, columns="case", count="turns"), "case", "n")
    assert turns["(any code)", ALL] == (2,)


def test_row_shares_are_of_the_code_and_column_shares_of_what_has_any_code(coded):
    found = _cells(crosstab(coded, RULES, columns="case"), "case", "row_share", "column_share")
    assert found["coordination", "melati"] == (1.0, 1.0)
    assert found["outreach", "melati"] == (1.0, 0.5)
    assert found["critique", "kasih"] == (1.0, 1.0)
    assert found["critique", "melati"] == (0.0, 0.0)
    assert found["(any code)", "kasih"] == (0.333333, 1.0)


def test_rates_are_per_100_segments_or_1000_words(coded):
    for unit, per, size in (("segments", 100, "count(*)"), ("words", 1000, "sum(words)")):
        base = coded.value(f"select {size} from segment_scope where role = 'respondent'")
        found = _cells(crosstab(coded, RULES, columns="case", rate=unit), "case", "n", "rate")
        assert found["coordination", ALL] == (2, round(per * 2 / base, 6))


def test_cells_that_point_at_too_few_cases_are_hidden_and_not_0(coded):
    table = crosstab(coded, RULES, columns="role", min_cases=2)
    found = _cells(table, "role", "n", "share", "row_share", "column_share", "hidden")
    assert found["coordination", "respondent"] == (None, None, None, None, 1)
    assert found["(any code)", "respondent"] == (3, 0.6, 1.0, 1.0, 0)
    assert table.note["min_cases"] == 2
    assert table.note["hidden"].startswith(f"{sum(r['hidden'] for r in table.records())} cells")


def test_a_total_that_would_tell_a_hidden_cell_is_hidden_too(coded, tmp_path):
    """Two cases of kota have the theme, the only one of desa is hidden: total less kota would tell it."""
    folder = tmp_path / "more" / "mawar"
    folder.mkdir(parents=True)
    said = "Peneliti : Lalu?\nBu Mawar : Kami ada koordinasi dengan lurah. Kami juga dari pintu ke pintu.\n"
    (folder / "satu.txt").write_text(said, encoding="utf-8")
    import_paths(coded, [folder.parent], ImportOptions())
    autocode(coded, apply=True)
    with coded.change("case set"):
        for case, place in (("melati", "kota"), ("mawar", "kota"), ("kasih", "desa")):
            set_value(coded, "wilayah", place, case_id=add_case(coded, case))
    open_ = _cells(crosstab(coded, RULES, columns="wilayah"), "wilayah", "n")
    assert (open_["outreach", "kota"], open_["outreach", "desa"], open_["outreach", ALL]) == ((2,), (0,), (2,))
    found = _cells(crosstab(coded, RULES, columns="wilayah", min_cases=2), "wilayah", "n", "row_share", "hidden")
    assert found["outreach", "kota"] == (2, None, 0)
    assert found["outreach", "desa"] == found["outreach", ALL] == (None, None, 1)


def test_what_was_not_run_is_neither_0_nor_a_total(coded):
    found = _cells(crosstab(coded, Filter(origin="model"), columns="case"), "case", "n", "row_share", "column_share")
    assert set(found.values()) == {(None, None, None)}


def test_the_total_over_codes_that_were_run_on_different_sources_is_not_given(project):
    autocode(project, Filter(codes=("outreach",)), apply=True)
    found = _cells(crosstab(project, RULES, columns="case"), "case", "n")
    assert found["outreach", ALL] == (1,)
    assert found["(any code)", ALL] == (None,)


def test_only_the_codes_named_make_the_total(coded):
    where = Filter(codes=("coordination",), subcodes=False, origin="rule")
    found = _cells(crosstab(coded, where, columns="case"), "case", "n")
    assert {code for code, _case in found} == {"coordination", "(any code)"}
    assert found["coordination", ALL] == found["(any code)", ALL]


def test_a_wrong_name_is_told_with_the_nearest(coded):
    with pytest.raises(UnknownNameError, match="Nearest: jenis"):
        crosstab(coded, columns="jenes")


@pytest.mark.parametrize("columns", ["case", "role", "source"])
def test_codings_have_no_shares_and_any_code_is_their_sum(project, columns):
    """Two codings of one segment, one of them over the other: as codings they are two."""
    source = find_source(project, "melati/ketua").id
    start = text_of(project, source).index("Ya karena kasihan")
    ids, book = code_ids(project), codebook(project)
    with project.change("code", coder="ani"):
        for code, end in (("outreach", 5), ("critique", 10), ("coordination", 10), ("coordination/agencies", 15)):
            add_coding(project, source, start, start + end, ids[book.find(code).uid], "ani")
    table = crosstab(project, columns=columns, count="codings")
    for record in table.records():
        assert (record["share"], record["row_share"], record["column_share"]) == (None, None, None)
    total = {r["code"]: r["n"] for r in table.records() if r[columns] == ALL}
    assert total == {
        "coordination": 1, "coordination/agencies": 1, "critique": 1, "outreach": 1, "(any code)": 4,
    }  # fmt: skip
