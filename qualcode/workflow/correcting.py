"""A source corrected: its text with every anchor on its words, or the turns that were found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from qualcode import language as languages
from qualcode.errors import QualcodeError
from qualcode.identity import key, new_uid
from qualcode.messages import _
from qualcode.read.text import clean
from qualcode.records import Part, Unit
from qualcode.segment.carrying import carry
from qualcode.segment.difference import Moves, moves, replacements
from qualcode.segment.mending import joined, split
from qualcode.segment.units import cut
from qualcode.store.anchors import Report, plan
from qualcode.store.correcting import Rewritten, StoredTurn, numbered, rewrite, stored_turns
from qualcode.store.project import Project
from qualcode.store.sources import Stored, find_source, parts_of, text_of


def corrected(project: Project, source: str, text: str, *, before: str | None = None) -> Moves:
    """Compare the text of a source with a corrected one, which is brought into the form of an import first.

    Parameters
    ----------
    before : str, optional
        The text from which the corrected one was made; by default the one that stands now.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source, or no text.
    """
    found = find_source(project, source)
    text = clean(text)
    if not text.strip():
        raise QualcodeError(_("{source}: the corrected text is empty.").format(source=found.name))
    return moves(text_of(project, found.id) if before is None else before, text)


def replaced(project: Project, source: str, words: str, by: str) -> tuple[Moves, int]:
    """Return what replacing each occurrence of `words` in a source does, and how many there are.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source, or the words do not stand in it.
    """
    found = find_source(project, source)
    old, words, by = text_of(project, found.id), clean(words), clean(by)
    if not words or words not in old:
        raise QualcodeError(
            _(
                "{source}: the words to replace do not occur there. Capitals and line ends count; "
                "to see the text: qualcode correct {source}"
            ).format(source=found.name)
        )
    change, n = replacements(old, words, by)
    normal = clean(change.new)
    return (change if normal == change.new else corrected(project, source, normal)), n


def preview(project: Project, source: str, change: Moves) -> Report:
    """Return what a correction would do; nothing is written.

    Raises
    ------
    UnknownNameError
    """
    return plan(project, find_source(project, source).id, change).report


def correct(project: Project, source: str, change: Moves, *, accepted: Report | None = None, coder: str = "") -> Report:
    """Correct the text of a source: every anchor moves with its words, turns and parts too, segments are cut anew.

    Parameters
    ----------
    accepted : Report, optional
        What was shown and agreed to; needed if the correction changes the words of a coding or leaves an anchor none.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source, its text is another by now, or something was not agreed to.
    """
    found = find_source(project, source)
    with project.change("correct", coder=coder):
        if text_of(project, found.id) != change.old:
            raise QualcodeError(_("{source}: the text was corrected meanwhile. Try again.").format(source=found.name))
        planned = plan(project, found.id, change)
        if planned.report.listed and planned.report != accepted:
            raise QualcodeError(
                _(
                    "{source}: the correction changes what was coded (places: {n}). "
                    "See them with --dry-run; to do it all the same: --yes"
                ).format(source=found.name, n=len(planned.report.listed))
            )
        if change.edits:
            rewrite(project, found.id, _carried(project, found, change), planned)
    return planned.report


def _carried(project: Project, source: Stored, change: Moves) -> Rewritten:
    turns = stored_turns(project, source.id)
    parts, spans = carry(parts_of(project, source.id), [(turn.start, turn.stop) for turn in turns], change)
    left = [replace(t, start=span[0], stop=span[1]) for t, span in zip(turns, spans, strict=True) if span]
    return _cut(project, source, change.new, parts, left)


def _cut(project: Project, source: Stored, text: str, parts: Sequence[Part], turns: Sequence[StoredTurn]) -> Rewritten:
    """Cut the turns into units of the size that the source has."""
    segments = cut(text, parts, numbered(turns), _unit(project, source.id), languages.get(source.language))
    return Rewritten(text, parts, turns, segments)


def _unit(project: Project, source_id: int) -> Unit:
    unit: Unit | None = project.value("select unit from segment where source_id = ? order by n limit 1", [source_id])
    return unit or "paragraph"


def set_turn_speaker(project: Project, source: str, n: int, label: str, *, coder: str = "") -> bool:
    """Give a turn to the speaker with this label; tells whether the speaker is new, and so of role unknown.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source or turn.
    """
    found = find_source(project, source)
    with project.change("correct --turn", coder=coder):
        turns = stored_turns(project, found.id)
        _require_turn(found, turns, n)
        speaker_id, new = _speaker(project, found.id, label)
        turns[n - 1] = replace(turns[n - 1], speaker_id=speaker_id, set_by_hand=True)
        _store_parse(project, found, parts_of(project, found.id), turns)
    return new


def set_turn_aside(project: Project, source: str, n: int, kind: Literal["header", "note"], *, coder: str = "") -> None:
    """Make header or note of a turn: it is no speech any more and not counted; codings stay on its words.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source or turn.
    """
    found = find_source(project, source)
    with project.change("correct --turn", coder=coder):
        turns = stored_turns(project, found.id)
        _require_turn(found, turns, n)
        gone = turns.pop(n - 1)
        parts = [
            replace(part, kind=kind, rule="corrected")
            if part.kind == "speech" and gone.start <= part.start < gone.stop
            else part
            for part in parts_of(project, found.id)
        ]
        _store_parse(project, found, parts, turns)


def split_turn(project: Project, source: str, offset: int, label: str | None = None, *, coder: str = "") -> bool:
    """Cut the turn at an offset of the text in two; tells whether the second speaker is new.

    Parameters
    ----------
    label : str, optional
        Who speaks from there on; without it, the same speaker. If the text there begins with it, it becomes a label.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source, or no turn with words on both sides of the offset.
    """
    found = find_source(project, source)
    with project.change("correct --split-at", coder=coder):
        turns = stored_turns(project, found.id)
        at = next((i for i, turn in enumerate(turns) if turn.start < offset < turn.stop), None)
        if at is None:
            raise QualcodeError(
                _("{source}: {offset} is not within a turn. List the places with: qualcode segments").format(
                    source=found.name, offset=offset
                )
            )
        turn, parts = turns[at], parts_of(project, found.id)
        halves = split(text_of(project, found.id), parts, (turn.start, turn.stop), offset, label)
        if halves is None:
            raise QualcodeError(
                _("{source}: turn {n} needs words on both sides of {offset}.").format(
                    source=found.name, n=at + 1, offset=offset
                )
            )
        speaker_id, new = _speaker(project, found.id, label) if label else (turn.speaker_id, False)
        parts, first, second = halves
        turns[at : at + 1] = [
            replace(turn, start=first[0], stop=first[1], end_s=None, set_by_hand=True),
            StoredTurn(None, speaker_id, *second, None, turn.end_s, set_by_hand=True),
        ]
        _store_parse(project, found, parts, turns)
    return new


def join_turns(project: Project, source: str, first: int, last: int, *, coder: str = "") -> None:
    """Make one turn of several that follow each other; it is the first one's speaker's.

    Raises
    ------
    UnknownNameError, QualcodeError
        If there is no such source, or these are no two turns of it.
    """
    found = find_source(project, source)
    with project.change("correct --join", coder=coder):
        turns = stored_turns(project, found.id)
        for n in (first, last):
            _require_turn(found, turns, n)
        if first >= last:
            raise QualcodeError(
                _("{source}: name the first and the last turn to join, as 3-4.").format(source=found.name)
            )
        run = turns[first - 1 : last]
        gaps = [(before.stop, behind.start) for before, behind in pairwise(run)]
        parts = joined(text_of(project, found.id), parts_of(project, found.id), gaps)
        turns[first - 1 : last] = [replace(run[0], stop=run[-1].stop, end_s=run[-1].end_s, set_by_hand=True)]
        _store_parse(project, found, parts, turns)


def _store_parse(project: Project, source: Stored, parts: Sequence[Part], turns: Sequence[StoredTurn]) -> None:
    text = text_of(project, source.id)
    rewrite(project, source.id, _cut(project, source, text, parts, turns))


def _require_turn(source: Stored, turns: Sequence[StoredTurn], n: int) -> None:
    if not 1 <= n <= len(turns):
        raise QualcodeError(
            _("{source}: there is no turn {n}; it has {last}. List them with: qualcode show {source}").format(
                source=source.name, n=n, last=len(turns)
            )
        )


def _speaker(project: Project, source_id: int, label: str) -> tuple[int, bool]:
    """Return the id of the speaker with this label, and whether it was made."""
    known = project.value("select id from speaker where source_id = ? and key = ?", [source_id, key(label)])
    if known is not None:
        return int(known), False
    if not key(label):
        raise QualcodeError(_("A speaker needs a label."))
    shown = " ".join(label.split())
    made = project.execute(
        "insert into speaker(uid, source_id, label, key, name, role) values (?, ?, ?, ?, '', 'unknown')",
        [new_uid(), source_id, shown, key(label)],
    )
    return int(made.lastrowid or 0), True
