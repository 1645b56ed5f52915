"""Passages by how codes stand together: the words that all share, near each other, or without another code."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.query.excerpts import excerpts
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.overlaps import Together, intersected, joined, meets
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.memos import Target, add_memo
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode


def _code(project, source, quote, code, coder="ani"):
    source_id = find_source(project, source).id
    start = text_of(project, source_id).index(quote)
    with project.change("code", coder=coder):
        found = code_ids(project)[codebook(project).find(code).uid]
        return add_coding(project, source_id, start, start + len(quote), found, coder)


@pytest.fixture
def coded(project):
    """Outreach and critique share words in the fourth turn; in the second they stand apart; in kasih critique alone."""
    _code(project, "melati/ketua", "Kami dari pintu ke pintu. Tidak ada", "outreach")
    _code(project, "melati/ketua", "pintu ke pintu. Tidak ada koordinsi dengan puskesmas", "critique", "budi")
    _code(project, "melati/ketua", "Ya karena kasihan", "outreach")
    _code(project, "melati/ketua", "koordinasi dengan dinas sosial", "critique")
    _code(project, "melati/ketua", "lewat RT", "coordination/agencies")
    _code(project, "kasih/ketua", "tepat sasaran", "critique")
    return project


def _found(project, *having, without=(), within="segment", where=EVERYTHING):
    wanted = Together(having, without, within)
    return [(e.code, e.quote) for e in excerpts(project, where, wanted=wanted)]


SHARED = ("outreach + critique", "pintu ke pintu. Tidak ada")
APART = [("outreach", "Ya karena kasihan"), ("critique", "koordinasi dengan dinas sosial")]


def test_the_shared_words_are_what_is_returned(coded):
    assert _found(coded, "outreach", "critique", within="overlap") == [SHARED]


@pytest.mark.parametrize("within", ["segment", "turn"])
def test_where_no_words_are_shared_each_passage_stands_for_itself(coded, within):
    assert _found(coded, "outreach", "critique", within=within) == [*APART, SHARED]


def test_in_a_source_whose_codes_share_words_only_these_are_returned(coded):
    assert _found(coded, "outreach", "critique", within="source") == [SHARED]


def test_what_must_not_be_there_takes_the_stretch_out(coded):
    assert _found(coded, "critique", without=["outreach"], within="source") == [("critique", "tepat sasaran")]
    assert _found(coded, "critique", without=["outreach"]) == [("critique", "tepat sasaran")]
    alone = [("critique", "tepat sasaran"), APART[1]]
    assert _found(coded, "critique", without=["outreach"], within="overlap") == alone


def test_a_turn_is_wider_than_a_segment(coded):
    """The fourth turn has two paragraphs: the first with outreach, the second with agencies."""
    assert _found(coded, "outreach", without=["agencies"], within="segment") == [
        APART[0],
        ("outreach", "Kami dari pintu ke pintu. Tidak ada"),
    ]
    assert _found(coded, "outreach", without=["agencies"], within="turn") == [APART[0]]
    assert _found(coded, "outreach", "agencies", within="segment") == []
    assert _found(coded, "outreach", "agencies", within="turn") == [
        ("outreach", "Kami dari pintu ke pintu. Tidak ada"), ("coordination/agencies", "lewat RT"),
    ]  # fmt: skip


def test_sub_codes_count_for_the_code_above(coded):
    assert _found(coded, "coordination", "outreach", within="turn") != []
    assert _found(coded, "coordination", "outreach", within="turn", where=Filter(subcodes=False)) == []


def test_with_a_code_of_the_filter_its_passages_are_returned(coded):
    where = Filter(codes=("critique",))
    assert _found(coded, "outreach", where=where) == [
        APART[1], ("critique", "pintu ke pintu. Tidak ada koordinsi dengan puskesmas"),
    ]  # fmt: skip
    assert _found(coded, without=["outreach"], where=where) == [("critique", "tepat sasaran")]
    assert _found(coded, "outreach", where=where, within="overlap") == [
        ("critique", "pintu ke pintu. Tidak ada koordinsi dengan puskesmas")
    ]


def test_shared_words_name_all_codings_their_coders_and_memos(coded):
    coding = coded.value("select id from coding where quote like 'pintu ke%'")
    with coded.change("memo add", coder="budi"):
        add_memo(coded, Target(coding_id=coding), "kuat", coded.value("select id from coder where name = 'budi'"))
    (shared,) = excerpts(coded, wanted=Together(["outreach", "critique"], (), "overlap"))
    assert len(shared.id.split()) == 2
    assert shared.coder == "ani, budi"
    assert shared.memos == "kuat"
    assert (shared.segments, shared.turn, shared.speaker, shared.case) == ("4", 4, "Ibu S", "melati")


def test_words_shared_over_a_border_are_cut_where_something_stands_that_must_not(project):
    quote = "Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas.\n\nKadang ada tetangga yang ngasih tau"
    _code(project, "melati/ketua", quote, "outreach")
    _code(project, "melati/ketua", quote, "critique")
    assert _found(project, "outreach", "critique") == [("outreach + critique", quote)]
    _code(project, "melati/ketua", "ngasih tau", "agencies")
    assert _found(project, "outreach", "critique", without=["agencies"]) == [
        ("outreach + critique", "Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas.")
    ]


def test_suggestions_are_laid_together_too(project):
    autocode(project, apply=True)
    assert ("coordination + outreach") in {code for code, _quote in _found(
        project, "coordination", "outreach", where=Filter(origin="rule"), within="segment"
    )}  # fmt: skip


def test_a_wrong_question_is_told(coded):
    with pytest.raises(QualcodeError, match="--without needs --with or --code"):
        _found(coded, without=["outreach"])
    with pytest.raises(QualcodeError, match="cannot be there and not be there"):
        _found(coded, "coordination", without=["agencies"])
    with pytest.raises(UnknownNameError, match='"outreech"'):
        _found(coded, "outreech")


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda p: (p[0], p[0] + p[1])), max_size=8)


@given(SPANS, SPANS)
def test_spans_are_laid_together_letter_by_letter(one, two):
    a, b = joined(one), joined(two)
    letters = [{i for start, stop in spans for i in range(start, stop)} for spans in (one, two)]
    assert {i for start, stop in intersected(a, b) for i in range(start, stop)} == letters[0] & letters[1]
    assert all(x[1] <= y[0] for x, y in pairwise(a))
    for span in two:
        assert meets(a, span) == bool(letters[0] & set(range(*span)))
