"""Suggestions of the two files: of each kind, source and code those of the later run stay."""

from __future__ import annotations

import json
from typing import Any

from qualcode.identity import uid_of
from qualcode.store.merging.settling import Merged, is_later
from qualcode.store.merging.side import UNTOUCHED, Side, Touch
from qualcode.store.merging.texts import text_of

Suggested = tuple[Any, ...]
"""uid, uid of the run, start, stop, uid of the code, score, evidence."""
Said = dict[tuple[str, str, str], list[Suggested]]
"""What was suggested, by kind, source and code."""


def settle_suggestions(merged: Merged, texts: dict[str, bool]) -> dict[str, list[Suggested]]:
    """Return, by source, all suggestions of the merged project where they are not those of this file."""
    ours, theirs = _said(merged.here), _said(merged.there)
    _move(merged.here, merged.there, ours, [source for source, mine in texts.items() if not mine])
    _move(merged.there, merged.here, theirs, [source for source, mine in texts.items() if mine])
    latest = [_latest(side) for side in (merged.here, merged.there)]
    stands: dict[str, list[Suggested]] = {}
    for group in sorted(ours.keys() | theirs.keys()):
        runs = [_run_of(runs_of_kind, group) for runs_of_kind in latest]
        rows = sorted(ours.get(group, [])), sorted(theirs.get(group, []))
        mine = is_later(runs[0], runs[1], tie=(-len(rows[0]), rows[0]) <= (-len(rows[1]), rows[1]))
        stands.setdefault(group[1], []).extend(rows[0] if mine else rows[1])
    before = _by_source(_stored(merged.here))
    return {source: rows for source, rows in stands.items() if sorted(rows) != sorted(before.get(source, []))}


def _stored(side: Side) -> Said:
    names = {table: {i: uid for uid, i in side.ids[table].items()} for table in ("run", "source", "code")}
    kinds = {uid: row["kind"] for uid, row in side.rows["run"].items()}
    rows = side.project.rows(
        """
        select source_id, uid, run_id, start, stop, code_id, score, evidence
          from suggestion
         order by id
        """
    )
    found: Said = {}
    for source_id, uid, run_id, start, stop, code_id, score, evidence in rows:
        run, source, code = names["run"][run_id], names["source"][source_id], names["code"][code_id]
        if source in side.rows["source"]:
            found.setdefault((kinds[run], source, code), []).append((uid, run, start, stop, code, score, evidence))
    return found


def _said(side: Side) -> Said:
    """Return the suggestions of a file; their uids follow from those of source and code, which a match may change."""
    found = _stored(side)
    if side.renamed["source"] or side.renamed["code"]:
        return {group: [_named(group, row) for row in rows] for group, rows in found.items()}
    return found


def _named(group: tuple[str, str, str], row: Suggested) -> Suggested:
    """Return a suggestion with the uid that follows from its kind, source, place and code."""
    kind, source, code = group
    return (uid_of(kind, source, row[2], row[3], code), *row[1:])


def _move(loser: Side, stands: Side, said: Said, sources: list[str]) -> None:
    """Move the suggestions of a file on sources whose text does not stand; those on changed words go."""
    from qualcode.segment.difference import moves

    changes = {source: moves(text_of(loser, source), text_of(stands, source)) for source in sources}
    for group in [group for group in said if group[1] in changes]:
        moved = [(row, changes[group[1]].span(row[2], row[3])) for row in said[group]]
        said[group] = [
            _named(group, (*row[:2], span.start, span.stop, *row[4:]))
            for row, span in moved
            if span and not span.changed
        ]


Runs = dict[str, list[tuple[Touch, set[str], set[str]]]]


def _latest(side: Side) -> Runs:
    """Return, by kind, the runs of a file with the sources and codes that they cover, the latest first."""
    found: Runs = {}
    for uid, row in side.rows["run"].items():
        covers = json.loads(row["covers"])
        scope = (row["ended_at"], uid), set(covers.get("sources", ())), set(covers.get("codes", ()))
        found.setdefault(row["kind"], []).append(scope)
    for runs in found.values():
        runs.sort(key=lambda run: run[0][1])
        runs.sort(key=lambda run: run[0][0], reverse=True)
    return found


def _run_of(runs: Runs, group: tuple[str, str, str]) -> Touch:
    """Return end and uid of the latest run of a kind that covers a source and a code."""
    kind, source, code = group
    return next((run for run, sources, codes in runs.get(kind, ()) if source in sources and code in codes), UNTOUCHED)


def _by_source(said: Said) -> dict[str, list[Suggested]]:
    found: dict[str, list[Suggested]] = {}
    for group in sorted(said):
        found.setdefault(group[1], []).extend(said[group])
    return found
