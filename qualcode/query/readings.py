"""Which segments were read: those whose speech one coder's readings cover."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from qualcode.records import Span
from qualcode.store.project import Project


def read_by(project: Project, coders: Sequence[int]) -> str:
    """Return SQL in brackets that selects the ids of the segments that any of the coders has read.

    What it selects depends on the coders alone, whatever is asked on the same connection before or after.
    """
    return _read_by(project, coders, imported=True)


def searched_by(project: Project, coders: Sequence[int]) -> str:
    """Return SQL as `read_by` for what any of the coders has read with the whole codebook in mind.

    A code that is not there was decided against. Imported readings do not say so.
    """
    return _read_by(project, coders, imported=False)


def settled_by(project: Project, coders: Sequence[int]) -> str:
    """Return SQL as `read_by` for what a consensus coder among `coders` has read."""
    consensus = {coder for (coder,) in project.rows("select id from coder where kind = 'consensus' order by id")}
    return read_by(project, [coder for coder in coders if coder in consensus])


def _read_by(project: Project, coders: Sequence[int], *, imported: bool) -> str:
    """Fill the rows of these coders in a temporary table, and return SQL for them.

    The table has rows of every set of coders that was asked for, so that none refills those of another.
    """
    connection = project.connection
    connection.execute("create temp table if not exists asked(id integer primary key, what text unique)")
    columns = "asked integer, segment_id integer, primary key(asked, segment_id)"
    connection.execute(f"create temp table if not exists read_segment({columns}) without rowid")
    what = json.dumps([sorted(coders), imported])
    connection.execute("insert or ignore into temp.asked(what) values (?)", [what])
    asked = int(project.value("select id from temp.asked where what = ?", [what]))
    _fill(project, asked, coders, imported=imported)
    return f"(select segment_id from temp.read_segment where asked = {asked})"


def _fill(project: Project, asked: int, coders: Sequence[int], *, imported: bool) -> None:
    project.connection.execute("delete from temp.read_segment where asked = ?", [asked])
    if not coders:
        return
    chosen = json.dumps(list(coders))
    counted = "" if imported else "and drawn <> 'imported'"
    _prepare_reach(project, chosen, counted)
    project.connection.execute(
        f"""
        insert into temp.read_segment
        select ?, id
          from segment
         where source_id in (select source_id from temp.reach)
           and {_REACHED.format(before="start <= segment.start")} >= stop
        """,
        [asked],
    )
    for coder_id, source_id in _undecided(project, asked, chosen, counted):
        read = _readings(project, coder_id, source_id, counted)
        project.connection.executemany(
            "insert or ignore into temp.read_segment values (?, ?)",
            ((asked, segment) for segment in _covered(project, source_id, read)),
        )


_REACHED = """
(select reach.stop
   from temp.reach
  where reach.source_id = segment.source_id and reach.{before}
  order by reach.start desc
  limit 1)
"""


def _prepare_reach(project: Project, coders: str, counted: str) -> None:
    """Make the temporary table reach: how far at most the readings go that begin at `start` or before it.

    One reading covers a segment if what begins no later reaches its end, and touches it if what begins before its end
    reaches beyond its start.
    """
    columns = "source_id integer, start integer, stop integer, primary key(source_id, start)"
    project.connection.execute(f"create temp table if not exists reach({columns}) without rowid")
    project.connection.execute("delete from temp.reach")
    project.connection.execute(
        f"""
        insert into temp.reach
        select source_id, start, stop
          from (select source_id, start, max(stop) as stop,
                       max(max(stop)) over (
                         partition by source_id
                             order by start
                              rows between unbounded preceding and 1 preceding) as reached
                  from reading
                 where coder_id in (select value from json_each(?)) {counted}
                 group by source_id, start)
         where reached is null or stop > reached
        """,
        [coders],
    )


def _undecided(project: Project, asked: int, coders: str, counted: str) -> list[tuple[int, int]]:
    """Return (coder, source) for the sources where readings touch a segment that no single one covers."""
    return project.rows(
        f"""
        select distinct coder_id, source_id
          from reading
         where coder_id in (select value from json_each(?)) {counted}
           and source_id in (
             select source_id
               from segment
              where source_id in (select source_id from temp.reach)
                and id not in (select segment_id from temp.read_segment where asked = ?)
                and {_REACHED.format(before="start < segment.stop")} > start)
         order by 1, 2
        """,
        [coders, asked],
    )


def _readings(project: Project, coder_id: int, source_id: int, counted: str) -> list[Span]:
    return [
        (start, stop)
        for start, stop in project.rows(
            f"select start, stop from reading where coder_id = ? and source_id = ? {counted} order by start",
            [coder_id, source_id],
        )
    ]


def _covered(project: Project, source_id: int, read: Sequence[Span]) -> Iterator[int]:
    """Yield the ids of the segments of a source all of whose speech lies in `read` (in order of start)."""
    speech = project.rows(
        "select start, stop from part where source_id = ? and kind = 'speech' order by start", [source_id]
    )
    unread = subtract(speech, read)
    first = 0
    for segment_id, start, stop in project.rows(
        "select id, start, stop from segment where source_id = ? order by n", [source_id]
    ):
        while first < len(unread) and unread[first][1] <= start:
            first += 1
        if first == len(unread) or unread[first][0] >= stop:
            yield segment_id


def subtract(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return what is left of `spans` without `taken`; both in order of start.

    Examples
    --------
    >>> subtract([(0, 10), (20, 30)], [(2, 5), (4, 22)])
    [(0, 2), (22, 30)]
    """
    left: list[Span] = []
    at = 0
    for start, stop in spans:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        position, k = start, at
        while k < len(taken) and taken[k][0] < stop:
            if taken[k][0] > position:
                left.append((position, taken[k][0]))
            position = max(position, taken[k][1])
            k += 1
        if position < stop:
            left.append((position, stop))
    return left
