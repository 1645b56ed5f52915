"""The question before each turn: what an asker said last."""

from __future__ import annotations

from qualcode.query.filters import ASKERS
from qualcode.records import Span
from qualcode.store.project import Project


def questions(project: Project, source_id: int) -> dict[int, Span]:
    """Return where the question before each turn of a source stands, by the turn's n; a turn without one is missing."""
    found: dict[int, Span] = {}
    asked: Span | None = None
    for n, start, stop, role in project.rows(
        """
        select turn.n, turn.start, turn.stop, coalesce(speaker.role, 'unknown')
          from turn
          left join speaker on speaker.id = turn.speaker_id
         where turn.source_id = ?
         order by turn.n
        """,
        [source_id],
    ):
        if asked is not None:
            found[n] = asked
        asked = (start, stop) if role in ASKERS else asked
    return found
