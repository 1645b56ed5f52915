"""Sources with their speakers, turns, parts and segments: stored, found again, cut anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.identity import key, new_uid, now
from qualcode.messages import _
from qualcode.records import Doubt, Part, Segment, Source, Span, Speaker, Transcript, Turn
from qualcode.store import images
from qualcode.store.cases import add_case, set_value
from qualcode.store.indexing import index_source, link_source, parts_of, unindex_source
from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Stored:
    """A source as it stands in the project, without its text."""

    id: int
    uid: str
    name: str
    media_type: str
    language: str
    layout: str
    case: str | None
    collected_on: str | None


def sha256(text: str) -> str:
    """Return the digest of a text, 64 lower-case hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def known_as(project: Project, source: Source) -> str | None:
    """Return the name under which this file part, or this very text, stands in the project already."""
    by_file = "select name from source where file_sha256 = ? and file_part = ?"
    by_text = "select name from source where imported_sha256 = ?"
    found = project.value(by_file, [source.file_sha256, source.file_part]) or project.value(
        by_text, [sha256(source.text)]
    )
    return str(found) if found is not None else None


def name_taken(project: Project, name: str) -> bool:
    """Tell whether a source of this name stands in the project."""
    return project.value("select 1 from source where key = ?", [key(name)]) is not None


def was_erased(project: Project, source: Source) -> bool:
    """Tell whether this text or file was erased on purpose."""
    sql = "select 1 from erased where imported_sha256 = ? or file_sha256 = ?"
    return project.value(sql, [sha256(source.text), source.file_sha256]) is not None


def add_source(
    project: Project,
    source: Source,
    transcript: Transcript,
    *,
    language: str,
    case: str | None = None,
    values: Mapping[str, str] | None = None,
) -> int:
    """Store a source with everything that was made of it; returns its id.

    Parameters
    ----------
    case : str, optional
        Name of the case that the whole source belongs to; made if new.
    values : mapping, optional
        Attributes of the source by name.
    """
    digest = sha256(source.text)
    source_id = int(
        project.execute(
            """
            insert into source(uid, name, key, media_type, file_sha256, file_part, imported_sha256, text_sha256,
                               language, layout, case_id, collected_on, empty, imported_at, confidence, doubts, text)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                new_uid(), source.name, key(source.name), source.media_type, source.file_sha256, source.file_part,
                digest, digest, language, transcript.layout, add_case(project, case) if case else None,
                transcript.collected_on, source.empty, now(), transcript.confidence,
                doubts_json(transcript.doubts), source.text,
            ],
        ).lastrowid
        or 0
    )  # fmt: skip
    speakers = _add_speakers(project, source_id, transcript.speakers)
    turns = _add_turns(project, source_id, transcript.turns, speakers)
    _add_parts(project, source_id, transcript.parts)
    _add_segments(project, source_id, transcript.segments, turns)
    index_source(project, source_id)
    for name, value in (values or {}).items():
        set_value(project, name, value, source_id=source_id)
    return source_id


def doubts_json(doubts: Sequence[Doubt]) -> str:
    """Return doubts as they are stored: a list of objects with kind, line and values."""
    return json.dumps([{"kind": d.kind, "line": d.line, "values": dict(d.values)} for d in doubts])


def stored_doubts(text: str) -> list[Doubt]:
    """Return the doubts that `doubts_json` wrote."""
    return [Doubt(one["kind"], one["line"], one["values"]) for one in json.loads(text)]


def rename_source(project: Project, source_id: int, name: str) -> None:
    """Give a source another name.

    Raises
    ------
    QualcodeError
        If the name is empty, or another source has it.
    """
    shown = " ".join(name.split())
    if not shown:
        raise QualcodeError(_("A source needs a name."))
    other = project.value("select 1 from source where key = ? and id <> ?", [key(shown), source_id])
    if other is not None:
        raise QualcodeError(_('There is a source "{name}" already.').format(name=shown))
    project.execute("update source set name = ?, key = ? where id = ?", [shown, key(shown), source_id])


def accept_reading(project: Project, names: Sequence[str]) -> int:
    """Settle the doubts of sources: somebody looked at how they were read; returns how many there were.

    Raises
    ------
    UnknownNameError
        If there is no such source.
    """
    found = [find_source(project, name) for name in names]
    marks = ",".join("?" * len(found))
    ids = [source.id for source in found]
    n = project.value(f"select coalesce(sum(json_array_length(doubts)), 0) from source where id in ({marks})", ids)
    with project.change("sources --accept"):
        project.execute(
            f"update source set doubts = '[]', confidence = 1 where id in ({marks}) and doubts <> '[]'", ids
        )
    return int(n)


def _add_speakers(project: Project, source_id: int, speakers: Sequence[Speaker]) -> list[int]:
    """Store the speakers and return their ids, in order."""
    ids = list(range(first := project.next_id("speaker"), first + len(speakers)))
    project.execute_many(
        """
        insert into speaker(id, uid, source_id, label, key, name, role, case_id, case_set, person)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                speaker_id, new_uid(), source_id, who.label, key(who.label), who.name, who.role,
                add_case(project, who.case) if who.case else None, int(who.case_set), who.person,
            )
            for speaker_id, who in zip(ids, speakers, strict=True)
        ],
    )  # fmt: skip
    for speaker_id, who in zip(ids, speakers, strict=True):
        for name, value in who.values.items():
            set_value(project, name, value, speaker_id=speaker_id)
    return ids


def _add_turns(project: Project, source_id: int, turns: Sequence[Turn], speakers: Sequence[int]) -> dict[int, int]:
    """Store the turns and return their ids by n."""
    ids = {turn.n: turn_id for turn_id, turn in enumerate(turns, project.next_id("turn"))}
    project.execute_many(
        "insert into turn(id, source_id, n, speaker_id, start, stop, start_s, end_s) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                ids[t.n],
                source_id,
                t.n,
                None if t.speaker is None else speakers[t.speaker],
                t.start,
                t.end,
                t.start_s,
                t.end_s,
            )
            for t in turns
        ],
    )
    return ids


def _add_parts(project: Project, source_id: int, parts: Sequence[Part]) -> None:
    project.execute_many(
        "insert into part(source_id, start, stop, kind, rule) values (?, ?, ?, ?, ?)",
        [(source_id, part.start, part.end, part.kind, part.rule) for part in parts],
    )


def _add_segments(project: Project, source_id: int, segments: Sequence[Segment], turns: Mapping[int, int]) -> None:
    project.execute_many(
        "insert into segment(source_id, turn_id, n, unit, start, stop, words) values (?, ?, ?, ?, ?, ?, ?)",
        [(source_id, turns[s.turn], s.n, s.unit, s.start, s.end, s.words) for s in segments],
    )


def sources(project: Project) -> list[Stored]:
    """Return all sources in the order of their import."""
    rows = project.rows(
        """
        select source.id, source.uid, source.name, media_type, language, layout, study_case.name, collected_on
          from source
          left join study_case on study_case.id = source.case_id
         order by source.id
        """
    )
    return [Stored(*row) for row in rows]


def find_source(project: Project, name: str) -> Stored:
    """Return the source of this name, or with this unique ending of its path.

    Raises
    ------
    UnknownNameError
    """
    all_of_them = sources(project)
    wanted = key(name)
    exact = [s for s in all_of_them if key(s.name) == wanted]
    ending = [s for s in all_of_them if key(s.name).endswith("/" + wanted)]
    found = exact or ending
    if len(found) != 1:
        raise UnknownNameError("source", name, [s.name for s in (found or all_of_them)])
    return found[0]


def text_of(project: Project, source_id: int) -> str:
    """Return the text of a source."""
    return str(project.value("select text from source where id = ?", [source_id]))


def turns_of(project: Project, source_id: int) -> list[tuple[int, Turn]]:
    """Return (turn id, turn) of a source in order; ``turn.speaker`` is the speaker's id here."""
    rows = project.rows(
        "select id, n, speaker_id, start, stop, start_s, end_s from turn where source_id = ? order by n", [source_id]
    )
    return [(turn_id, Turn(*rest)) for turn_id, *rest in rows]


def replace_segments(project: Project, source_id: int, segments: Sequence[Segment]) -> None:
    """Put a new cut of a source in the place of the old one; codings and suggestions are linked to it again."""
    turns = {turn.n: turn_id for turn_id, turn in turns_of(project, source_id)}
    unindex_source(project, source_id)
    images.drop(project, "segment", source_id)
    _add_segments(project, source_id, segments, turns)
    index_source(project, source_id)
    link_source(project, source_id)


def segment_spans(project: Project, source_id: int) -> list[Span]:
    """Return the spans of the segments of a source, in order."""
    return [
        (start, stop)
        for start, stop in project.rows("select start, stop from segment where source_id = ? order by n", [source_id])
    ]


def set_language(project: Project, source_id: int, language: str) -> None:
    """Say in which language a source is, as "id" or "de:de_core_news_sm"."""
    project.execute("update source set language = ? where id = ?", [language, source_id])


def languages(project: Project) -> list[str]:
    """Return the languages of the project, the default first, and those of its sources."""
    settled = json.loads(project.value("select languages from setting") or '["id"]')
    of_sources = project.rows("select distinct language from source order by language")
    return list(dict.fromkeys([*settled, *(language for (language,) in of_sources)]))


__all__ = [
    "Stored", "add_source", "find_source", "known_as", "languages", "name_taken", "parts_of", "replace_segments",
    "segment_spans", "set_language", "sha256", "sources", "text_of", "turns_of", "was_erased",
]  # fmt: skip
