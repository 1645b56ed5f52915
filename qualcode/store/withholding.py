"""A coder's own copy of a project: other people's work is not in it, not even in its history."""

from __future__ import annotations

import json

from qualcode.store.project import Project
from qualcode.store.traces import ever, wipe

OTHERS = ("memo", "coding", "reading", "decision", "assignment", "revealed")


def withhold(copy: Project, coder_id: int) -> None:
    """Take everything of other people out of a copy, and the suggestions that a blind round hides; inside no change.

    Reasons go too, whoever gave them: they say what was settled.
    """
    others = {
        row[0] for row in copy.rows("select id from coder where id <> ? and kind in ('human', 'consensus')", [coder_id])
    }
    with copy.change("assign export", automatic=True, always=True):
        copy.execute("pragma defer_foreign_keys = on")
        copy.execute("update change set reason = '' where reason <> ''")
        for table in OTHERS:
            wipe(copy, table, ever(copy, table, "coder_id", others))
        _hide_suggestions(copy, coder_id)
    copy.connection.execute("vacuum")


def _hide_suggestions(copy: Project, coder_id: int) -> None:
    rows = copy.rows(
        """
        select distinct suggestion.id, suggestion.source_id
          from suggestion
          join assignment on assignment.source_id = suggestion.source_id and assignment.start < suggestion.stop
                         and assignment.stop > suggestion.start
         where assignment.coder_id = ? and assignment.blind = 1
         order by suggestion.id
        """,
        [coder_id],
    )
    for source_id in {row[1] for row in rows}:
        copy.wrote_bulk(source_id, "suggestion")
    copy.execute(
        "delete from suggestion where id in (select value from json_each(?))", [json.dumps([row[0] for row in rows])]
    )
    copy.execute(
        "delete from history where tbl = 'suggestion' and row_id in (select value from json_each(?))",
        [json.dumps(sorted({row[1] for row in rows}))],
    )
