"""Codings: a code on a span by a coder, with the quoted words beside it."""

from __future__ import annotations

from qualcode.errors import QualcodeError
from qualcode.identity import key, new_uid, now
from qualcode.messages import _
from qualcode.store.indexing import touched
from qualcode.store.project import Project


def add_coder(project: Project, name: str, kind: str = "human") -> int:
    """Return the id of the coder of this name; it is made if there is none."""
    found = project.value("select id from coder where key = ?", [key(name)])
    if found is None:
        found = project.execute(
            "insert into coder(uid, name, key, kind) values (?, ?, ?, ?)", [new_uid(), name.strip(), key(name), kind]
        ).lastrowid
    return int(found or 0)


def add_coding(project: Project, source_id: int, start: int, stop: int, code_id: int, coder: str) -> int:
    """Code a span and record that the coder read the segments it touches; returns the coding's id.

    An exact double (same span, code and coder) is not stored twice.

    Raises
    ------
    QualcodeError
        If the span does not lie in the source.
    """
    coder_id = add_coder(project, coder)
    same = "select id from coding where source_id = ? and start = ? and stop = ? and code_id = ? and coder_id = ?"
    found = project.value(same, [source_id, start, stop, code_id, coder_id])
    if found is not None:
        return int(found)
    text = project.value("select text from source where id = ?", [source_id]) or ""
    if not 0 <= start < stop <= len(text):
        raise QualcodeError(
            _("The span {start}-{stop} does not lie in the source (0-{end}).").format(
                start=start, stop=stop, end=len(text)
            )
        )
    coding_id = project.execute(
        """
        insert into coding(uid, source_id, start, stop, quote, code_id, coder_id, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [new_uid(), source_id, start, stop, text[start:stop], code_id, coder_id, now()],
    ).lastrowid
    segments = project.rows("select start, stop, id from segment where source_id = ? order by n", [source_id])
    ids = touched(segments, start, stop)
    project.execute_many(
        "insert into coding_segment(coding_id, segment_id) values (?, ?)", [(coding_id, s) for s in ids]
    )
    for segment_start, segment_stop, segment_id in segments:
        if segment_id in ids:
            _read(project, coder_id, source_id, segment_start, segment_stop)
    return int(coding_id or 0)


def _read(project: Project, coder_id: int, source_id: int, start: int, stop: int) -> None:
    known = "select 1 from reading where coder_id = ? and source_id = ? and start <= ? and stop >= ?"
    if not project.value(known, [coder_id, source_id, start, stop]):
        project.execute(
            "insert into reading(uid, coder_id, source_id, start, stop, at, drawn) values (?, ?, ?, ?, ?, ?, 'chosen')",
            [new_uid(), coder_id, source_id, start, stop, now()],
        )
