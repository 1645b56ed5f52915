"""What a coder does: code, find nothing, take back, change; only ever to her own work."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.store.doctor import examine
from qualcode.store.history import redo, undo
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.coding import code, read_nothing, recode, uncode
from qualcode.workflow.places import find_place
from tests.conftest import content

ROWS = """
    select code_tree.path, quote, coder.name, seen
      from coding
      join coder on coder.id = coder_id
      join code_tree on code_tree.code_id = coding.code_id
     order by coding.id
"""


def _code(project, place, *codes, coder="ani", quote=None, **options):
    return code(project, find_place(project, place, quote=quote), codes, coder, **options)


def test_several_codes_are_one_undo_and_write_one_reading(project):
    before = content(project)
    done = _code(project, "melati/ketua:4", "outreach", "agencies", memo="tanya lagi")
    assert len(done.ids) == 2
    assert [row[0] for row in project.rows(ROWS)] == ["coordination/agencies", "outreach"][::-1]
    assert project.value("select count(*) from reading") == 1
    assert project.value("select count(*) from memo where coding_id is not null") == 2
    assert examine(project) == []
    after = content(project)
    undo(project, coder="ani")
    assert content(project) == before
    redo(project, coder="ani")
    assert content(project) == after


def test_an_exact_double_is_not_stored_but_an_overlap_is(project):
    _code(project, "melati/ketua:4", "outreach")
    _code(project, "melati/ketua:4", "outreach")
    _code(project, "melati/ketua:4", "outreach", quote="pintu ke pintu")
    _code(project, "melati/ketua:4", "outreach", coder="budi")
    assert project.value("select count(*) from coding") == 3


def test_the_label_of_a_code_names_it_too(project):
    _code(project, "melati/ketua:4", "Koordinasi")
    assert project.rows(ROWS)[0][0] == "coordination"


def test_reading_without_coding_is_a_decision(project):
    place = find_place(project, "melati/ketua:4")
    assert read_nothing(project, place, "ani")
    assert not read_nothing(project, place, "ani")
    assert project.rows("select drawn, seen from reading") == [("chosen", "none")]


def test_suggestions_in_the_open_leave_their_mark(project):
    autocode(project, apply=True)
    _code(project, "melati/ketua:2", "coordination")
    _code(project, "melati/ketua:1", "outreach")
    assert [row[3] for row in project.rows(ROWS)] == ["suggestion", "none"]


def test_a_free_code_lives_below_open_and_is_a_new_version(project):
    before = project.value("select count(*) from codebook_version")
    _code(project, "melati/ketua:4", new=["lewat RT"])
    _code(project, "melati/ketua:4", quote="pintu ke pintu", in_vivo=True)
    assert [row[:2] for row in project.rows(ROWS)][1] == ("open/pintu ke pintu", "pintu ke pintu")
    assert project.rows(ROWS)[0][0] == "open/lewat RT"
    assert project.value("select count(*) from codebook_version") == before + 2
    assert examine(project) == []


def test_a_free_code_needs_no_codebook(empty, texts):
    from qualcode.workflow.importing import import_paths

    import_paths(empty, [texts])
    _code(empty, "melati/ketua:4", new=["lewat RT"])
    assert empty.rows(ROWS)[0][0] == "open/lewat RT"


def test_uncode_leaves_the_reading_and_turns_a_memo_to_the_words(project):
    done = _code(project, "melati/ketua:4", "outreach", memo="tanya lagi")
    assert uncode(project, done.ids[0], "ani") == 1
    assert project.value("select count(*) from coding") == 0
    assert project.value("select count(*) from reading") == 1
    assert project.rows("select coding_id, source_id is not null, text from memo") == [(None, 1, "tanya lagi")]


def test_uncode_at_a_place_takes_only_her_own(project):
    for coder in ("ani", "budi"):
        _code(project, "melati/ketua:4", "outreach", "coordination", coder=coder)
    assert uncode(project, "melati/ketua:4", "ani", codes=["outreach"]) == 1
    assert uncode(project, "melati/ketua:4", "ani") == 1
    assert [row[2] for row in project.rows(ROWS)] == ["budi", "budi"]
    with pytest.raises(QualcodeError, match="no coding of yours"):
        uncode(project, "melati/ketua:4", "ani")


def test_recode_keeps_the_coding_and_its_memo(project):
    done = _code(project, "melati/ketua:4", "outreach", memo="tanya lagi")
    uid = project.value("select uid from coding")
    recode(project, done.ids[0], "ani", code="coordination", quote="pintu ke pintu")
    assert project.rows("select uid, quote from coding") == [(uid, "pintu ke pintu")]
    assert project.rows(ROWS)[0][0] == "coordination"
    assert project.value("select count(*) from memo where coding_id is not null") == 1
    assert examine(project) == []


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda p, c: uncode(p, c, "budi"), 'is the coding of "ani"'),
        (lambda p, c: recode(p, c, "budi", code="outreach"), 'is the coding of "ani"'),
        (lambda p, c: recode(p, c, "ani"), "Say what changes"),
        (lambda p, c: uncode(p, "cffffffff", "ani"), "No coding, or more than one, matches"),
        (lambda p, c: code(p, find_place(p, "melati/ketua:4"), [], "ani"), "Name a code"),
        (lambda p, c: _code(p, "melati/ketua:4", "outreech"), 'There is no code "outreech". Nearest: outreach'),
    ],
)
def test_what_cannot_be_done_changes_nothing(project, act, error):
    coding = _code(project, "melati/ketua:4", "outreach").ids[0]
    before = content(project)
    with pytest.raises(QualcodeError, match=error):
        act(project, coding)
    assert content(project) == before
