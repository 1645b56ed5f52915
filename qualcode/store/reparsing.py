"""A source parsed anew on the same text, or cut into two: speakers stay who they are, anchors stay on their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.errors import QualcodeError
from qualcode.identity import key, new_uid
from qualcode.messages import _, ngettext
from qualcode.records import Source, Speaker, Transcript
from qualcode.store import images
from qualcode.store.anchors import KINDS
from qualcode.store.cases import set_value
from qualcode.store.correcting import Rewritten, StoredTurn, rewrite
from qualcode.store.indexing import link_source
from qualcode.store.project import Project
from qualcode.store.sources import Stored, add_source, doubts_json, name_taken, text_of


@dataclass(frozen=True, slots=True)
class Half:
    """One of two sources in the making: how it was read, and the attributes that its header gives it."""

    transcript: Transcript
    values: Mapping[str, str] = field(default_factory=dict)


def stored_speakers(project: Project, source_id: int) -> list[Speaker]:
    """Return the speakers of a source with what is known of them: name, role, case, person, attributes."""
    rows = project.rows(
        """
        select speaker.id, label, speaker.name, role, study_case.name, case_set, person
          from speaker
          left join study_case on study_case.id = speaker.case_id
         where source_id = ?
         order by speaker.id
        """,
        [source_id],
    )
    return [
        Speaker(
            label, name=name, role=role, case=case, case_set=bool(case_set), person=person,
            values=_values_of(project, speaker_id),
        )
        for speaker_id, label, name, role, case, case_set, person in rows
    ]  # fmt: skip


def _values_of(project: Project, speaker_id: int) -> dict[str, str]:
    rows: list[tuple[str, str]] = project.rows(
        """
        select attribute.name, value
          from value
          join attribute on attribute.id = value.attribute_id
         where speaker_id = ?
         order by attribute.id
        """,
        [speaker_id],
    )
    return dict(rows)


def put_parse(project: Project, source_id: int, transcript: Transcript, *, text: str | None = None) -> None:
    """Store another parse of a source in the place of the one that is there.

    Speakers are known again by their label and keep their id; those without a turn go.

    Parameters
    ----------
    text : str, optional
        The new text, if it is another; anchors must lie within it.
    """
    ids = [_speaker_id(project, source_id, speaker) for speaker in transcript.speakers]
    turns = [
        StoredTurn(None, None if t.speaker is None else ids[t.speaker], t.start, t.end, t.start_s, t.end_s, False)
        for t in transcript.turns
    ]
    whole = text_of(project, source_id) if text is None else text
    rewrite(project, source_id, Rewritten(whole, transcript.parts, turns, transcript.segments))
    project.execute(
        "update source set layout = ?, confidence = ?, doubts = ? where id = ?",
        [transcript.layout, transcript.confidence, doubts_json(transcript.doubts), source_id],
    )
    _drop_silent(project, source_id, ids)


def _speaker_id(project: Project, source_id: int, speaker: Speaker) -> int:
    """Return the id of the speaker with this label, with the role that was found or said; a new one is made."""
    known = project.value("select id from speaker where source_id = ? and key = ?", [source_id, key(speaker.label)])
    if known is None:
        made = project.execute(
            "insert into speaker(uid, source_id, label, key, name, role) values (?, ?, ?, ?, ?, ?)",
            [new_uid(), source_id, speaker.label, key(speaker.label), speaker.name, speaker.role],
        )
        known = made.lastrowid
    else:
        project.execute("update speaker set role = ?, name = ? where id = ?", [speaker.role, speaker.name, known])
    for name, value in speaker.values.items():
        set_value(project, name, value, speaker_id=int(known or 0))
    return int(known or 0)


def _drop_silent(project: Project, source_id: int, heard: Sequence[int]) -> None:
    """Take out the speakers who have no turn any more."""
    for (speaker_id,) in project.rows("select id from speaker where source_id = ? order by id", [source_id]):
        if speaker_id not in heard:
            project.execute("delete from value where speaker_id = ?", [speaker_id])
            project.execute("delete from speaker where id = ?", [speaker_id])


def split_source(project: Project, source: Stored, offset: int, name: str, first: Half, second: Half) -> int:
    """Make two sources of one at an offset of its text; returns how many suggestions behind it went.

    Raises
    ------
    QualcodeError
        If the name is taken, or something that people did lies on both sides.
    """
    if name_taken(project, name):
        raise QualcodeError(_('There is a source "{name}" already. Name another: --as NAME').format(name=name))
    crossing = sum(
        project.value(
            f"select count(*) from {kind} where source_id = ? and start < ? and stop > ?", [source.id, offset, offset]
        )
        for kind in KINDS
        if kind != "assignment"
    )
    if crossing:
        message = ngettext(
            "{source}: {n} coding, reading or memo lies on both sides of the place. Move or remove it first.",
            "{source}: {n} codings, readings or memos lie on both sides of the place. Move or remove them first.",
            crossing,
        )
        raise QualcodeError(message.format(source=source.name, n=crossing))
    text = text_of(project, source.id)
    part = _("from character {n}").format(n=offset)
    made = Source(name, text[offset:], source.media_type, _file_of(project, source.id), file_part=part)
    new_id = add_source(
        project, made, second.transcript, language=source.language, case=source.case, values=second.values
    )
    _cut_assignments(project, source.id, new_id, offset)
    _move_anchors(project, source.id, new_id, offset)
    gone = _drop_suggestions(project, source.id, offset)
    put_parse(project, source.id, first.transcript, text=text[:offset])
    link_source(project, new_id)
    return gone


def _file_of(project: Project, source_id: int) -> str:
    return str(project.value("select file_sha256 from source where id = ?", [source_id]))


def _cut_assignments(project: Project, source_id: int, new_id: int, offset: int) -> None:
    """Assign both halves to whom the whole was assigned: most assignments are of whole sources."""
    crossing = project.rows(
        """
        select id, coder_id, stop, round, shared, blind, at
          from assignment
         where source_id = ? and start < ? and stop > ?
         order by id
        """,
        [source_id, offset, offset],
    )
    for assignment_id, coder_id, stop, *rest in crossing:
        project.execute("update assignment set stop = ? where id = ?", [offset, assignment_id])
        project.execute(
            """
            insert into assignment(uid, coder_id, source_id, start, stop, round, shared, blind, at)
            values (?, ?, ?, 0, ?, ?, ?, ?, ?)
            """,
            [new_uid(), coder_id, new_id, stop - offset, *rest],
        )


def _move_anchors(project: Project, source_id: int, new_id: int, offset: int) -> None:
    """Give what stands behind the place to the new source, at the same words."""
    for kind in KINDS:
        project.execute(
            f"update {kind} set source_id = ?, start = start - ?, stop = stop - ? where source_id = ? and start >= ?",
            [new_id, offset, offset, source_id, offset],
        )


def _drop_suggestions(project: Project, source_id: int, offset: int) -> int:
    n = int(project.value("select count(*) from suggestion where source_id = ? and stop > ?", [source_id, offset]))
    if n:
        images.keep(project, "suggestion", source_id)
        project.execute("delete from suggestion where source_id = ? and stop > ?", [source_id, offset])
    return n
