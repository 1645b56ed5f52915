"""Plain lists: sources, turns, segments, speakers, cases, attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qualcode.query.dimensions import column_name
from qualcode.query.filters import NO_CASE
from qualcode.query.table import Table
from qualcode.segment.doubts import said
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sources import find_source, stored_doubts


def sources(project: Project) -> Table:
    """Return one row a source: source, case, layout, language, speakers, turns, segments, words, and as follows.

    ``collected_on``, ``confidence`` (0 to 1) and ``doubts``, which counts what may be wrong with how it was read.
    """
    rows = project.rows(
        """
        select source.name, coalesce(study_case.name, ''), layout, language,
               (select count(*) from speaker where source_id = source.id),
               (select count(*) from turn where source_id = source.id),
               count(segment.id), coalesce(sum(segment.words), 0), coalesce(collected_on, ''),
               confidence, json_array_length(doubts)
          from source
          left join study_case on study_case.id = source.case_id
          left join segment on segment.source_id = source.id
         group by source.id
         order by source.name
        """
    )
    columns = (
        "source", "case", "layout", "language", "speakers", "turns", "segments", "words", "collected_on",
        "confidence", "doubts",
    )  # fmt: skip
    return Table(columns, rows)


def doubts(project: Project, names: Sequence[str] | None = None) -> Table:
    """Return what may be wrong with how sources were read: source, line, kind, doubt; the gravest of a source first.

    Parameters
    ----------
    names : sequence of str, optional
        Only these sources.
    """
    rows = project.rows(
        """
        select name, doubts
          from source
         where doubts <> '[]'
         order by name
        """
    )
    found = [
        (name, doubt.line, doubt.kind, said(doubt))
        for name, stored in rows
        if names is None or name in names
        for doubt in stored_doubts(stored)
    ]
    return Table(("source", "line", "kind", "doubt"), found)


def _text_and_parts(project: Project, source_id: int) -> tuple[str, Sequence[Any]]:
    text = project.value("select text from source where id = ?", [source_id])
    return text, parts_of(project, source_id)


def turns(project: Project, source: str) -> Table:
    """Return the turns of a source: turn, speaker, role, start_s, segments, text.

    Raises
    ------
    UnknownNameError
    """
    found = find_source(project, source)
    text, parts = _text_and_parts(project, found.id)
    rows = project.rows(
        """
        select turn.n, coalesce(speaker.label, ''), coalesce(speaker.role, 'unknown'), start_s,
               min(segment.n), max(segment.n), turn.start, turn.stop
          from turn
          left join speaker on speaker.id = turn.speaker_id
          left join segment on segment.turn_id = turn.id
         where turn.source_id = ?
         group by turn.id
         order by turn.n
        """,
        [found.id],
    )
    shown = [
        (n, label, role, start_s, _range(first, last), speech(text, parts, start, stop).text)
        for n, label, role, start_s, first, last, start, stop in rows
    ]
    return Table(("turn", "speaker", "role", "start_s", "segments", "text"), shown, {"source": found.name})


def _range(first: int | None, last: int | None) -> str:
    return "" if first is None else str(first) if first == last else f"{first}-{last}"


def segments(project: Project, source: str | None = None) -> Table:
    """Return the segments of one source or all: source, n, unit, turn, speaker, role, case, start, end, text.

    Raises
    ------
    UnknownNameError
    """
    chosen = find_source(project, source).id if source else None
    rows: list[tuple[Any, ...]] = []
    for source_id, name in project.rows(
        "select id, name from source where ?1 is null or id = ?1 order by name", [chosen]
    ):
        text, parts = _text_and_parts(project, source_id)
        found = project.rows(
            """
            select segment, unit, turn, coalesce(speaker, ''), role, coalesce(study_case.name, ?), start, stop
              from segment_scope as scope
              left join study_case on study_case.id = scope.case_id
             where source_id = ?
             order by segment
            """,
            [NO_CASE, source_id],
        )
        rows.extend((name, *row, speech(text, parts, row[6], row[7]).text) for row in found)
    columns = ("source", "n", "unit", "turn", "speaker", "role", "case", "start", "end", "text")
    return Table(columns, rows, {"rows": len(rows)})


def speakers(project: Project, source: str | None = None) -> Table:
    """Return the speakers: source, label, name, role, case (effective), person, turns.

    Raises
    ------
    UnknownNameError
    """
    chosen = find_source(project, source).id if source else None
    rows = project.rows(
        """
        select source.name, speaker.label, speaker.name, speaker.role,
               coalesce(case when case_set = 1 then own.name else general.name end, ?2), coalesce(person, ''),
               (select count(*) from turn where speaker_id = speaker.id)
          from speaker
          join source on source.id = speaker.source_id
          left join study_case as own on own.id = speaker.case_id
          left join study_case as general on general.id = source.case_id
         where ?1 is null or source.id = ?1
         order by source.name, speaker.id
        """,
        [chosen, NO_CASE],
    )
    return Table(("source", "label", "name", "role", "case", "person", "turns"), rows)


CASE = ("case", "sources", "speakers")
"""What stands before the attributes of a case."""


def cases(project: Project) -> Table:
    """Return the cases with their attributes: case, sources, speakers (effective), and a column an attribute."""
    names = [row[0] for row in project.rows(_CASE_ATTRIBUTES)]
    values = {
        (case, attribute): value
        for case, attribute, value in project.rows(
            """
            select case_id, attribute.name, value
              from value
              join attribute on attribute.id = value.attribute_id
             where case_id is not null
             order by value.id
            """
        )
    }
    rows = project.rows(
        """
        select study_case.id, study_case.name,
               (select count(*) from source where case_id = study_case.id),
               (select count(*)
                  from speaker
                  join source on source.id = speaker.source_id
                 where case when case_set = 1 then speaker.case_id else source.case_id end = study_case.id
                   and role not in ('interviewer', 'moderator', 'observer'))
          from study_case
         order by study_case.id
        """
    )
    shown = [(*row[1:], *(values.get((row[0], name), "") for name in names)) for row in rows]
    return Table((*CASE, *(column_name(name, CASE) for name in names)), shown)


_CASE_ATTRIBUTES = """
select distinct attribute.name
  from value
  join attribute on attribute.id = value.attribute_id
 where case_id is not null
 order by attribute.id
"""


def attributes(project: Project) -> Table:
    """Return the attributes: attribute, type, order of categories, values set on cases, speakers and sources."""
    rows = project.rows(
        """
        select attribute.name, type,
               (select group_concat(value, ' < ') from json_each(attribute.categories)),
               count(case_id), count(speaker_id), count(source_id)
          from attribute
          left join value on value.attribute_id = attribute.id
         group by attribute.id
         order by attribute.id
        """
    )
    return Table(("attribute", "type", "order", "cases", "speakers", "sources"), rows)
