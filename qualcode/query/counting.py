"""The one count of codes: in any unit, broken down by anything, with its denominators and its note."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from qualcode.errors import one_of
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query import readings
from qualcode.query.attributes import undecided_cases, values_of_cases
from qualcode.query.conditions import Condition
from qualcode.query.coverage import NOWHERE, covered
from qualcode.query.dimensions import Dimension
from qualcode.query.family import kin
from qualcode.query.filters import Filter
from qualcode.query.left_out import left_out
from qualcode.query.origins import hits
from qualcode.query.table import DIGITS
from qualcode.store.codebooks import current_sha256
from qualcode.store.project import Project

Count = Literal["segments", "codings", "turns", "persons", "sources", "cases", "words"]
RATES: tuple[Literal["segments", "words"], ...] = ("segments", "words")
COUNTS: tuple[Count, ...] = ("segments", "codings", "turns", "persons", "sources", "cases", "words")
Rate = Literal["segments", "words"]

_UNIT = {
    "turns": "scope.turn_id",
    "persons": "scope.person",
    "sources": "scope.source_id",
    "cases": "scope.case_id",
}
_PER = {"segments": 100, "words": 1000}
ANY = 0
"""Among the codes to be counted: what has any of the others, each unit once."""


@dataclass(frozen=True)
class Scope:
    """What one table is about: who is counted, broken down by what, in which unit."""

    project: Project
    where: Filter
    by: Dimension
    count: Count

    def __post_init__(self) -> None:
        """Refuse a unit that there is none of."""
        one_of("count", self.count, COUNTS)

    @cached_property
    def read(self) -> str:
        """SQL for the segments that the coders have read."""
        return readings.read_by(self.project, self.where.coder_ids(self.project))


Cells = dict[str, dict[int, dict[object, "Cell"]]]
Ran = frozenset[int] | None
"""Segments that runs judged: None is the whole population, `NOWHERE` none of it."""


def counted(scope: Scope, codes: Sequence[int], rate: Rate | None = None) -> Cells:
    """Return the cells by origin, code and value of the breakdown; zeros too, in the order of `codes`.

    Sub-codes are rolled up: a segment under two of them counts once for the code above. `ANY` may be among the codes;
    it is "not run" where runs judged different segments for different codes.
    """
    if rate is not None:
        one_of("rate", rate, RATES)
    _prepare_units(scope)
    found = _hits(scope)
    return {origin: _count(scope, origin, sql, codes, rate) for origin, sql in found.items()}


@dataclass(slots=True)
class Cell:
    """One count with its denominators, in the unit counted; ``base`` is what a rate is per."""

    n: int | None
    population: int
    read: int | None
    base: int = 0

    def shown(self, count: Count, origin: str, rate: Rate | None) -> list[Any]:
        """Return n, population, read, share and, if asked, the rate."""
        whole = self.read if origin == "human" else self.population
        share = round(self.n / whole, DIGITS) if self.n is not None and whole and count != "codings" else None
        per = (
            [round(_PER[rate] * self.n / self.base, DIGITS) if self.n is not None and self.base else None]
            if rate
            else []
        )
        return [self.n, self.population, self.read, share, *per]


def _count(
    scope: Scope, origin: str, sql: tuple[str, list[object]], codes: Sequence[int], rate: Rate | None
) -> dict[int, dict[object, Cell]]:
    """Return the cells of one origin by code and value; codes that runs covered alike are counted together."""
    table: dict[int, dict[object, Cell]] = {}
    whole = _sizes(scope)
    values = _values(scope, whole)
    for ran, group in _groups(scope, origin, codes).items():
        _prepare_ran(scope, ran)
        size_of = whole if ran is None else _sizes(scope, ran)
        found = {} if ran == NOWHERE else _found(scope, sql, group, ran)
        judged = {value for value in values if ran != NOWHERE and (value in size_of or value not in whole)}
        for code in group:
            table[code] = {
                value: _cell(
                    found.get((code, value), 0) if value in judged else None, size_of.get(value, NOTHING), origin, rate
                )
                for value in values
            }
    return {code: table[code] for code in codes}


def _cell(n: int | None, size: Size, origin: str, rate: Rate | None) -> Cell:
    base = {"segments": size.segments, "words": size.words}[rate] if rate else 0
    return Cell(n, size.n, size.read if origin == "human" else None, base)


def _groups(scope: Scope, origin: str, codes: Sequence[int]) -> dict[Ran, list[int]]:
    """Group codes by what runs judged for them. Any code is over what was judged for all that were run."""
    if origin == "human":
        return {None: list(codes)}
    ran = covered(scope.project, origin, subcodes=scope.where.subcodes)
    every = frozenset(
        row[0] for row in scope.project.rows("select segment_id from temp.counted_unit order by segment_id")
    )
    groups: dict[Ran, list[int]] = {}
    for code in codes:
        if code != ANY:
            everything = code in ran and ran[code] >= every
            groups.setdefault(None if everything else ran.get(code, NOWHERE) & every, []).append(code)
    if ANY in codes:
        judged_alike = [judged for judged in groups if judged != NOWHERE]
        known = len(judged_alike) == 1 and all(code in ran for code in codes if code != ANY)
        groups.setdefault(judged_alike[0] if known else NOWHERE, []).append(ANY)
    return groups


def _values(scope: Scope, sizes: Mapping[object, Size]) -> list[object]:
    """Return every value of the breakdown that has segments, in order; every case too, unless a part was asked for."""
    known = list(scope.by.labels)
    fixed = [value for value in known if value in sizes or (scope.by.name == "case" and _asked(scope, value))]
    return fixed + sorted((v for v in sizes if v not in scope.by.labels), key=lambda v: (v is None, str(v)))


def _asked(scope: Scope, case: object) -> bool:
    """Tell whether a case has a row even without a segment: one that is named, or any where no part was asked for."""
    if scope.where.cases:
        return key(scope.by.label(case)) in map(key, scope.where.cases)
    return case != 0 and not scope.where.sources and not scope.where.where


_EVERY_CODING = """
select coding.code_id, link.segment_id, coding.source_id, coding.id as row_id, coding.start, coding.stop,
       coding.coder_id
  from coding
  join coding_segment as link on link.coding_id = coding.id
"""


def _hits(scope: Scope) -> dict[str, tuple[str, list[object]]]:
    """Return `hits`; where all that people coded counts, without conditions, so that indices alone answer."""
    found = hits(scope.project, scope.where)
    if "human" in found and _all_counts(scope):
        found["human"] = _EVERY_CODING, []
    return found


def _all_counts(scope: Scope) -> bool:
    """Tell whether every coder with codings is counted and no consensus coder has read anything."""
    coders = scope.where.coder_ids(scope.project)
    if scope.project.value(f"select 1 where exists {readings.settled_by(scope.project, coders)}") is not None:
        return False
    others = """
        select 1
          from coder
         where id not in (select value from json_each(?)) and exists (select 1 from coding where coder_id = coder.id)
    """
    return scope.project.value(others, [json.dumps(coders)]) is None


def _prepare_units(scope: Scope) -> None:
    """Make the temporary table counted_unit: each segment of the population, what it counts as, and its value.

    The breakdown is looked up once for a segment here, not for each of its codings and again for each code above.
    """
    connection = scope.project.connection
    columns = "segment_id integer primary key, source_id, value, unit, words, read"
    connection.execute(f"create temp table if not exists counted_unit({columns})")
    connection.execute("delete from temp.counted_unit")
    population, values = scope.where.population(scope.project)
    connection.execute(
        f"""
        insert into temp.counted_unit
        select scope.segment_id, scope.source_id, {scope.by.sql}, {_UNIT.get(scope.count, "null")}, scope.words,
               scope.segment_id in {scope.read}
          from ({population}) as scope
         order by scope.segment_id
        """,
        [*scope.by.values, *values],
    )


def _prepare_ran(scope: Scope, ran: Ran) -> None:
    """Make the temporary table ran_segment: what runs judged, where that is not all."""
    connection = scope.project.connection
    connection.execute("create temp table if not exists ran_segment(segment_id integer primary key)")
    connection.execute("delete from temp.ran_segment")
    connection.executemany("insert into temp.ran_segment values (?)", ((segment,) for segment in ran or ()))


def _within(ran: Ran) -> str:
    """Return the condition that a row of counted_unit was judged by a run."""
    return "1" if ran is None else "unit.segment_id in (select segment_id from temp.ran_segment)"


@dataclass(frozen=True, slots=True)
class Size:
    """How large the population is for one value: in the unit counted, read, and in segments and words."""

    n: int
    read: int
    segments: int
    words: int


NOTHING = Size(0, 0, 0, 0)


def sizes(scope: Scope) -> dict[object, Size]:
    """Return the sizes of the population by value, in one pass."""
    _prepare_units(scope)
    return _sizes(scope)


def _sizes(scope: Scope, ran: Ran = None) -> dict[object, Size]:
    """Return the sizes of what stands in counted_unit; of what runs judged alone if given."""
    rows = scope.project.rows(
        f"""
        select value, {_measure(scope.count)}, {_measure(scope.count, "read")}, count(*), sum(words)
          from temp.counted_unit as unit
         where {_within(ran)}
         group by value
         order by value
        """
    )
    return {row[0]: Size(*(int(n or 0) for n in row[1:])) for row in rows}


def _measure(count: Count, condition: str = "1") -> str:
    """Return SQL for the size of the rows of counted_unit that fulfil a condition."""
    if count == "words":
        return f"sum(iif({condition}, words, 0))"
    if count in ("segments", "codings"):
        return f"sum({condition})"
    return f"count(distinct iif({condition}, unit, null))"


def _found(
    scope: Scope, hit: tuple[str, list[object]], codes: Sequence[int], ran: Ran
) -> dict[tuple[int, object], int]:
    """Return the counts by code and value: code by code, so that little is held and sorted at once."""
    hit_sql, hit_values = hit
    # The cross join makes SQLite look hits up by code, whatever other indices there are.
    chosen = f"(select value as code_id from json_each(?)) as chosen cross join ({hit_sql}) as hit"
    sql = (_CODINGS if scope.count == "codings" else _UNITS).format(
        chosen=chosen, measure=_measure(scope.count), condition=_within(ran)
    )
    found: dict[tuple[int, object], int] = {}
    for code, below in _below(scope, codes).items():
        # Codings under different codes are different codings, also where they share words.
        each = [[one] for one in below] if code == ANY and scope.count == "codings" else [below]
        for chosen_codes in each:
            for value, n in scope.project.rows(sql, [json.dumps(chosen_codes), *hit_values]):
                found[code, value] = found.get((code, value), 0) + int(n)
    return found


def _below(scope: Scope, codes: Sequence[int]) -> dict[int, list[int]]:
    """Return the codes whose hits count for each code: with sub-codes every descendant, else the code itself."""
    below: dict[int, list[int]] = {code: [] for code in codes if code != ANY}
    for code, ancestor in kin(scope.project):
        if ancestor in below and (scope.where.subcodes or code == ancestor):
            below[ancestor].append(code)
    if ANY in codes:
        below[ANY] = sorted({code for family in below.values() for code in family})
    return below


_UNITS = """
select value, {measure}
  from temp.counted_unit as unit
 where segment_id in (select hit.segment_id from {chosen} where hit.code_id = chosen.code_id)
   and {condition}
 group by value
 order by value
"""
_CODINGS = """
select value, sum(begins)
  from (select value,
               coalesce(start >= max(stop) over (
                 partition by value, source_id, coder_id
                     order by start, stop, row_id
                      rows between unbounded preceding and 1 preceding), 1) as begins
          from (select distinct unit.value, hit.source_id, hit.coder_id, hit.row_id, hit.start, hit.stop
                  from {chosen}
                  join temp.counted_unit as unit on unit.segment_id = hit.segment_id
                 where hit.code_id = chosen.code_id and {condition}))
 group by value
 order by value
"""


def note(scope: Scope, rate: Rate | None = None) -> dict[str, Any]:
    """Return what a count says of itself: unit, breakdown, population, whose codings, what was left out."""
    said: dict[str, Any] = {
        "count": scope.count,
        "by": scope.by.name,
        "population": population_words(scope.where),
        "from": _from_words(scope),
        "codebook": current_sha256(scope.project)[:12],
    }
    if rate:
        said["rate"] = _("per 100 segments") if rate == "segments" else _("per 1,000 words")
    if scope.by.attribute is not None:
        said |= undecided_cases(scope.project, values_of_cases(scope.project, scope.where, scope.by.attribute))
    return said | _left_out(scope)


def population_words(where: Filter) -> str:
    """Return which speech is counted, as people read it, and to what it was narrowed down."""
    narrowed = [
        *([_("sources: {names}").format(names=", ".join(where.sources))] if where.sources else []),
        *([_("cases: {names}").format(names=", ".join(where.cases))] if where.cases else []),
        *(str(Condition(*condition)) for condition in where.where),
    ]
    whose = _("speech of every role except interviewer, moderator and observer")
    if where.roles:
        whose = _("speech of: {roles}").format(roles=", ".join(map(_, where.roles)))
    return f"{whose} ({', '.join(narrowed)})" if narrowed else whose


def _from_words(scope: Scope) -> str:
    if scope.where.origin in ("rule", "model"):
        return scope.where.origin
    ids = scope.where.coder_ids(scope.project)
    names = scope.project.rows(
        "select name from coder where id in (select value from json_each(?)) order by id", [json.dumps(ids)]
    )
    people = ", ".join(row[0] for row in names) or _("nobody yet")
    return f"{scope.where.origin}: {people}"


def _left_out(scope: Scope) -> dict[str, Any]:
    """Return the counts of what is doubtful or outside the population, where there is any."""
    sql, values = scope.where.population(scope.project)
    unknown = scope.project.value(f"select count(*) from ({sql}) where role = 'unknown'", values)
    return ({"segments_of_unknown_role": unknown} if unknown else {}) | left_out(scope.project, scope.where)
