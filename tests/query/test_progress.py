"""How far each coder is, whatever the segments are cut into; what stands on a retired code is told."""

from qualcode.codebook import editing
from qualcode.query.coders import progress
from qualcode.query.filters import Filter
from qualcode.query.status import status
from qualcode.query.themes import themes
from qualcode.store.decisions import decide, suggestion_by_id
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.coding import code, read_nothing
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.places import find_place
from qualcode.workflow.revising import book_of, revise


def _of(project, coder):
    return next(row for row in progress(project).records() if row["coder"] == coder)


def test_read_coded_unread_and_waiting(project):
    autocode(project, apply=True)
    code(project, find_place(project, "melati/ketua:4"), ["outreach"], "ani")
    read_nothing(project, find_place(project, "melati/ketua:5"), "ani")
    waiting = project.value("select count(*) from suggestion")
    uid = project.value("select uid from suggestion where code_id = (select id from code where name = 'critique')")
    with project.change("rejected", coder="ani"):
        decide(project, suggestion_by_id(project, "s" + uid), "rejected", "ani")
    assert _of(project, "ani") == {
        "coder": "ani", "population": 5, "read": 2, "coded": 1, "unread": 3, "assigned": 0, "assigned_unread": 0,
        "waiting": waiting - 1,
    }  # fmt: skip
    facts = {(row[0], row[2]): row[1] for row in status(project).rows}
    assert (facts["codings", ""], facts["read", "ani"]) == (1, 2)


def test_what_was_read_stays_read_when_segments_are_cut_anew(project):
    read_nothing(project, find_place(project, "melati/ketua:4"), "ani")
    before = _of(project, "ani")["read"]
    cut_again(project, "sentence")
    assert _of(project, "ani")["read"] > before
    cut_again(project, "turn")
    assert _of(project, "ani")["read"] == 0
    cut_again(project, "paragraph")
    assert _of(project, "ani")["read"] == before


def test_codings_of_a_retired_code_are_told_and_not_counted(project):
    code(project, find_place(project, "melati/ketua:4"), ["outreach"], "ani")
    book = book_of(project)
    revise(project, editing.retire(book, book.find("outreach")), "codebook retire")
    table = themes(project, by=None)
    assert table.note["codings_of_retired_codes"] == 1
    assert set(table.column("n")) == {0}
    assert "codings_of_retired_codes" not in themes(project, Filter(codes=("critique",)), by=None).note
