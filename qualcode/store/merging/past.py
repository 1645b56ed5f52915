"""What the history of a file tells a merge: what the other file knows of it, and what was done since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from qualcode.store.history import log
from qualcode.store.images import TEXT
from qualcode.store.merging.side import TABLES, Removal, Side, Touch, portable
from qualcode.store.merging.tables import Row
from qualcode.store.project import Project

CUT = ("turn", "part", "segment")


class Step(NamedTuple):
    """One row of the history with its change."""

    table: str
    row_id: int
    old: str | None
    new: str | None
    image: bytes | None
    coder: str
    touch: Touch
    by_merge: bool
    by_undo: bool


def known_changes(project: Project) -> set[str]:
    """Return the uids of the changes that a file knows: its own, and the last ones of files merged and not undone."""
    undone = {command.command_id for command in log(project) if command.state == "undone"}
    rows = project.rows("select uid, merged_uid, command_id from change order by seq")
    return {uid for uid, _merged, _command in rows} | {
        merged for _uid, merged, command in rows if merged and command not in undone
    }


def known_until(project: Project, known: set[str]) -> tuple[int, str]:
    """Return number and time of the last change of a file that is among the `known`; (0, "") if none is."""
    rows = project.rows("select seq, at, uid from change order by seq desc")
    return next(((seq, at) for seq, at, uid in rows if uid in known), (0, ""))


def read_past(side: Side) -> None:
    """Fill in what was touched, removed and replaced since the other file knew this one."""
    live = {table: {row_id: uid for uid, row_id in ids.items()} for table, ids in side.ids.items()}
    side.ids_then = _ids_then(side, live)
    live["source"] |= side.ids_then["source"]
    aliases: dict[str, dict[str, str]] = {table: {} for table in TABLES}
    for step in _steps(side):
        if step.image is not None:
            _note_image(side, step, live["source"])
        elif step.table in TABLES:
            _note_row(side, step, live, aliases)
    _follow(side, aliases)


def _steps(side: Side) -> Iterator[Step]:
    cursor = side.project.connection.execute(
        """
        select tbl, row_id, old, new, image, coder, at, uid, merged_uid is not null, undoes is not null
          from history
          join change on change.seq = history.seq
         where history.seq > ?
         order by history.id
        """,
        [side.since],
    )
    for tbl, row_id, old, new, image, coder, at, uid, by_merge, by_undo in cursor:
        yield Step(tbl, row_id, old, new, image, coder, (at, uid), bool(by_merge), bool(by_undo))


def _ids_then(side: Side, live: dict[str, dict[int, str]]) -> dict[str, dict[int, str]]:
    """Return which uid each id meant when the other file knew this one: a freed id may be given again."""
    rows = side.project.rows(
        """
        select tbl, row_id, json_extract(old, '$.uid')
          from history
         where seq > ? and image is null
         order by id desc
        """,
        [side.since],
    )
    then = {table: dict(ids) for table, ids in live.items()}
    for table, row_id, uid in rows:
        if table in then and uid is not None:
            then[table][row_id] = uid
    return then


def _note_image(side: Side, step: Step, live: dict[int, str]) -> None:
    if step.table in (TEXT, *CUT) and step.row_id in live:
        uid = live[step.row_id]
        assert step.image is not None
        side.images.setdefault(uid, {}).setdefault(step.table, step.image)
        side.recut[uid] = step.touch


def _note_row(side: Side, step: Step, live: dict[str, dict[int, str]], aliases: dict[str, dict[str, str]]) -> None:
    old: Row = json.loads(step.old) if step.old else {}
    new: Row = json.loads(step.new) if step.new else {}
    base, uid = side.base[step.table], (new or old)["uid"]
    if not old:
        base.setdefault(uid, None)
    elif old["uid"] not in base:
        base[old["uid"]] = portable(step.table, old, side.ids_then)
    if new and old and uid != old["uid"]:
        base[uid] = base.pop(old["uid"])
        aliases[step.table][old["uid"]] = uid
        aliases[step.table].pop(uid, None)
    side.touched[step.table][uid] = step.touch
    if new:
        live[step.table][step.row_id] = uid
        side.removed.pop(uid, None)
    elif step.table == "coding" and not (step.by_undo and base[uid] is None):
        # What came since and was undone, as by a merge taken back, was never there: no coder decided against it.
        side.removed[uid] = Removal(step.coder, step.by_merge, portable("coding", old, live))


def _follow(side: Side, aliases: dict[str, dict[str, str]]) -> None:
    """Let rows of before refer by the uids of now, where an earlier merge gave a thing another uid."""
    for table, names in aliases.items():
        side.renamed[table] = {old: _end(names, old) for old in names}
    for table in TABLES:
        side.refer(table)
    for table in TABLES:
        side.renamed[table] = {}


def _end(names: dict[str, str], uid: str) -> str:
    while uid in names:
        uid = names[uid]
    return uid
