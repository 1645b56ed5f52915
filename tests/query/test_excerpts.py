"""Excerpts say who, where, why and what stands around; full text finds words in all their forms."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.query.excerpts import excerpts, most_telling, table, telling
from qualcode.query.filters import Filter
from qualcode.query.passages import Excerpt
from qualcode.query.search import find
from qualcode.query.table import Table
from qualcode.store.cases import add_case, set_value
from qualcode.workflow.autocoding import autocode

RULE = Filter(origin="rule")


@pytest.fixture
def suggested(project):
    """The project after the rules ran."""
    autocode(project, apply=True)
    return project


def test_an_excerpt_has_its_place_its_words_and_its_evidence(suggested):
    found = next(e for e in excerpts(suggested, RULE, context=1) if e.evidence.startswith("koordinsi"))
    assert (found.source, found.case, found.speaker, found.role) == ("melati/ketua", "melati", "Ibu S", "respondent")
    assert found.text == "Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas."
    assert found.evidence == "koordinsi (not, typo)"
    assert found.before == "Peneliti: Bagaimana ibu menemukan anak-anak itu?"
    assert found.after == "Peneliti: Terima kasih, Bu. Koordinasi dengan kami lancar sekali."
    assert found.score == pytest.approx(0.7 * 0.8)


def test_text_is_speech_and_quote_is_verbatim(suggested):
    """A line broken in mid-sentence is joined in the text; the quote keeps the break."""
    found = next(e for e in excerpts(suggested, RULE) if e.code == "coordination/agencies")
    assert "Kami juga koordinasi dengan dinas sosial." in found.text
    assert "juga\nkoordinasi" in found.quote


def test_the_id_is_as_short_as_it_can_be(suggested):
    ids = [e.id for e in excerpts(suggested, RULE)]
    assert len(ids) == len(set(ids))
    assert {len(i) for i in ids} == {9}


def test_the_table_ends_with_the_attributes_of_the_case(suggested):
    with suggested.change("case set"):
        set_value(suggested, "tipologi", "A", case_id=add_case(suggested, "melati"))
    found = table(suggested, RULE)
    assert found.columns[-1] == "tipologi"
    assert {(r["case"], r["tipologi"]) for r in found.records()} == {("melati", "A"), ("kasih", "")}


def _excerpt(person, words, score=1.0, start=0, case="c"):
    return Excerpt(
        id="s", source="a", case=case, speaker=person, role="respondent", turn=1, segment=1, start=start, end=start + 1,
        code="x", origin="rule", score=score, evidence="", created_at="", text="", quote="", before="", after="",
        turns="1", segments="1", coder="", memos="", start_s=None, words=words, person=person,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "score", "expected"), [(30, 1.0, 1.0), (15, 1.0, 2 / 3), (90, 1.0, 0.5), (30, 0.7, 0.7)]
)
def test_how_telling_a_passage_is(words, score, expected):
    assert telling(_excerpt("a", words, score)) == pytest.approx(expected)


def test_a_second_passage_of_a_person_comes_after_all_others():
    found = [_excerpt("ani", 30, 0.9, 0), _excerpt("ani", 30, 0.8, 10), _excerpt("budi", 30, 0.3, 20)]
    assert [e.person for e in most_telling(found)] == ["ani", "budi", "ani"]


def test_cases_take_turns_however_much_one_of_them_says():
    found = [_excerpt(f"p{n}", 30, 0.9, n, "besar") for n in range(9)] + [_excerpt("q", 30, 0.2, 50, "kecil")]
    assert [e.case for e in most_telling(found, limit=4)] == ["besar", "kecil", "besar", "besar"]
    assert len({e.person for e in most_telling(found, limit=10)}) == 10


def test_a_passage_under_two_codes_is_quoted_once():
    assert len(most_telling([_excerpt("ani", 30), _excerpt("ani", 30)])) == 1


@pytest.mark.parametrize(
    ("query", "options", "segments"),
    [
        ("koordinasi", {}, [2]),
        ("temu", {}, []),
        ("ajar", {}, []),
        ("damping", {}, [4]),
        ("damping", {"roots": False}, []),
        ("dinas koordinasi", {}, [2]),
        ('"pintu ke pintu"', {}, [4]),
        ('"pintu ke rumah"', {}, []),
        ("koordinasi NEAR/1 dinas", {}, [2]),
        ("dinas NEAR/1 koordinasi", {}, [2]),
        ("koordinasi NEAR/0 dinas", {}, []),
        ("kasihan NEAR/3 sekolah", {}, []),
        ("kasihan NEAR sekolah", {}, [2]),
        ('"dinas sosial" NEAR/1 koordinasi', {}, [2]),
    ],
)
def test_find(project, query, options, segments):
    assert find(project, query, **options).column("segment") == segments


def test_the_snippet_marks_the_words(project):
    (snippet,) = find(project, "damping").column("snippet")
    assert "»didampingi«" in snippet


@pytest.mark.parametrize("query", ["NEAR dinas", "dinas NEAR/3", "dinas NEAR/2 NEAR/3 sosial"])
def test_near_stands_between_two_words(project, query):
    with pytest.raises(QualcodeError, match="NEAR goes between two words"):
        find(project, query)


@pytest.mark.parametrize("query", ["", "  ", '"" !', "***"])
def test_a_query_without_a_word_is_refused(project, query):
    with pytest.raises(QualcodeError, match="at least one word"):
        find(project, query)


@pytest.mark.parametrize("query", ['dinas" OR "x', "dinas) NOT (x", "speech:dinas", "dinas*", "^dinas", "NOT dinas"])
def test_the_index_never_takes_a_query_for_a_command(project, query):
    assert isinstance(find(project, query), Table)
