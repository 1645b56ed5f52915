"""Runs and what they suggest: a later run replaces what an earlier one of its kind said of the same code and source."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from qualcode import __version__
from qualcode.identity import new_uid, now, uid_of
from qualcode.records import Evidence, Neighbour, Ordering, Reckoning, Suggestion, WordWeight
from qualcode.store import images
from qualcode.store.indexing import touched
from qualcode.store.project import Project


def start_run(
    project: Project,
    *,
    kind: Literal["rule", "model"],
    sources: Sequence[str],
    codes: Sequence[str],
    parameters: Mapping[str, object],
    codebook_sha256: str,
    random_state: int | None = None,
    **less: object,
) -> int:
    """Store a run over sources and codes (uids) that begins now; returns its id. `end_run` closes it.

    Parameters
    ----------
    less : what it did not judge of these, as `qualcode.query.coverage` reads it
        ``left_out``, uids of speakers whom it did not hear; ``ruled``, the only codes that it looked for; ``known``,
        for some ``codes`` the ``spans`` by source of which it knew already what they are.
    """
    covers = json.dumps({"sources": list(sources), "codes": list(codes), **less}, separators=(",", ":"))
    cursor = project.execute(
        """
        insert into run(uid, kind, covers, parameters, codebook_sha256, software, random_state, started_at, ended_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            new_uid(), kind, covers, json.dumps(parameters), codebook_sha256, f"qualcode {__version__}", random_state,
            now(), "",
        ],
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def end_run(project: Project, run_id: int) -> None:
    """Write down when a run ended."""
    project.execute("update run set ended_at = ? where id = ?", [now(), run_id])


def replace_suggestions(
    project: Project, run_id: int, source: tuple[int, str], codes: Mapping[str, int], found: Sequence[Suggestion]
) -> None:
    """Store what a run found in one source, in the place of what earlier runs of its kind said of these codes.

    Parameters
    ----------
    source : (int, str)
        Id and uid.
    codes : mapping
        Ids of the codes that the run covers, by uid.
    found : sequence of Suggestion
        ``code`` is a code's uid; offsets are the source's.
    """
    source_id, source_uid = source
    kind = project.value("select kind from run where id = ?", [run_id])
    older = """
        from suggestion
       where source_id = ? and code_id in (select value from json_each(?))
         and run_id in (select id from run where kind = ?)
    """
    scope = [source_id, json.dumps(list(codes.values())), kind]
    if project.value(f"select 1 {older} limit 1", scope):
        images.keep(project, "suggestion", source_id)
        project.execute(f"delete {older}", scope)
    _insert(project, run_id, kind, source_id, source_uid, codes, found)


def _insert(
    project: Project,
    run_id: int,
    kind: str,
    source_id: int,
    source_uid: str,
    codes: Mapping[str, int],
    found: Sequence[Suggestion],
) -> None:
    if not found:
        return
    project.wrote_bulk(source_id, "suggestion")
    segments = project.rows("select start, stop, id from segment where source_id = ? order by n", [source_id])
    first = project.next_id("suggestion")
    rows: list[tuple[object, ...]] = []
    links: list[tuple[int, int]] = []
    for suggestion_id, s in enumerate(found, first):
        uid = uid_of(kind, source_uid, s.start, s.end, s.code)
        evidence = json.dumps(
            [_as_json(e) for e in (*s.evidence, *s.weighed)], ensure_ascii=False, separators=(",", ":")
        )
        rows.append((suggestion_id, uid, run_id, source_id, s.start, s.end, codes[s.code], round(s.score, 6), evidence))
        links.extend((suggestion_id, segment) for segment in touched(segments, s.start, s.end))
    project.execute_many(
        """
        insert into suggestion(id, uid, run_id, source_id, start, stop, code_id, score, evidence)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows,
    )
    project.execute_many("insert into suggestion_segment(suggestion_id, segment_id) values (?, ?)", links)


def _as_json(e: Evidence | WordWeight | Neighbour | Reckoning | Ordering) -> dict[str, object]:
    match e:
        case Evidence():
            return {
                "rule": e.rule, "kind": e.kind, "start": e.start, "end": e.end, "form": e.form, "negated": e.negated,
            }  # fmt: skip
        case WordWeight():
            return {"kind": "word", **asdict(e)}
        case Neighbour():
            return {"kind": "neighbour", **asdict(e)}
        case Reckoning():
            return {"kind": "reckoning", **asdict(e)}
        case Ordering():
            return {"kind": "ordering", **asdict(e)}
