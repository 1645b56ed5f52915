"""Before-images of bulk rows (text, turns, parts, segments, suggestions): one compressed row per source and table."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from qualcode.store.project import Project

TEXT = "source.text"
IN_ORDER = ("suggestion", "segment", "part", "turn", TEXT)
"""The order in which a source's bulk is removed; it is put back the other way round."""


def _select(table: str) -> str:
    return f"select * from {table} where source_id = ?" if table != TEXT else "select text from source where id = ?"


def keep(project: Project, table: str, source_id: int) -> None:
    """Write what `table` holds of a source into the history, once per change, before it is replaced."""
    project.wrote_bulk(source_id, table)
    known = "select 1 from history where seq = ? and tbl = ? and row_id = ? and image is not null"
    if project.value(known, [project.seq, table, source_id]):
        return
    cursor = project.connection.execute(_select(table), [source_id])
    columns = [column[0] for column in cursor.description]
    content = json.dumps({"columns": columns, "rows": cursor.fetchall()}, ensure_ascii=False, separators=(",", ":"))
    project.execute(
        "insert into history(seq, tbl, row_id, image) values (?, ?, ?, ?)",
        [project.seq, table, source_id, zlib.compress(content.encode(), 6)],
    )


def read(image: bytes) -> tuple[list[str], list[Sequence[Any]]]:
    """Return the columns and rows of an image."""
    content = json.loads(zlib.decompress(image))
    return content["columns"], content["rows"]


def drop(project: Project, table: str, source_id: int) -> None:
    """Remove what `table` holds of a source; its image is kept first."""
    keep(project, table, source_id)
    if table != TEXT:
        project.execute(f"delete from {table} where source_id = ?", [source_id])


def put_back(project: Project, table: str, source_id: int, image: bytes) -> None:
    """Replace what `table` holds of a source by an image; what it held is kept."""
    drop(project, table, source_id)
    columns, rows = read(image)
    if table == TEXT:
        project.execute("update source set text = ? where id = ?", [rows[0][0], source_id])
    else:
        marks = ", ".join("?" * len(columns))
        project.execute_many(f"insert into {table}({', '.join(columns)}) values ({marks})", rows)
