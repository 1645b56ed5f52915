"""Hold what was read from a document against what is said in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

from qualcode import language
from qualcode.language import Language
from qualcode.records import Source, Transcript
from qualcode.segment.parsing import parse
from qualcode.segment.speech import speech

from .compose import Document, Said

QUOTES = "\"'“”„«»‘’"
READ_AS = {"ja": "xx", "ko": "xx", "jv": "id", "th": "xx"}
"""Languages that qualcode has no word breaks for: read as a researcher would, as the nearest or as no language."""
ASK = frozenset({"interviewer", "moderator"})


@dataclass(frozen=True)
class Verdict:
    """How a document was read; counts are of turns after turns of one speaker in a row are joined.

    ``surplus`` counts turns found that nobody said (or not so), ``false_speaker`` tells that somebody is labelled in a
    document in which nobody is.
    """

    whole: bool
    turns_right: int
    turns: int
    roles_right: bool
    speakers_right: bool
    surplus: int
    false_speaker: bool
    doubtful: bool


def read(document: Document) -> Transcript:
    """Return the transcript of the document's text, in the document's language."""
    return parse(Source(document.name, document.text, "text/plain", "0" * 64), spoken_in(document))


def spoken_in(document: Document) -> Language:
    """Return the language that the document is read in."""
    code = document.style.language
    return language.get(READ_AS.get(code, code))


def found(text: str, transcript: Transcript) -> list[Said]:
    """Return the turns of a transcript that hold words; the speaker is the place in the list of speakers, or ""."""
    turns = []
    for turn in transcript.turns:
        role = "unknown" if turn.speaker is None else transcript.speakers[turn.speaker].role
        words = speech(text, transcript.parts, turn.start, turn.end).text
        turns.append(Said("" if turn.speaker is None else str(turn.speaker), role, words))
    return [said for said in turns if plain(said.text)]


def judge(document: Document, text: str, transcript: Transcript) -> Verdict:
    """Return how well the transcript of `text` says what is said in the document.

    A turn is right if its words were found at its place in the order, said by the one speaker that most of its
    speaker's turns were given to, with the right role. Interviewer and moderator count as one: in many ways of typing
    only the questions tell who leads, and nothing tells how that person calls the work.
    """
    doubtful = bool(getattr(transcript, "doubts", ()))
    if not document.turns:
        labelled = _somebody_labelled(transcript)
        return Verdict(not labelled, 0, 0, not labelled, not labelled, 0, labelled, doubtful)
    gold, read_turns = joined(document.turns), joined(found(text, transcript))
    pairs = aligned(gold, read_turns)
    same = _one_to_one((g.speaker, f.speaker) for g, f in pairs if f.speaker)
    by_speaker = [(g, f) for g, f in pairs if f.speaker and same.get(g.speaker) == f.speaker]
    right = [g for g, f in by_speaker if _same_role(g.role, f.role)]
    surplus = len(read_turns) - len(pairs)
    return Verdict(
        whole=len(right) == len(gold) and not surplus,
        turns_right=len(right),
        turns=len(gold),
        roles_right=all(_same_role(g.role, f.role) for g, f in pairs) and bool(pairs),
        speakers_right=len(by_speaker) == len(pairs) > 0,
        surplus=surplus,
        false_speaker=False,
        doubtful=doubtful,
    )


def joined(turns: Iterable[Said]) -> list[Said]:
    """Return the turns, those of one speaker in a row made one."""
    runs = (list(run) for _who, run in groupby(turns, key=lambda said: (said.speaker, said.role)))
    return [Said(run[0].speaker, run[0].role, " ".join(plain(said.text) for said in run)) for run in runs]


def plain(text: str) -> str:
    """Return the words with one space between them, without quotation marks around the whole.

    Examples
    --------
    >>> plain(' "Ya,  begitulah." ')
    'Ya, begitulah.'
    """
    return " ".join(text.split()).strip(QUOTES).strip()


def aligned(gold: Sequence[Said], read_turns: Sequence[Said]) -> list[tuple[Said, Said]]:
    """Return the turns with the same words, in order."""
    matcher = SequenceMatcher(None, [s.text for s in gold], [s.text for s in read_turns], autojunk=False)
    return [
        (gold[block.a + step], read_turns[block.b + step])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]


def _one_to_one(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each speaker the one who was found for most of the turns; nobody is found for two."""
    same: dict[str, str] = {}
    for (spoke, was_found), _n in sorted(Counter(given).items(), key=itemgetter(1), reverse=True):
        if spoke not in same and was_found not in same.values():
            same[spoke] = was_found
    return same


def _same_role(said: str, was_found: str) -> bool:
    return said == was_found or {said, was_found} <= ASK


def _somebody_labelled(transcript: Transcript) -> bool:
    return any(turn.speaker is not None and transcript.speakers[turn.speaker].label for turn in transcript.turns)
