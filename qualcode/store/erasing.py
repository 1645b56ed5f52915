"""Text taken out for good: a whole source, or what one person said; nothing of it stays in the file.

Rows go with their history (`traces`). What stays of a source in which a person was erased begins its history anew,
so that no older state can bring words back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qualcode.codebook.codebook import Codebook
from qualcode.codebook.yaml_reader import parse as parse_yaml
from qualcode.codebook.yaml_writer import dump
from qualcode.identity import now
from qualcode.records import Span
from qualcode.store import images
from qualcode.store.indexing import rebuild_full_text
from qualcode.store.project import Project
from qualcode.store.seals import PREFIX, SEALED
from qualcode.store.sources import Stored, sha256
from qualcode.store.traces import ever, forget, forget_reasons, wipe

MASK = "█"
ON_A_SOURCE = ("coding", "reading", "decision", "assignment", "revealed")
SHORTEST_EXAMPLE = 12
"""Characters; a shorter example of the codebook that stands in the text may be a mere phrase."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What `erase` took out: counts by table, and how many examples of the codebook."""

    counts: dict[str, int]
    examples: int


def erase_source(project: Project, source: Stored) -> Erased:
    """Take a source out with all that stands on it, now and in the history; inside a change."""
    project.execute("pragma defer_foreign_keys = on")
    forget_reasons(project, source.id)
    texts = _all_texts(project, source.id)
    digest, file_sha256 = project.rows("select imported_sha256, file_sha256 from source where id = ?", [source.id])[0]
    taken = {table: ever(project, table, "source_id", [source.id]) for table in (*ON_A_SOURCE, "speaker")}
    taken["memo"] = ever(project, "memo", "source_id", [source.id]) | ever(
        project, "memo", "coding_id", taken["coding"]
    )
    taken["value"] = ever(project, "value", "source_id", [source.id]) | ever(
        project, "value", "speaker_id", taken["speaker"]
    )
    uids = [uid for table, ids in taken.items() for uid in _uids(project, table, ids)]
    for table in images.IN_ORDER:
        forget(project, table, [source.id])
        forget(project, PREFIX + table, [source.id])
        if table != images.TEXT:
            project.execute(f"delete from {table} where source_id = ?", [source.id])
    for table in ("memo", *ON_A_SOURCE, "value", "speaker"):
        wipe(project, table, taken[table])
    wipe(project, "source", [source.id])
    examples = _drop_examples(project, texts)
    rest = project.value("select 1 from source where file_sha256 = ?", [file_sha256])
    _remember(project, digest, "" if rest else file_sha256, [source.uid, *uids, *examples])
    rebuild_full_text(project)
    return Erased({table: len(ids) for table, ids in taken.items()}, len(examples))


def erase_speaker(project: Project, source: Stored, speaker_id: int) -> Erased:
    """Black out what a speaker said and her names, and take out what was coded on it; inside a change.

    The text keeps its length, so that everything else stays in its place.
    """
    project.execute("pragma defer_foreign_keys = on")
    forget_reasons(project, source.id)
    text = project.value("select text from source where id = ?", [source.id])
    label, name, person, uid = project.rows(
        "select label, name, coalesce(person, ''), uid from speaker where id = ?", [speaker_id]
    )[0]
    turns = _turns(project, speaker_id)
    said = [text[start:stop] for start, stop in turns]
    masked = masked_text(text, [*turns, *_headers(project, source.id, speaker_id)], [label, name, person])
    inside = {table: _inside(project, table, source.id, turns) for table in ("coding", "decision")}
    memos = ever(project, "memo", "coding_id", inside["coding"]) | _inside(project, "memo", source.id, turns)
    values = ever(project, "value", "speaker_id", [speaker_id])
    uids = [u for table, ids in {**inside, "memo": memos}.items() for u in _uids(project, table, ids)]
    wipe(project, "memo", memos)
    for table, ids in inside.items():
        wipe(project, table, ids)
    wipe(project, "value", values)
    _black_out(project, source.id, speaker_id, masked, turns)
    examples = _drop_examples(project, said)
    _remember(project, "", "", [uid, *uids, *examples])
    rebuild_full_text(project)
    counts = {"coding": len(inside["coding"]), "decision": len(inside["decision"]), "memo": len(memos)}
    return Erased({"turn": len(turns), **counts, "value": len(values)}, len(examples))


def masked_text(text: str, spans: Sequence[Span], names: Sequence[str]) -> str:
    """Return text of the same length in which spans, and names wherever they stand as words, are blacked out.

    Examples
    --------
    >>> masked_text("Ibu S : ya dak. Peneliti : Bu Sri?", [(8, 15)], ["Ibu S"])
    '███ █ : ██ ████ Peneliti : Bu Sri?'
    """
    letters = list(text)
    found = [
        hit.span()
        for name in names
        if len(name.strip()) > 1
        for hit in re.finditer(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text, re.IGNORECASE)
    ]
    for start, stop in [*spans, *found]:
        letters[start:stop] = [c if c.isspace() else MASK for c in letters[start:stop]]
    return "".join(letters)


def _turns(project: Project, speaker_id: int) -> list[Span]:
    rows = project.rows("select start, stop from turn where speaker_id = ? order by start", [speaker_id])
    return [(start, stop) for start, stop in rows]


def _headers(project: Project, source_id: int, speaker_id: int) -> list[Span]:
    """Return the header of a source if it describes this speaker alone: its only respondent."""
    respondents = project.rows(
        "select id from speaker where source_id = ? and role in ('respondent', 'unknown') order by id", [source_id]
    )
    if respondents != [(speaker_id,)]:
        return []
    rows = project.rows(
        "select start, stop from part where source_id = ? and kind = 'header' order by start", [source_id]
    )
    return [(start, stop) for start, stop in rows]


def _inside(project: Project, table: str, source_id: int, spans: Sequence[Span]) -> set[int]:
    """Return the rows of a table that lie wholly within one of the spans."""
    rows = project.rows(
        f"select id, start, stop from {table} where source_id = ? and start is not null order by id", [source_id]
    )
    return {row_id for row_id, start, stop in rows if any(a <= start and stop <= b for a, b in spans)}


def _black_out(project: Project, source_id: int, speaker_id: int, masked: str, turns: Sequence[Span]) -> None:
    """Write the masked text; what stays on the source begins its history with this change."""
    project.execute("update source set text = ?, text_sha256 = ? where id = ?", [masked, sha256(masked), source_id])
    project.execute(
        "update coding set quote = substr(?, start + 1, stop - start) where source_id = ?", [masked, source_id]
    )
    for row_id, start, stop in project.rows(
        "select id, start, stop from suggestion where source_id = ? order by id", [source_id]
    ):
        if any(a < stop and b > start for a, b in turns):
            project.execute("delete from suggestion where id = ?", [row_id])
    number = project.value("select count(*) from speaker where source_id = ? and id <= ?", [source_id, speaker_id])
    project.execute(
        "update speaker set label = ?, key = ?, name = '', person = null where id = ?",
        [f"({number})", f"({number})", speaker_id],
    )
    project.execute(
        "update segment set words = 0 where source_id = ? and turn_id in (select id from turn where speaker_id = ?)",
        [source_id, speaker_id],
    )
    project.wrote_bulk(source_id, *SEALED)
    for table in images.IN_ORDER:
        forget(project, table, [source_id])
    for table in ("source", "speaker", *ON_A_SOURCE, "memo"):
        column = "id" if table == "source" else "source_id"
        begin_anew(project, table, ever(project, table, column, [source_id]))


def begin_anew(project: Project, table: str, ids: Collection[int]) -> None:
    """Let the history of rows begin with this change, as they are now."""
    forget(project, table, ids)
    known = "select sql from sqlite_schema where type = 'trigger' and name = ?"
    trigger = project.value(known, [f"{table}_added"])
    inserted = trigger[trigger.index("json_object(") : trigger.rindex(");")].replace("new.", f"{table}.")
    project.execute(
        f"""
        insert into history(seq, tbl, row_id, old, new)
        select ?, ?, id, null, {inserted}
          from {table}
         where id in (select value from json_each(?))
         order by id
        """,
        [project.seq, table, json.dumps(sorted(ids))],
    )


def _all_texts(project: Project, source_id: int) -> list[str]:
    """Return the text of a source as it is and as it ever was."""
    kept = project.rows(
        "select image from history where tbl = ? and row_id = ? and image is not null order by id",
        [images.TEXT, source_id],
    )
    earlier = [images.read(image)[1][0][0] for (image,) in kept]
    return [project.value("select text from source where id = ?", [source_id]), *earlier]


def _uids(project: Project, table: str, ids: Collection[int]) -> list[str]:
    rows = project.rows(
        f"select uid from {table} where id in (select value from json_each(?)) order by id", [json.dumps(sorted(ids))]
    )
    return [row[0] for row in rows]


def _remember(project: Project, imported_sha256: str, file_sha256: str, uids: Sequence[str]) -> None:
    project.execute(
        "insert into erased(imported_sha256, file_sha256, uids, at) values (?, ?, ?, ?)",
        [imported_sha256, file_sha256, json.dumps(list(uids)), now()],
    )


def _drop_examples(project: Project, texts: Sequence[str]) -> list[str]:
    """Take examples of the codebook that stand in a text out of tables, versions and history; returns their uids."""
    spoken = [_flat(text) for text in texts]

    def stands_there(example: str) -> bool:
        flat = _flat(example)
        return len(flat) >= SHORTEST_EXAMPLE and any(flat in text for text in spoken)

    rows = project.rows("select id, text from example order by id")
    gone = {row_id for row_id, text in rows if stands_there(text)}
    uids = _uids(project, "example", gone)
    wipe(project, "example", gone)
    for version_id, content in project.rows("select id, content from codebook_version order by id"):
        book = parse_yaml(content, "codebook")
        left = [replace(c, examples=[e for e in c.examples if not stands_there(e.text)]) for c in book.codes]
        if any(len(a.examples) != len(b.examples) for a, b in zip(book.codes, left, strict=True)):
            _rewrite_version(project, version_id, dump(Codebook(book.name, left)))
    return uids


def _rewrite_version(project: Project, version_id: int, content: str) -> None:
    """Give a version another content in its row and in its history; it stays known by its sha256."""
    project.execute("update codebook_version set content = ? where id = ?", [content, version_id])
    project.execute(
        "delete from history where seq = ? and tbl = 'codebook_version' and row_id = ?", [project.seq, version_id]
    )
    for column in ("old", "new"):
        project.execute(
            f"""
            update history
               set {column} = json_set({column}, '$.content', ?)
             where tbl = 'codebook_version' and row_id = ? and {column} is not null
            """,
            [content, version_id],
        )


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
