"""Where something stands, as people write it."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.identity import new_uid
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.speakers import set_speaker
from qualcode.workflow.places import find_place, pieces


def _said(project, place):
    text = project.value("select text from source where id = ?", [place.source.id])
    return speech(text, parts_of(project, place.source.id), place.start, place.stop).text


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("melati/ketua:3", {}, "Bagaimana ibu menemukan anak-anak itu?"),
        ("ketua:2-3", None, None),
        ("melati/ketua:3-4", {}, "Bagaimana ibu menemukan anak-anak itu? Kami dari pintu ke pintu."),
        ("melati/ketua:2", {"quote": "juga   koordinasi dengan"}, "juga koordinasi dengan"),
        ("melati/ketua", {"quote": "dari pintu ke pintu"}, "dari pintu ke pintu"),
    ],
)
def test_a_place_is_found(project, text, options, said):
    if options is None:
        with pytest.raises(QualcodeError, match="There is no source"):
            find_place(project, text)
        return
    assert _said(project, find_place(project, text, **options)).startswith(said)


def test_a_quote_over_a_broken_line_is_found_as_it_was_spoken(project):
    place = find_place(project, "melati/ketua:2", quote="Kami juga koordinasi")
    text = project.value("select text from source where id = ?", [place.source.id])
    assert text[place.start : place.stop] == "Kami juga\nkoordinasi"


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        ("melati/ketua", {}, "Say which segment"),
        ("melati/ketua:99", {}, "there is no segment 99; it has segments 1-"),
        ("melati/ketua:3-2", {}, "there is no segment 3-2"),
        ("melati/ketua:2", {"quote": "pintu"}, "the quote does not occur there"),
        ("melati/ketua", {"quote": "anak"}, "occurs there"),
        ("melati/ketua", {"quote": "  "}, "--quote needs the words"),
        ("melati/ketua", {"span": "5-5"}, "--span takes A-B"),
        ("melati/ketua", {"span": "5-99999"}, "--span takes A-B"),
        ("melati/ketua", {"span": "lima"}, "--span takes A-B"),
    ],
)
def test_a_wrong_place_is_one_clear_line(project, text, options, error):
    with pytest.raises(QualcodeError, match=error):
        find_place(project, text, **options)


def test_a_place_over_two_cases_is_cut_per_turn(project):
    place = find_place(project, "kasih/ketua:2-4")
    assert list(pieces(project, place)) == [(place.start, place.stop)]
    set_speaker(project, "kasih/ketua", "Pak Rahman", case="kasih")
    with project.change("move a turn to another case"):
        project.execute(
            "insert into speaker(uid, source_id, label, key, name, role, case_id, case_set) "
            "select ?, source_id, 'Bu Rina', 'bu rina', '', 'respondent', null, 1 "
            "from speaker where label = 'Pak Rahman'",
            [new_uid()],
        )
        project.execute(
            "update turn set speaker_id = (select id from speaker where key = 'bu rina') where n = 4 and source_id = ?",
            [place.source.id],
        )
    text = project.value("select text from source where id = ?", [place.source.id])
    cut = [text[start:stop] for start, stop in pieces(project, place)]
    assert [piece.split()[0] for piece in cut] == ["Makan", "Bantuan", "Bantuannya"]
