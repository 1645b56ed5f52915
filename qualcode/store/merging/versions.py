"""Versions of the codebook, languages and erasures of both files, united."""

from __future__ import annotations

import json

from qualcode.store.codebooks import write_version
from qualcode.store.merging.planning import Plan
from qualcode.store.project import Project

LAST = "select made_at, sha256, note from codebook_version order by n desc limit 1"


def take_versions(project: Project, other: Project, plan: Plan) -> None:
    """Take the versions of the other file that are not known here, and write the next one if the codes changed."""
    known = {sha256 for (sha256,) in project.rows("select sha256 from codebook_version order by n")}
    lasts = sorted(project.rows(LAST) + other.rows(LAST), key=lambda row: row[1])
    rows = other.rows("select sha256, made_at, note, content from codebook_version order by n")
    new = {row[0]: row for row in rows if row[0] not in known}
    first = int(project.value("select coalesce(max(n), 0) + 1 from codebook_version"))
    project.execute_many(
        "insert into codebook_version(n, sha256, made_at, note, content) values (?, ?, ?, ?, ?)",
        [(n, *row) for n, row in enumerate(new.values(), first)],
    )
    tables = (plan.rows[table] for table in ("code", "rule", "example"))
    if project.value("select 1 from code_tree") and (
        new or any(rows.added or rows.changed or rows.gone for rows in tables)
    ):
        write_version(project, max(lasts, key=lambda row: row[0])[2])


def unite_settings(project: Project, other: Project) -> None:
    """Add the languages of the other file, and what was erased from it, so that it is not brought in again."""
    ours, theirs = (json.loads(p.value("select languages from setting")) for p in (project, other))
    if new := [language for language in theirs if language not in ours]:
        project.execute("update setting set languages = ? where id = 1", [json.dumps([*ours, *new])])
    columns = "imported_sha256, file_sha256, uids, at"
    known = set(project.rows(f"select {columns} from erased order by id"))
    rows = other.rows(f"select {columns} from erased order by id")
    project.execute_many(
        f"insert into erased({columns}) values (?, ?, ?, ?)", [row for row in rows if row not in known]
    )
