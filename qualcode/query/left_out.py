"""Codings that a table or a list leaves out although its codes, coders, sources, cases and conditions hold for them."""

from __future__ import annotations

import json
from dataclasses import replace

from qualcode.query import readings
from qualcode.query.filters import ASKERS, Filter
from qualcode.query.origins import hits
from qualcode.records import ROLES
from qualcode.store.project import Project

OUTSIDE, RETIRED = "codings_outside_population", "codings_of_retired_codes"


def left_out(project: Project, where: Filter) -> dict[str, int]:
    """Return how many codings are left out: nothing of them is in the population, or their code is retired.

    What a filter asks for by name leaves nothing out: with roles there is nothing outside, with codes nothing retired.
    """
    readings.prepare_consensus(project, where.coder_ids(project))
    found = {
        OUTSIDE: 0 if where.roles else _on_questions(project, where) + _on_no_speech(project, where),
        RETIRED: 0 if where.codes else _retired(project, where),
    }
    return {name: n for name, n in found.items() if n}


def _on_questions(project: Project, where: Filter) -> int:
    """Return how many codings are only on what is said by those who ask."""
    population, values = where.population(project)
    asked, of_asked = replace(where, roles=ASKERS).population(project)
    codes = json.dumps(where.code_ids(project))
    return sum(
        int(
            project.value(
                f"""
                select count(distinct hit.row_id)
                  from ({sql}) as hit
                 where hit.code_id in (select value from json_each(?))
                   and hit.segment_id in (select segment_id from ({asked}))
                   and hit.row_id not in (
                     select {kind}_id
                       from {kind}_segment
                      where segment_id in (select segment_id from ({population})))
                """,
                [*of_hits, codes, *of_asked, *values],
            )
        )
        for origin, (sql, of_hits) in hits(project, where).items()
        for kind in ("coding" if origin == "human" else "suggestion",)
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
