"""What a methods section has to tell: what was read, by whom, with which codebook, and what machines had a part in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from qualcode.query import readings
from qualcode.query.counting import Scope, sizes
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
    """The facts of a methods section; segments and words are those of the population.

    Attributes
    ----------
    first_day, last_day : str
        Of collection, ISO; "" where no source has a date.
    units : mapping from unit to segments
    work : coders who are counted and did anything
    read : int
        Segments read by any of them.
    twice : int
        Segments read by two people or more (a consensus is nobody).
    settled : int
        Segments read by a consensus coder.
    in_sight : int
        Readings of people with a suggestion or somebody else's coding in sight.
    drawn : mapping from how a passage came up ("chosen", "random", "best", …) to readings of people
    machines : mapping from "rule" and "model" to what they suggested; only those that ran
    at : str
        Of the last change, ISO.
    """

    sources: int
    first_day: str
    last_day: str
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
    """Gather the facts of a methods section over the population and coders of a filter."""
    scope = Scope(project, replace(where, origin="human"), dimension(project, None), "segments")
    population, bound = where.population(project)
    coders = where.coder_ids(project)
    first, last, sources, cases, persons = project.rows(
        f"""
        select coalesce(min(source.collected_on), ''), coalesce(max(source.collected_on), ''),
               count(distinct scope.source_id), count(distinct scope.case_id), count(distinct scope.person)
          from ({population}) as scope
          join source on source.id = scope.source_id
        """,
        bound,
    )[0]
    units = project.rows(f"select unit, count(*) from ({population}) as scope group by unit order by 2 desc, 1", bound)
    work, read_by = _work(project, population, bound, coders)
    readings.prepare(project, coders)
    size = next(iter(sizes(scope).values()), None)
    seen = _of_people(project, coders, "seen")
    book = codebook(project)
    newest = versions(project)[0]
    return Methods(
        sources=sources,
        first_day=first,
        last_day=last,
        cases=cases,
        persons=persons,
        segments=size.segments if size else 0,
        words=size.words if size else 0,
        units=dict(units),
        codebook=book.name,
        version=newest.n,
        sha256=newest.sha256,
        codes=len(book.codes),
        themes=len(book.roots),
        work=work,
        read=size.read if size else 0,
        twice=_twice(read_by),
        settled=len(set().union(*(read for kind, read in read_by if kind == "consensus"))),
        codings=sum(one.codings for one in work),
        in_sight=seen.total() - seen["none"],
        drawn=_of_people(project, coders, "drawn"),
        machines=_machines(project, coders),
        at=str(project.value("select max(at) from change") or ""),
    )


def _work(
    project: Project, population: str, bound: Sequence[object], coders: Sequence[int]
) -> tuple[list[Work], list[tuple[str, frozenset[int]]]]:
    """Return what each coder did, and with the kind of each which segments she read."""
    work, read_by = [], []
    known = {row[0]: row[1:] for row in project.rows("select id, name, kind from coder order by id")}
    for coder in coders:
        readings.prepare(project, [coder])
        read = frozenset(
            row[0]
            for row in project.rows(
                f"""
                select segment_id
                  from ({population}) as scope
                 where segment_id in (select segment_id from temp.read_segment)
                 order by segment_id
                """,
                bound,
            )
        )
        codings = project.value("select count(*) from coding where coder_id = ?", [coder])
        if read or codings:
            name, kind = known[coder]
            work.append(Work(name, kind, len(read), codings))
            read_by.append((kind, read))
    return work, read_by


def _twice(read_by: Sequence[tuple[str, frozenset[int]]]) -> int:
    people = [read for kind, read in read_by if kind == "human"]
    return len(frozenset().union(*(a & b for a, b in combinations(people, 2))))


def _of_people(project: Project, coders: Sequence[int], column: str) -> Counter[str]:
    """Return how many readings of people there are by one of the columns `seen` and `drawn`."""
    rows = project.rows(
        f"""
        select {column}, coder_id, count(*)
          from reading
         where coder_id in (select id from coder where kind = 'human')
         group by {column}, coder_id
         order by 3 desc, 1, 2
        """
    )
    found: Counter[str] = Counter()
    for value, coder, n in rows:
        if coder in coders:
            found[value] += n
    return found


def _machines(project: Project, coders: Sequence[int]) -> dict[str, Machine]:
    found = {}
    for kind in ("rule", "model"):
        ran = project.rows("select random_state from run where kind = ? order by id desc", [kind])
        states: Counter[str] = Counter()
        decided = "select coder_id, state, count(*) from decision where origin = ? group by 1, 2 order by 1, 2"
        for coder, state, n in project.rows(decided, [kind]):
            if coder in coders:
                states[state] += n
        if not ran and not states:
            continue
        suggestions = "select count(*) from suggestion join run on run.id = suggestion.run_id where run.kind = ?"
        codings = "select count(*) from coding join decision on decision.id = decision_id where origin = ?"
        found[kind] = Machine(
            suggestions=project.value(suggestions, [kind]),
            accepted=states["accepted"],
            rejected=states["rejected"],
            unsure=states["unsure"],
            codings=project.value(codings, [kind]),
            random_state=ran[0][0] if ran else None,
        )
    return found
