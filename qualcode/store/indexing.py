"""What is derived from a source and kept beside it: the full-text index and the links from codes to segments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from qualcode.records import Part
from qualcode.segment.speech import speech
from qualcode.store.project import Project


def parts_of(project: Project, source_id: int) -> list[Part]:
    """Return the parts of a source, in order."""
    rows = project.rows("select start, stop, kind, rule from part where source_id = ? order by start", [source_id])
    return [Part(*row) for row in rows]


def spoken_segments(project: Project, source_id: int) -> list[tuple[int, str]]:
    """Return (segment id, speech) of every segment of a source, in order."""
    text = project.value("select text from source where id = ?", [source_id])
    if text is None:
        return []
    parts = parts_of(project, source_id)
    rows = project.rows("select id, start, stop from segment where source_id = ? order by n", [source_id])
    return [(segment_id, speech(text, parts, start, stop).text) for segment_id, start, stop in rows]


def index_source(project: Project, source_id: int) -> None:
    """Write the segments of a source into the full-text index; whoever calls it wrote its turns, parts and segments."""
    project.wrote_bulk(source_id, "turn", "part", "segment")
    project.execute_many("insert into speech(rowid, text) values (?, ?)", spoken_segments(project, source_id))


def unindex_source(project: Project, source_id: int) -> None:
    """Take the segments of a source out of the full-text index, while its text and cut are still as indexed."""
    project.execute_many(
        "insert into speech(speech, rowid, text) values ('delete', ?, ?)", spoken_segments(project, source_id)
    )


def rebuild_full_text(project: Project) -> None:
    """Make the full-text index of all sources anew."""
    project.execute("insert into speech(speech) values ('delete-all')")
    for (source_id,) in project.rows("select id from source order by id"):
        index_source(project, source_id)


def link_source(project: Project, source_id: int) -> None:
    """Make the links from codings and suggestions of a source to the segments that they touch anew."""
    for table in ("coding", "suggestion"):
        project.execute(
            f"delete from {table}_segment where {table}_id in (select id from {table} where source_id = ?)", [source_id]
        )
        links = links_of(project, table, source_id)
        project.execute_many(f"insert into {table}_segment({table}_id, segment_id) values (?, ?)", links)


def links_of(project: Project, table: str, source_id: int) -> list[tuple[int, int]]:
    """Return which codings or suggestions of a source (`table`) touch which of its segments, by their ids."""
    segments = project.rows("select start, stop, id from segment where source_id = ? order by n", [source_id])
    spans = project.rows(f"select id, start, stop from {table} where source_id = ? order by id", [source_id])
    return [(row_id, segment) for row_id, start, stop in spans for segment in touched(segments, start, stop)]


def touched(segments: Sequence[tuple[int, int, int]], start: int, stop: int) -> list[int]:
    """Return the ids of the segments, given as (start, stop, id) in order, that share a character with a span."""
    first = bisect_right(segments, start, key=lambda segment: segment[1])
    last = bisect_left(segments, stop, key=lambda segment: segment[0])
    return [segment[2] for segment in segments[first:last]]
