"""A coder's desk: what comes before her, what each decision writes, and that undo brings back everything."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.query.filters import Filter
from qualcode.store import Project
from qualcode.store.coders import add_coder
from qualcode.store.doctor import examine
from qualcode.store.history import last_command, log
from qualcode.workflow.assigning import make_assignments
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.correcting import correct, replaced
from qualcode.workflow.desk import Desk, Progress, ranked
from tests.conftest import content
from tests.examples import examples

CODED = """
    select code_tree.path, quote, coder.name, seen
      from coding
      join coder on coder.id = coder_id
      join code_tree on code_tree.code_id = coding.code_id
     order by coding.id
"""


def _desk(project, coder="ani", **options):
    return Desk(project, coder, **options)


def _places(desk):
    """Go through the queue; returns (source, segment) of every passage."""
    found = []
    while passage := desk.passage:
        found.append((passage.source, passage.segment))
        desk.queue.forward()
    return found


def test_next_goes_through_what_people_said_source_by_source(project):
    assert _places(_desk(project)) == [
        ("kasih/ketua", 2), ("kasih/ketua", 4), ("melati/ketua", 2), ("melati/ketua", 4), ("melati/ketua", 5),
    ]  # fmt: skip
    assert _places(_desk(project, where=Filter(sources=("kasih/ketua",), roles=("interviewer",)))) == [
        ("kasih/ketua", 1), ("kasih/ketua", 3),
    ]  # fmt: skip


def test_what_was_read_does_not_come_again(project):
    desk = _desk(project)
    assert desk.progress == Progress(0, 5, 0)
    desk.read_nothing(desk.passage)
    desk.queue.advance()
    desk.code(desk.passage, "critique")
    assert desk.progress == Progress(2, 3, 1)
    assert desk.read_here == 2
    again = _desk(project)
    assert again.progress == Progress(2, 3, 0)
    assert _places(again)[0] == ("melati/ketua", 2)
    assert _desk(project, "budi").progress == Progress(0, 5, 0)


def test_a_passage_stands_in_its_context(project):
    passage = _desk(project, where=Filter(sources=("melati/ketua",))).passage
    assert [(line.text, line.asks) for line in passage.before] == [("Kenapa ibu mendirikan yayasan ini?", True)]
    assert passage.said.text.startswith("Ya karena kasihan")
    assert [line.speaker for line in passage.after] == ["Peneliti", "Ibu S"]
    assert (passage.case, passage.speaker, passage.role) == ("melati", "Ibu S", "respondent")


def test_a_span_of_the_speech_becomes_the_words_of_the_source(project):
    desk = _desk(project, where=Filter(sources=("melati/ketua",)))
    start = desk.passage.said.text.index("koordinasi dengan dinas")
    desk.code(desk.passage, "agencies", (start - 5, start + len("koordinasi")))
    assert project.rows(CODED) == [("coordination/agencies", "juga\nkoordinasi", "ani", "none")]
    mark = desk.passage.marks[0]
    desk.change_span(mark, desk.passage, (0, 15))
    assert [row[1] for row in project.rows(CODED)] == ["Ya karena kasih"]
    desk.uncode(desk.passage.marks[0], desk.passage)
    assert project.rows(CODED) == []
    assert desk.progress.codings == 0


def test_review_asks_the_surest_first_and_accepts_on_other_words_or_as_another_code(project):
    autocode(project, apply=True)
    desk = _desk(project, mode="review")
    scores = []
    while passage := desk.passage:
        scores.append(passage.asked.score)
        desk.queue.forward()
    assert scores == sorted(scores, reverse=True)
    assert desk.progress.left == len(scores) == 5
    desk.queue.at = 0
    asked = desk.passage.asked
    desk.decide(asked, "accepted", desk.passage, (0, 2), "outreach")
    assert project.rows(CODED) == [("outreach", desk.passage.said.text[:2], "ani", "suggestion")]
    assert desk.progress.left == 4
    desk.decide(desk.passage.asked, "accepted", desk.passage)
    assert [row[0] for row in project.rows(CODED)] == [asked.code], "what was accepted before is taken back"
    desk.decide(desk.passage.asked, "rejected", desk.passage)
    assert project.rows(CODED) == []


def test_what_is_unsure_waits_for_the_next_time(project):
    autocode(project, apply=True)
    desk = _desk(project, mode="review", where=Filter(codes=("outreach",)))
    desk.decide(desk.passage.asked, "unsure", desk.passage)
    desk.queue.advance()
    assert desk.passage is None
    assert _desk(project, mode="review", where=Filter(codes=("outreach",))).passage.asked.state == "unsure"


def test_what_was_passed_over_comes_after_the_last(project):
    desk = _desk(project)
    desk.queue.forward()
    first = desk.passage
    for _n in range(4):
        desk.read_nothing(desk.passage)
        desk.queue.advance()
    assert (desk.passage.source, desk.passage.segment) == ("kasih/ketua", 2)
    desk.read_nothing(desk.passage)
    desk.queue.advance()
    assert desk.passage is None
    desk.queue.back()
    assert desk.passage.segment == 5
    assert first.segment == 4


def test_a_new_code_and_its_coding_are_one_undo(project):
    before = content(project)
    desk = _desk(project)
    assert desk.new_code(desk.passage, "rasa  jenuh", "Jenuh mengurus.") == "open/rasa jenuh"
    assert [row[0] for row in project.rows(CODED)] == ["open/rasa jenuh"]
    assert desk.codes("jenuh")[0].definition == "Jenuh mengurus."
    assert desk.new_code(desk.passage, "coordination/warga") == "coordination/warga"
    desk.undo()
    assert desk.undo() == "codebook new"
    assert content(project) == before
    assert desk.codes("jenuh") == []
    with pytest.raises(QualcodeError, match="empty"):
        desk.new_code(desk.passage, " ")


def test_in_review_a_new_code_takes_the_place_of_the_suggested_one(project):
    autocode(project, apply=True)
    desk = _desk(project, mode="review")
    desk.new_code(desk.passage, "lain", "", None, desk.passage.asked)
    assert project.value("select state from decision") == "accepted"
    assert [row[0] for row in project.rows(CODED)] == ["open/lain"]
    assert desk.progress.left == 4


def test_undo_goes_back_to_the_passage(project):
    desk = _desk(project)
    desk.read_nothing(desk.passage)
    desk.queue.advance()
    desk.memo(desk.passage, "Tanya lagi.")
    desk.queue.forward()
    assert desk.undo() == "memo add"
    assert desk.queue.at == 1
    assert desk.undo() == "code none"
    assert desk.queue.at == 0
    assert desk.progress == Progress(0, 5, 0)


def test_undo_of_an_earlier_day_brings_its_passage_back(project):
    desk = _desk(project)
    desk.code(desk.passage, "critique")
    again = _desk(project)
    assert again.passage.segment == 4
    assert again.undo() == "code"
    assert (again.passage.source, again.passage.segment) == ("kasih/ketua", 2)


def test_undo_takes_back_only_coding_of_her_own(project):
    with pytest.raises(QualcodeError, match="nothing of yours"):
        _desk(project).undo()
    other = _desk(project, "budi")
    other.read_nothing(other.passage)
    with pytest.raises(QualcodeError, match="nothing of yours"):
        _desk(project).undo()
    with project.change("codebook rename", coder="ani"):
        project.execute("update code set definition = 'lain' where name = 'outreach'")
    with pytest.raises(QualcodeError, match="qualcode undo"):
        _desk(project).undo()


def test_the_last_command_is_the_one_that_undo_takes(project):
    desk = _desk(project)
    for act in (desk.read_nothing, lambda p: desk.code(p, "critique"), lambda p: desk.undo(), desk.read_nothing):
        act(desk.passage)
        standing = next(c for c in log(project) if c.state == "done" and not c.automatic)
        assert last_command(project).seq == standing.seq


def test_other_peoples_work_is_hidden_until_she_asks(project):
    other = _desk(project, "budi")
    other.code(other.passage, "critique")
    other.memo(other.passage, "Ini penting.")
    assert _desk(project).passage.marks == []
    assert _desk(project).passage.memos == []
    assert project.value("select count(*) from revealed") == 0
    passage = _desk(project, show_others=True).passage
    assert [(mark.code, mark.coder, mark.own) for mark in passage.marks] == [("critique", "budi", False)]
    assert passage.memos == ["Ini penting."]
    assert project.value("select count(*) from revealed") == 1, "only the source that she came to"


def test_a_blind_round_hides_suggestions_until_she_asks(project):
    autocode(project, apply=True)
    with project.change("coder"):
        add_coder(project, "ani")
    make_assignments(project, ["ani"])
    assert _desk(project, mode="review").passage is None
    assert all(mark.kind == "coding" for mark in _desk(project).passage.marks)
    asked = _desk(project, mode="review", show_others=True)
    assert asked.progress.left == 5
    asked.decide(asked.passage.asked, "accepted", asked.passage)
    assert project.rows(CODED)[0][3] == "both"


def test_a_text_that_was_changed_meanwhile_is_not_coded_by_old_offsets(project):
    desk = _desk(project, where=Filter(sources=("melati/ketua",)))
    old = desk.passage
    with Project.open(project.path) as elsewhere:
        change, _n = replaced(elsewhere, "melati/ketua", "Ya karena", "Ya, karena")
        correct(elsewhere, "melati/ketua", change)
    with pytest.raises(QualcodeError, match="Look again"):
        desk.code(old, "critique")
    assert project.rows(CODED) == []
    desk.code(desk.passage, "critique", (0, 3))
    assert project.rows(CODED)[0][1] == "Ya,"


def test_a_segment_that_is_gone_is_passed_over(project):
    desk = _desk(project)
    with Project.open(project.path) as elsewhere, elsewhere.change("test", always=True):
        elsewhere.execute("delete from segment where id = ?", [desk.queue.current.segment_id])
    assert desk.passage.segment == 4
    assert desk.progress.left == 4


def test_search_goes_to_a_passage_and_the_queue_goes_on(project):
    desk = _desk(project)
    hit = desk.search("tetangga")[0]
    assert (hit.source, hit.segment) == ("melati/ketua", 5)
    desk.queue.visit(hit.entry)
    assert desk.passage.segment == 5
    desk.read_nothing(desk.passage)
    assert project.value("select drawn from reading") == "chosen"
    desk.queue.advance()
    assert desk.passage.segment == 2
    assert desk.progress.left == 4
    with pytest.raises(QualcodeError):
        desk.search("  ")


def test_a_project_that_cannot_be_written_is_refused(project):
    project.read_only = True
    with pytest.raises(QualcodeError, match="reading only"):
        _desk(project)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("coord", "coordination"),
        ("koordin", "coordination"),
        ("agenc", "coordination/agencies"),
        ("coordination/ag", "coordination/agencies"),
        ("kordinasi", "coordination"),
        ("critque", "critique"),
        ("out", "outreach"),
    ],
)
def test_codes_are_found_by_a_part_of_any_name(project, typed, first):
    assert _desk(project).codes(typed)[0].path == first


def test_what_is_like_no_code_finds_none(project):
    desk = _desk(project)
    assert ranked(desk.codes(), "xq") == []
    assert desk.codes("lampu merah") == []
    assert len(desk.codes()) == 4
    assert desk.find_code("agencies").path == "coordination/agencies"
    assert desk.find_code("coord") is None


def test_without_a_codebook_there_is_nothing_to_choose(empty, texts):
    assert Desk(empty, "ani").codes("a") == []


def test_reasons_name_the_rule_and_the_words(project):
    autocode(project, apply=True)
    desk = _desk(project, mode="review", where=Filter(codes=("agencies",)))
    found = desk.explain(desk.passage.asked)
    assert {hit.words for hit in found.rules} >= {"koordinasi", "dinas"}
    assert '"within":6' in found.rules[0].rule
    assert found.codebook == (1, project.value("select sha256 from codebook_version"))


ACTS = {
    "nothing": lambda d, p: d.read_nothing(p),
    "code": lambda d, p: d.code(p, "critique"),
    "words": lambda d, p: d.code(p, "outreach", (0, 4)),
    "new": lambda d, p: d.new_code(p, "lain", "", None, p.asked),
    "accept": lambda d, p: d.decide(p.asked or p.marks[-1], "accepted", p),
    "as": lambda d, p: d.decide(p.asked or p.marks[-1], "accepted", p, (1, 3), "agencies"),
    "reject": lambda d, p: d.decide(p.asked or p.marks[-1], "rejected", p),
    "unsure": lambda d, p: d.decide(p.asked or p.marks[-1], "unsure", p),
    "recode": lambda d, p: d.change_span(p.marks[0], p, (1, 4)),
    "uncode": lambda d, p: d.uncode(p.marks[0], p),
    "memo": lambda d, p: d.memo(p, "Catatan."),
    "forward": lambda d, p: d.queue.forward(),
    "advance": lambda d, p: d.queue.advance(),
    "back": lambda d, p: d.queue.back(),
}


@examples(20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(list(ACTS)), max_size=10), mode=st.sampled_from(["next", "review"]))
def test_whatever_she_does_undo_brings_everything_back(acts, mode, project):
    autocode(project, apply=True)
    with project.change("coder"):
        add_coder(project, "ani")
    before, desk = content(project), _desk(project, mode=mode)
    start = desk.progress
    for act in acts:
        if passage := desk.passage:
            with suppress(QualcodeError, IndexError):
                ACTS[act](desk, passage)
    while last_command(project).coder == "ani":
        desk.undo()
    assert content(project) == before
    assert desk.progress == start
    assert examine(project) == []
