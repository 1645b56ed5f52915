"""What a coder has in sight while she codes: suggestions, and other people's codings once she asked for them."""

from __future__ import annotations

from typing import Literal

from qualcode.identity import new_uid, now
from qualcode.records import Span
from qualcode.store.project import Project

Seen = Literal["none", "suggestion", "others", "both"]


def reveal(project: Project, coder_id: int, source_id: int, what: Seen) -> None:
    """Write down that a coder asked to see suggestions, other people's codings or both in a source; once."""
    if not _revealed(project, coder_id, source_id, what):
        project.execute(
            "insert into revealed(uid, coder_id, source_id, what, at) values (?, ?, ?, ?, ?)",
            [new_uid(), coder_id, source_id, what, now()],
        )


def _revealed(project: Project, coder_id: int, source_id: int, what: str) -> bool:
    sql = "select 1 from revealed where coder_id = ? and source_id = ? and what in (?, 'both')"
    return project.value(sql, [coder_id, source_id, what]) is not None


def sees_others(project: Project, coder_id: int, source_id: int) -> bool:
    """Tell whether other people's codings in a source are open to a coder: only after she asked for them."""
    return _revealed(project, coder_id, source_id, "others")


def blind_spans(project: Project, coder_id: int, source_id: int) -> list[Span]:
    """Return the spans of a source on which suggestions are hidden from a coder: her blind rounds, until she asks."""
    if _revealed(project, coder_id, source_id, "suggestion"):
        return []
    rows = project.rows(
        "select start, stop from assignment where coder_id = ? and source_id = ? and blind = 1 order by start, id",
        [coder_id, source_id],
    )
    return [(start, stop) for start, stop in rows]


def sees_suggestions(project: Project, coder_id: int, source_id: int, start: int, stop: int) -> bool:
    """Tell whether suggestions on a span are open to a coder."""
    return not any(begin < stop and end > start for begin, end in blind_spans(project, coder_id, source_id))


def in_sight(project: Project, coder_id: int, source_id: int, start: int, stop: int) -> Seen:
    """Return what a coder may have seen on a span when she decides on it: the mark of her readings and codings.

    Suggestions count where there are any on the span and nothing hides them, looked at or not.
    """
    touching = "select 1 from suggestion where source_id = ? and start < ? and stop > ? limit 1"
    suggested = project.value(touching, [source_id, stop, start]) is not None and sees_suggestions(
        project, coder_id, source_id, start, stop
    )
    others = sees_others(project, coder_id, source_id)
    return "both" if suggested and others else "suggestion" if suggested else "others" if others else "none"
