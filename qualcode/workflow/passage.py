"""One passage as it is shown to a coder: what is said, what stands around it, what is coded and suggested there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.query.colours import colours
from qualcode.query.disagreements import Side
from qualcode.query.evidence import is_probability, matched, shown_evidence
from qualcode.query.filters import ASKERS, NO_CASE
from qualcode.records import Part, Span
from qualcode.segment.speech import Speech, speech
from qualcode.store.codebooks import current_sha256
from qualcode.store.decisions import StoredSuggestion, suggestion_by_id, suggestions_by_ids
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sight import sees_others, sees_suggestions

NEIGHBOURS = 2
"""Turns shown before and after a passage."""


@dataclass(frozen=True, slots=True)
class Line:
    """One turn beside a passage; ``asks`` marks the question that the passage answers."""

    speaker: str
    text: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A coding or a suggestion on a passage.

    Attributes
    ----------
    kind : "coding" or "suggestion"
    id : str
        ``c`` or ``s`` and the whole uid, as commands take it.
    start, end : offsets in the passage's speech, clipped to it
    coder : str
        Of a coding; of a suggestion the kind of machine, "rule" or "model".
    own : bool
        A coding of the coder to whom the passage is shown.
    score, why, evidence
        Of a suggestion: 0..1 (None if it only orders), the reason in words, and its spans in the passage's speech.
    state : str
        Her decision on a suggestion: "", "accepted", "rejected" or "unsure".
    """

    kind: str
    id: str
    code: str
    colour: str
    start: int
    end: int
    coder: str
    own: bool = False
    score: float | None = None
    why: str = ""
    evidence: Sequence[Span] = ()
    state: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment in its context; ``start`` and ``stop`` are the source's.

    ``asked`` is the suggestion to be decided on, if one is; ``text_sha256`` says which text the offsets are of;
    ``sides`` is what each coder gave, where they differ and that is to be settled.
    """

    source_id: int
    source: str
    text_sha256: str
    language: str
    case: str
    speaker: str
    role: str
    start_s: float | None
    segment: int
    turn: int
    start: int
    stop: int
    said: Speech
    before: Sequence[Line]
    after: Sequence[Line]
    marks: Sequence[Mark]
    memos: Sequence[str]
    asked: Mark | None = None
    sides: Sequence[Side] = ()


class Pages:
    """Passages of a project; the source at hand and the colours are read once, until someone changes them.

    Parameters
    ----------
    everybody : bool
        Show the codings of all people with the memos on them, and no suggestions.
    """

    def __init__(self, project: Project, *, everybody: bool = False) -> None:
        self.project, self._everybody = project, everybody
        self._opened: tuple[int, int] | None = None
        self._text = ""
        self._parts: list[Part] = []
        self._turns: list[tuple[Any, ...]] = []
        self._version: str | None = None
        self._palette: dict[int, str] = {}
        self._paths: dict[int, str] = {}
        self._shown: dict[str, StoredSuggestion] = {}

    def passage(self, segment_id: int, coder_id: int | None, suggestion: str | None = None) -> Passage | None:
        """Return a segment as a coder sees it, None if it is there no more; `suggestion` (uid) is asked about."""
        rows = self.project.rows(
            """
            select scope.source_id, source.name, source.text_sha256, source.language, coalesce(study_case.name, ?),
                   coalesce(scope.speaker, ''), scope.role, turn.start_s, scope.segment, scope.turn, scope.start,
                   scope.stop
              from segment_scope as scope
              join source on source.id = scope.source_id
              join turn on turn.id = scope.turn_id
              left join study_case on study_case.id = scope.case_id
             where scope.segment_id = ?
            """,
            [NO_CASE, segment_id],
        )
        if not rows:
            return None
        source_id, source, sha256, language, case, speaker, role, start_s, segment, turn, start, stop = rows[0]
        self._open(source_id)
        self._learn_codes()
        said = speech(self._text, self._parts, start, stop)
        marks = [
            *self._codings(source_id, start, stop, said, coder_id),
            *self._suggestions(source_id, start, stop, said, coder_id),
        ]
        asked = next((m for m in marks if suggestion is not None and m.id == f"s{suggestion}"), None)
        before, after = self._around(turn, start, stop)
        return Passage(
            source_id, source, sha256, language, case, speaker, role, start_s, segment, turn, start, stop, said, before,
            after, marks, self._memos(source_id, start, stop, coder_id), asked,
        )  # fmt: skip

    def _open(self, source_id: int) -> None:
        opened = (source_id, self.project.value("pragma data_version"))
        if opened == self._opened:
            return
        self._opened = opened
        self._text = self.project.value("select text from source where id = ?", [source_id])
        self._parts = parts_of(self.project, source_id)
        self._turns = self.project.rows(
            """
            select turn.n, turn.start, turn.stop, coalesce(speaker.label, ''), coalesce(speaker.role, 'unknown')
              from turn
              left join speaker on speaker.id = turn.speaker_id
             where turn.source_id = ?
             order by turn.n
            """,
            [source_id],
        )

    def _learn_codes(self) -> None:
        version = current_sha256(self.project)
        if version != self._version:
            self._version = version
            self._palette = colours(self.project)
            self._paths = dict(self.project.rows("select code_id, path from code_tree order by 1"))

    def _around(self, turn: int, start: int, stop: int) -> tuple[list[Line], list[Line]]:
        """Return the lines before and after: the rest of the turn itself, neighbours, and the last question."""
        at = next(i for i, row in enumerate(self._turns) if row[0] == turn)
        _n, turn_start, turn_stop, label, _role = self._turns[at]
        first = max(0, at - NEIGHBOURS)
        asked = next((i for i in range(at - 1, -1, -1) if self._turns[i][4] in ASKERS), None)
        shown = [*([asked] if asked is not None and asked < first else []), *range(first, at)]
        before = [self._line(i, asks=i == asked) for i in shown]
        after = [self._line(i) for i in range(at + 1, min(len(self._turns), at + 1 + NEIGHBOURS))]
        if earlier := self._speech(turn_start, start):
            before.append(Line(label, earlier))
        if later := self._speech(stop, turn_stop):
            after.insert(0, Line(label, later))
        return before, after

    def _line(self, at: int, *, asks: bool = False) -> Line:
        _n, start, stop, label, _role = self._turns[at]
        return Line(label, self._speech(start, stop), asks)

    def _speech(self, start: int, stop: int) -> str:
        return speech(self._text, self._parts, start, stop).text.strip() if start < stop else ""

    def _codings(self, source_id: int, start: int, stop: int, said: Speech, coder_id: int | None) -> list[Mark]:
        rows = self.project.rows(
            """
            select coding.uid, code_tree.path, coding.code_id, coding.start, coding.stop, coder.name, coder.id
              from coding
              join coder on coder.id = coding.coder_id
              join code_tree on code_tree.code_id = coding.code_id
             where coding.source_id = ? and coding.start < ? and coding.stop > ? and (coder.id = ? or ?)
             order by coding.start, coding.stop, code_tree.position, coding.id
            """,
            [source_id, stop, start, coder_id, self._sees_others(coder_id, source_id)],
        )
        return [
            Mark(
                "coding", f"c{uid}", path, self._palette[code_id], *said.inside(first, last), name, own=who == coder_id
            )
            for uid, path, code_id, first, last, name, who in rows
        ]

    def _sees_others(self, coder_id: int | None, source_id: int) -> bool:
        return self._everybody or (coder_id is not None and sees_others(self.project, coder_id, source_id))

    def _suggestions(self, source_id: int, start: int, stop: int, said: Speech, coder_id: int | None) -> list[Mark]:
        if self._everybody:
            return []
        if coder_id is not None and not sees_suggestions(self.project, coder_id, source_id, start, stop):
            return []
        rows = self.project.rows(
            """
            select id
              from suggestion
             where source_id = ? and start < ? and stop > ?
             order by id
            """,
            [source_id, stop, start],
        )
        found = suggestions_by_ids(self.project, json.dumps([row[0] for row in rows]))
        self._shown = {f"s{s.uid}": s for s in found}
        return [
            Mark(
                "suggestion", f"s{s.uid}", self._paths[s.code_id], self._palette[s.code_id],
                *said.inside(s.start, s.stop), s.origin,
                score=s.score if is_probability(s.evidence) else None,
                why=shown_evidence(s.evidence), evidence=_matched(said, s.start, s.evidence),
                state=self._state(s.source_id, s.start, s.stop, s.code_id, s.origin, coder_id),
            )
            for s in found
            if s.code_id in self._paths
        ]  # fmt: skip

    def _state(self, source_id: int, start: int, stop: int, code_id: int, origin: str, coder_id: int | None) -> str:
        sql = """
            select state
              from decision
             where coder_id = ? and source_id = ? and start = ? and stop = ? and code_id = ? and origin = ?
        """
        return str(self.project.value(sql, [coder_id, source_id, start, stop, code_id, origin]) or "")

    def _memos(self, source_id: int, start: int, stop: int, coder_id: int | None) -> list[str]:
        """Return the memos on a passage; where everybody's codings are shown also those on them, with names."""
        rows = self.project.rows(
            """
            select memo.text, coalesce(coder.name, '')
              from memo
              left join coder on coder.id = memo.coder_id
              left join coding on coding.id = memo.coding_id and :everybody
             where coalesce(memo.source_id, coding.source_id) = :source
               and coalesce(memo.start, coding.start) < :stop and coalesce(memo.stop, coding.stop) > :start
               and (memo.coder_id = :coder or :others)
             order by memo.at, memo.id
            """,
            {
                "everybody": self._everybody, "source": source_id, "start": start, "stop": stop, "coder": coder_id,
                "others": self._sees_others(coder_id, source_id),
            },
        )  # fmt: skip
        return [f"{name}: {text}" if self._everybody else text for text, name in rows]

    def shown(self, name: str) -> StoredSuggestion:
        """Return a suggestion of the passage shown last, as it was shown: a later run may have taken it away.

        Raises
        ------
        QualcodeError
            If it is neither there nor in the project.
        """
        return self._shown.get(name) or suggestion_by_id(self.project, name)

    def colours(self) -> dict[str, str]:
        """Return the colour of every living code by its path."""
        self._learn_codes()
        return {path: self._palette[code_id] for code_id, path in self._paths.items()}

    def segment_of(self, seq: int) -> tuple[int, int] | None:
        """Return (source, segment), by id, on which a change was made, if it was made on one."""
        rows = self.project.rows(
            """
            select segment.source_id, segment.id
              from history
              join segment on segment.source_id = json_extract(coalesce(new, old), '$.source_id')
                          and segment.start < json_extract(coalesce(new, old), '$.stop')
                          and segment.stop > json_extract(coalesce(new, old), '$.start')
             where seq = ? and tbl in ('coding', 'decision', 'reading', 'memo')
             order by history.id, segment.n
             limit 1
            """,
            [seq],
        )
        return rows[0] if rows else None


def _matched(said: Speech, start: int, evidence: str) -> list[Span]:
    """Return where the words that are the reason stand in the speech of a passage."""
    spans = [said.inside(start + first, start + last) for first, last in matched(evidence)]
    return [span for span in spans if span[0] < span[1]]
