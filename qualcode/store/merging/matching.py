"""Which rows of the two files are one thing: by uid, then by what makes them the same; the smaller uid stays."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from qualcode.identity import key
from qualcode.store.merging.side import Side
from qualcode.store.merging.tables import KINDS, Kind, Row, name_column


def match(kind: Kind, here: Side, there: Side) -> None:
    """Give rows of a table that are one thing one uid, in both files; what they refer to is matched already."""
    for side in (here, there):
        side.refer(kind.table)
    if kind.table == "code":
        _match_codes(here, there)
    elif kind.same:
        _match_rows(kind, here, there, here.rows[kind.table], there.rows[kind.table])


def sameness(kind: Kind, row: Row) -> Hashable:
    """Return what makes a row the same thing as another."""
    return tuple(key(row[name_column(kind.table)]) if column == "key" else row[column] for column in kind.same)


def _match_rows(kind: Kind, here: Side, there: Side, ours: Iterable[str], theirs: Iterable[str]) -> None:
    """Match the rows of these uids that stand in one file only."""
    rows, other = here.rows[kind.table], there.rows[kind.table]
    alone = {sameness(kind, rows[uid]): uid for uid in sorted(ours, reverse=True) if uid not in other}
    for uid in sorted(theirs):
        if uid not in rows and (same := alone.pop(sameness(kind, other[uid]), None)):
            stays = min(uid, same)
            if stays == uid:
                here.rename(kind.table, same, stays)
            else:
                there.rename(kind.table, uid, stays)


def _match_codes(here: Side, there: Side) -> None:
    """Match living codes by their path, the parents first."""
    ours, theirs = _roots(here), _roots(there)
    while ours and theirs:
        _match_rows(KINDS["code"], here, there, ours, theirs)
        parents = [{side.name("code", uid) for uid in level} for side, level in ((here, ours), (there, theirs))]
        for side in (here, there):
            side.refer("code")
        ours, theirs = _below(here, parents[0]), _below(there, parents[1])


def _roots(side: Side) -> list[str]:
    return _below(side, {None})


def _below(side: Side, parents: set[str] | set[None]) -> list[str]:
    rows = side.rows["code"].items()
    return [uid for uid, row in rows if row["parent_id"] in parents and row["retired_at"] is None]


def rename_covers(side: Side) -> None:
    """Let the runs of a file cover sources, speakers and codes by the uids of the merged project."""
    names = {**side.renamed["source"], **side.renamed["speaker"], **side.renamed["code"]}
    for row in side.rows["run"].values() if names else ():
        row["covers"] = json.dumps(_renamed(json.loads(row["covers"]), names), separators=(",", ":"))


def _renamed(covers: Any, names: Mapping[str, str]) -> Any:
    """Return what a run covers with other uids, however deep they are in it."""
    if isinstance(covers, dict):
        return {names.get(uid, uid): _renamed(what, names) for uid, what in covers.items()}
    if isinstance(covers, list):
        return [_renamed(what, names) for what in covers]
    return names.get(covers, covers) if isinstance(covers, str) else covers
