"""One case: its attributes, missing ones too, its sources, its speakers, and how much of it was read."""

from __future__ import annotations

from typing import Any

from qualcode.query import readings
from qualcode.query.dimensions import MISSING
from qualcode.query.filters import EVERYTHING
from qualcode.query.table import Table
from qualcode.store.cases import find_case
from qualcode.store.project import Project

COLUMNS = ("kind", "name", "value", "segments", "words", "read")


def case_table(project: Project, name: str) -> Table:
    """Return what is known of a case, a row a fact: kind, name, value, segments, words, read.

    Kinds are case (its totals), attribute (``value`` is "(missing)" where it has none), source and speaker (``value``
    is the role). Segments and words are those of the case: of a source shared with another case only its part, without
    interviewers, moderators and observers; ``read`` counts those that anybody has read.

    Raises
    ------
    UnknownNameError
    """
    case_id = find_case(project, name)
    stored = project.value("select name from study_case where id = ?", [case_id])
    totals = _counted(project, case_id, _CASE, "''", "scope.case_id") or [(stored, "", 0, 0, 0)]
    rows: list[tuple[Any, ...]] = [
        *(("case", *row) for row in totals),
        *(("attribute", *row, None, None, None) for row in _attributes(project, case_id)),
        *(("source", *row) for row in _counted(project, case_id, _SOURCE, "''", "scope.source_id")),
        *(("speaker", *row) for row in _counted(project, case_id, _SPEAKER, "scope.role", "scope.speaker_id")),
    ]
    return Table(COLUMNS, rows, {"case": stored})


_CASE = "(select name from study_case where id = scope.case_id)"
_SOURCE = "(select name from source where id = scope.source_id)"
_SPEAKER = """
(select speaker.label || ' @ ' || source.name
   from speaker
   join source on source.id = speaker.source_id
  where speaker.id = scope.speaker_id)
"""


def _counted(project: Project, case_id: int, label: str, value: str, group: str) -> list[tuple[Any, ...]]:
    population, bound = EVERYTHING.population(project)
    read = readings.read_by(project, EVERYTHING.coder_ids(project))
    return project.rows(
        f"""
        select coalesce({label}, ''), {value}, count(*), sum(scope.words),
               sum(scope.segment_id in {read})
          from ({population}) as scope
         where scope.case_id = ?
         group by {group}
         order by 1
        """,
        [*bound, case_id],
    )


def _attributes(project: Project, case_id: int) -> list[tuple[str, str]]:
    """Return the value of each attribute that any case has, in the order in which attributes were made."""
    rows = project.rows(
        """
        select attribute.name, own.value
          from attribute
          left join value as own on own.attribute_id = attribute.id and own.case_id = ?
         where attribute.id in (select attribute_id from value where case_id is not null)
         order by attribute.id
        """,
        [case_id],
    )
    return [(name, MISSING if value is None else value) for name, value in rows]
