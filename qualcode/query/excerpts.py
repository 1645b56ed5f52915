"""Coded passages with who said them, where, why, and what stands around them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from qualcode.query import readings
from qualcode.query.evidence import is_probability, shown_evidence
from qualcode.query.filters import EVERYTHING, NO_CASE, Filter
from qualcode.query.origins import hits
from qualcode.query.table import Stream, Table
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


def excerpts(project: Project, where: Filter = EVERYTHING, *, context: int = 1) -> Iterator[Excerpt]:
    """Yield the passages under the codes of a filter, by source, place and code; streamed source by source.

    Parameters
    ----------
    context : int
        How many turns before and after are given with each passage.
    """
    readings.prepare_consensus(project, where.coder_ids(project))
    codes = json.dumps(where.code_ids(project))
    digits = _digits(project)
    for source_id, name in _sources(project, where):
        found = _rows(project, where, codes, source_id)
        if found:
            page = _Page(project, source_id, name, context, digits)
            yield from (page.excerpt(rows) for rows in found)


def _sources(project: Project, where: Filter) -> list[tuple[int, str]]:
    chosen = {find_source(project, name).id for name in where.sources}
    rows = project.rows("select id, name from source order by name, id")
    return [row for row in rows if not chosen or row[0] in chosen]


def table(project: Project, where: Filter = EVERYTHING, *, context: int = 1) -> Table:
    """Return `excerpts` as a table, with the attributes of the case at the end of each row."""
    stream = streamed(project, where, context=context)
    rows = list(stream.rows)
    return Table(stream.columns, rows, {**stream.note, "rows": len(rows)})


def streamed(project: Project, where: Filter = EVERYTHING, *, context: int = 1) -> Stream:
    """Return the rows of `table` as they are made, for a file."""
    names, values = case_attributes(project)
    found = excerpts(project, where, context=context)
    rows = ([*row(e), *(values.get((e.case, name), "") for name in names)] for e in found)
    return Stream((*COLUMNS, *names), rows, {"from": where.origin})


def case_attributes(project: Project) -> tuple[list[str], dict[tuple[str, str], str]]:
    """Return the names of the attributes that cases have, and their values by case and attribute."""
    rows = project.rows(
        """
        select study_case.name, attribute.name, value.value
          from value
          join study_case on study_case.id = value.case_id
          join attribute on attribute.id = value.attribute_id
         order by attribute.id, study_case.id
        """
    )
    return list(dict.fromkeys(row[1] for row in rows)), {(case, name): value for case, name, value in rows}


def row(excerpt: Excerpt) -> list[Any]:
    """Return an excerpt as a row under `COLUMNS`."""
    return [getattr(excerpt, "origin" if name == "from" else name) for name in COLUMNS]


def _digits(project: Project) -> int:
    """Return how many digits of a uid tell all codings and suggestions apart, at least 8."""
    every = "select uid from coding union all select uid from suggestion"
    for digits in range(SHORTEST_ID, LONGEST_ID):
        same = f"select count(*) - count(distinct substr(uid, 1, ?)) from ({every})"
        if not project.value(same, [digits]):
            return digits
    return LONGEST_ID


@dataclass(frozen=True, slots=True)
class _Row:
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
    segments: list[tuple[Any, ...]]


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


def _rows(project: Project, where: Filter, codes: str, source_id: int) -> list[_Row]:
    population, values = where.population(project)
    found: list[_Row] = []
    for kind, (sql, hit_values) in hits(project, where).items():
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
            [*hit_values, source_id, *values, codes],
        )
        if not rows:
            continue
        details = {d[0]: d[1:] for d in project.rows(_DETAILS["human" if kind == "human" else "machine"], [source_id])}
        grouped: dict[int, list[tuple[Any, ...]]] = {}
        for item in rows:
            grouped.setdefault(item[0], []).append(item)
        for row_id, touched in grouped.items():
            uid, score, evidence, at, coder = details[row_id]
            found.append(
                _Row(kind, uid, touched[0][1], touched[0][2], touched[0][3], score, evidence, at, coder, touched)
            )
    return sorted(found, key=lambda r: (r.start, r.stop, r.segments[0][13], r.kind, r.uid))


class _Page:
    """One source while its excerpts are cut: text, parts and turns are read once."""

    def __init__(self, project: Project, source_id: int, name: str, context: int, digits: int) -> None:
        self.name, self.context, self.digits = name, context, digits
        self.text: str = project.value("select text from source where id = ?", [source_id])
        self.parts = parts_of(project, source_id)
        self.cases = {0: NO_CASE} | dict(project.rows("select id, name from study_case order by id"))
        self.turns = project.rows(
            """
            select turn.n, turn.start, turn.stop, coalesce(speaker.label, ''), turn.start_s
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

    def excerpt(self, r: _Row) -> Excerpt:
        _id, _code, _start, _stop, segment, turn, case, speaker, role, _words, _s, _e, person, _position = r.segments[0]
        turns = list(dict.fromkeys(item[5] for item in r.segments))
        return Excerpt(
            id=("c" if r.kind == "human" else "s") + r.uid[: self.digits],
            source=self.name,
            case=self.cases[case or 0],
            speaker=speaker or "",
            role=role,
            turn=turn,
            segment=segment,
            start=r.start,
            end=r.stop,
            code=r.code,
            origin=r.kind,
            score=r.score if is_probability(r.evidence) else None,
            evidence=shown_evidence(r.evidence),
            created_at=r.at,
            text=self._speech(r.start, r.stop),
            quote=self.text[r.start : r.stop],
            before=self._around(turns[0], -self.context, 0),
            after=self._around(turns[-1], 1, self.context + 1),
            turns=" ".join(map(str, turns)),
            segments=" ".join(str(item[4]) for item in r.segments),
            coder=r.coder,
            memos=self._memos(r),
            start_s=self.turns[self.place[turn]][4],
            words=sum(item[9] for item in r.segments),
            person=person,
        )

    def _memos(self, r: _Row) -> str:
        """Return the memos on a coding and on passages that share words with it."""
        found = (
            text
            for uid, start, stop, text in self.memos
            if uid == r.uid or (start is not None and start < r.stop and stop > r.start)
        )
        return "\n".join(found)

    def _speech(self, start: int, stop: int) -> str:
        return speech(self.text, self.parts, start, stop).text

    def _around(self, turn: int, first: int, last: int) -> str:
        at = self.place[turn]
        return "\n".join(map(self._line, range(max(0, at + first), min(len(self.turns), max(0, at + last)))))

    def _line(self, at: int) -> str:
        """Return a turn with its label; neighbours of several passages are put together once."""
        if at not in self.lines:
            _n, start, stop, label, _start_s = self.turns[at]
            said = self._speech(start, stop)
            self.lines[at] = f"{label}: {said}" if label else said
        return self.lines[at]


def telling(excerpt: Excerpt, *, ideal_words: int = 30) -> float:
    """Return how telling a passage is as a quotation, 0..1: its score times its fitness of length.

    ``score * 2 * ideal / (ideal + w)`` for passages longer than ideal, ``score * 2 * w / (ideal + w)`` for shorter
    ones, w in words: full marks at 30 words, half the length or three times the length counts two thirds or half.
    People's codings have the score 1.
    """
    w = max(excerpt.words, 1)
    return (1.0 if excerpt.score is None else excerpt.score) * 2 * min(w, ideal_words) / (ideal_words + w)


def most_telling(found: Sequence[Excerpt], *, limit: int = 3) -> list[Excerpt]:
    """Return the most telling passages, balanced: cases take turns, and in a case its persons.

    Each next one is of the case that was quoted least so far, of its person who was quoted least, and of those the
    most telling (see `telling`). A passage under several codes is quoted once.
    """
    spans: dict[tuple[str, int, int], Excerpt] = {}
    for excerpt in sorted(found, key=lambda e: (-telling(e), e.source, e.start, e.code)):
        spans.setdefault((excerpt.source, excerpt.start, excerpt.end), excerpt)
    left = list(spans.values())
    cases: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    chosen: list[Excerpt] = []
    while left and len(chosen) < limit:
        best = min(left, key=lambda e: (cases[e.case], persons[e.person]))
        left.remove(best)
        cases[best.case] += 1
        persons[best.person] += 1
        chosen.append(best)
    return chosen
