"""Rows taken out for good, out of the tables and out of the history, as if they had never been there.

Only for a coder's copy, which must not hold other people's work, and for `erase`. Everything else is undone, not wiped.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from qualcode.store.project import Project


def wipe(project: Project, table: str, ids: Collection[int]) -> None:
    """Take rows of a logged table out, and every trace of them in the history; inside a change."""
    scope = json.dumps(sorted(ids))
    project.execute(f"delete from {table} where id in (select value from json_each(?))", [scope])
    forget(project, table, ids)


def forget(project: Project, table: str, ids: Collection[int]) -> None:
    """Take what the history holds of rows out, before-images too; inside a change."""
    scope = json.dumps(sorted(ids))
    project.execute("delete from history where tbl = ? and row_id in (select value from json_each(?))", [table, scope])


def forget_reasons(project: Project, source_id: int) -> None:
    """Take out the reasons of changes on a source, which may quote it; inside a change, before its rows go."""
    project.execute(
        """
        update change
           set reason = ''
         where reason <> '' and seq in (
           select seq
             from history
            where json_extract(coalesce(new, old), '$.source_id') = ?)
        """,
        [source_id],
    )


def ever(project: Project, table: str, column: str, values: Collection[int]) -> set[int]:
    """Return the ids of the rows of a logged table that name one of `values` in a column, now or at any time."""
    scope = json.dumps(sorted(values))
    rows = project.rows(
        f"""
        select id
          from {table}
         where {column} in (select value from json_each(?1))
        union
        select row_id
          from history
         where tbl = ?2 and image is null
           and (json_extract(new, '$.' || ?3) in (select value from json_each(?1))
                or json_extract(old, '$.' || ?3) in (select value from json_each(?1)))
         order by 1
        """,
        [scope, table, column],
    )
    return {row[0] for row in rows}
