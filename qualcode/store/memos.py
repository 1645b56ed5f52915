"""Memos: what a researcher notes on a source, a passage, a code, a coding, a case, or the whole project."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.identity import new_uid, now
from qualcode.messages import _
from qualcode.store.project import Project
from qualcode.store.short_ids import short_id, uid_of_short


@dataclass(frozen=True, slots=True)
class Target:
    """What a memo is on: one of the ids, a span beside `source_id`, or nothing for the project."""

    source_id: int | None = None
    start: int | None = None
    stop: int | None = None
    code_id: int | None = None
    coding_id: int | None = None
    case_id: int | None = None


def add_memo(project: Project, target: Target, text: str, coder_id: int | None = None) -> str:
    """Store a memo; returns the id by which people call it.

    Raises
    ------
    QualcodeError
        If the text is empty.
    """
    _require_text(text)
    uid = new_uid()
    project.execute(
        """
        insert into memo(uid, coder_id, source_id, start, stop, code_id, coding_id, case_id, text, at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            uid, coder_id, target.source_id, target.start, target.stop, target.code_id, target.coding_id,
            target.case_id, text.strip(), now(),
        ],
    )  # fmt: skip
    return short_id("memo", uid)


def find_memo(project: Project, name: str) -> tuple[int, str, str]:
    """Return (id, text, coder's name or "") of the memo that people call by `name`.

    Raises
    ------
    QualcodeError
        If there is none, or more than one.
    """
    memo_id, text, coder = project.rows(
        """
        select memo.id, text, coalesce(coder.name, '')
          from memo
          left join coder on coder.id = memo.coder_id
         where memo.uid = ?
         order by memo.id
        """,
        [uid_of_short(project, "memo", name)],
    )[0]
    return memo_id, text, coder


def edit_memo(project: Project, memo_id: int, text: str) -> None:
    """Give a memo another text; the old one stays in the history.

    Raises
    ------
    QualcodeError
        If the text is empty.
    """
    _require_text(text)
    project.execute("update memo set text = ? where id = ?", [text.strip(), memo_id])


def remove_memo(project: Project, memo_id: int) -> None:
    """Take a memo out."""
    project.execute("delete from memo where id = ?", [memo_id])


def _require_text(text: str) -> None:
    if not text.strip():
        raise QualcodeError(_("A memo needs a text."))
