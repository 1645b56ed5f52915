"""Counts say what they count, over which population, and never count a thing twice."""

import pytest

from qualcode.errors import UnknownNameError
from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.store.cases import add_case, set_type, set_value
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.store.speakers import set_speaker
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import import_paths


def _code(project, source, quote, *codes, coder="ani"):
    """Code the words `quote` of a source."""
    source_id = find_source(project, source).id
    start = text_of(project, source_id).index(quote)
    ids, book = code_ids(project), codebook(project)
    with project.change("code", coder=coder):
        for code in codes:
            add_coding(project, source_id, start, start + len(quote), ids[book.find(code).uid], coder)


def _cells(table, *columns):
    return {tuple(r[c] for c in columns[:-1]): r[columns[-1]] for r in table.records()}


def test_rules_count_the_default_population_only(project):
    """The interviewer says "koordinasi" too; that is not counted."""
    autocode(project, apply=True)
    n = _cells(themes(project, Filter(origin="rule")), "code", "case", "n")
    assert n == {
        ("coordination", "kasih"): 0,
        ("coordination", "melati"): 2,
        ("coordination/agencies", "kasih"): 0,
        ("coordination/agencies", "melati"): 1,
        ("critique", "kasih"): 1,
        ("critique", "melati"): 0,
        ("outreach", "kasih"): 0,
        ("outreach", "melati"): 1,
    }


def test_rules_of_the_asker_count_when_asked_for(project):
    autocode(project, Filter(roles=("interviewer",)), apply=True)
    table = themes(project, Filter(origin="rule", roles=("interviewer",)), by="role")
    assert _cells(table, "code", "role", "n")["coordination", "interviewer"] == 1


def test_sub_codes_are_rolled_up_without_counting_twice(project):
    _code(project, "melati/ketua", "Ya karena kasihan", "coordination/agencies", "outreach")
    _code(project, "melati/ketua", "koordinasi dengan dinas", "coordination")
    n = _cells(themes(project, by=None), "code", "n")
    assert n == {("coordination",): 1, ("coordination/agencies",): 1, ("critique",): 0, ("outreach",): 1}
    alone = themes(project, Filter(codes=("coordination",), subcodes=False), by=None, count="codings")
    assert _cells(alone, "code", "n") == {("coordination",): 1}


def test_what_was_never_run_is_none_and_not_zero(project):
    assert set(themes(project, Filter(origin="rule")).column("n")) == {None}
    autocode(project, Filter(codes=("outreach",)), apply=True)
    n = _cells(themes(project, Filter(origin="rule"), by=None), "code", "n")
    assert n == {("coordination",): None, ("coordination/agencies",): None, ("critique",): None, ("outreach",): 1}


def test_a_run_over_one_source_counts_over_that_source(project):
    autocode(project, Filter(sources=("melati/ketua",)), apply=True)
    rows = themes(project, Filter(origin="rule", codes=("outreach",))).records()
    assert [(r["case"], r["n"], r["population"]) for r in rows] == [("kasih", None, 0), ("melati", 1, 3)]


def test_shares_are_of_what_was_read(project):
    _code(project, "melati/ketua", "Ya karena kasihan", "outreach")
    (row,) = themes(project, Filter(codes=("outreach",), cases=("melati",))).records()[-1:]
    assert (row["n"], row["population"], row["read"], row["share"]) == (1, 3, 1, 1.0)


@pytest.mark.parametrize(
    ("count", "n", "population"),
    [
        ("segments", 2, 5),
        ("codings", 2, 5),
        ("turns", 2, 4),
        ("persons", 1, 2),
        ("sources", 1, 2),
        ("cases", 1, 2),
        ("words", 23, 49),
    ],
)
def test_every_unit_of_counting(project, count, n, population):
    _code(project, "melati/ketua", "Ya karena kasihan, anak-anak", "outreach")
    _code(project, "melati/ketua", "kasihan, anak-anak itu", "outreach")
    _code(project, "melati/ketua", "Kami dari pintu ke pintu", "outreach")
    (row,) = themes(project, Filter(codes=("outreach",)), by=None, count=count).records()
    assert row["n"] == n
    if count == "codings":
        assert row["share"] is None
    else:
        assert row["population"] == population


def test_overlapping_codings_of_two_coders_are_two_codings(project):
    _code(project, "melati/ketua", "Ya karena kasihan", "outreach")
    _code(project, "melati/ketua", "karena kasihan", "outreach", coder="budi")
    (row,) = themes(project, Filter(codes=("outreach",)), by=None, count="codings").records()
    assert row["n"] == 2


def test_only_the_named_coder_counts(project):
    _code(project, "melati/ketua", "Ya karena kasihan", "outreach")
    _code(project, "melati/ketua", "Kami dari pintu", "outreach", coder="budi")
    (row,) = themes(project, Filter(codes=("outreach",), coders=("budi",)), by=None).records()
    assert (row["n"], row["read"]) == (1, 1)


def test_what_consensus_read_replaces_what_others_coded_there(project):
    _code(project, "melati/ketua", "Ya karena kasihan", "outreach")
    _code(project, "melati/ketua", "Kami dari pintu", "outreach")
    with project.change("adjudicate", coder="bersama"):
        add_coder(project, "bersama", "consensus")
    _code(project, "melati/ketua", "Ya karena kasihan", "coordination", coder="bersama")
    n = _cells(themes(project, by=None), "code", "n")
    assert (n["outreach",], n["coordination",]) == (1, 1)


def test_all_counts_people_and_what_is_pending_apart(project):
    autocode(project, apply=True)
    _code(project, "melati/ketua", "Kami dari pintu", "outreach")
    table = themes(project, Filter(origin="all", codes=("outreach",)), by=None)
    assert _cells(table, "from", "n") == {("human",): 1, ("rule",): 1, ("model",): None}


def test_a_decided_suggestion_is_no_longer_pending(project):
    autocode(project, apply=True)
    source, start, stop, code = project.rows(
        "select source_id, start, stop, code_id from suggestion join code on code.id = code_id"
        " where code.name = 'outreach'"
    )[0]
    with project.change("review", coder="ani"):
        coder = add_coder(project, "ani")
        project.execute(
            """
            insert into decision(uid, coder_id, source_id, start, stop, code_id, state, origin, score, evidence,
                                 run_uid, codebook_sha256, drawn, at)
            values (?, ?, ?, ?, ?, ?, 'rejected', 'rule', 0.7, '[]', '', '', 'best', '2026-01-01T00:00:00Z')
            """,
            ["a" * 32, coder, source, start, stop, code],
        )
    table = themes(project, Filter(origin="all", codes=("outreach",)), by=None)
    assert _cells(table, "from", "n")["rule",] == 0
    assert themes(project, Filter(origin="rule", codes=("outreach",)), by=None).column("n") == [1]


def test_by_an_attribute_with_an_order(project):
    with project.change("case set"):
        for case, kind in (("melati", "A"), ("kasih", "C")):
            set_value(project, "tipologi", kind, case_id=add_case(project, case))
        set_type(project, "tipologi", "category", ["C", "B", "A"])
    autocode(project, apply=True)
    table = themes(project, Filter(origin="rule", codes=("critique",)), by="tipologi")
    assert [(r["tipologi"], r["n"], r["population"]) for r in table.records()] == [("C", 1, 2), ("A", 0, 3)]


def test_where_narrows_the_population(project):
    with project.change("case set"):
        set_value(project, "tipologi", "A", case_id=add_case(project, "melati"))
    autocode(project, apply=True)
    table = themes(project, Filter(origin="rule", codes=("coordination",), where=(("tipologi", "A"),)), by=None)
    assert (table.records()[0]["n"], table.records()[0]["population"]) == (2, 3)


def test_a_speaker_may_belong_to_another_case_than_the_source(project):
    set_speaker(project, "melati/ketua", "Ibu S", case="kasih")
    autocode(project, apply=True)
    n = _cells(themes(project, Filter(origin="rule", codes=("outreach",))), "case", "n")
    assert n == {("kasih",): 1, ("melati",): 0}
    set_speaker(project, "melati/ketua", "Ibu S", case="")
    n = _cells(themes(project, Filter(origin="rule", codes=("outreach",))), "case", "n")
    assert n == {("kasih",): 0, ("melati",): 0, ("(no case)",): 1}


def test_rates_are_of_the_population(project):
    autocode(project, apply=True)
    where = Filter(origin="rule", codes=("critique",))
    assert themes(project, where, by=None, rate="segments").column("rate") == [20.0]
    words = project.value("select sum(words) from segment_scope where role = 'respondent'")
    assert themes(project, where, by=None, rate="words").column("rate") == [round(1000 / words, 6)]


def test_the_note_says_what_is_counted_and_what_is_left_out(project):
    _code(project, "melati/ketua", "Koordinasi dengan kami", "coordination")
    note = themes(project).note
    assert note["count"] == "segments"
    assert "except interviewer" in note["population"]
    assert note["from"] == "human: ani"
    assert note["codings_outside_population"] == 1


def test_unknown_roles_count_and_are_told(empty, tmp_path, codebook_file):
    (tmp_path / "catatan.txt").write_text("Ada koordinasi dengan dinas.\n\nLalu hujan.\n", encoding="utf-8")
    from qualcode.codebook import load
    from qualcode.store.codebooks import load_codebook

    import_paths(empty, [tmp_path / "catatan.txt"])
    with empty.change("codebook load"):
        load_codebook(empty, load(codebook_file))
    autocode(empty, apply=True)
    table = themes(empty, Filter(origin="rule", codes=("coordination",)), by=None)
    assert table.column("n") == [1, 1]
    assert table.note["segments_of_unknown_role"] == table.column("population")[0]


@pytest.mark.parametrize(
    ("narrowed", "message"),
    [
        ({"codes": ("koperasi",)}, 'no code "koperasi"'),
        ({"sources": ("melati/ketuo",)}, "Nearest: melati/ketua"),
        ({"cases": ("melatih",)}, "Nearest: melati"),
        ({"coders": ("ani",)}, 'no coder "ani"'),
        ({"roles": ("boss",)}, 'no role "boss"'),
        ({"where": (("tipologi", "A"),)}, 'no attribute "tipologi"'),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(project, narrowed, message):
    with pytest.raises(UnknownNameError, match=message):
        themes(project, Filter(**narrowed))


def test_suggestions_stay_countable_after_a_new_cut(project):
    from qualcode.workflow.cutting import cut_again

    autocode(project, apply=True)
    _code(project, "melati/ketua", "Kami dari pintu", "outreach")
    cut_again(project, "sentence")
    table = themes(project, Filter(codes=("outreach",)), by=None).records()[0]
    assert table["n"] == 1
    assert table["read"] == 2
