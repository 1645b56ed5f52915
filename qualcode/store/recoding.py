"""Codings that follow their code into another: codings, decisions and their memos, with doubles made one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qualcode.store.project import Project


def codings_of(project: Project, code_id: int) -> list[int]:
    """Return the ids of the codings of a code, by source and place."""
    rows = project.rows("select id from coding where code_id = ? order by source_id, start, stop, id", [code_id])
    return [row[0] for row in rows]


def move_codings(project: Project, codings: Sequence[int], to: int) -> int:
    """Give codings another code; where its coder has coded just so already, the double goes and its memos stay.

    Returns
    -------
    int
        How many were doubles.
    """
    doubles = project.rows(
        """
        select coding.id, same.id
          from coding
          join coding as same on same.source_id = coding.source_id and same.start = coding.start
                             and same.stop = coding.stop and same.coder_id = coding.coder_id
         where coding.id in (select value from json_each(?)) and same.code_id = ? and same.id <> coding.id
         order by coding.id
        """,
        [json.dumps(list(codings)), to],
    )
    for coding, same in doubles:
        project.execute("update memo set coding_id = ? where coding_id = ?", [same, coding])
        project.execute("delete from coding where id = ?", [coding])
    project.execute(
        "update coding set code_id = ? where id in (select value from json_each(?))", [to, json.dumps(list(codings))]
    )
    return len(doubles)


def move_decisions(project: Project, code_id: int, to: int) -> None:
    """Give every decision on a code to another code; of two on one span by one coder the later stays."""
    rows = project.rows(
        """
        select decision.id, same.id, decision.at > same.at
          from decision
          join decision as same on same.coder_id = decision.coder_id and same.source_id = decision.source_id
                               and same.start = decision.start and same.stop = decision.stop
                               and same.origin = decision.origin
         where decision.code_id = ? and same.code_id = ?
         order by decision.id
        """,
        [code_id, to],
    )
    for decision, same, is_later in rows:
        goes, stays = (same, decision) if is_later else (decision, same)
        project.execute("update coding set decision_id = ? where decision_id = ?", [stays, goes])
        project.execute("delete from decision where id = ?", [goes])
    project.execute("update decision set code_id = ? where code_id = ?", [to, code_id])


def move_memos(project: Project, code_id: int, to: int) -> None:
    """Give the memos on a code to another code."""
    project.execute("update memo set code_id = ? where code_id = ?", [to, code_id])
