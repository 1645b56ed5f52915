"""What the tests of merging share: copies of a project, work on them, and their content without local ids."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from qualcode.store import Project

REFERS = {
    "case_id": "study_case", "source_id": "source", "speaker_id": "speaker", "code_id": "code", "parent_id": "code",
    "coder_id": "coder", "decision_id": "decision", "coding_id": "coding", "attribute_id": "attribute",
    "run_id": "run", "drawn_for": "code",
}  # fmt: skip
TABLES = (
    "study_case", "source", "speaker", "code", "rule", "example", "coder", "run", "decision", "coding", "reading",
    "assignment", "revealed", "suggestion", "attribute", "value", "memo", "turn", "part", "segment",
)  # fmt: skip


def copy_of(project: Project, path: Path) -> Project:
    """Return a copy of a project file, as a second coder gets it."""
    shutil.copy(project.path, path)
    return Project.open(path)


def by_uids(project: Project) -> dict[str, list[tuple]]:
    """Return everything in a project by uids, so that two files that hold the same are equal."""
    uids = {
        table: dict(project.rows(f"select id, uid from {table}"))
        for table in TABLES
        if table not in ("part", "turn", "segment")
    }
    turns = dict(project.rows("select id, n from turn"))
    found: dict[str, list[tuple]] = {}
    for table in TABLES:
        cursor = project.connection.execute(f"select * from {table}")
        columns = [column[0] for column in cursor.description]
        found[table] = sorted(
            (
                tuple(
                    _portable(column, value, uids, turns)
                    for column, value in zip(columns, row, strict=True)
                    if column != "id"
                )
                for row in cursor.fetchall()
            ),
            key=repr,
        )
    found["version"] = sorted(project.rows("select distinct sha256 from codebook_version"))
    found["languages"] = sorted(project.rows("select value from setting, json_each(languages)"))
    found["erased"] = sorted(project.rows("select imported_sha256, file_sha256, uids, at from erased"))
    links = """
        select coding.uid, segment.n
          from coding_segment
          join coding on coding.id = coding_id
          join segment on segment.id = segment_id
         order by 1, 2
    """
    found["links"] = sorted(project.rows(links))
    return found


def _portable(column, value, uids, turns):
    if column == "turn_id":
        return turns[value]
    return uids[REFERS[column]][value] if column in REFERS and value is not None else value


def differences(one: Project, other: Project) -> dict[str, tuple[list, list]]:
    """Return what only one of two projects holds, by table."""
    a, b = by_uids(one), by_uids(other)
    return {
        table: ([r for r in a[table] if r not in b[table]], [r for r in b[table] if r not in a[table]])
        for table in a
        if a[table] != b[table]
    }


def erase_in(project: Project, imported: str, uids: str = "[]") -> None:
    """Write into a closed project that a text was erased, as `erase` does."""
    with closing(sqlite3.connect(project.path)) as connection:
        connection.execute(
            "insert into erased(imported_sha256, file_sha256, uids, at) values (?, '', ?, '2026-01-01T00:00:00Z')",
            [imported, uids],
        )
        connection.commit()
