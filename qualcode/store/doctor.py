"""Is everything in the project as it was written? Each check returns findings; none means sound."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qualcode.errors import ProjectError
from qualcode.messages import N_, _
from qualcode.store import images
from qualcode.store.connection import FINGERPRINT, fingerprint
from qualcode.store.indexing import links_of, spoken_segments
from qualcode.store.project import Project
from qualcode.store.seals import PREFIX, SEALED, broken_seals


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: the check that found it, where, and what."""

    check: str
    where: str
    what: str


def examine(project: Project) -> list[Finding]:
    """Run every check and return what they found, in order."""
    found: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found.extend(Finding(name, where, what) for where, what in check(project))
        except (
            ProjectError,
            sqlite3.DatabaseError,
            ValueError,
        ) as error:  # ValueError: json or text that is none any more
            found.append(
                Finding(name, project.path.name, _("cannot be read ({kind})").format(kind=type(error).__name__))
            )
    return found


Found = Iterator[tuple[str, str]]


def _integrity(project: Project) -> Found:
    for (line,) in project.rows("pragma integrity_check"):
        if line != "ok":
            yield project.path.name, line


def _foreign_keys(project: Project) -> Found:
    for table, row_id, parent, _n in project.rows("pragma foreign_key_check"):
        yield f"{table} {row_id}", _("refers to a row of {table} that is not there").format(table=parent)


def _schema(project: Project) -> Found:
    if fingerprint(project.connection) != FINGERPRINT:
        yield project.path.name, _("tables or triggers were altered, so changes could be missed by the history")


def _source_texts(project: Project) -> Found:
    for source_id, name, digest in project.rows("select id, name, text_sha256 from source order by id"):
        text = project.value("select text from source where id = ?", [source_id])
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            yield name, _("the text is not the one that was stored")


def _quotes(project: Project) -> Found:
    rows = project.rows(
        """
        select coding.uid, source.name
          from coding
          join source on source.id = coding.source_id
         where substr(source.text, coding.start + 1, coding.stop - coding.start) is not coding.quote
         order by coding.id
        """
    )
    for uid, name in rows:
        yield f"{name}, c{uid[:8]}", _("the quote of the coding is not the text at its place")


def _parts(project: Project) -> Found:
    rows = project.rows(
        """
        with step as (
          select source_id, start, stop, lag(stop, 1, 0) over (partition by source_id order by start) as before,
                 row_number() over (partition by source_id order by start desc) as from_end
            from part
        )
        select source.name
          from source
          left join step on step.source_id = source.id
         where (step.start is null and length(source.text) > 0) or step.start is not step.before
            or (step.from_end = 1 and step.stop is not length(source.text))
         group by source.id
         order by source.id
        """
    )
    for (name,) in rows:
        yield name, _("the parts do not cover the text exactly once")


def _bulk(project: Project) -> Found:
    names = dict(project.rows("select id, name from source order by id"))
    for table, source_id in broken_seals(project):
        yield (
            names.get(source_id, f"source {source_id}"),
            _("its {table}s are not those that were written").format(table=table),
        )


def _links(project: Project) -> Found:
    for table in ("coding", "suggestion"):
        linked = f"""
            select {table}_id, segment_id
              from {table}_segment as link
              join {table} on {table}.id = link.{table}_id
             where source_id = ?
             order by {table}_id, segment_id
        """
        for source_id, name in project.rows("select id, name from source order by id"):
            if project.rows(linked, [source_id]) != sorted(links_of(project, table, source_id)):
                yield name, _("links from {table}s to segments are wrong").format(table=table)


def _full_text(project: Project) -> Found:
    project.connection.execute("savepoint looking")
    try:
        if not project.read_only:  # SQLite asks for this check by an insert
            project.connection.execute("insert into speech(speech) values ('integrity-check')")
        wrong = _differs_from_speech(project)
    finally:
        project.connection.execute("rollback to looking")
        project.connection.execute("release looking")
    if wrong:
        yield project.path.name, _("the full-text index does not hold every segment")


def _differs_from_speech(project: Project) -> bool:
    """Tell whether the index, word by word, is another than one made anew beside it; inside a savepoint."""
    as_held = "select replace(sql, ' speech ', ' temp.made ') from sqlite_schema where name = 'speech' order by name"
    project.connection.execute(str(project.value(as_held)))
    for (source_id,) in project.rows("select id from source order by id"):
        project.connection.executemany(
            "insert into temp.made(rowid, text) values (?, ?)", spoken_segments(project, source_id)
        )
    for name, schema, table in (("words_held", "main", "speech"), ("words_made", "temp", "made")):
        project.connection.execute(f"create virtual table temp.{name} using fts5vocab({schema}, {table}, instance)")
    return any(
        project.value(f"select 1 from (select * from {one} except select * from {other}) order by 1 limit 1")
        for one, other in (
            ("words_held", "words_made"),
            ("words_made", "words_held"),
            ("speech_docsize", "made_docsize"),
            ("made_docsize", "speech_docsize"),
        )
    )


def _earlier_texts(project: Project) -> Found:
    """Unpack what the history keeps of texts and of what was derived from them; zlib and json know damage."""
    for image_id, seq in project.rows("select id, seq from history where image is not null order by id"):
        try:
            images.read(project.value("select image from history where id = ?", [image_id]))
        except (zlib.error, ValueError, LookupError):
            yield _("change {seq}").format(seq=seq), _("what it replaced cannot be read any more")


def _history(project: Project) -> Found:
    """Replay the history: from nothing, each step must start where the last ended, and the end must be the tables."""
    known = {*_logged(project), *images.IN_ORDER, *(PREFIX + table for table in SEALED)}
    for seq, table in project.rows("select seq, tbl from history group by tbl order by tbl"):
        if table not in known:
            yield _("change {seq}").format(seq=seq), _("is of a table that there is none of")
    state: dict[tuple[str, int], str] = {}
    for seq, table, row_id, old, new in project.rows(
        "select seq, tbl, row_id, old, new from history where image is null and tbl not like ? order by id",
        [PREFIX + "%"],
    ):
        if state.get((table, row_id)) != old:
            yield (
                _("change {seq}").format(seq=seq),
                _("does not begin where the history had left {table} {row}").format(table=table, row=row_id),
            )
        if new is None:
            state.pop((table, row_id), None)
        else:
            state[table, row_id] = new
    yield from _compare(project, state)


def _compare(project: Project, state: dict[tuple[str, int], str]) -> Found:
    for table in _logged(project):
        columns = [
            row[1] for row in project.rows(f"pragma table_info({table})") if (table, row[1]) != ("source", "text")
        ]
        cursor = project.rows(f"select {', '.join(columns)} from {table} order by id")
        rows = {row[0]: dict(zip(columns, row, strict=True)) for row in cursor}
        replayed = {row_id: json.loads(new) for (name, row_id), new in state.items() if name == table}
        for row_id in sorted(rows.keys() | replayed.keys()):
            if rows.get(row_id) != replayed.get(row_id):
                yield f"{table} {row_id}", _("is not what the history says")


def _logged(project: Project) -> list[str]:
    rows = project.rows(
        "select tbl_name from sqlite_schema where type = 'trigger' and name like '%_added' order by tbl_name"
    )
    return [row[0] for row in rows]


CHECKS: dict[str, Callable[[Project], Found]] = {
    N_("file"): _integrity,
    N_("references"): _foreign_keys,
    N_("schema"): _schema,
    N_("texts"): _source_texts,
    N_("quotes"): _quotes,
    N_("parts"): _parts,
    N_("turns and segments"): _bulk,
    N_("links"): _links,
    N_("full text"): _full_text,
    N_("history"): _history,
    N_("earlier texts"): _earlier_texts,
}
