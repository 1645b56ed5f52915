"""What a methods section has to tell: what was read, by whom, with which codebook, and what machines had a part in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from qualcode.query import readings
from qualcode.query.counting import NOTHING, Scope, Size, sizes
from qualcode.query.dimensions import dimension
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.store.codebooks import codebook, versions
from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Work:
    """What one coder did: segments of the population that she read, and codings that she made."""

    name: str
    kind: str
    read: int
    codings: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What one kind of machine suggested, and what people decided on it (on earlier runs too)."""

    suggestions: int
    accepted: int
    rejected: int
    unsure: int
    codings: int
    random_state: int | None


@dataclass(frozen=True, slots=True)
class Methods:
    """The facts of a methods section: of the population, the codes and the coders that a filter leaves.

    Attributes
    ----------
    first_day, last_day : str
        Of collection, ISO; "" where no source has a date.
    dated : int
        Sources that have one.
    units : mapping from unit to segments
    codes, themes : int
        Of the whole codebook.
    reported : paths of the codes that the filter leaves
    work : coders who are counted and did anything
    read : int
        Segments read by any of them who is a person.
    twice : int
        Segments read by two people or more (a consensus is nobody).
    settled : int
        Segments read by a consensus coder.
    in_sight : int
        Readings of people with a suggestion or somebody else's coding in sight.
    codings : int
        Of people; those of a consensus stand in `work`.
    drawn : mapping from how a passage came up ("chosen", "random", "best", …) to readings of people
    machines : mapping from "rule" and "model" to what they suggested; only those that ran
    at : str
        Of the last change, ISO.
    """

    sources: int
    first_day: str
    last_day: str
    dated: int
    cases: int
    persons: int
    segments: int
    words: int
    units: Mapping[str, int]
    codebook: str
    version: int
    sha256: str
    codes: int
    themes: int
    reported: Sequence[str]
    work: Sequence[Work]
    read: int
    twice: int
    settled: int
    codings: int
    in_sight: int
    drawn: Mapping[str, int]
    machines: Mapping[str, Machine]
    at: str


def methods(project: Project, where: Filter = EVERYTHING) -> Methods:
    """Gather the facts of a methods section over the population, codes and coders of a filter."""
    part = _Part(project, where)
    first, last, dated, sources, cases, persons = part.rows(
        """
        select coalesce(min(nullif(source.collected_on, '')), ''), coalesce(max(source.collected_on), ''),
               count(distinct iif(source.collected_on <> '', scope.source_id, null)),
               count(distinct scope.source_id), count(distinct scope.case_id), count(distinct scope.person)
          from scope
          join source on source.id = scope.source_id
        """
    )[0]
    work, read_by = _work(part)
    size, seen = _size(part), part.readings("seen")
    book, newest = codebook(project), versions(project)[0]
    people = [one for one in work if one.kind == "human"]
    return Methods(
        sources=sources,
        first_day=first,
        last_day=last,
        dated=dated,
        cases=cases,
        persons=persons,
        segments=size.segments,
        words=size.words,
        units=dict(part.rows("select unit, count(*) from scope group by unit order by 2 desc, 1")),
        codebook=book.name,
        version=newest.n,
        sha256=newest.sha256,
        codes=len(book.codes),
        themes=len(book.roots),
        reported=tuple(part.codes.values()),
        work=work,
        read=len(frozenset().union(*_of(read_by, "human"))),
        twice=_twice(read_by),
        settled=len(frozenset().union(*_of(read_by, "consensus"))),
        codings=sum(one.codings for one in people),
        in_sight=seen.total() - seen["none"],
        drawn=part.readings("drawn"),
        machines={kind: found for kind in ("rule", "model") if (found := _machine(part, kind))},
        at=project.stands_at(),
    )


class _Part:
    """The part of a project that a filter leaves: its segments as `scope`, its codes by id, its coders."""

    def __init__(self, project: Project, where: Filter) -> None:
        self.project, self.where = project, where
        self.coders = where.coder_ids(project)
        ids = set(where.code_ids(project))
        paths = project.rows("select code_id, path from code_tree order by position")
        self.codes = {code: path for code, path in paths if code in ids}

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query in which `scope` are the segments of the population."""
        population, bound = self.where.population(self.project)
        return self.project.rows(f"with scope as ({population}) {sql}", [*bound, *values])

    def readings(self, column: str) -> Counter[str]:
        """Return how many readings of people there are, by one of the columns `seen` and `drawn`."""
        rows = self.rows(
            f"""
            select {column}, count(distinct reading.id)
              from reading
              join scope on scope.source_id = reading.source_id
                        and scope.start < reading.stop and scope.stop > reading.start
             where coder_id in (select value from json_each(?))
               and coder_id in (select id from coder where kind = 'human')
             group by {column}
             order by 2 desc, 1
            """,
            [json.dumps(self.coders)],
        )
        return Counter(dict(rows))

    def touching(self, sql: str, values: Sequence[object] = ()) -> int:
        """Return how many rows of a query (id, code_id, source_id, start, stop) are of these codes and segments."""
        count = f"""
            select count(distinct found.id)
              from ({sql}) as found
              join scope on scope.source_id = found.source_id
                        and scope.start < found.stop and scope.stop > found.start
             where found.code_id in (select value from json_each(?))
        """
        return int(self.rows(count, [*values, json.dumps(list(self.codes))])[0][0])


def _size(part: _Part) -> Size:
    """Return how large the population is."""
    scope = Scope(part.project, replace(part.where, origin="human"), dimension(part.project, None), "segments")
    return next(iter(sizes(scope).values()), NOTHING)


def _work(part: _Part) -> tuple[list[Work], list[tuple[str, frozenset[int]]]]:
    """Return what each coder did in this part, and with the kind of each which segments she read."""
    work, read_by = [], []
    known = {row[0]: row[1:] for row in part.project.rows("select id, name, kind from coder order by id")}
    for coder in part.coders:
        mine = readings.read_by(part.project, [coder])
        inside = f"select segment_id from scope where segment_id in {mine} order by 1"
        read = frozenset(row[0] for row in part.rows(inside))
        codings = part.touching("select * from coding where coder_id = ?", [coder])
        if read or codings:
            name, kind = known[coder]
            work.append(Work(name, kind, len(read), codings))
            read_by.append((kind, read))
    return work, read_by


def _twice(read_by: Sequence[tuple[str, frozenset[int]]]) -> int:
    return len(frozenset().union(*(a & b for a, b in combinations(_of(read_by, "human"), 2))))


def _of(read_by: Sequence[tuple[str, frozenset[int]]], wanted: str) -> list[frozenset[int]]:
    return [read for kind, read in read_by if kind == wanted]


def _machine(part: _Part, kind: str) -> Machine | None:
    """Return what one kind of machine suggested in this part; None if it never ran and nobody decided on it."""
    ran = part.project.rows("select random_state from run where kind = ? order by id desc", [kind])
    coders = json.dumps(part.coders)
    decided = "select * from decision where origin = ? and state = ? and coder_id in (select value from json_each(?))"
    states = {state: part.touching(decided, [kind, state, coders]) for state in ("accepted", "rejected", "unsure")}
    if not ran and not any(states.values()):
        return None
    suggestions = "select * from suggestion where run_id in (select id from run where kind = ?)"
    codings = """
        select coding.*
          from coding
          join decision on decision.id = decision_id
         where decision.origin = ? and coding.coder_id in (select value from json_each(?))
    """
    return Machine(
        suggestions=part.touching(suggestions, [kind]),
        codings=part.touching(codings, [kind, coders]),
        random_state=ran[0][0] if ran else None,
        **states,
    )
