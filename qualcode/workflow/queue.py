"""Which passages come before a coder, and in which order."""

from __future__ import annotations

import json
from dataclasses import dataclass

from qualcode.query import readings
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.origins import pending_hits
from qualcode.store.coders import coder_id_of
from qualcode.store.project import Project
from qualcode.store.reading import Drawn
from qualcode.store.sight import sees_suggestions


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a queue: a segment, in "review" with the suggestion that is asked about, and how it was drawn."""

    source_id: int
    segment_id: int
    suggestion_id: int | None
    drawn: Drawn


def unread(project: Project, coder: str, where: Filter = EVERYTHING) -> list[Entry]:
    """Return the segments of the population that a coder has not read, in the order of the sources.

    What is assigned to her comes first; if anything is, and no source is named, nothing else comes.
    """
    coder_id = coder_id_of(project, coder)
    readings.prepare(project, [] if coder_id is None else [coder_id])
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
         where scope.segment_id not in (select segment_id from temp.read_segment)
         order by source.name, scope.segment
        """,
        [coder_id, *values],
    )
    assigned = [Entry(source, segment, None, "assigned") for source, segment, is_assigned in rows if is_assigned]
    others = [Entry(source, segment, None, "source") for source, segment, is_assigned in rows if not is_assigned]
    has_assignments = project.value("select 1 from assignment where coder_id = ?", [coder_id]) is not None
    return assigned if has_assignments and not where.sources else [*assigned, *others]


def pending(project: Project, coder: str, where: Filter = EVERYTHING) -> list[Entry]:
    """Return the suggestions that wait for a coder's decision, the surest first, unsure ones last.

    Suggestions that a blind round hides from her are left out.
    """
    coder_id = coder_id_of(project, coder)
    chosen = [] if coder_id is None else [coder_id]
    population, values = where.population(project)
    found: list[tuple[bool, float, int, Entry]] = []
    for kind in ("model", "rule"):
        sql, hit_values = pending_hits(kind, chosen)
        rows = project.rows(
            f"""
            select hit.source_id, min(hit.segment_id), hit.row_id, suggestion.score, suggestion.start, suggestion.stop,
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
        for source, segment, row_id, score, start, stop, is_unsure in rows:
            if coder_id is None or sees_suggestions(project, coder_id, source, start, stop):
                found.append((bool(is_unsure), -score, row_id, Entry(source, segment, row_id, "best")))
    return [entry for _unsure, _score, _row, entry in sorted(found, key=lambda item: item[:3])]
