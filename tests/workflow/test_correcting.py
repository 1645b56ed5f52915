"""A text or its turns are corrected, what people did stays on its words, and one undo takes it back."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.query.listings import segments, speakers, turns
from qualcode.store.codings import add_coding
from qualcode.store.correcting import stored_turns
from qualcode.store.doctor import examine
from qualcode.store.history import log, redo, undo
from qualcode.store.sources import find_source, parts_of, text_of
from qualcode.workflow.correcting import (
    correct,
    corrected,
    join_turns,
    preview,
    replaced,
    set_turn_speaker,
    split_turn,
)
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.importing import import_paths
from tests.conftest import content
from tests.examples import examples
from tests.store.at_work import SOURCE, at_work, code, note, quotes


def _text(project):
    return text_of(project, find_source(project, SOURCE).id)


def _said(project):
    return [(row["turn"], row["speaker"], row["text"]) for row in turns(project, SOURCE).records()]


def _offset(project, words):
    return _text(project).index(words)


def _split(project):
    split_turn(project, SOURCE, _offset(project, "Tidak ada koordinsi"))


def _split_off_another(project):
    split_turn(project, SOURCE, _offset(project, "Kadang"), "Pak RT")


def _join(project):
    join_turns(project, SOURCE, 2, 4)


def _give(project):
    set_turn_speaker(project, SOURCE, 1, "Ibu S")


def _give_to_a_new_one(project):
    set_turn_speaker(project, SOURCE, 1, "Pencatat")


MENDS = {
    "split": (_split, "correct --split-at"),
    "split for another": (_split_off_another, "correct --split-at"),
    "join": (_join, "correct --join"),
    "speaker": (_give, "correct --turn"),
    "new speaker": (_give_to_a_new_one, "correct --turn"),
}


@pytest.mark.parametrize(("act", "command"), MENDS.values(), ids=MENDS.keys())
def test_a_mended_parse_keeps_codings_and_can_be_undone_and_redone(project, act, command):
    at_work(project)
    before, codings = content(project), quotes(project)
    act(project)
    after = content(project)
    assert after["coding"] == before["coding"]
    assert quotes(project) == codings
    assert examine(project) == []
    assert log(project)[0].command == command
    undo(project)
    assert content(project) == before
    assert examine(project) == []
    redo(project)
    assert content(project) == after
    assert examine(project) == []


def test_a_turn_is_given_to_another_speaker(project):
    assert set_turn_speaker(project, SOURCE, 3, " ibu s ") is False
    assert [speaker for _n, speaker, _text in _said(project)] == ["Peneliti", "Ibu S", "Ibu S", "Ibu S", "Peneliti"]
    assert set_turn_speaker(project, SOURCE, 3, "Pencatat") is True
    made = [row for row in speakers(project, SOURCE).records() if row["label"] == "Pencatat"]
    assert [(row["role"], row["turns"]) for row in made] == [("unknown", 1)]


def test_a_turn_is_cut_in_two_and_the_later_ones_are_numbered_again(project):
    said = _said(project)
    assert split_turn(project, SOURCE, _offset(project, "Kadang"), "Pak RT") is True
    assert _said(project) == [
        *said[:3],
        (4, "Ibu S", "Kami dari pintu ke pintu. Tidak ada koordinsi dengan puskesmas."),
        (5, "Pak RT", "Kadang ada tetangga yang ngasih tau, itu lewat RT."),
        (6, *said[4][1:]),
    ]


def test_turns_are_joined_and_labels_between_are_not_said(project):
    said = _said(project)
    join_turns(project, SOURCE, 2, 4)
    assert _said(project) == [
        said[0], (2, "Ibu S", "\n".join(text for _n, _speaker, text in said[1:4])), (3, *said[4][1:]),
    ]  # fmt: skip


def test_turns_set_by_hand_stay_when_the_source_is_cut_again_or_corrected(project):
    _split_off_another(project)
    _join(project)
    said = [row[1:] for row in _said(project)]
    cut_again(project, "sentence")
    assert [row[1:] for row in _said(project)] == said
    change, _n = replaced(project, SOURCE, "koordinsi", "koordinasi")
    correct(project, SOURCE, change)
    assert [row[1:] for row in _said(project)] == [(who, text.replace("koordinsi", "koordinasi")) for who, text in said]
    by_hand = [turn.set_by_hand for turn in stored_turns(project, find_source(project, SOURCE).id)]
    assert by_hand == [False, True, True, False]
    assert set(segments(project, SOURCE).column("unit")) == {"sentence"}
    assert examine(project) == []


BAD = {
    "no such turn": (lambda p: set_turn_speaker(p, SOURCE, 6, "Ibu S"), "no turn 6; it has 5"),
    "turn nought": (lambda p: set_turn_speaker(p, SOURCE, 0, "Ibu S"), "no turn 0"),
    "no label": (lambda p: set_turn_speaker(p, SOURCE, 1, "  "), "needs a label"),
    "in the header": (lambda p: split_turn(p, SOURCE, 3), "3 is not within a turn"),
    "behind the text": (lambda p: split_turn(p, SOURCE, 10_000), "10000 is not within a turn"),
    "before the text": (lambda p: split_turn(p, SOURCE, -1), "-1 is not within a turn"),
    "nothing behind a label": (
        lambda p: split_turn(p, SOURCE, _offset(p, "RT.\n"), "RT."),
        "words on both sides",
    ),
    "one turn": (lambda p: join_turns(p, SOURCE, 3, 3), "first and the last"),
    "the wrong way round": (lambda p: join_turns(p, SOURCE, 3, 2), "first and the last"),
    "join too many": (lambda p: join_turns(p, SOURCE, 3, 9), "no turn 9"),
    "no such words": (lambda p: replaced(p, SOURCE, "kepolisian", "polisi"), "do not occur there"),
    "no words": (lambda p: replaced(p, SOURCE, "", "polisi"), "do not occur there"),
    "no text": (lambda p: corrected(p, SOURCE, " \n"), "is empty"),
    "no such source": (lambda p: corrected(p, "melati/wakil", "Ya."), "no source"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "message"), BAD.values(), ids=BAD.keys())
def test_what_makes_no_sense_is_refused_and_nothing_is_written(project, act, message):
    before = content(project)
    with pytest.raises(QualcodeError, match=message):
        act(project)
    assert content(project) == before


def test_a_new_text_is_brought_into_the_form_of_an_import(project):
    text = _text(project)
    assert corrected(project, SOURCE, "\ufeff" + text.replace("\n", "\r\n")).edits == ()
    change, n = replaced(project, SOURCE, "dak sekolah", "dak seko\u0301lah")
    assert n == 1
    assert "sekólah" in change.new


def test_replacing_what_makes_another_character_with_what_follows_compares_the_texts(project):
    change, _n = replaced(project, SOURCE, "S : Ya karena", "S : Ya\u0301 karena")
    assert "Yá karena" in change.new
    change, _n = replaced(project, SOURCE, " karena", "\u0301 karena")
    assert "Yá karena" in change.new
    correct(project, SOURCE, change)
    assert examine(project) == []


def test_the_same_text_changes_nothing(project):
    before, commands = content(project), len(log(project))
    correct(project, SOURCE, corrected(project, SOURCE, _text(project)))
    assert content(project) == before
    assert len(log(project)) == commands


def test_what_changes_a_coding_must_have_been_agreed_to(project):
    code(project, "dari pintu ke pintu")
    before = content(project)
    change = replaced(project, SOURCE, "dari pintu", "dari satu pintu")[0]
    report = preview(project, SOURCE, change)
    with pytest.raises(QualcodeError, match=r"changes what was coded \(places: 1\)"):
        correct(project, SOURCE, change)
    assert content(project) == before
    code(project, "dari pintu ke", "coordination", "budi")
    with pytest.raises(QualcodeError, match=r"\(places: 2\)"):
        correct(project, SOURCE, change, accepted=preview(project, SOURCE, replaced(project, SOURCE, "RT", "RW")[0]))
    with pytest.raises(QualcodeError, match=r"\(places: 2\)"):
        correct(project, SOURCE, change, accepted=report)


def test_a_correction_of_a_text_that_was_corrected_meanwhile_is_refused(project):
    before = _text(project)
    correct(project, SOURCE, replaced(project, SOURCE, "koordinsi", "koordinasi")[0])
    with pytest.raises(QualcodeError, match="corrected meanwhile"):
        correct(project, SOURCE, corrected(project, SOURCE, before + "Ya.\n", before=before))


def test_who_corrected_stands_in_the_log(project):
    correct(project, SOURCE, replaced(project, SOURCE, "koordinsi", "koordinasi")[0], coder="ani")
    assert (log(project)[0].command, log(project)[0].coder) == ("correct", "ani")


def test_a_corrected_survey_keeps_its_rows(empty, tmp_path):
    path = tmp_path / "angket.csv"
    path.write_text(
        "id,jawaban\nA1,Kami dibantu dinas tiap bulan dan itu cukup bagi anak-anak\n"
        'A2,"Dak pernah ada bantun apa pun, jadi kami cari sendiri"\n',
        encoding="utf-8",
    )
    import_paths(empty, [path])
    name = find_source(empty, "angket#jawaban").name
    before = segments(empty, name).records()
    correct(empty, name, replaced(empty, name, "bantun", "bantuan")[0])
    after = segments(empty, name).records()
    assert [(s["unit"], s["turn"], s["speaker"]) for s in after] == [("row", 1, "1"), ("row", 2, "2")]
    assert [s["text"] for s in after] == [s["text"].replace("bantun", "bantuan") for s in before]
    assert examine(empty) == []


def test_a_source_all_of_whose_turns_go_has_no_segments(project):
    change = corrected(project, SOURCE, "Nama : Ibu S\n")
    correct(project, SOURCE, change, accepted=preview(project, SOURCE, change))
    source = find_source(project, SOURCE).id
    assert stored_turns(project, source) == []
    assert {part.kind for part in parts_of(project, source)} <= {"header", "blank"}
    assert examine(project) == []


def test_an_unknown_source_is_named(project):
    with pytest.raises(UnknownNameError):
        preview(project, "melati/wakil", replaced(project, SOURCE, "RT", "RW")[0])


WRITTEN = ["", "ya ", "ya anu ", " dak", "koordinasi ", "\n", ".\n\nIbu S : itu ", "x", "k"]


@st.composite
def _edits(draw):
    """Places from 0 to 1 of the text, how much goes there, and what is written instead."""
    one = st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(WRITTEN))
    return draw(st.lists(one, min_size=1, max_size=4))


spans = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 60), st.integers(1, 4)), min_size=1, max_size=6)


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codings=spans, rounds=st.lists(_edits(), min_size=1, max_size=3))
def test_whatever_is_edited_every_quote_stands_in_the_text_and_undo_brings_all_back(project, codings, rounds):
    source = find_source(project, SOURCE).id
    if not project.rows("select 1 from memo"):
        at_work(project)
    base = content(project)
    with project.change("code", coder="ani"):
        for place, length, code_id in codings:
            start = int(place * (len(_text(project)) - 1))
            add_coding(project, source, start, min(len(_text(project)), start + length), code_id, "ani")
    states = [content(project), *[_edited(project, source, edits) for edits in rounds]]
    for before in reversed(states[:-1]):
        if content(project) != before:
            undo(project, yes=True)
        assert content(project) == before
    assert examine(project) == []
    undo(project, yes=True)
    assert content(project) == base


def _edited(project, source, edits):
    """Edit the text, check what became of the codings, and return the content."""
    text = new = _text(project)
    for place, length, written in edits:
        at = int(place * len(new))
        new = new[:at] + written + new[at + length :]
    change = corrected(project, SOURCE, new)
    before = dict(project.rows("select id, quote from coding where source_id = ? order by id", [source]))
    report = preview(project, SOURCE, change)
    correct(project, SOURCE, change, accepted=report)
    text = _text(project)
    rows = project.rows("select id, start, stop, quote from coding where source_id = ? order by id", [source])
    assert all(text[start:stop] == quote for _id, start, stop, quote in rows)
    changed = sum(item.fate == "changed" for item in report.listed)
    assert sum(before[row_id] != quote for row_id, _start, _stop, quote in rows) == changed
    gone = [item for item in report.listed if item.kind == "coding" and item.fate != "changed"]
    assert len(before) - len(rows) == len(gone)
    assert examine(project) == []
    return content(project)


def test_memos_on_words_move_with_them(project):
    note(project, "lewat RT")
    correct(project, SOURCE, replaced(project, SOURCE, "Kadang", "Kadang-kadang")[0])
    start, stop = project.rows("select start, stop from memo order by id")[0]
    assert _text(project)[start:stop] == "lewat RT"
