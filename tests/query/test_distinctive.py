"""Distinctive words are those used more here than in the rest, by more than one case, function words aside."""

import pytest

from qualcode.codebook import load
from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.measure.keyness import log_likelihood, log_ratio
from qualcode.query.distinctive import distinctive
from qualcode.query.filters import Filter
from qualcode.store.cases import find_case, set_value
from qualcode.store.codebooks import code_ids, codebook, load_codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.importing import import_paths

SAID = {
    "melati": ["Ada koordinasi dengan dinas kota"] * 6 + ["Kami menanam sayur di kebun"] * 2,
    "kasih": ["Ada koordinasi dengan dinas desa"] * 4 + ["Kami memasak nasi dan sayur"] * 6,
    "dahlia": ["Kami memasak nasi, tidak ada dinas"] * 3
    + ["Kami memasak nasi, nggak ada dinas"] * 2
    + ["Kambing, kambing, kambing kami sehat"] * 3,
}


@pytest.fixture
def talks(empty, tmp_path, codebook_file):
    """Three invented interviews of three cases."""
    for case, answers in SAID.items():
        (tmp_path / "t" / case).mkdir(parents=True)
        turns = "".join(f"Peneliti : Lalu?\nBu {case.title()} : {answer}.\n" for answer in answers)
        (tmp_path / "t" / case / "satu.txt").write_text(turns, encoding="utf-8")
    import_paths(empty, [tmp_path / "t"])
    with empty.change("codebook load"):
        load_codebook(empty, load(codebook_file))
    return empty


def _words(table, **where):
    return {r["word"]: r for r in table.records() if all(r[name] == value for name, value in where.items())}


def test_what_a_code_touches_is_set_apart_from_the_rest(talks):
    autocode(talks, apply=True)
    table = distinctive(talks, Filter(codes=("coordination",), origin="rule"))
    assert table.rows == [
        ["coordination", "rule", word, 10, 50, rest, 85, *_figures(10, 50, rest, 85), 2, 2]
        for word, rest in (("koordinasi", 0), ("dinas", 5))
    ]
    assert (table.note["count"], table.note["from"], table.note["used_by"]) == ("words", "rule", "cases")


def _figures(*counts):
    return round(log_likelihood(*counts), 2), round(log_ratio(*counts), 2)


def test_one_talkative_case_does_not_decide(talks):
    """Only in one case is "kota" said, six times."""
    autocode(talks, apply=True)
    where = Filter(codes=("coordination",), origin="rule")
    assert "kota" not in _words(distinctive(talks, where))
    kota = _words(distinctive(talks, where, min_users=1))["kota"]
    assert (kota["n"], kota["used_by"], kota["of"]) == (6, 1, 2)


def test_by_case_sources_are_what_counts_and_spoken_forms_are_one_word(talks):
    table = distinctive(talks, by="case")
    dahlia = _words(table, case="dahlia")
    assert dahlia["kambing"]["n"] == 9
    assert (dahlia["tidak"]["n"], dahlia["tidak"]["rest"]) == (5, 0)
    assert "nggak" not in dahlia
    assert (dahlia["kambing"]["used_by"], dahlia["kambing"]["of"], table.note["used_by"]) == (1, 1, "sources")


def test_by_an_attribute_what_has_no_value_is_left_out(talks):
    with talks.change("case set"):
        for case, kind in (("melati", "kota"), ("kasih", "desa")):
            set_value(talks, "wilayah", kind, case_id=find_case(talks, case))
    table = distinctive(talks, by="wilayah")
    assert {(r["wilayah"], r["word"]) for r in table.records()} == {
        ("desa", "memasak"),
        ("desa", "nasi"),
        ("kota", "kota"),
    }
    kota = _words(table, wilayah="kota")["kota"]
    assert (kota["words"], kota["rest_words"]) == (40, 50)


def test_people_are_compared_with_what_they_read(talks):
    source = find_source(talks, "melati/satu").id
    text = text_of(talks, source)
    start, stop = text.index("Kami menanam"), text.rindex("kebun") + len("kebun")
    with talks.change("code", coder="ani"):
        coder = add_coder(talks, "ani")
        add_coding(talks, source, start, stop, code_ids(talks)[codebook(talks).find("critique").uid], "ani")
        add_reading(talks, coder, source, 0, len(text), drawn="chosen")
    rows = distinctive(talks, Filter(codes=("critique",)), least=2).records()
    assert [row["word"] for row in rows] == ["kebun", "menanam", "sayur"]
    assert {(row["from"], row["words"], row["rest_words"]) for row in rows} == {("human", 10, 30)}


def test_the_limit_is_for_each_value(talks):
    assert [r["case"] for r in distinctive(talks, by="case", limit=1).records()] == ["dahlia", "kasih", "melati"]


def test_what_was_not_run_and_what_has_no_word_is_told(talks):
    where = Filter(codes=("coordination", "critique"), origin="rule")
    assert distinctive(talks, where).note["not_run"] == "coordination rule, critique rule"
    autocode(talks, apply=True)
    assert distinctive(talks, where).note["no_word"] == "critique rule"


@pytest.mark.parametrize("by", [None, "case"])
def test_either_codes_or_a_breakdown(talks, by):
    where = Filter(codes=("outreach",)) if by else Filter()
    with pytest.raises(QualcodeError, match="Name either codes or"):
        distinctive(talks, where, by=by)


def test_an_unknown_attribute_is_told(talks):
    with pytest.raises(UnknownNameError, match="wilayah"):
        distinctive(talks, by="wilayah")
