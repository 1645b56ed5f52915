"""A coding sheet that is back: which of its cells were changed, and what that means for the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.codebook import Codebook
from qualcode.errors import ReadError, UnknownNameError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.records import Part
from qualcode.segment.speech import speech
from qualcode.store.codebooks import codebook
from qualcode.store.coders import add_coder, coder_id_of
from qualcode.store.codings import add_coding, coding_by_id, remove_codings
from qualcode.store.indexing import parts_of
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.reading import add_reading
from qualcode.store.sight import Seen, sees_others
from qualcode.workflow.coding import NOTHING
from qualcode.workflow.sheets import HIDDEN, first_code


@dataclass(frozen=True, slots=True)
class Returned:
    """A row as it came back: its line in the file, what it is tied to, and its cells before and after."""

    line: int
    source_uid: str
    start: int
    stop: int
    text: str
    before: Sequence[str]
    after: Sequence[str]
    memo_before: str
    memo_after: str


@dataclass(slots=True)
class Plan:
    """What a sheet would change: (source id, start, stop, code path or "" for a reading, memo), and what is left out.

    ``left_out`` is (line, reason).
    """

    added: list[tuple[int, int, int, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    read: list[tuple[int, int, int]] = field(default_factory=list)
    memos: list[tuple[int, int, int, str]] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    rows: int = 0


def returned(rows: Sequence[Sequence[str]], name: str) -> list[Returned]:
    """Return the rows of a coding sheet that came back.

    Raises
    ------
    ReadError
        If it is no coding sheet of ours: its hidden columns are missing.
    """
    head = [cell.strip() for cell in rows[0]] if rows else []
    if any(column not in head for column in HIDDEN):
        raise ReadError(
            _("{name}: this is no coding sheet, its hidden columns are missing. Make one: qualcode export coding-sheet")
            .format(name=name)
        )  # fmt: skip
    at = {column: head.index(column) for column in HIDDEN}
    text, memo, first = int(at["qualcode:source"]) - 2, int(at["qualcode:source"]) - 1, first_code()
    found = []
    for line, cells in enumerate(rows[1:], 2):
        row = [*cells, *[""] * (len(head) - len(cells))]
        if any(cell.strip() for cell in row):
            found.append(_returned(line, row, at, range(first, text), text, memo))
    return found


def _returned(line: int, row: Sequence[str], at: Mapping[str, int], codes: range, text: int, memo: int) -> Returned:
    start, _dots, stop = row[at["qualcode:span"]].partition("..")
    return Returned(
        line,
        row[at["qualcode:source"]].strip(),
        int(start) if start.isdigit() else -1,
        int(stop) if stop.isdigit() else -1,
        row[text],
        [c for c in row[at["qualcode:codes"]].split("\n") if c],
        list(dict.fromkeys(cell.strip() for i in codes for cell in row[i].split("\n") if cell.strip())),
        row[at["qualcode:memo"]],
        row[memo],
    )


def plan(project: Project, rows: Sequence[Returned], coder: str) -> Plan:
    """Say what the changed cells of a sheet mean; nothing is guessed, and nothing is written.

    A code that went from a row takes back the coder's codings with it that lie within the row; one that goes beyond the
    row is left out and told.
    """
    done = Plan(rows=len(rows))
    book = codebook(project)
    sources = {uid: (i, text) for uid, i, text in project.rows("select uid, id, text from source order by id")}
    parts: dict[int, list[Part]] = {}
    coder_id = coder_id_of(project, coder)
    for row in rows:
        if row.source_uid not in sources:
            done.left_out.append((row.line, _("its source is not in this project")))
            continue
        source_id, text = sources[row.source_uid]
        if source_id not in parts:
            parts[source_id] = parts_of(project, source_id)
        if not 0 <= row.start < row.stop <= len(text) or _flat(
            speech(text, parts[source_id], row.start, row.stop).text
        ) != _flat(row.text):
            done.left_out.append((row.line, _("its text is not the one in the project")))
            continue
        _plan_row(project, done, row, source_id, book, coder_id)
    return done


def _plan_row(
    project: Project, done: Plan, row: Returned, source_id: int, book: Codebook, coder_id: int | None
) -> None:
    wanted: list[str] = []
    for name in row.after:
        if key(name) == NOTHING or name == _(NOTHING):
            continue
        try:
            wanted.append(book.find(name).path)
        except UnknownNameError as error:
            done.left_out.append((row.line, str(error)))
    if len(wanted) < len(row.after) and not wanted and row.before != list(row.after):
        done.read.append((source_id, row.start, row.stop))
    done.added.extend((source_id, row.start, row.stop, path) for path in wanted if path not in row.before)
    for path in row.before:
        if path != NOTHING and path not in wanted:
            _plan_removal(project, done, row, source_id, path, coder_id)
    if row.memo_after.strip() and row.memo_after.strip() != row.memo_before.strip():
        done.memos.append((source_id, row.start, row.stop, row.memo_after.strip()))


def _plan_removal(project: Project, done: Plan, row: Returned, source_id: int, path: str, coder_id: int | None) -> None:
    found = project.rows(
        """
        select 'c' || coding.uid, start, stop
          from coding
          join code_tree on code_tree.code_id = coding.code_id
         where source_id = ? and start < ? and stop > ? and path = ? and coder_id = ?
         order by coding.id
        """,
        [source_id, row.stop, row.start, path, coder_id],
    )
    for uid, start, stop in found:
        if row.start <= start and stop <= row.stop:
            done.removed.append(uid)
        else:
            done.left_out.append(
                (row.line, _("{code} goes beyond this segment; take it back with: qualcode uncode").format(code=path))
            )


def _flat(text: str) -> str:
    return " ".join(text.split())


def apply(project: Project, changes: Plan, coder: str) -> None:
    """Bring the changes of a sheet in, as one undo. What was coded in a sheet was coded with nothing else in sight."""
    ids = dict(project.rows("select path, code_id from code_tree order by position"))
    with project.change("import --coding-sheet", coder=coder):
        coder_id = add_coder(project, coder)
        remove_codings(project, [coding_by_id(project, uid) for uid in changes.removed])
        for source_id, start, stop, path in changes.added:
            seen = _in_sight(project, coder_id, source_id)
            add_coding(project, source_id, start, stop, ids[path], coder, drawn="sheet", seen=seen)
        for source_id, start, stop in changes.read:
            seen = _in_sight(project, coder_id, source_id)
            add_reading(project, coder_id, source_id, start, stop, drawn="sheet", seen=seen)
        for source_id, start, stop, text in changes.memos:
            add_memo(project, Target(source_id=source_id, start=start, stop=stop), text, coder_id)


def _in_sight(project: Project, coder_id: int, source_id: int) -> Seen:
    return "others" if sees_others(project, coder_id, source_id) else "none"
