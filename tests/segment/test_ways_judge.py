"""The judge of invented transcripts accepts what is right however speakers are named, and nothing else."""

from __future__ import annotations

import json

import pytest

from qualcode.records import Part, Speaker, Transcript, Turn
from tests.segment.ways.compose import Document, Said
from tests.segment.ways.judge import judge
from tests.segment.ways.styles import Style
from tests.segment.ways.unseen import unseen

GOLD = (
    Said("Rina", "interviewer", "Sudah lama?"),
    Said("Bu Siti", "respondent", "Sudah. Dua puluh tahun."),
    Said("Rina", "interviewer", "Betah?"),
    Said("Bu Siti", "respondent", "Iya."),
)
RIGHT = [
    ("interviewer", "Sudah lama?"),
    ("respondent", "Sudah. Dua puluh tahun."),
    ("interviewer", "Betah?"),
    ("respondent", "Iya."),
]


def read_as(turns, gold=GOLD):
    """Judge a transcript in which these (role, words) were found; a role is a speaker."""
    text = "\n".join(words for _role, words in turns)
    roles = list(dict.fromkeys(role for role, _words in turns))
    parts, found, at = [], [], 0
    for n, (role, words) in enumerate(turns, 1):
        end = at + len(words)
        parts += [Part(at, end, "speech", "made"), Part(end, end + 1, "blank", "made")]
        found.append(Turn(n, roles.index(role), at, end))
        at = end + 1
    parts[-1:] = []
    speakers = [Speaker(role.upper(), role=role) for role in roles]
    transcript = Transcript("made", 1.0, "made", parts, speakers, found, ())
    return judge(Document("made", Style("made"), text, gold), text, transcript)


@pytest.mark.parametrize(
    ("turns", "right", "surplus"),
    [
        pytest.param(RIGHT, 4, 0, id="as said"),
        pytest.param([("moderator" if r == "interviewer" else r, w) for r, w in RIGHT], 4, 0, id="leads"),
        pytest.param(
            [*RIGHT[:1], ("respondent", "Sudah."), ("respondent", "Dua puluh tahun."), *RIGHT[2:]], 4, 0, id="cut"
        ),
        pytest.param([(r, f"“{w}”") for r, w in RIGHT], 4, 0, id="quoted"),
        pytest.param([*RIGHT[:3], ("respondent", "Iya. 12")], 3, 1, id="page number"),
        pytest.param(RIGHT[:3], 3, 0, id="one lost"),
        pytest.param([*RIGHT, ("observer", "Selesai.")], 4, 1, id="one too many"),
        pytest.param([*RIGHT[:3], ("observer", "Iya.")], 3, 0, id="another speaker"),
        pytest.param([RIGHT[0], RIGHT[3], RIGHT[2], RIGHT[1]], 2, 2, id="out of order"),
    ],
)
def test_a_turn_is_right_with_its_words_speaker_and_role(turns, right, surplus):
    """What a reader may do differently is accepted; the file is right when everything is."""
    verdict = read_as(turns)
    assert (verdict.turns_right, verdict.surplus) == (right, surplus)
    assert verdict.whole == (right == 4 and surplus == 0)


def test_roles_the_wrong_way_round_are_no_turn_right():
    """Speakers are told apart, but who asks is taken for who answers."""
    other = {"interviewer": "respondent", "respondent": "interviewer"}
    verdict = read_as([(other[role], words) for role, words in RIGHT])
    assert verdict.speakers_right
    assert not verdict.roles_right
    assert verdict.turns_right == 0


def test_a_label_in_prose_is_a_false_speaker():
    """In a document in which nobody is labelled, nobody may be found."""
    assert read_as(RIGHT, gold=()).false_speaker
    assert not read_as(RIGHT, gold=()).whole


def test_documents_typed_by_hand_are_read_from_folders(tmp_path):
    """A text beside its turns; the folder is the style."""
    (tmp_path / "catatan").mkdir()
    (tmp_path / "catatan" / "satu.txt").write_text("P: Betah?\n", encoding="utf-8")
    gold = {"language": "id", "turns": [{"speaker": "P", "role": "interviewer", "text": "Betah?"}]}
    (tmp_path / "catatan" / "satu.json").write_text(json.dumps(gold), encoding="utf-8")
    (document,) = unseen(tmp_path)
    assert (document.name, document.style.name, document.style.language) == ("catatan/satu", "catatan", "id")
    assert document.turns == (Said("P", "interviewer", "Betah?"),)
    assert not document.developed
