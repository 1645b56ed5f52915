"""What is erased is nowhere in the file any more, and everything else stands as it was."""

import json

import pytest

from qualcode.errors import ProjectError, QualcodeError
from qualcode.store import backups, images
from qualcode.store.codebooks import write_version
from qualcode.store.doctor import examine
from qualcode.store.erasing import masked_text
from qualcode.store.history import undo
from qualcode.store.memos import Target, add_memo
from qualcode.store.past import as_it_was
from qualcode.store.sources import find_source
from qualcode.workflow.autocoding import autocode
from qualcode.workflow.coding import code, recode
from qualcode.workflow.correcting import correct, preview, replaced
from qualcode.workflow.cutting import cut_again
from qualcode.workflow.erasing import erase, still_held, target_person, target_sources
from qualcode.workflow.importing import import_paths
from qualcode.workflow.places import find_place

WORDS = ("puskesmas", "tetangga", "Kami dari pintu", "catatan rahasia tetangga", "Ibu S")


@pytest.fixture
def coded(project):
    """Work of every kind on one source: codings changed, memos, decisions, cuts, an example from the interview."""
    autocode(project, apply=True)
    done = code(project, find_place(project, "melati/ketua:4"), ["outreach"], "ani", memo="catatan rahasia tetangga")
    recode(project, done.ids[0], "ani", quote="Tidak ada koordinsi dengan puskesmas.")
    code(project, find_place(project, "kasih/ketua:4"), ["critique"], "budi")
    with project.change("memo add"):
        source = find_source(project, "melati/ketua").id
        add_memo(project, Target(source_id=source), "catatan rahasia pada sumber")
        project.execute(
            "insert into example(uid, code_id, position, text, positive) values (?, 1, 0, ?, 1)",
            ["e" * 32, "Kami dari pintu ke pintu."],
        )
        write_version(project)
    cut_again(project, "sentence")
    autocode(project, apply=True)
    return project


def _bytes(project):
    return project.path.read_bytes()


def _held(project, word):
    """Tell whether a word stands in the raw bytes, as it is or in a compressed image."""
    plain = word.encode() in _bytes(project)
    rows = project.rows("select image from history where image is not null")
    return plain or any(word in json.dumps(images.read(image), ensure_ascii=False) for (image,) in rows)


def test_a_source_goes_whole(coded):
    assert all(_held(coded, word) for word in WORDS)
    others = coded.rows("select quote from coding where coder_id = (select id from coder where name = 'budi')")
    done = erase(coded, target_sources(coded, "melati/ketua"))
    assert [word for word in WORDS if _held(coded, word)] == []
    assert done[0].counts["coding"] == 1
    assert done[0].examples == 1
    assert coded.rows("select quote from coding") == others
    assert coded.rows("select rowid from speech where speech match 'puskesmas OR tetangga'") == []
    assert examine(coded) == []
    assert backups.listed(coded.path) == []


def test_an_erased_source_does_not_come_back(coded, texts):
    erase(coded, target_sources(coded, "melati/ketua"))
    report = import_paths(coded, [texts])
    assert "it was erased from this project on purpose" in [reason for _name, reason in report.skipped]
    for change in range(1, coded.value("select max(seq) from change") + 1):
        with as_it_was(coded, str(change)) as past:
            assert "puskesmas" not in json.dumps(past.rows("select text from source"))
    with pytest.raises(ProjectError):
        undo(coded, change=str(coded.value("select max(seq) from change")), yes=True)


def test_undo_goes_on_before_an_erasure(coded):
    erase(coded, target_sources(coded, "melati/ketua"))
    for _step in range(4):
        undo(coded, yes=True)
        assert examine(coded) == []
    assert [word for word in WORDS if _held(coded, word)] == []


def test_a_person_is_blacked_out_and_the_rest_stays_in_its_place(coded):
    before = coded.value("select length(text) from source where name = 'melati/ketua'")
    asked = coded.rows(
        "select start, stop from turn join source on source.id = source_id where name = 'melati/ketua' and n = 3"
    )[0]
    done = erase(coded, target_person(coded, "ibu s"))
    assert [word for word in WORDS if _held(coded, word)] == []
    assert done[0].counts["turn"] == 2
    text = coded.value("select text from source where name = 'melati/ketua'")
    assert len(text) == before
    assert text[asked[0] : asked[1]] == "Bagaimana ibu menemukan anak-anak itu?"
    assert coded.rows("select label, name from speaker where label like '(%'") == [("(2)", "")]
    assert examine(coded) == []
    with as_it_was(coded, "4") as past:
        assert "puskesmas" not in json.dumps(past.rows("select text from source"))


def test_a_corrected_text_goes_with_its_older_versions(coded):
    change, _n = replaced(coded, "melati/ketua", "puskesmas", "posyandu")
    correct(coded, "melati/ketua", change, accepted=preview(coded, "melati/ketua", change))
    assert _held(coded, "puskesmas")
    erase(coded, target_sources(coded, "melati/ketua"))
    assert not _held(coded, "puskesmas")


def test_backups_that_still_hold_it_are_listed(coded):
    old = backups.make(coded.connection, coded.path, "manual")
    assert still_held(coded) == []
    erase(coded, target_sources(coded, "melati/ketua"))
    new = backups.make(coded.connection, coded.path, "manual")
    held = still_held(coded)
    assert old in held
    assert new not in held


def test_two_people_of_one_name_are_not_guessed(coded):
    with coded.change("speaker set"):
        coded.execute("update speaker set name = 'Sri' where role = 'respondent'")
    with pytest.raises(QualcodeError, match="2 speakers have this name"):
        target_person(coded, "Sri")
    assert len(target_person(coded, "Sri", "kasih/ketua")) == 1
    with coded.change("speaker set"):
        coded.execute("update speaker set person = 'Sri' where role = 'respondent'")
    assert len(target_person(coded, "Sri")) == 2


def test_without_a_safety_copy_nothing_is_erased(coded, monkeypatch):
    def fail(*args, **kwargs):
        raise ProjectError("no backup could be made")

    monkeypatch.setattr(backups, "make", fail)
    with pytest.raises(ProjectError, match="no backup"):
        erase(coded, target_sources(coded, "melati/ketua"))
    assert coded.value("select count(*) from source") == 2


def test_names_are_blacked_out_only_as_whole_words():
    assert masked_text("Sri, Srikandi: Sri!", [], ["Sri"]) == "███, Srikandi: ███!"
