"""Coded passages with who said them, where, why, and what stands around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from qualcode.query.attribute_values import shown_values
from qualcode.query.dimensions import column_name
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.left_out import left_out
from qualcode.query.origins import hits
from qualcode.query.overlaps import Together, together
from qualcode.query.passages import COLUMNS, Excerpt, Page, chosen_sources, digits_of_ids, passages
from qualcode.query.table import Stream, Table
from qualcode.store.project import Project


def excerpts(
    project: Project, where: Filter = EVERYTHING, *, context: int = 1, wanted: Together | None = None
) -> Iterator[Excerpt]:
    """Yield the passages under the codes of a filter, by source, place and code; streamed source by source.

    Parameters
    ----------
    context : int
        How many turns before and after are given with each passage.
    wanted : Together, optional
        Codes that must stand there too, or must not; without codes in the filter, what all of them share (`together`).
    """
    if wanted is not None:
        yield from together(project, where, wanted, context=context)
        return
    counted = hits(project, where)
    codes = where.code_ids(project)
    digits = digits_of_ids(project)
    for source_id, name in chosen_sources(project, where):
        found = passages(project, where, counted, codes, source_id)
        if found:
            page = Page(project, source_id, name, context, digits)
            yield from map(page.excerpt, found)


def table(project: Project, where: Filter = EVERYTHING, *, context: int = 1, wanted: Together | None = None) -> Table:
    """Return `excerpts` as a table, with the attributes of the case at the end of each row."""
    stream = streamed(project, where, context=context, wanted=wanted)
    rows = list(stream.rows)
    return Table(stream.columns, rows, {**stream.note, "rows": len(rows)})


def streamed(
    project: Project, where: Filter = EVERYTHING, *, context: int = 1, wanted: Together | None = None
) -> Stream:
    """Return the rows of `table` as they are made, for a file."""
    names, values = case_attributes(project)
    found = excerpts(project, where, context=context, wanted=wanted)
    rows = ([*row(e), *(values.get((e.case, name), "") for name in names)] for e in found)
    columns = (*COLUMNS, *(column_name(name, COLUMNS) for name in names))
    asked = replace(where, codes=where.codes or wanted.having) if wanted else where
    return Stream(columns, rows, {"from": where.origin, **left_out(project, asked)})


def case_attributes(project: Project) -> tuple[list[str], dict[tuple[str, str], str]]:
    """Return the names of the attributes that cases have, and their values by case and attribute."""
    rows = project.rows(
        """
        select study_case.name, attribute.name, attribute.id, value.value
          from value
          join study_case on study_case.id = value.case_id
          join attribute on attribute.id = value.attribute_id
         order by attribute.id, study_case.id
        """
    )
    shown = {attribute: shown_values(project, attribute) for _case, _name, attribute, _value in rows}
    values = {(case, name): shown[attribute][value] for case, name, attribute, value in rows}
    return list(dict.fromkeys(row[1] for row in rows)), values


def row(excerpt: Excerpt) -> list[Any]:
    """Return an excerpt as a row under `COLUMNS`."""
    return [getattr(excerpt, "origin" if name == "from" else name) for name in COLUMNS]


def telling(excerpt: Excerpt, *, ideal_words: int = 30) -> float:
    """Return how telling a passage is as a quotation, 0..1: its score times its fitness of length.

    ``score * 2 * ideal / (ideal + w)`` for passages longer than ideal, ``score * 2 * w / (ideal + w)`` for shorter
    ones, w in words: full marks at 30 words, half the length or three times the length counts two thirds or half.
    People's codings have the score 1.
    """
    w = max(excerpt.words, 1)
    return (1.0 if excerpt.score is None else excerpt.score) * 2 * min(w, ideal_words) / (ideal_words + w)


def most_telling(found: Sequence[Excerpt], *, limit: int = 3) -> list[Excerpt]:
    """Return the most telling passages, balanced: cases take turns, and in a case its persons.

    Each next one is of the case that was quoted least so far, of its person who was quoted least, and of those the
    most telling (see `telling`). A passage under several codes is quoted once.
    """
    spans: dict[tuple[str, int, int], Excerpt] = {}
    for excerpt in sorted(found, key=lambda e: (-telling(e), e.source, e.start, e.code)):
        spans.setdefault((excerpt.source, excerpt.start, excerpt.end), excerpt)
    left = list(spans.values())
    cases: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    chosen: list[Excerpt] = []
    while left and len(chosen) < limit:
        best = min(left, key=lambda e: (cases[e.case], persons[e.person]))
        left.remove(best)
        cases[best.case] += 1
        persons[best.person] += 1
        chosen.append(best)
    return chosen
