"""Readings: what a coder has read, so that nothing coded there is a decision."""

from __future__ import annotations

from typing import Literal

from qualcode.identity import new_uid, now
from qualcode.store.project import Project
from qualcode.store.sight import Seen, in_sight

Drawn = Literal["chosen", "source", "best", "balanced", "random", "assigned", "sheet", "imported"]


def add_reading(
    project: Project,
    coder_id: int,
    source_id: int,
    start: int,
    stop: int,
    *,
    drawn: Drawn = "chosen",
    drawn_for: int | None = None,
    seen: Seen | None = None,
) -> bool:
    """Write down that a coder read a span; tells whether that is new.

    Parameters
    ----------
    drawn : str
        How the span came before her eyes; "imported" says that only its codings were brought from elsewhere.
    drawn_for : int, optional
        The code (id) for whose sake it was drawn, as the unread span on which that code was most probable.
    seen : str, optional
        What was in sight; by default what stands open to her.
    """
    known = """
        select 1
          from reading
         where coder_id = ? and source_id = ? and start <= ? and stop >= ? and (drawn <> 'imported' or ? = 'imported')
    """
    if project.value(known, [coder_id, source_id, start, stop, drawn]):
        return False
    project.execute(
        """
        insert into reading(uid, coder_id, source_id, start, stop, at, seen, drawn, drawn_for)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            new_uid(), coder_id, source_id, start, stop, now(),
            seen or in_sight(project, coder_id, source_id, start, stop), drawn, drawn_for,
        ],
    )  # fmt: skip
    return True
