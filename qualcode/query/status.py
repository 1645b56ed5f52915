"""What is in a project, what was done to it, and what a check found, as tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.identity import key
from qualcode.messages import _
from qualcode.query.coders import progress
from qualcode.query.table import Table
from qualcode.store.history import log
from qualcode.store.project import Project

if TYPE_CHECKING:
    from qualcode.store.doctor import Finding
    from qualcode.store.restoring import Copy

_COUNTS = {
    "sources": "select count(*) from source",
    "doubtful": "select count(*) from source where doubts <> '[]'",
    "cases": "select count(*) from study_case",
    "speakers": "select count(*) from speaker",
    "turns": "select count(*) from turn",
    "segments": "select count(*) from segment",
    "words": "select coalesce(sum(words), 0) from segment",
    "codes": "select count(*) from code where retired_at is null",
    "codings": "select count(*) from coding",
    "suggestions": "select count(*) from suggestion",
}


def status(project: Project) -> Table:
    """Return one row a fact: fact, value, and the coder whom it is about, if one is.

    Name, languages, unit, codebook version, how much there is of each thing, and for each coder what `progress` counts.
    """
    unit, languages = project.rows("select unit, languages from setting")[0]
    version = project.rows("select n, sha256 from codebook_version order by n desc limit 1")
    last = project.rows("select command, at from change order by seq desc limit 1")[0]
    facts: list[tuple[str, object]] = [
        ("project", project.path.name),
        ("languages", ", ".join(json.loads(languages))),
        ("unit", unit),
        ("codebook", f"version {version[0][0]} ({version[0][1][:12]})" if version else _("none yet")),
    ]
    facts.extend((name, project.value(sql)) for name, sql in _COUNTS.items())
    facts.append(("last change", f"{last[0]}, {last[1]}"))
    rows: list[tuple[str, object, str]] = [(name, value, "") for name, value in facts]
    for record in progress(project).records():
        rows.extend((name, value, record["coder"]) for name, value in record.items() if name != "coder")
    return Table(("fact", "value", "coder"), rows)


def history(
    project: Project,
    *,
    limit: int | None = None,
    coder: str | None = None,
    code: int | None = None,
    source: int | None = None,
    since: str | None = None,
) -> Table:
    """Return the commands, the newest first: n, at, coder, command, state (done or undone), changes, rows.

    Parameters
    ----------
    coder : str, optional
        Only what this coder did.
    code, source : ids, optional
        Only what touched this code, or this source or anything on it.
    since : str, optional
        Only what was done at or after this UTC time, as 2026-03-01 or 2026-03-01T10:30.
    """
    columns = ("n", "at", "coder", "command", "state", "changes", "rows")
    touched = [_touching(project, name, row_id) for name, row_id in (("code", code), ("source", source)) if row_id]
    chosen = [
        c
        for c in log(project)
        if (coder is None or key(c.coder) == key(coder))
        and (since is None or c.at >= since)
        and all(c.command_id in commands for commands in touched)
    ]
    rows = [(c.seq, c.at, c.coder, c.command, c.state, c.changes, c.rows) for c in chosen[:limit]]
    return Table(columns, rows)


def _touching(project: Project, table: str, row_id: int) -> set[str]:
    """Return the commands that wrote a code or source, or a row that names it."""
    rows = project.rows(
        """
        select distinct command_id
          from history
          join change on change.seq = history.seq
         where (tbl in (?1, ?1 || '.text') and row_id = ?2)
            or (image is not null and ?1 = 'source' and row_id = ?2)
            or json_extract(coalesce(new, old), '$.' || ?1 || '_id') = ?2
            or json_extract(old, '$.' || ?1 || '_id') = ?2
         order by command_id
        """,
        [table, row_id],
    )
    return {row[0] for row in rows}


def findings(found: Sequence[Finding]) -> Table:
    """Return what a check of the project found: check, where, what."""
    return Table(("check", "where", "what"), [(_(f.check), f.where, f.what) for f in found])


def backup_copies(found: Sequence[Copy]) -> Table:
    """Return the copies of a project: copy (file name), at, reason, change, sources, codings."""
    rows = [
        (c.path.name, c.at, c.reason, c.seq, *((_("damaged"),) * 2 if c.codings is None else (c.sources, c.codings)))
        for c in found
    ]
    return Table(("copy", "at", "reason", "change", "sources", "codings"), rows)
