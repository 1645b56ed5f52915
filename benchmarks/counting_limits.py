"""The barest code that counts the same as `themes`, `crosstab` and `cooccur` over the codings of benchmarks/codings.py.

    python benchmarks/counting_limits.py JOB PROJECT

Prints the cells as one line of json, which benchmarks/counts.py compares with those of the commands.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, groupby, product
from operator import itemgetter

ANY, ALL = "(any code)", "(all)"
Cells = dict[str, list[int]]
Bits = dict[int, int]

CASE = "case when speaker.case_set then speaker.case_id else source.case_id end"
SCOPE = f"""
create temp table scope(segment_id integer primary key, source_id integer, turn integer, value, read integer);
insert into scope
select segment.id, segment.source_id, turn.n, {{value}},
       exists (select 1
                 from reading
                where reading.source_id = segment.source_id and reading.start <= segment.start
                  and reading.stop >= segment.stop)
  from segment
  join turn on turn.id = segment.turn_id
  join speaker on speaker.id = turn.speaker_id
  join source on source.id = segment.source_id
  left join study_case on study_case.id = {CASE}
  left join value on value.case_id = study_case.id
 where speaker.role not in ('interviewer', 'moderator', 'observer')
 order by segment.id;
"""
COUNT = """
select value, count(*)
  from scope
 where segment_id in (
   select link.segment_id
     from coding
     join coding_segment as link on link.coding_id = coding.id
    where coding.code_id in (select value from json_each(?)))
 group by value
"""


def opened(database: str, value: str = "null") -> sqlite3.Connection:
    """Open a project to read, with the segments of the population in `scope`."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.execute("pragma temp_store = memory")
    connection.executescript(SCOPE.format(value=value))
    return connection


def counted(connection: sqlite3.Connection, families: dict[str, list[int]]) -> Cells:
    """Return n, population and read by code and value, zeros too: code by code, which is faster than one query."""
    sizes = connection.execute("select value, count(*), sum(read) from scope group by value").fetchall()
    cells = {}
    for code, family in families.items():
        found = dict(connection.execute(COUNT, [json.dumps(family)]))
        cells |= {f"{code}|{value}": [found.get(value, 0), n, read] for value, n, read in sizes}
    return cells


def families(connection: sqlite3.Connection) -> dict[str, list[int]]:
    """Return each code with those below it."""
    found: dict[str, list[int]] = {}
    for path, code in connection.execute(
        "select path, code_ancestor.code_id from code_tree join code_ancestor on ancestor_id = code_tree.code_id"
    ):
        found.setdefault(path, []).append(code)
    return found


def themes(database: str) -> Cells:
    """Count segments by code and case in bare SQL."""
    connection = opened(database, "coalesce(study_case.name, '(no case)')")
    return counted(connection, families(connection))


def areas(database: str) -> Cells:
    """Count segments by code and area in bare SQL."""
    connection = opened(database, "coalesce(value.value, '(missing)')")
    return counted(connection, families(connection))


def crosstab(database: str) -> Cells:
    """Count segments by code and area in bare SQL, with what has any code, and the sum over areas."""
    connection = opened(database, "coalesce(value.value, '(missing)')")
    codes = families(connection)
    cells = counted(connection, codes | {ANY: sorted({code for family in codes.values() for code in family})})
    for code in (*codes, ANY):
        of_code = [cell for name, cell in cells.items() if name.startswith(f"{code}|")]
        cells[f"{code}|{ALL}"] = [sum(column) for column in zip(*of_code, strict=True)]
    return cells


MET = """
create temp table touched as
select distinct above.code, link.segment_id
  from coding
  join (select code_id, ancestor_id as code from code_ancestor) as above on above.code_id = coding.code_id
  join coding_segment as link on link.coding_id = coding.id
  join scope on scope.segment_id = link.segment_id
 order by link.segment_id, above.code;
create index temp.touched_segment on touched(segment_id, code);
"""
PAIRS = """
select one.code, other.code, count(*)
  from touched as one
  join touched as other on other.segment_id = one.segment_id and other.code >= one.code
 group by 1, 2
"""


def cooccur_sql(database: str) -> Cells:
    """Count segments by pair of codes: distinct (code, segment) joined with itself."""
    connection = opened(database)
    connection.executescript(MET)
    found = {(one, other): n for one, other, n in connection.execute(PAIRS)}
    population, read = connection.execute("select count(*), sum(read) from scope").fetchone()
    return {
        f"{a}|{b}": [found.get((i, j), 0), found.get((i, i), 0), found.get((j, j), 0), population, read]
        for (i, a), (j, b) in pairs(connection)
    }


def pairs(connection: sqlite3.Connection) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    """Yield every two codes (id and path, in codebook order) that are not above each other."""
    kin = set(connection.execute("select code_id, ancestor_id from code_ancestor"))
    codes = connection.execute("select code_id, path from code_tree order by position").fetchall()
    for one, other in combinations(codes, 2):
        if (one[0], other[0]) not in kin and (other[0], one[0]) not in kin:
            yield one, other


def cooccur_bits(database: str) -> Cells:
    """Count segments by pair of codes: one bit a segment."""
    connection = opened(database)
    population = connection.execute("select segment_id, segment_id, read from scope").fetchall()
    return met(connection, *bits(connection, population))


def turns_bits(database: str, turns: int = 2) -> Cells:
    """Count stretches of turns by pair of codes: one bit a stretch, set where it begins."""
    connection = opened(database)
    places, at, last = [], 0, None
    for segment, source, turn, read in connection.execute(
        "select segment_id, source_id, turn, read from scope order by 1"
    ):
        if source != last:
            start, last = at + turns, source
        at = start + turn
        places.append((segment, at, read))
    found, everything, read = bits(connection, places)

    def begun(of: int) -> int:
        """Set the bits of every stretch in which a turn is: those that begin at it and up to `turns` before."""
        for _turn in range(turns):
            of |= of >> 1
        return of

    return met(connection, {code: begun(of) for code, of in found.items()}, begun(everything), begun(read))


def bits(connection: sqlite3.Connection, places: list[tuple[int, int, int]]) -> tuple[Bits, int, int]:
    """Return the places of each code (ancestors too), of the population and of what was read, as bits."""
    place = {segment: at for segment, at, _read in places}
    size = (max(place.values()) >> 3) + 1
    whole, read = bytearray(size), bytearray(size)
    for _segment, at, was_read in places:
        whole[at >> 3] |= 1 << (at & 7)
        if was_read:
            read[at >> 3] |= 1 << (at & 7)
    own: dict[int, bytearray] = {row[0]: bytearray(size) for row in connection.execute("select id from code")}
    for code, segment in connection.execute(
        "select code_id, segment_id from coding join coding_segment on coding_id = coding.id"
    ):
        at = place.get(segment, -1)
        if at >= 0:
            own[code][at >> 3] |= 1 << (at & 7)
    found = dict.fromkeys(own, 0)
    for code, ancestor in connection.execute("select code_id, ancestor_id from code_ancestor"):
        found[ancestor] |= int.from_bytes(own[code], "little")
    return found, int.from_bytes(whole, "little"), int.from_bytes(read, "little")


def met(connection: sqlite3.Connection, found: Bits, population: int, read: int) -> Cells:
    """Count the bits of each pair of codes."""
    n = {code: of.bit_count() for code, of in found.items()}
    sizes = [population.bit_count(), read.bit_count()]
    return {f"{a}|{b}": [(found[i] & found[j]).bit_count(), n[i], n[j], *sizes] for (i, a), (j, b) in pairs(connection)}


PASSAGES = """
select link.segment_id, coding.start, coding.stop, coding.code_id
  from coding
  join coding_segment as link on link.coding_id = coding.id
  join scope on scope.segment_id = link.segment_id
 order by link.segment_id, coding.start
"""


def overlap(database: str) -> Cells:
    """Count segments by pair of codes whose passages share a character: plain Python, passage by passage."""
    connection = opened(database)
    counts: Counter[tuple[int, int]] = Counter()
    above: dict[int, list[int]] = {}
    for code, ancestor in connection.execute("select code_id, ancestor_id from code_ancestor"):
        above.setdefault(code, []).append(ancestor)
    rolled = {(a, b): {*product(above[a], above[b]), *product(above[b], above[a])} for a in above for b in above}
    for _segment, passages in groupby(connection.execute(PASSAGES), key=itemgetter(0)):
        here: set[tuple[int, int]] = set()
        before: list[tuple[int, int]] = []
        for _segment_id, start, stop, code in passages:
            before = [(end, other) for end, other in before if end > start]
            for _end, other in before:
                here |= rolled[code, other]
            before.append((stop, code))
        counts.update(here)
    single = cooccur_bits(database)
    return {f"{a}|{b}": [counts[i, j], *single[f"{a}|{b}"][1:]] for (i, a), (j, b) in pairs(connection)}


JOBS = {f.__name__: f for f in (themes, areas, crosstab, cooccur_sql, cooccur_bits, turns_bits, overlap)}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](sys.argv[2])))
