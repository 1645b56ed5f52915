"""Where counted codings come from: SQL for the hits of people, of rules or the model, and of what is pending."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qualcode.query import readings
from qualcode.query.filters import Filter
from qualcode.store.project import Project


def human_hits(project: Project, coders: Sequence[int]) -> tuple[str, list[object]]:
    """Return SQL for (code_id, segment_id, source_id, row_id, start, stop, coder_id) of people's codings.

    On a segment that a consensus coder has read, only consensus codings count.
    """
    sql = f"""
    select coding.code_id, link.segment_id, coding.source_id, coding.id as row_id, coding.start, coding.stop,
           coding.coder_id
      from coding
      join coding_segment as link on link.coding_id = coding.id
      join coder on coder.id = coding.coder_id
     where coding.coder_id in (select value from json_each(?))
       and (coder.kind = 'consensus' or link.segment_id not in {readings.settled_by(project, coders)})
    """
    return sql, [json.dumps(list(coders))]


def machine_hits(kind: str) -> tuple[str, list[object]]:
    """Return SQL, with the columns of `human_hits`, for the suggestions of the rules or the model."""
    sql = """
    select suggestion.code_id, link.segment_id, suggestion.source_id, suggestion.id as row_id, suggestion.start,
           suggestion.stop, 0 as coder_id
      from suggestion
      join suggestion_segment as link on link.suggestion_id = suggestion.id
     where suggestion.run_id in (select id from run where kind = ?)
    """
    return sql, [kind]


def pending_hits(kind: str, coders: Sequence[int]) -> tuple[str, list[object]]:
    """Return SQL, with the columns of `human_hits`, for suggestions on which none of the coders has decided.

    A decision settles a suggestion when it accepted or rejected the same code from the same kind of machine over the
    matched words (rules) or the whole span (model).
    """
    sql, values = machine_hits(kind)
    matched_start = (
        "suggestion.start + coalesce((select min(value ->> 'start') from json_each(suggestion.evidence)), 0)"
    )
    matched_stop = (
        "coalesce(suggestion.start + (select max(value ->> 'end') from json_each(suggestion.evidence)), "
        "suggestion.stop)"
    )
    start, stop = (matched_start, matched_stop) if kind == "rule" else ("suggestion.start", "suggestion.stop")
    settled = f"""
       and not exists (
         select 1
           from decision
          where decision.source_id = suggestion.source_id and decision.code_id = suggestion.code_id
            and decision.origin = ? and decision.state in ('accepted', 'rejected')
            and decision.coder_id in (select value from json_each(?))
            and decision.start <= {start} and decision.stop >= {stop})
    """
    return sql + settled, [*values, kind, json.dumps(list(coders))]


Hits = dict[str, tuple[str, list[object]]]
"""By origin, SQL and its values."""


def hits(project: Project, where: Filter) -> Hits:
    """Return the SQL of every origin that a filter counts, by its name."""
    coders = where.coder_ids(project)
    if where.origin == "human":
        return {"human": human_hits(project, coders)}
    if where.origin == "all":
        return {
            "human": human_hits(project, coders),
            "rule": pending_hits("rule", coders),
            "model": pending_hits("model", coders),
        }
    return {where.origin: machine_hits(where.origin)}
