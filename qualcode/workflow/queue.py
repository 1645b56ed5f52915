"""Which passages come before a coder, and in which order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.query import readings
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.origins import pending_hits
from qualcode.query.search import find
from qualcode.records import Span
from qualcode.store.coders import coder_id_of
from qualcode.store.project import Project
from qualcode.store.reading import Drawn
from qualcode.store.sight import blind_spans


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a queue: a segment, and how it was drawn.

    Attributes
    ----------
    suggestion : str or None
        Uid of the suggestion that is asked about, in "review".
    drawn_for : int or None
        The code (id) for whose sake it was drawn, as the first that nobody has judged.
    """

    source_id: int
    segment_id: int
    suggestion: str | None
    drawn: Drawn
    drawn_for: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was searched for: where it stands, and words of it (the matches in »«)."""

    entry: Entry
    source: str
    segment: int
    snippet: str


def as_drawn(entry: Entry, where: Filter) -> Entry:
    """Return an entry as it is written down: drawn from a part of the segments, it tells nothing of all: chosen."""
    is_part = where.sources or where.cases or where.roles or where.where
    return replace(entry, drawn="chosen", drawn_for=None) if is_part else entry


class Queue:
    """Entries in order, the one at hand, and which of them still wait.

    Parameters
    ----------
    entries : sequence of Entry
    by_suggestion : bool
        What waits are suggestions, else segments.
    """

    def __init__(self, entries: Sequence[Entry], *, by_suggestion: bool) -> None:
        self.entries = list(entries)
        self.at = 0
        self._by_suggestion = by_suggestion
        self._waiting = {self._key(entry) for entry in entries}

    @property
    def current(self) -> Entry | None:
        """The entry at hand; None past the last one."""
        return self.entries[self.at] if self.at < len(self.entries) else None

    @property
    def left(self) -> int:
        """How many entries wait."""
        return len(self._waiting)

    def forward(self) -> None:
        """Go to the next entry; past the last one there is none."""
        self.at = min(self.at + 1, len(self.entries))

    def back(self) -> None:
        """Go to the entry before."""
        self.at = max(self.at - 1, 0)

    def advance(self) -> None:
        """Go to the next entry that waits; after the last one to the first that was passed over."""
        places = (*range(self.at + 1, len(self.entries)), *range(min(self.at, len(self.entries))))
        self.at = next((i for i in places if self._key(self.entries[i]) in self._waiting), len(self.entries))

    def visit(self, entry: Entry) -> None:
        """Put an entry at hand that nobody waits for; one that is in the queue is taken from there."""
        if entry in self.entries:
            self.at = self.entries.index(entry)
        else:
            self.entries.insert(self.at, entry)

    def settle(self, entry: Entry) -> bool:
        """Let an entry wait no more; tells whether it did."""
        was_waiting = self.waits(entry)
        self._waiting.discard(self._key(entry))
        return was_waiting

    def waits(self, entry: Entry) -> bool:
        """Tell whether an entry waits."""
        return self._key(entry) in self._waiting

    def reopen(self, entry: Entry) -> None:
        """Let an entry wait again."""
        self._waiting.add(self._key(entry))

    def drop(self) -> None:
        """Take the entry at hand out: what it points to is there no more."""
        gone = self.entries.pop(self.at)
        self._waiting.discard(self._key(gone))

    def renew(self, entries: Sequence[Entry]) -> None:
        """Put other entries in the place of those that come after the one at hand; what was passed over comes last."""
        here = self.entries[: self.at + 1]
        shown = {self._key(entry) for entry in here}
        passed = [entry for entry in here[:-1] if self._key(entry) in self._waiting]
        coming = [entry for entry in entries if self._key(entry) not in shown]
        self.entries = [*here, *coming]
        at_hand = {self._key(here[-1])} & self._waiting if self.current else set()
        self._waiting = {self._key(entry) for entry in (*coming, *passed)} | at_hand

    def _key(self, entry: Entry) -> str | int | None:
        return entry.suggestion if self._by_suggestion else entry.segment_id


def unread(project: Project, coder: str, where: Filter = EVERYTHING) -> list[Entry]:
    """Return the segments of the population that a coder has not read, in the order of the sources.

    What is assigned to the coder comes first; if anything is, and no source is named, nothing else comes.
    """
    coder_id = coder_id_of(project, coder)
    population, values = where.population(project)
    rows = project.rows(
        f"""
        select scope.source_id, scope.segment_id,
               exists (select 1
                         from assignment
                        where coder_id = ? and assignment.source_id = scope.source_id
                          and assignment.start < scope.stop and assignment.stop > scope.start)
          from ({population}) as scope
          join source on source.id = scope.source_id
         where scope.segment_id not in {_read(project, coder_id)}
         order by source.name, scope.segment
        """,
        [coder_id, *values],
    )
    assigned = [Entry(source, segment, None, "assigned") for source, segment, is_assigned in rows if is_assigned]
    others = [Entry(source, segment, None, "source") for source, segment, is_assigned in rows if not is_assigned]
    has_assignments = project.value("select 1 from assignment where coder_id = ?", [coder_id]) is not None
    return assigned if has_assignments and not where.sources else [*assigned, *others]


def read_by(project: Project, coder: str, where: Filter = EVERYTHING) -> int:
    """Return how many segments of the population a coder has read."""
    population, values = where.population(project)
    read = _read(project, coder_id_of(project, coder))
    return int(project.value(f"select count(*) from ({population}) where segment_id in {read}", values))


def _read(project: Project, coder_id: int | None) -> str:
    return readings.read_by(project, [] if coder_id is None else [coder_id])


def pending(project: Project, coder: str, where: Filter = EVERYTHING, *, hidden: bool = False) -> list[Entry]:
    """Return the suggestions that wait for a coder's decision, the surest first, unsure ones last.

    Parameters
    ----------
    hidden : bool
        Also those that a blind round hides from her.
    """
    coder_id = coder_id_of(project, coder)
    chosen = [] if coder_id is None else [coder_id]
    population, values = where.population(project)
    blind = {} if hidden or coder_id is None else _blind(project, coder_id)
    found: list[tuple[bool, float, int, Entry]] = []
    for kind in ("model", "rule"):
        sql, hit_values = pending_hits(kind, chosen)
        rows = project.rows(
            f"""
            select hit.source_id, min(hit.segment_id), suggestion.uid, suggestion.code_id, suggestion.score,
                   suggestion.start, suggestion.stop,
                   exists (select 1
                             from decision
                            where decision.coder_id = ? and decision.source_id = suggestion.source_id
                              and decision.start = suggestion.start and decision.stop = suggestion.stop
                              and decision.code_id = suggestion.code_id and decision.state = 'unsure')
              from ({sql}) as hit
              join suggestion on suggestion.id = hit.row_id
              join code_tree on code_tree.code_id = hit.code_id
              join ({population}) as scope on scope.segment_id = hit.segment_id
             where hit.code_id in (select value from json_each(?))
             group by hit.row_id
             order by hit.row_id
            """,
            [coder_id, *hit_values, *values, json.dumps(where.code_ids(project))],
        )
        for n, (source, segment, uid, code, score, start, stop, is_unsure) in enumerate(rows, len(found)):
            if not any(begin < stop and end > start for begin, end in blind.get(source, ())):
                entry = as_drawn(Entry(source, segment, uid, "best", code), where)
                found.append((bool(is_unsure), -score, n, entry))
    return [entry for _unsure, _score, _n, entry in sorted(found, key=lambda item: item[:3])]


def search(project: Project, words: str, where: Filter = EVERYTHING) -> list[Hit]:
    """Return the passages of the filter's sources that hold all these words, in any of their forms.

    Raises
    ------
    QualcodeError
        If there is no word in it.
    """
    found = find(project, words, Filter(sources=where.sources, roles=where.roles))
    sql = """
        select source.name, segment.n, source.id, segment.id
          from segment
          join source on source.id = segment.source_id
         order by segment.id
    """
    ids = {(name, n): (source_id, segment_id) for name, n, source_id, segment_id in project.rows(sql)}
    places = zip(found.column("source"), found.column("segment"), found.column("snippet"), strict=True)
    return [Hit(Entry(*ids[name, n], None, "chosen"), name, n, snippet) for name, n, snippet in places]


def _blind(project: Project, coder_id: int) -> dict[int, list[Span]]:
    """Return where suggestions are hidden from a coder, by source."""
    sources = project.rows("select distinct source_id from assignment where coder_id = ? order by 1", [coder_id])
    return {source_id: blind_spans(project, coder_id, source_id) for (source_id,) in sources}
