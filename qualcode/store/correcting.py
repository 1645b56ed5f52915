"""A source rewritten: its text, turns, parts and segments in the place of the old ones, every anchor on its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.records import Part, Segment, Turn
from qualcode.store import images
from qualcode.store.anchors import Plan, move_anchors
from qualcode.store.indexing import index_source, link_source, parts_of, unindex_source
from qualcode.store.project import Project
from qualcode.store.sources import sha256, text_of


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it stands in the project; ``id`` is None until it is stored. Times in seconds."""

    id: int | None
    speaker_id: int | None
    start: int
    stop: int
    start_s: float | None
    end_s: float | None
    set_by_hand: bool


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a source is to be: its text, its parts, its turns in order, and the segments cut from them by turn n."""

    text: str
    parts: Sequence[Part]
    turns: Sequence[StoredTurn]
    segments: Sequence[Segment]


def stored_turns(project: Project, source_id: int) -> list[StoredTurn]:
    """Return the turns of a source in order; the first has n 1."""
    rows = project.rows(
        """
        select id, speaker_id, start, stop, start_s, end_s, set_by_hand
          from turn
         where source_id = ?
         order by n
        """,
        [source_id],
    )
    return [StoredTurn(*rest, set_by_hand=bool(by_hand)) for *rest, by_hand in rows]


def numbered(turns: Sequence[StoredTurn]) -> list[Turn]:
    """Return the turns as they are cut into segments, numbered from 1; ``speaker`` is the speaker's id here."""
    return [Turn(n, t.speaker_id, t.start, t.stop, t.start_s, t.end_s) for n, t in enumerate(turns, 1)]


def rewrite(project: Project, source_id: int, new: Rewritten, plan: Plan | None = None) -> None:
    """Put a new text or parse of a source in the place of the old one; what was is kept in the history.

    Parameters
    ----------
    plan : Plan, optional
        Where the anchors go; without it they stay, because the text does.
    """
    unindex_source(project, source_id)
    images.drop(project, "segment", source_id)
    if list(new.parts) != parts_of(project, source_id):
        images.drop(project, "part", source_id)
        _insert(project, "part", source_id, _part_rows(new.parts))
    images.drop(project, "turn", source_id)
    _replace_text(project, source_id, new.text)
    ids = _insert_turns(project, source_id, new.turns)
    _insert(project, "segment", source_id, _segment_rows(new.segments, ids))
    if plan:
        move_anchors(project, source_id, plan)
    index_source(project, source_id)
    link_source(project, source_id)


def _replace_text(project: Project, source_id: int, text: str) -> None:
    if text == text_of(project, source_id):
        return
    images.keep(project, images.TEXT, source_id)
    project.execute("update source set text = ?, text_sha256 = ? where id = ?", [text, sha256(text), source_id])


def _insert_turns(project: Project, source_id: int, turns: Sequence[StoredTurn]) -> dict[int, int]:
    """Store the turns and return their ids by n."""
    fresh = max([project.next_id("turn"), *(turn.id + 1 for turn in turns if turn.id is not None)])
    rows: list[dict[str, Any]] = []
    for n, turn in enumerate(turns, 1):
        turn_id, fresh = (fresh, fresh + 1) if turn.id is None else (turn.id, fresh)
        rows.append({
            "id": turn_id, "n": n, "speaker_id": turn.speaker_id, "start": turn.start, "stop": turn.stop,
            "start_s": turn.start_s, "end_s": turn.end_s, "set_by_hand": int(turn.set_by_hand),
        })  # fmt: skip
    _insert(project, "turn", source_id, rows)
    return {row["n"]: row["id"] for row in rows}


def _part_rows(parts: Iterable[Part]) -> list[dict[str, object]]:
    return [{"start": part.start, "stop": part.end, "kind": part.kind, "rule": part.rule} for part in parts]


def _segment_rows(segments: Iterable[Segment], turns: Mapping[int, int]) -> list[dict[str, object]]:
    return [
        {"turn_id": turns[s.turn], "n": s.n, "unit": s.unit, "start": s.start, "stop": s.end, "words": s.words}
        for s in segments
    ]


def _insert(project: Project, table: str, source_id: int, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        columns = ["source_id", *rows[0]]
        marks = ", ".join("?" * len(columns))
        project.execute_many(
            f"insert into {table}({', '.join(columns)}) values ({marks})",
            [(source_id, *row.values()) for row in rows],
        )
