"""What is in a project, what was done to it, and what a check found, as tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.messages import _
from qualcode.query.table import Table
from qualcode.store.history import log
from qualcode.store.project import Project

if TYPE_CHECKING:
    from qualcode.store.doctor import Finding

_COUNTS = {
    "sources": "select count(*) from source",
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
    """Return one row a fact: name, languages, unit, codebook version, how much there is of each thing."""
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
    return Table(("fact", "value"), facts)


def history(project: Project, *, limit: int | None = None) -> Table:
    """Return the commands, the newest first: n, at, coder, command, state (done or undone), changes, rows."""
    columns = ("n", "at", "coder", "command", "state", "changes", "rows")
    rows = [(c.seq, c.at, c.coder, c.command, c.state, c.changes, c.rows) for c in log(project)[:limit]]
    return Table(columns, rows)


def findings(found: Sequence[Finding]) -> Table:
    """Return what a check of the project found: check, where, what."""
    return Table(("check", "where", "what"), [(_(f.check), f.where, f.what) for f in found])
