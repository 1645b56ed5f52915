"""How far each coder is: segments read, coded, unread, suggestions that wait."""

from __future__ import annotations

from qualcode.query import readings
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.origins import pending_hits
from qualcode.query.table import Table
from qualcode.store.coders import coders
from qualcode.store.project import Project


def progress(project: Project, where: Filter = EVERYTHING) -> Table:
    """Return one row a coder: coder, population, read, coded, unread, assigned, assigned_unread, waiting.

    All count segments of the population, save `waiting`: suggestions on which she has not decided.
    """
    population, values = where.population(project)
    total = project.value(f"select count(*) from ({population})", values)
    suggested = project.value("select 1 from suggestion limit 1") is not None
    rows = []
    for coder_id, name in coders(project):
        mine = readings.read_by(project, [coder_id])
        read, coded = project.rows(_READ.format(population=population, read=mine), [*values, coder_id])[0]
        assigned, left = _assigned(project, coder_id, where, mine)
        waiting = _waiting(project, coder_id, where) if suggested else 0
        rows.append((name, total, read, coded, total - read, assigned, left, waiting))
    return Table(("coder", "population", "read", "coded", "unread", "assigned", "assigned_unread", "waiting"), rows)


_READ = """
with scope as ({population})
select (select count(*) from scope where segment_id in {read}),
       (select count(distinct link.segment_id)
          from coding
          join coding_segment as link on link.coding_id = coding.id
          join scope on scope.segment_id = link.segment_id
         where coding.coder_id = ?)
"""


def _assigned(project: Project, coder_id: int, where: Filter, read: str) -> tuple[int, int]:
    """Return how many segments of the population are assigned to a coder, and how many of them she has not read."""
    if project.value("select 1 from assignment where coder_id = ? limit 1", [coder_id]) is None:
        return 0, 0
    population, values = where.population(project)
    assigned, left = project.rows(
        f"""
        select count(*), coalesce(sum(segment_id not in {read}), 0)
          from ({population}) as scope
         where exists (select 1
                         from assignment
                        where coder_id = ? and assignment.source_id = scope.source_id
                          and assignment.start < scope.stop and assignment.stop > scope.start)
        """,
        [*values, coder_id],
    )[0]
    return assigned, left


def _waiting(project: Project, coder_id: int, where: Filter) -> int:
    population, values = where.population(project)
    waiting = 0
    for kind in ("rule", "model"):
        sql, hit_values = pending_hits(kind, [coder_id])
        waiting += project.value(
            f"""
            select count(distinct hit.row_id)
              from ({sql}) as hit
              join code_tree on code_tree.code_id = hit.code_id
              join ({population}) as scope on scope.segment_id = hit.segment_id
            """,
            [*hit_values, *values],
        )
    return waiting
