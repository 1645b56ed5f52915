"""A source as it is read: segment by segment, who speaks and when, with the codings and suggestions on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.query.colours import colours
from qualcode.query.evidence import rule_hits
from qualcode.query.filters import NO_CASE
from qualcode.records import Span
from qualcode.segment.speech import Speech, speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sources import Stored, find_source


@dataclass(frozen=True, slots=True)
class Mark:
    """A code on a part of a segment.

    Attributes
    ----------
    code : path
    colour : "#rrggbb"
    start, end : offsets in the speech of the segment
    coder : name of the person; of a suggestion "rule" or "model"
    suggested : not decided on by anybody, only suggested
    begins : the coding or suggestion begins in this segment
    """

    id: str
    code: str
    colour: str
    start: int
    end: int
    coder: str
    suggested: bool
    begins: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """One segment: its number, turn, who says it in which role and for which case, when, what, and what is coded."""

    n: int
    turn: int
    speaker: str
    role: str
    case: str
    start_s: float | None
    text: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Reading:
    """A source to read; ``hidden`` counts codings of people that are not shown."""

    source: Stored
    segments: Sequence[Spoken]
    hidden: int


def transcript(
    project: Project,
    name: str,
    *,
    coders: Sequence[int] | None = None,
    codes: Sequence[int] | None = None,
    blind: Sequence[Span] = (),
) -> Reading:
    """Return a source with the codings of some coders and the suggestions.

    Parameters
    ----------
    coders : ids, optional
        Whose codings are shown; None: everybody's.
    codes : ids, optional
        Which codes are shown; None: all.
    blind : spans of the source
        Where suggestions stay hidden.

    Raises
    ------
    UnknownNameError
    """
    source = find_source(project, name)
    text = project.value("select text from source where id = ?", [source.id])
    parts = parts_of(project, source.id)
    rows = _codings(project, source.id)
    shown = [row for row in rows if coders is None or row[5] in coders]
    marks = [*shown, *(row for row in _suggestions(project, source.id) if not _hidden(row, blind))]
    marks = [row for row in marks if codes is None or row[2] in codes]
    palette = colours(project)
    segments = [
        Spoken(n, turn, speaker, role, case, start_s, said.text, _on(said, start, stop, marks, palette))
        for n, turn, speaker, role, case, start_s, start, stop in _segments(project, source.id)
        for said in [speech(text, parts, start, stop)]
    ]
    return Reading(source, segments, len(rows) - len(shown))


def _segments(project: Project, source_id: int) -> list[tuple[Any, ...]]:
    return project.rows(
        """
        select scope.segment, scope.turn, coalesce(scope.speaker, ''), scope.role, coalesce(study_case.name, ?),
               turn.start_s, scope.start, scope.stop
          from segment_scope as scope
          join turn on turn.id = scope.turn_id
          left join study_case on study_case.id = scope.case_id
         where scope.source_id = ?
         order by scope.segment
        """,
        [NO_CASE, source_id],
    )


def _codings(project: Project, source_id: int) -> list[tuple[Any, ...]]:
    return project.rows(
        """
        select 'c' || substr(coding.uid, 1, 8), code_tree.path, coding.code_id, coding.start, coding.stop,
               coder.id, coder.name, 0
          from coding
          join coder on coder.id = coding.coder_id
          join code_tree on code_tree.code_id = coding.code_id
         where coding.source_id = ?
         order by coding.start, coding.stop desc, code_tree.position, coding.id
        """,
        [source_id],
    )


def _suggestions(project: Project, source_id: int) -> list[tuple[Any, ...]]:
    """Return the suggestions on the matched words alone where there are any, else on the whole segment."""
    rows = project.rows(
        """
        select 's' || substr(suggestion.uid, 1, 8), code_tree.path, suggestion.code_id, suggestion.start,
               suggestion.stop, 0, run.kind, 1, suggestion.evidence
          from suggestion
          join run on run.id = suggestion.run_id
          join code_tree on code_tree.code_id = suggestion.code_id
         where suggestion.source_id = ?
         order by suggestion.start, suggestion.stop desc, code_tree.position, suggestion.id
        """,
        [source_id],
    )
    return [
        (*row[:3], *(_matched(row[3], row[4], row[8]) if row[6] == "rule" else row[3:5]), *row[5:8]) for row in rows
    ]


def _matched(start: int, stop: int, evidence: str) -> Span:
    """Return the span of the words that rules met."""
    spans = [(start + hit["start"], start + hit["end"]) for hit in rule_hits(evidence)]
    return (min(s for s, _e in spans), max(e for _s, e in spans)) if spans else (start, stop)


def _hidden(row: tuple[Any, ...], blind: Sequence[Span]) -> bool:
    return any(start < row[4] and stop > row[3] for start, stop in blind)


def _on(said: Speech, start: int, stop: int, marks: Sequence[tuple[Any, ...]], palette: dict[int, str]) -> list[Mark]:
    found = []
    for uid, path, code_id, first, last, _coder_id, coder, suggested in marks:
        if first < stop and last > start:
            span = said.inside(first, last)
            if span[0] < span[1]:
                found.append(Mark(uid, path, palette[code_id], *span, coder, bool(suggested), first >= start))
    return found
