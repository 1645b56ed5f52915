"""What people settle becomes a consensus that stands for everybody; the originals stay, and undo brings all back."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError
from qualcode.query.agreement import agreement
from qualcode.query.disagreements import differing
from qualcode.query.excerpts import excerpts
from qualcode.query.filters import Filter
from qualcode.query.labels import labels
from qualcode.query.themes import themes
from qualcode.store import Project
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.doctor import examine
from qualcode.store.erasing import erase_source, erase_speaker
from qualcode.store.history import last_command, log
from qualcode.store.reading import add_reading
from qualcode.store.sources import find_source
from qualcode.workflow.adjudicating import Adjudication
from qualcode.workflow.assigning import export_copy
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.desk import Desk
from tests.conftest import content
from tests.examples import examples
from tests.interviews import answers

AGENCIES = "coordination/agencies"
CODED = """
    select code_tree.path, coding.start, coding.stop
      from coding
      join coder on coder.id = coder_id
      join code_tree on code_tree.code_id = coding.code_id
     where coder.name = ?
     order by coding.start, code_tree.position
"""
ORIGINALS = """
    select {columns}
      from {table}
      join coder on coder.id = {table}.coder_id
     where coder.kind = 'human'
     order by {table}.id
"""


@pytest.fixture
def study(project):
    """A project that Ani and Budi have read: they differ on the first four of five answers.

    ===  ===================  ======================
    n    Ani                  Budi
    ===  ===================  ======================
    0    critique, outreach   critique
    1    outreach             coordination
    2    coordination         coordination/agencies
    3    outreach
    4    outreach             outreach
    ===  ===================  ======================
    """
    given = {
        "ani": (["critique", "outreach"], ["outreach"], ["coordination"], ["outreach"], ["outreach"]),
        "budi": (["critique"], ["coordination"], [AGENCIES], [], ["outreach"]),
    }
    for coder, codes in given.items():
        with project.change("code", coder=coder):
            for (_segment, source, start, stop, _text), paths in zip(answers(project), codes, strict=True):
                add_reading(project, add_coder(project, coder), source, start, stop, drawn="source")
                for path in paths:
                    _add(project, source, start, stop, path, coder)
    return project


def _add(project, source, start, stop, path, coder):
    code_id = project.value("select code_id from code_tree where path = ?", [path])
    return add_coding(project, source, start, stop, code_id, coder)


def originals(project):
    """Return every row of people's codings and readings."""
    return [
        project.rows(ORIGINALS.format(table=table, columns=f"{table}.*")) for table in ("coding", "reading", "decision")
    ]


def go_to(desk, n):
    """Put an answer before those at the desk."""
    segment = answers(desk.project)[n][0]
    desk.queue.at = next(i for i, entry in enumerate(desk.queue.entries) if entry.segment_id == segment)
    return desk.passage


def consensus(project):
    return [path for path, _start, _stop in project.rows(CODED, ["consensus"])]


def places(desk):
    found = []
    while passage := desk.passage:
        found.append((passage.source, passage.segment))
        desk.queue.forward()
    return found


def test_the_most_frequent_pair_comes_first(study):
    assert places(Adjudication(study, "dewi")) == [
        ("kasih/ketua", 2), ("melati/ketua", 4), ("melati/ketua", 2), ("kasih/ketua", 4),
    ]  # fmt: skip
    assert places(Adjudication(study, "dewi", where=Filter(codes=("coordination",)))) == [
        ("melati/ketua", 2), ("kasih/ketua", 4),
    ]  # fmt: skip


def test_a_decision_is_one_change_with_its_reason_and_the_originals_stay(study):
    before, desk = originals(study), Adjudication(study, "dewi")
    desk.give_reason("  Batas kode dibahas berdua. ")
    desk.take(go_to(desk, 0), ["ani"])
    assert originals(study) == before
    assert consensus(study) == ["critique", "outreach"]
    assert study.rows("select name, kind from coder where kind <> 'human'") == [("consensus", "consensus")]
    assert study.rows(
        "select seen, drawn from reading where coder_id = (select id from coder where name = 'consensus')"
    ) == [("others", "chosen")]
    last = log(study)[0]
    assert (last.command, last.coder, last.reason, last.changes) == (
        "adjudicate", "dewi", "Batas kode dibahas berdua.", 1,
    )  # fmt: skip
    assert study.rows("select memo.text, coder.name from memo join coder on coder.id = coder_id") == [
        ("Batas kode dibahas berdua.", "consensus")
    ]
    assert {e.memos for e in excerpts(study, Filter(codes=("critique",)))} == {"Batas kode dibahas berdua."}
    assert desk.reason == "", "a reason that was typed is that of one decision"
    desk.take(go_to(desk, 1), ["budi"])
    assert log(study)[0].reason == ""


def test_the_usual_reason_is_that_of_every_decision_without_one(study):
    desk = Adjudication(study, "dewi", reason="Rapat pertama.")
    desk.take(go_to(desk, 0), ["ani"])
    desk.give_reason("Kasus khusus.")
    desk.read_nothing(go_to(desk, 1))
    desk.code(go_to(desk, 2), "critique")
    desk.code(desk.passage, "outreach")
    desk.memo(desk.passage, "Tanya lagi.")
    assert [c.reason for c in reversed(log(study))][-5:] == [
        "Rapat pertama.", "Kasus khusus.", "Rapat pertama.", "Rapat pertama.", "",
    ]  # fmt: skip
    assert [row[0] for row in study.rows("select text from memo order by id")] == [
        "Rapat pertama.", "Kasus khusus.", "Rapat pertama.", "Tanya lagi.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("decide", "codes"),
    [
        (lambda desk, p: desk.take(p, ["ani"]), ["critique", "outreach"]),
        (lambda desk, p: desk.take(p, ["budi"]), ["critique"]),
        (lambda desk, p: desk.take(p, ["ani", "budi"]), ["critique", "outreach"]),
        (lambda desk, p: desk.read_nothing(p), ["critique"]),
        (lambda desk, p: desk.code(p, "agencies"), [AGENCIES, "critique"]),
        (lambda desk, p: desk.new_code(p, "lain"), ["critique", "open/lain"]),
    ],
)
def test_codes_on_which_nobody_differs_go_along_with_every_decision(study, decide, codes):
    desk = Adjudication(study, "dewi")
    decide(desk, go_to(desk, 0))
    assert sorted(consensus(study)) == sorted(codes)
    assert desk.progress.left == 3


def test_a_settled_passage_can_be_settled_otherwise(study):
    desk = Adjudication(study, "dewi")
    passage = go_to(desk, 1)
    desk.take(passage, ["ani"])
    desk.read_nothing(passage)
    assert consensus(study) == ["outreach"], "read, and nothing more is here: it stays as it is"
    desk.code(passage, "critique")
    assert sorted(consensus(study)) == ["critique", "outreach"]
    desk.take(passage, ["budi"])
    assert consensus(study) == ["coordination"], "just the codes of one coder"
    own = next(mark for mark in desk.passage.marks if mark.own)
    desk.change_span(own, desk.passage, (0, 10))
    desk.uncode(next(mark for mark in desk.passage.marks if mark.own), desk.passage)
    assert consensus(study) == []
    assert differing(study).settled == 1, "what was read stays read"
    assert {command.command for command in log(study) if command.coder == "dewi"} == {"adjudicate"}


def test_themes_count_the_consensus_where_it_has_read_and_everybody_elsewhere(study):
    desk = Adjudication(study, "dewi")
    desk.take(go_to(desk, 0), ["budi"])
    desk.take(go_to(desk, 1), ["budi"])
    found = themes(study, by="source").records()
    counted = {}
    for row in found:
        counted[row["code"]] = counted.get(row["code"], 0) + (row["n"] or 0)
    assert counted == {"critique": 1, "outreach": 2, "coordination": 2, AGENCIES: 1}


def test_words_are_taken_as_they_were_marked_cut_to_the_passage_and_joined(study):
    text = study.value("select text from source where name = 'melati/ketua'")
    (_a, source, start, stop, _t), (_b, _source, _next_start, next_stop, _text) = answers(study)[3:5]
    with study.change("code", coder="ani"):
        _add(study, source, start + 5, next_stop, "critique", "ani")
        _add(study, source, start, start + 9, "critique", "ani")
        _add(study, source, stop - 4, stop, AGENCIES, "ani")
    before, desk = originals(study), Adjudication(study, "dewi")
    desk.take(go_to(desk, 3), ["ani"])
    assert study.rows(CODED, ["consensus"]) == [
        ("critique", start, stop), ("outreach", start, stop), (AGENCIES, stop - 4, stop),
    ]  # fmt: skip
    assert study.value("select quote from coding where coder_id = 3 and start = ?", [stop - 4]) == text[stop - 4 : stop]
    assert study.value("select count(*) from reading where coder_id = (select max(id) from coder)") == 1
    assert originals(study) == before
    critique = [e.segments for e in excerpts(study, Filter(codes=("critique",), sources=("melati/ketua",)))]
    assert critique == ["4", "5"], "beyond the passage Ani's own coding goes on counting"


def test_labels_on_what_a_consensus_has_read_come_from_the_consensus_alone(study):
    desk = Adjudication(study, "dewi")
    desk.take(go_to(desk, 1), ["budi"])
    found = labels(study)
    paths = dict(study.rows("select code_id, path from code_tree"))
    row = found.segments.tolist().index(answers(study)[1][0])
    by_code = {paths[code]: value for code, value in zip(found.codes, found.values[row].tolist(), strict=True)}
    assert by_code == {"coordination": 1, AGENCIES: 0, "critique": 0, "outreach": 0}


def test_a_consensus_is_never_compared(study):
    before, desk = agreement(study).table, Adjudication(study, "dewi")
    while passage := desk.passage:
        desk.take(passage, ["budi"])
        desk.queue.advance()
    assert agreement(study).table == before
    with pytest.raises(QualcodeError, match="consensus is the consensus"):
        agreement(study, coders=["ani", "consensus"])


def test_what_is_settled_is_not_shown_again_until_it_is_taken_back(study):
    desk = Adjudication(study, "dewi")
    first = desk.passage
    desk.take(first, ["ani"])
    desk.queue.advance()
    again = Adjudication(study, "Dewi")
    assert (first.source, first.segment) not in places(again)
    assert (again.progress.read, again.progress.left) == (1, 3)
    assert again.undo() == "adjudicate"
    assert (again.passage.source, again.passage.segment) == (first.source, first.segment)
    assert (again.progress.read, again.progress.left) == (0, 4)
    assert len(places(Adjudication(study, "dewi"))) == 4


def test_undo_never_takes_an_original_back(study):
    desk = Adjudication(study, "budi")
    with pytest.raises(QualcodeError, match='The last command was "code"'):
        desk.undo()
    desk.take(desk.passage, ["ani"])
    with pytest.raises(QualcodeError, match='The last command was "adjudicate"'):
        Desk(study, "budi").undo()


def test_another_consensus_begins_anew(study):
    desk = Adjudication(study, "dewi")
    desk.take(desk.passage, ["ani"])
    assert Adjudication(study, "dewi", name="Sidang").progress.left == 4


@pytest.mark.parametrize(
    ("name", "said"),
    [("Ani", '"Ani" is the name of a coder'), ("dewi", '"dewi" is the name of a coder'), (" ", "needs a name")],
)
def test_the_consensus_has_a_name_of_its_own(study, name, said):
    with pytest.raises(QualcodeError, match=said):
        Adjudication(study, "dewi", name=name)


def test_the_rules_codes_are_taken_and_codes_without_rules_are_kept(study):
    with study.change("test"):
        study.execute("delete from rule where code_id = (select id from code where name = 'critique')")
    autocode(study, apply=True)
    desk = Adjudication(study, "dewi", coders=["ani", "rule"])
    assert [side.codes for side in go_to(desk, 0).sides] == [["critique", "outreach"], []]
    desk.take(desk.passage, ["rule"])
    assert consensus(study) == ["critique"]
    assert [side.codes for side in go_to(desk, 2).sides] == [["coordination"], ["coordination", AGENCIES]]
    desk.take(desk.passage, ["rule"])
    assert sorted(consensus(study)) == ["coordination", AGENCIES, "critique"]


def test_everybody_is_seen_and_no_suggestion(study):
    autocode(study, apply=True)
    desk = Adjudication(study, "ani")
    desk.give_reason("Sudah jelas.")
    desk.take(go_to(desk, 0), ["ani"])
    passage = desk.passage
    assert [(mark.code, mark.coder, mark.own) for mark in passage.marks] == [
        ("critique", "ani", False), ("critique", "budi", False), ("critique", "consensus", True),
        ("outreach", "ani", False), ("outreach", "consensus", True),
    ]  # fmt: skip
    assert passage.memos == ["consensus: Sudah jelas."]
    assert [(side.coder, side.codes) for side in passage.sides] == [
        ("ani", ["critique", "outreach"]), ("budi", ["critique"]),
    ]  # fmt: skip


def test_search_finds_only_what_they_differ_on(study):
    desk = Adjudication(study, "dewi")
    assert [(hit.source, hit.segment) for hit in desk.search("pintu")] == [("melati/ketua", 4)]
    assert desk.search("tetangga") == []


def test_a_reason_goes_with_what_is_erased_and_into_no_copy(study, tmp_path):
    desk = Adjudication(study, "dewi", reason="Kutipan rahasia.")
    desk.take(go_to(desk, 0), ["ani"])
    export_copy(study, "ani", tmp_path / "ani.qualcode")
    assert "rahasia" not in (tmp_path / "ani.qualcode").read_bytes().decode("latin-1")
    with study.change("erase", always=True):
        erase_source(study, find_source(study, "melati/ketua"))
    assert [c.reason for c in log(study) if c.command == "adjudicate"] == ["Kutipan rahasia."]
    with study.change("erase", always=True):
        erase_source(study, find_source(study, "kasih/ketua"))
    assert {c.reason for c in log(study)} == {""}
    assert study.rows("select text from memo") == []


def test_a_reason_goes_with_a_speaker_who_is_erased(study):
    desk = Adjudication(study, "dewi", reason="Kutipan rahasia.")
    desk.take(go_to(desk, 0), ["ani"])
    speaker = study.value("select id from speaker where label = 'Pak Rahman'")
    with study.change("erase", always=True):
        erase_speaker(study, find_source(study, "kasih/ketua"), speaker)
    assert {c.reason for c in log(study)} == {""}
    assert study.rows("select text from memo") == []


ACTS = {
    "ani": lambda d, p: d.take(p, ["ani"]),
    "budi": lambda d, p: d.take(p, ["budi"]),
    "all": lambda d, p: d.take(p, ["ani", "budi"]),
    "none": lambda d, p: d.read_nothing(p),
    "code": lambda d, p: d.code(p, "critique"),
    "words": lambda d, p: d.code(p, "agencies", (0, 4)),
    "new": lambda d, p: d.new_code(p, "lain"),
    "recode": lambda d, p: d.change_span(next(m for m in p.marks if m.own), p, (1, 4)),
    "uncode": lambda d, p: d.uncode([m for m in p.marks if m.own][-1], p),
    "reason": lambda d, _p: d.give_reason("Karena."),
    "undo": lambda d, _p: d.undo(),
    "forward": lambda d, _p: d.queue.forward(),
    "advance": lambda d, _p: d.queue.advance(),
    "back": lambda d, _p: d.queue.back(),
    "again": None,
}


@examples(20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(list(ACTS)), max_size=12))
def test_whatever_is_decided_originals_stay_and_undo_brings_everything_back(acts, study):
    before, rows, total = content(study), originals(study), len(differing(study).segments)
    desk = Adjudication(study, "dewi", reason="Rapat.")
    for act in acts:
        if act == "again":
            desk = Adjudication(study, "dewi")
        elif passage := desk.passage:
            with suppress(QualcodeError, IndexError, StopIteration):
                ACTS[act](desk, passage)
        found, now = differing(study), desk.progress
        assert originals(study) == rows
        assert (found.settled, len(found.segments) - found.settled) == (now.read, now.left)
        assert now.read + now.left == total
    while last_command(study).coder == "dewi":
        desk.undo()
    assert content(study) == before
    assert (desk.progress.read, desk.progress.left) == (0, total)
    assert examine(study) == []


def test_leaving_half_way_loses_nothing(study):
    desk = Adjudication(study, "dewi")
    desk.take(go_to(desk, 0), ["ani"])
    with Project.open(study.path) as elsewhere:
        assert consensus(elsewhere) == ["critique", "outreach"]
        assert Adjudication(elsewhere, "dewi").progress.left == 3
