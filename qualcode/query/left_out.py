"""Codings that a table or a list leaves out although its codes, coders, sources, cases and conditions hold for them."""

from __future__ import annotations

import json
from dataclasses import replace

from qualcode.query import readings
from qualcode.query.filters import ASKERS, Filter
from qualcode.query.origins import hits
from qualcode.records import ROLES
from qualcode.store.project import Project

OUTSIDE, RETIRED, SETTLED = "codings_outside_population", "codings_of_retired_codes", "codings_settled"


def left_out(project: Project, where: Filter) -> dict[str, int]:
    """Return how many codings are left out, by why.

    Nothing of them is in the population, a consensus stands for all that is, or their code is retired. What a filter
    asks for by name leaves nothing out: with roles there is nothing outside, with codes nothing retired.
    """
    found = {
        OUTSIDE: 0 if where.roles else _on_questions(project, where) + _on_no_speech(project, where),
        SETTLED: _settled(project, where),
        RETIRED: 0 if where.codes else _retired(project, where),
    }
    return {name: n for name, n in found.items() if n}


def _on_questions(project: Project, where: Filter) -> int:
    """Return how many codings are only on what is said by those who ask."""
    population, values = where.population(project)
    asked, of_asked = replace(where, roles=ASKERS).population(project)
    only = """
        id in (select {kind}_id from {kind}_segment where segment_id in (select segment_id from ({asked})))
           and id not in (
             select {kind}_id
               from {kind}_segment
              where segment_id in (select segment_id from ({population})))
           and code_id in (select value from json_each(?))
    """
    bound = [*of_asked, *values, json.dumps(where.code_ids(project))]
    n = _of_people(project, where, only.format(kind="coding", asked=asked, population=population), bound)
    condition = only.format(kind="suggestion", asked=asked, population=population)
    for origin, (sql, of_hits) in hits(project, where).items():
        if origin != "human":
            rows = f"select distinct row_id as id, code_id from ({sql})"
            n += int(project.value(f"select count(*) from ({rows}) where {condition}", [*of_hits, *bound]))
    return n


def _settled(project: Project, where: Filter) -> int:
    """Return how many codings of people are only where a consensus stands for them."""
    population, values = where.population(project)
    inside = f"select coding_id from coding_segment where segment_id in (select segment_id from ({population}))"
    settled = readings.settled_by(project, where.coder_ids(project))
    return _of_people(
        project,
        where,
        f"""
        coding.code_id in (select value from json_each(?))
           and coder_id not in (select id from coder where kind = 'consensus')
           and coding.id in ({inside})
           and coding.id not in ({inside} and segment_id not in {settled})
        """,
        [json.dumps(where.code_ids(project)), *values, *values],
    )


def _on_no_speech(project: Project, where: Filter) -> int:
    """Return how many codings of people are on text that nobody says, as a heading."""
    narrowed, values = replace(where, roles=ROLES).population(project, over=_SOURCES)
    return _of_people(
        project,
        where,
        f"""
        coding.id not in (select coding_id from coding_segment)
           and coding.code_id in (select value from json_each(?))
           and coding.source_id in (select source_id from ({narrowed}))
        """,
        [json.dumps(where.code_ids(project)), *values],
    )


_SOURCES = """
(select id as source_id, case_id, null as speaker_id, null as person, 'unknown' as role
   from source)
"""


def _retired(project: Project, where: Filter) -> int:
    """Return how many codings of people would be in the population, were their code not retired."""
    population, values = where.population(project)
    return _of_people(
        project,
        where,
        f"""
        coding.code_id not in (select code_id from code_tree)
           and coding.id in (
             select coding_id
               from coding_segment
              where segment_id in (select segment_id from ({population})))
        """,
        values,
    )


def _of_people(project: Project, where: Filter, condition: str, values: list[object]) -> int:
    if where.origin not in ("human", "all"):
        return 0
    coders = json.dumps(where.coder_ids(project))
    sql = f"select count(*) from coding where coder_id in (select value from json_each(?)) and {condition}"
    return int(project.value(sql, [coders, *values]))
