"""A table says of just those codings that it leaves out how many there are, and a list how to see them."""

import pytest

from qualcode.codebook import editing
from qualcode.messages import set_language
from qualcode.query.crosstab import crosstab
from qualcode.query.excerpts import table as excerpts
from qualcode.query.filters import Filter
from qualcode.query.segments import segments
from qualcode.query.spreading import note_told
from qualcode.query.themes import themes
from qualcode.store.cases import add_case, set_value
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.revising import book_of, revise

OUTSIDE, RETIRED = "codings_outside_population", "codings_of_retired_codes"


def _code(project, source, quote, code, coder="ani"):
    source_id = find_source(project, source).id
    start = text_of(project, source_id).index(quote)
    with project.change("code", coder=coder):
        add_coding(
            project, source_id, start, start + len(quote), code_ids(project)[codebook(project).find(code).uid], coder
        )


@pytest.fixture
def coded(project):
    """Three codings on questions (one runs on into the answer), one on the heading, one on an answer."""
    _code(project, "melati/ketua", "Koordinasi dengan kami", "coordination")
    _code(project, "kasih/ketua", "Bantuan pemerintah", "critique", "budi")
    _code(project, "melati/ketua", "mendirikan yayasan ini?\nIbu S : Ya karena", "outreach")
    _code(project, "melati/ketua", "Usia : 54", "coordination/agencies")
    _code(project, "kasih/ketua", "Bantuannya dak tepat", "critique")
    return project


def _outside(project, **narrowed):
    return themes(project, Filter(**narrowed), by=None).note.get(OUTSIDE, 0)


def test_only_what_this_table_leaves_out_is_counted(coded):
    assert _outside(coded) == 3
    assert _outside(coded, codes=("critique",)) == 1
    assert _outside(coded, codes=("coordination",)) == 2
    assert _outside(coded, codes=("coordination",), subcodes=False) == 1
    assert _outside(coded, codes=("outreach",)) == 0
    assert _outside(coded, sources=("melati/ketua",)) == 2
    assert _outside(coded, cases=("kasih",)) == 1
    assert _outside(coded, coders=("ani",)) == 2
    assert _outside(coded, roles=("interviewer",)) == 0
    with coded.change("case set"):
        set_value(coded, "jenis", "panti", case_id=add_case(coded, "melati"))
    assert _outside(coded, where=(("jenis", "panti"),)) == 2


def test_what_is_made_is_listed_or_left_out(coded):
    made = coded.value("select count(*) from coding")
    found = excerpts(coded)
    assert (made, len(found.rows), found.note[OUTSIDE]) == (5, 2, 3)
    assert segments(coded).note[OUTSIDE] == 3


def test_a_retired_code_below_counts_no_more_for_the_code_above(project):
    _code(project, "melati/ketua", "koordinasi dengan dinas sosial", "coordination/agencies")
    _code(project, "kasih/ketua", "Makan tiga kali", "outreach", "budi")
    book = book_of(project)
    revise(project, editing.retire(book, book.find("coordination/agencies")), "codebook retire")
    book = book_of(project)
    revise(project, editing.retire(book, book.find("outreach")), "codebook retire")
    table = crosstab(project, columns="case")
    assert set(table.column("n")) == {0}
    assert table.note[RETIRED] == 2
    assert excerpts(project).note[RETIRED] == 2
    assert themes(project, Filter(cases=("melati",))).note[RETIRED] == 1
    assert themes(project, Filter(coders=("budi",))).note[RETIRED] == 1
    assert RETIRED not in themes(project, Filter(sources=("kasih/ketua",), coders=("ani",))).note


def test_what_is_left_out_is_told_in_words(coded):
    assert "codings left out, outside the population: 3" in note_told(themes(coded))
    set_language("id")
    assert "koding yang tidak ikut, di luar populasi: 3" in note_told(themes(coded))
