"""Segments as rows for other programs: who said what where, its attributes, whether it was read, its codes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query import readings
from qualcode.query.attributes import AttributeColumn, attribute_columns, value_of_scope
from qualcode.query.counting import population_words
from qualcode.query.coverage import NOWHERE, covered
from qualcode.query.family import kin
from qualcode.query.filters import EVERYTHING, NO_CASE, Filter
from qualcode.query.left_out import left_out
from qualcode.query.origins import hits
from qualcode.query.table import Stream
from qualcode.query.variables import Variable, variable_names
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project

COLUMNS: dict[str, Any] = {
    "source": "text", "case": "text", "speaker": "text", "role": "text", "person": "text", "turn": "count",
    "segment": "count", "start": "count", "end": "count", "start_s": "number", "end_s": "number", "words": "count",
    "read": "0/1",
}  # fmt: skip


def segments(project: Project, where: Filter = EVERYTHING, *, binary: bool = False) -> Stream:
    """Return every segment of a population, coded or not, as rows that are made while they are written.

    Parameters
    ----------
    binary : bool
        A column a code, 1 or 0, sub-codes rolled up; missing where the segment was not read (people's codings) or no
        run covered it (rules, model).

    Returns
    -------
    Stream
        Columns source, case, speaker, role, person, turn, segment, start, end (code points of the source, half-open),
        start_s, end_s (seconds, of the turn), words, read, a column an attribute (its effective value), the codes, and
        text (speech). Without `binary` the codes stand in one column, their paths set apart by "; ".

    Raises
    ------
    QualcodeError
        If the filter counts codings of all origins.
    """
    if where.origin == "all":
        raise QualcodeError(_("A segment is listed with codings of one kind: choose --from human, rule or model."))
    codes = where.code_ids(project)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    attributes = attribute_columns(project)
    variables = _variables(attributes, [paths[code] for code in codes] if binary else [])
    rows = _rows(project, where, attributes, codes, paths, binary)
    note = {
        "count": "segments",
        "population": population_words(where),
        "from": where.origin,
        **left_out(project, where),
    }
    return Stream([v.name for v in variables], rows, note, variables)


def _variables(attributes: Sequence[AttributeColumn], codes: Sequence[str]) -> list[Variable]:
    missing = _("not read, or no run covered it")
    columns = [
        *(Variable("", name, kind) for name, kind in COLUMNS.items()),
        *(column.variable for column in attributes),
        *([Variable("", path, "0/1", missing=missing) for path in codes] or [Variable("", "codes", "text")]),
        Variable("", "text", "text"),
    ]
    names = variable_names(column.label for column in columns)
    return [replace(column, name=name) for column, name in zip(columns, names, strict=True)]


def _rows(
    project: Project,
    where: Filter,
    attributes: Sequence[AttributeColumn],
    codes: Sequence[int],
    paths: dict[int, str],
    binary: bool,
) -> Iterator[list[Any]]:
    """Yield a row a segment, source by source."""
    read_by = readings.read_by(project, where.coder_ids(project))
    cases = {0: NO_CASE} | dict(project.rows("select id, name from study_case order by id"))
    above = _above(project, where, codes) if binary else {code: [code] for code in codes}
    ran = covered(project, where.origin, subcodes=where.subcodes) if where.origin != "human" else {}
    for source_id, name in project.rows("select id, name from source order by name, id"):
        found = _of_source(project, where, attributes, read_by, source_id)
        if not found:
            continue
        text = project.value("select text from source where id = ?", [source_id])
        parts = parts_of(project, source_id)
        coded = _coded(project, where, source_id, above)
        for segment_id, case, *row, start_s, end_s, words, read, start, stop, values in found:
            mine = coded.get(segment_id, set())
            known = [bool(read) if where.origin == "human" else segment_id in ran.get(code, NOWHERE) for code in codes]
            told = [None if v is None else c.value(v) for c, v in zip(attributes, json.loads(values), strict=True)]
            shown: list[Any] = (
                [int(code in mine) if sure else None for code, sure in zip(codes, known, strict=True)]
                if binary
                else ["; ".join(paths[code] for code in codes if code in mine)]
            )
            yield [
                name, cases[case], *row, start, stop, start_s, end_s, words, read, *told, *shown,
                speech(text, parts, start, stop).text,
            ]  # fmt: skip


def _of_source(
    project: Project, where: Filter, attributes: Sequence[AttributeColumn], read_by: str, source_id: int
) -> list[tuple[Any, ...]]:
    population, bound = where.population(project)
    told = [value_of_scope(project, column.attribute) for column in attributes]
    values = ", ".join(sql for sql, _bound in told)
    return project.rows(
        f"""
        select scope.segment_id, coalesce(scope.case_id, 0), coalesce(scope.speaker, ''), scope.role, scope.person,
               scope.turn, scope.segment, turn.start_s, turn.end_s, scope.words,
               scope.segment_id in {read_by}, scope.start, scope.stop,
               json_array({values})
          from ({population}) as scope
          join turn on turn.id = scope.turn_id
         where scope.source_id = ?
         order by scope.segment
        """,
        [*(value for _sql, of_value in told for value in of_value), *bound, source_id],
    )


def _above(project: Project, where: Filter, codes: Sequence[int]) -> dict[int, list[int]]:
    """Return for each code the codes that it counts for: itself and, with sub-codes, those above it."""
    if not where.subcodes:
        return {code: [code] for code in codes}
    above: dict[int, list[int]] = {}
    for code, ancestor in kin(project):
        above.setdefault(code, []).append(ancestor)
    return above


def _coded(project: Project, where: Filter, source_id: int, above: dict[int, list[int]]) -> dict[int, set[int]]:
    """Return the codes of each segment of a source that has any."""
    sql, values = hits(project, where)[where.origin]
    table = "coding" if where.origin == "human" else "suggestion"
    coded: dict[int, set[int]] = {}
    for segment, code in project.rows(
        f"select segment_id, code_id from ({sql} and {table}.source_id = ?) order by 1, 2", [*values, source_id]
    ):
        coded.setdefault(segment, set()).update(above.get(code, ()))
    return coded
