"""Codings: a code on a span by a coder, with the quoted words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.identity import new_uid, now
from qualcode.messages import _
from qualcode.store.coders import add_coder
from qualcode.store.indexing import touched
from qualcode.store.project import Project
from qualcode.store.reading import Drawn, add_reading
from qualcode.store.short_ids import short_id, uid_of_short
from qualcode.store.sight import Seen, in_sight


@dataclass(frozen=True, slots=True)
class StoredCoding:
    """A coding as it stands in the project, by ids."""

    id: int
    uid: str
    source_id: int
    start: int
    stop: int
    code_id: int
    coder_id: int
    coder: str

    @property
    def name(self) -> str:
        """The id by which people call it."""
        return short_id("coding", self.uid)


def add_coding(
    project: Project,
    source_id: int,
    start: int,
    stop: int,
    code_id: int,
    coder: str,
    *,
    drawn: Drawn = "chosen",
    drawn_for: int | None = None,
    seen: Seen | None = None,
    decision_id: int | None = None,
) -> int:
    """Code a span and write down that the coder read the segments it touches; returns the coding's id.

    An exact double (same span, code and coder) is not stored twice.

    Parameters
    ----------
    drawn, drawn_for, seen
        How the span came before her eyes and for which code, and what was in sight; by default what stands open to her.
    decision_id : int, optional
        The decision on a suggestion from which the coding comes.

    Raises
    ------
    QualcodeError
        If the span does not lie in the source.
    """
    coder_id = add_coder(project, coder)
    found = same_coding(project, source_id, start, stop, code_id, coder_id)
    if found is not None:
        return found
    quote = quoted(project, source_id, start, stop)
    seen = seen or in_sight(project, coder_id, source_id, start, stop)
    coding_id = project.execute(
        """
        insert into coding(uid, source_id, start, stop, quote, code_id, coder_id, decision_id, seen, created_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [new_uid(), source_id, start, stop, quote, code_id, coder_id, decision_id, seen, now()],
    ).lastrowid
    for segment_start, segment_stop in _link(project, int(coding_id or 0), source_id, start, stop):
        add_reading(
            project, coder_id, source_id, segment_start, segment_stop, drawn=drawn, drawn_for=drawn_for, seen=seen
        )
    return int(coding_id or 0)


def same_coding(project: Project, source_id: int, start: int, stop: int, code_id: int, coder_id: int) -> int | None:
    """Return the id of the coding of this span, code and coder, if it is there."""
    same = "select id from coding where source_id = ? and start = ? and stop = ? and code_id = ? and coder_id = ?"
    found = project.value(same, [source_id, start, stop, code_id, coder_id])
    return None if found is None else int(found)


def quoted(project: Project, source_id: int, start: int, stop: int) -> str:
    """Return the words of a span.

    Raises
    ------
    QualcodeError
        If the span does not lie in the source.
    """
    quote, end = project.rows(
        "select substr(text, ? + 1, ? - ?), length(text) from source where id = ?", [start, stop, start, source_id]
    )[0]
    if not 0 <= start < stop <= end:
        raise QualcodeError(
            _("The span {start}-{stop} does not lie in the source (0-{end}).").format(start=start, stop=stop, end=end)
        )
    return str(quote)


def _link(project: Project, coding_id: int, source_id: int, start: int, stop: int) -> list[tuple[int, int]]:
    """Link a coding to the segments that it touches; returns their spans."""
    near = project.rows(
        "select start, stop, id from segment where source_id = ? and start < ? and stop > ? order by n",
        [source_id, stop, start],
    )
    project.execute("delete from coding_segment where coding_id = ?", [coding_id])
    project.execute_many(
        "insert into coding_segment(coding_id, segment_id) values (?, ?)",
        [(coding_id, segment) for segment in touched(near, start, stop)],
    )
    return [(segment_start, segment_stop) for segment_start, segment_stop, _id in near]


def coding_by_id(project: Project, name: str) -> StoredCoding:
    """Return the coding that people call by `name`.

    Raises
    ------
    QualcodeError
        If there is none, or more than one.
    """
    uid = uid_of_short(project, "coding", name)
    return StoredCoding(*project.rows(f"{_STORED} where coding.uid = ? order by coding.id", [uid])[0])


def codings_on(project: Project, source_id: int, start: int, stop: int, coder_id: int) -> list[StoredCoding]:
    """Return a coder's codings that share a character with a span, by place."""
    rows = project.rows(
        f"""
        {_STORED}
         where coding.source_id = ? and coding.start < ? and coding.stop > ? and coding.coder_id = ?
         order by coding.start, coding.stop, coding.id
        """,
        [source_id, stop, start, coder_id],
    )
    return [StoredCoding(*row) for row in rows]


def codings_of_decision(project: Project, decision_id: int) -> list[StoredCoding]:
    """Return the codings that a decision made."""
    rows = project.rows(f"{_STORED} where decision_id = ? order by coding.id", [decision_id])
    return [StoredCoding(*row) for row in rows]


_STORED = """
select coding.id, coding.uid, source_id, start, stop, code_id, coder_id, coder.name
  from coding
  join coder on coder.id = coding.coder_id
"""


def remove_codings(project: Project, codings: Sequence[StoredCoding]) -> None:
    """Take codings out; what was read stays read, and a memo on one becomes a memo on its words."""
    for coding in codings:
        project.execute(
            "update memo set source_id = ?, start = ?, stop = ?, coding_id = null where coding_id = ?",
            [coding.source_id, coding.start, coding.stop, coding.id],
        )
        project.execute("delete from coding where id = ?", [coding.id])


def change_coding(
    project: Project, coding: StoredCoding, *, code_id: int | None = None, span: tuple[int, int] | None = None
) -> None:
    """Give a coding another code or another span; it stays the same coding, its memos with it.

    Raises
    ------
    QualcodeError
        If the span does not lie in the source, or the coder has coded just so already.
    """
    code = coding.code_id if code_id is None else code_id
    start, stop = span or (coding.start, coding.stop)
    same = same_coding(project, coding.source_id, start, stop, code, coding.coder_id)
    if same == coding.id:
        return
    if same is not None:
        raise QualcodeError(_("{name}: the same words have this code already.").format(name=coding.name))
    project.execute(
        "update coding set code_id = ?, start = ?, stop = ?, quote = ? where id = ?",
        [code, start, stop, quoted(project, coding.source_id, start, stop), coding.id],
    )
    for segment_start, segment_stop in _link(project, coding.id, coding.source_id, start, stop):
        add_reading(project, coding.coder_id, coding.source_id, segment_start, segment_stop)
