"""Coded passages of one source as rows, and how each is cut: who said it, where, why, and what stands around it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import NamedTuple

from qualcode.messages import _
from qualcode.query.evidence import is_probability, shown_evidence
from qualcode.query.filters import ASKERS, NO_CASE, Filter
from qualcode.query.origins import Hits
from qualcode.records import Span
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sources import find_source

SHORTEST_ID, LONGEST_ID = 8, 32


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One coding or suggestion as it is listed; the first segment it touches says where it stands."""

    id: str
    source: str
    case: str
    speaker: str
    role: str
    turn: int | None
    segment: int | None
    start: int
    end: int
    code: str
    origin: str
    score: float | None
    evidence: str
    created_at: str
    text: str
    quote: str
    before: str
    after: str
    turns: str
    segments: str
    coder: str
    memos: str
    start_s: float | None
    words: int
    person: str


COLUMNS = tuple("from" if f.name == "origin" else f.name for f in fields(Excerpt) if f.name not in ("words", "person"))


def chosen_sources(project: Project, where: Filter) -> list[tuple[int, str]]:
    """Return id and name of the sources that a filter names, else of all, by name."""
    chosen = {find_source(project, name).id for name in where.sources}
    rows = project.rows("select id, name from source order by name, id")
    return [row for row in rows if not chosen or row[0] in chosen]


def digits_of_ids(project: Project) -> int:
    """Return how many digits of a uid tell all codings and suggestions apart, at least 8."""
    every = "select uid from coding union all select uid from suggestion"
    for digits in range(SHORTEST_ID, LONGEST_ID):
        same = f"select count(*) - count(distinct substr(uid, 1, ?)) from ({every})"
        if not project.value(same, [digits]):
            return digits
    return LONGEST_ID


class Touch(NamedTuple):
    """A segment of the population that a coding or suggestion touches."""

    row_id: int
    code: str
    start: int
    stop: int
    segment: int
    turn: int
    case_id: int | None
    speaker: str | None
    role: str
    words: int
    segment_start: int
    segment_stop: int
    person: str
    position: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One coding or suggestion with the segments of the population that it touches."""

    kind: str
    uid: str
    code: str
    start: int
    stop: int
    score: float | None
    evidence: str
    at: str
    coder: str
    segments: Sequence[Touch]


_DETAILS = {
    "human": """
        select coding.id, coding.uid, null, '[]', coding.created_at, coder.name
          from coding
          join coder on coder.id = coding.coder_id
         where coding.source_id = ?
    """,
    "machine": """
        select suggestion.id, suggestion.uid, suggestion.score, suggestion.evidence, run.ended_at,
               run.kind || ':' || substr(run.codebook_sha256, 1, 8)
          from suggestion
          join run on run.id = suggestion.run_id
         where suggestion.source_id = ?
    """,
}


def passages(project: Project, where: Filter, counted: Hits, codes: Sequence[int], source_id: int) -> list[Passage]:
    """Return what has one of the codes in a source, by place and code; ``counted`` are the `hits` of the filter."""
    population, values = where.population(project)
    found: list[Passage] = []
    for kind, (sql, hit_values) in counted.items():
        rows = project.rows(
            f"""
            select hit.row_id, code_tree.path, hit.start, hit.stop, scope.segment, scope.turn, scope.case_id,
                   scope.speaker, scope.role, scope.words, scope.start, scope.stop, scope.person, code_tree.position
              from ({sql} and {"coding" if kind == "human" else "suggestion"}.source_id = ?) as hit
              join code_tree on code_tree.code_id = hit.code_id
              join ({population}) as scope on scope.segment_id = hit.segment_id
             where hit.code_id in (select value from json_each(?))
             order by hit.start, hit.stop, code_tree.position, hit.row_id, scope.segment
            """,
            [*hit_values, source_id, *values, json.dumps(list(codes))],
        )
        if not rows:
            continue
        details = {d[0]: d[1:] for d in project.rows(_DETAILS["human" if kind == "human" else "machine"], [source_id])}
        grouped: dict[int, list[Touch]] = {}
        for item in map(Touch._make, rows):
            grouped.setdefault(item.row_id, []).append(item)
        for row_id, touched in grouped.items():
            uid, score, evidence, at, coder = details[row_id]
            first = touched[0]
            found.append(Passage(kind, uid, first.code, first.start, first.stop, score, evidence, at, coder, touched))
    return sorted(found, key=lambda r: (r.start, r.stop, r.segments[0].position, r.kind, r.uid))


class Page:
    """One source while its excerpts are cut: text, parts and turns are read once."""

    def __init__(self, project: Project, source_id: int, name: str, context: int, digits: int) -> None:
        self.name, self.context, self.digits = name, context, digits
        self.text: str = project.value("select text from source where id = ?", [source_id])
        self.parts = parts_of(project, source_id)
        self.cases = {0: NO_CASE} | dict(project.rows("select id, name from study_case order by id"))
        self.turns = project.rows(
            """
            select turn.n, turn.start, turn.stop, coalesce(speaker.label, ''), turn.start_s, turn.speaker_id,
                   coalesce(speaker.role, 'unknown')
              from turn
              left join speaker on speaker.id = turn.speaker_id
             where turn.source_id = ?
             order by turn.n
            """,
            [source_id],
        )
        self.memos = project.rows(
            """
            select coding.uid, memo.start, memo.stop, memo.text
              from memo
              left join coding on coding.id = memo.coding_id
             where coalesce(memo.source_id, coding.source_id) = ?
             order by memo.at, memo.id
            """,
            [source_id],
        )
        self.lines: dict[int, str] = {}
        self.place = {turn[0]: i for i, turn in enumerate(self.turns)}

    def excerpt(self, r: Passage) -> Excerpt:
        """Return a passage as it is listed."""
        first = r.segments[0]
        turns = list(dict.fromkeys(touch.turn for touch in r.segments))
        return Excerpt(
            id=("c" if r.kind == "human" else "s") + r.uid[: self.digits],
            source=self.name,
            case=self.cases[first.case_id or 0],
            speaker=first.speaker or "",
            role=first.role,
            turn=first.turn,
            segment=first.segment,
            start=r.start,
            end=r.stop,
            code=r.code,
            origin=r.kind,
            score=r.score if is_probability(r.evidence) else None,
            evidence=shown_evidence(r.evidence),
            created_at=r.at,
            text=self._said(r.start, r.stop, self.turns[self.place[first.turn]][5]),
            quote=self.text[r.start : r.stop],
            before=self._around(turns[0], -self.context, 0),
            after=self._around(turns[-1], 1, self.context + 1),
            turns=" ".join(map(str, turns)),
            segments=" ".join(str(touch.segment) for touch in r.segments),
            coder=r.coder,
            memos=self._memos(r),
            start_s=self.turns[self.place[first.turn]][4],
            words=sum(touch.words for touch in r.segments),
            person=first.person,
        )

    def shared(self, span: Span, parts: Sequence[Passage], code: str) -> Excerpt:
        """Return words that several codings share as one excerpt; it names all of them."""
        start, stop = span
        touched = {touch.segment: touch for part in parts for touch in part.segments}
        inside = [
            touched[n] for n in sorted(touched) if touched[n].segment_start < stop and touched[n].segment_stop > start
        ]
        coders = ", ".join(dict.fromkeys(part.coder for part in parts))
        at = max(part.at for part in parts)
        excerpt = self.excerpt(Passage(parts[0].kind, "", code, start, stop, None, "[]", at, coders, inside))
        listed = [self.excerpt(part) for part in parts]
        return replace(
            excerpt,
            id=" ".join(part.id for part in listed),
            origin=", ".join(dict.fromkeys(part.kind for part in parts)),
            evidence="; ".join(filter(None, dict.fromkeys(part.evidence for part in listed))),
            memos="\n".join(dict.fromkeys(filter(None, [excerpt.memos, *(part.memos for part in listed)]))),
        )

    def _memos(self, r: Passage) -> str:
        """Return the memos on a coding and on passages that share words with it."""
        found = (
            text
            for uid, start, stop, text in self.memos
            if uid == r.uid or (start is not None and start < r.stop and stop > r.start)
        )
        return "\n".join(found)

    def _said(self, start: int, stop: int, speaker: int | None) -> str:
        """Return what a speaker says in a span; what others say there is marked: "[Interviewer: Since when?]"."""
        inside = [turn for turn in self.turns if turn[1] < stop and turn[2] > start]
        if all(turn[5] == speaker for turn in inside):
            return self._speech(start, stop)
        said = []
        for (who, label, role), turns in groupby(inside, key=lambda turn: (turn[5], turn[3], turn[6])):
            whole = list(turns)
            words = self._speech(max(start, whole[0][1]), min(stop, whole[-1][2]))
            if words:
                said.append(words if who == speaker else f"[{_named(label, role)}: {words}]")
        return " ".join(said)

    def _speech(self, start: int, stop: int) -> str:
        return speech(self.text, self.parts, start, stop).text

    def _around(self, turn: int, first: int, last: int) -> str:
        at = self.place[turn]
        return "\n".join(map(self._line, range(max(0, at + first), min(len(self.turns), max(0, at + last)))))

    def _line(self, at: int) -> str:
        """Return a turn with its label; neighbours of several passages are put together once."""
        if at not in self.lines:
            _n, start, stop, label, *_more = self.turns[at]
            said = self._speech(start, stop)
            self.lines[at] = f"{label}: {said}" if label else said
        return self.lines[at]


def _named(label: str, role: str) -> str:
    """Return whose words they are that stand in another's: of those who ask what they are there, else the label."""
    if role in ASKERS:
        return _(role).capitalize()
    return label or _("unknown speaker").capitalize()
