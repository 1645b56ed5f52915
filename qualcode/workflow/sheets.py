"""The coding sheet: a table of segments that a coder fills in with codes in a spreadsheet program.

Four hidden columns tie a row to the project: the source's uid, the span, and the codes and the memo as written out,
so that only what was changed in the sheet is brought in (`returning`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.messages import N_, _
from qualcode.query import readings
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.questions import questions
from qualcode.records import Part
from qualcode.segment.speech import speech
from qualcode.store.coders import coder_id_of
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.workflow.coding import NOTHING

SHOWN = (
    N_("source"), N_("segment"), N_("case"), N_("speaker"), N_("context"), N_("text"), N_("memo"),
)  # fmt: skip
CODE = N_("code {n}")
HIDDEN = ("qualcode:source", "qualcode:span", "qualcode:codes", "qualcode:memo")
FEWEST_CODES = 4
"""Columns for codes, however few a segment has."""


@dataclass(frozen=True, slots=True)
class Row:
    """One segment in the sheet; ``codes`` are paths, or `NOTHING` where it was read and holds none."""

    source: str
    segment: int
    case: str
    speaker: str
    context: str
    text: str
    codes: Sequence[str]
    memo: str
    source_uid: str
    start: int
    stop: int


def sheet_rows(project: Project, coder: str, where: Filter = EVERYTHING) -> list[Row]:
    """Return the segments of the population, with the coder's own codes and memos; nobody else's are in it."""
    population, values = where.population(project)
    rows = project.rows(
        f"""
        select scope.source_id, source.name, source.uid, scope.segment, coalesce(study_case.name, ''),
               coalesce(scope.speaker, ''), scope.turn, scope.start, scope.stop, scope.segment_id
          from ({population}) as scope
          join source on source.id = scope.source_id
          left join study_case on study_case.id = scope.case_id
         order by source.name, scope.segment
        """,
        values,
    )
    coder_id = coder_id_of(project, coder)
    codes, memos, read = _codes(project, coder_id), _memos(project, coder_id), _read(project, coder_id)
    texts: dict[int, _Text] = {}
    found = []
    for source_id, name, uid, n, case, speaker, turn, start, stop, segment_id in rows:
        text = texts.get(source_id)
        if text is None:
            text = _Text(project, source_id)
            texts = {source_id: text}
        given = codes.get(segment_id) or ([NOTHING] if segment_id in read else [])
        said, memo = text.said(start, stop), memos.get((source_id, start, stop), "")
        found.append(Row(name, n, case, speaker, text.question(turn), said, given, memo, uid, start, stop))
    return found


class _Text:
    """One source while its rows are written."""

    def __init__(self, project: Project, source_id: int) -> None:
        self.text: str = project.value("select text from source where id = ?", [source_id])
        self.parts: list[Part] = parts_of(project, source_id)
        self.asked = questions(project, source_id)

    def said(self, start: int, stop: int) -> str:
        return speech(self.text, self.parts, start, stop).text.strip()

    def question(self, turn: int) -> str:
        return self.said(*self.asked[turn]) if turn in self.asked else ""


def _codes(project: Project, coder_id: int | None) -> dict[int, list[str]]:
    rows = project.rows(
        """
        select distinct link.segment_id, code_tree.path, code_tree.position
          from coding
          join coding_segment as link on link.coding_id = coding.id
          join code_tree on code_tree.code_id = coding.code_id
         where coding.coder_id = ?
         order by link.segment_id, code_tree.position
        """,
        [coder_id],
    )
    found: dict[int, list[str]] = {}
    for segment_id, path, _position in rows:
        found.setdefault(segment_id, []).append(path)
    return found


def _memos(project: Project, coder_id: int | None) -> dict[tuple[int, int, int], str]:
    rows = project.rows(
        "select source_id, start, stop, text from memo where coder_id = ? and start is not null order by at, id",
        [coder_id],
    )
    return {(source, start, stop): text for source, start, stop, text in rows}


def _read(project: Project, coder_id: int | None) -> set[int]:
    read = readings.read_by(project, [] if coder_id is None else [coder_id])
    return {row[0] for row in project.rows(f"{read[1:-1]} order by segment_id")}


def headings(n_codes: int) -> list[str]:
    """Return the headings of the sheet's columns, the codes before the text's own columns end."""
    codes = [_(CODE).format(n=n) for n in range(1, n_codes + 1)]
    shown = [_(name) for name in SHOWN]
    return [*shown[:-2], *codes, *shown[-2:], *HIDDEN]


def first_code() -> int:
    """Return the index of the first column of codes."""
    return len(SHOWN) - 2


def cells(row: Row, n_codes: int) -> list[Any]:
    """Return the cells of a row of the sheet, under `headings`."""
    codes = [*row.codes, *[""] * (n_codes - len(row.codes))]
    hidden = [row.source_uid, f"{row.start}..{row.stop}", "\n".join(row.codes), row.memo]
    return [row.source, row.segment, row.case, row.speaker, row.context, *codes, row.text, row.memo, *hidden]
