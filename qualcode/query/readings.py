"""Which segments were read: those whose speech one coder's readings cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.records import Span
from qualcode.store.project import Project


def prepare(project: Project, coders: Sequence[int]) -> None:
    """Make the temporary tables read_segment (read by any of the coders) and consensus_read.

    They are made once per question, because a segment may be covered by several readings together.
    """
    connection = project.connection
    for table in ("read_segment", "consensus_read"):
        connection.execute(f"create temp table if not exists {table}(segment_id integer primary key)")
        connection.execute(f"delete from temp.{table}")
    readings = project.rows(
        """
        select reading.coder_id, reading.source_id, start, stop, coder.kind
          from reading
          join coder on coder.id = reading.coder_id
         order by reading.coder_id, reading.source_id, start
        """
    )
    spans: dict[tuple[int, int, str], list[Span]] = {}
    for coder_id, source_id, start, stop, kind in readings:
        if coder_id in coders:
            spans.setdefault((coder_id, source_id, kind), []).append((start, stop))
    for (_coder, source_id, kind), read in spans.items():
        ids = [(segment,) for segment in _covered(project, source_id, read)]
        connection.executemany("insert or ignore into temp.read_segment values (?)", ids)
        if kind == "consensus":
            connection.executemany("insert or ignore into temp.consensus_read values (?)", ids)


def _covered(project: Project, source_id: int, read: Sequence[Span]) -> Iterable[int]:
    """Return the ids of the segments of a source all of whose speech lies in `read` (in order of start)."""
    speech = project.rows(
        "select start, stop from part where source_id = ? and kind = 'speech' order by start", [source_id]
    )
    segments = project.rows("select id, start, stop from segment where source_id = ? order by n", [source_id])
    unread = subtract(speech, read)
    first = 0
    for segment_id, start, stop in segments:
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
