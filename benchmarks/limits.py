"""The barest code that does the same work as a command: what the command is held against.

python benchmarks/limits.py JOB …    prints a number that tells how much work was done
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import sys
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

LABEL = re.compile(r"(Peneliti|Informan) : ")
TOKEN = re.compile(r"\w+(?:[-/.'’]\w+)*")
SCHEMA = """
create table source(id integer primary key, name text unique, sha text, text_sha text, text text);
create table speaker(id integer primary key, source integer, label text);
create table turn(id integer primary key, source integer, n integer, speaker integer, start integer, stop integer,
                  unique(source, n));
create table segment(id integer primary key, source integer, turn integer, n integer, start integer, stop integer,
                     words integer, unique(source, n));
create index segment_turn on segment(turn);
create table part(source integer, start integer, stop integer, kind text, primary key(source, start)) without rowid;
create table history(id integer primary key, tbl text, row integer, new text);
create virtual table speech using fts5(text, content='');
"""


def import_txt(folder: str, database: str) -> int:
    """Read, decode, hash, split at labels, tokenise, insert the same rows, one synced commit a file; sources."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("pragma synchronous = extra")
    connection.executescript(SCHEMA)
    turn_id = 0
    for n, path in enumerate(sorted(Path(folder).rglob("*.txt")), 1):
        content = path.read_bytes()
        text = unicodedata.normalize("NFC", content.decode())
        sha, text_sha = hashlib.sha256(content).hexdigest(), hashlib.sha256(text.encode()).hexdigest()
        turns, segments, parts, said, at = [], [], [], [], 0
        for k, line in enumerate(text.splitlines(keepends=True), 1):
            label = LABEL.match(line)
            if label:
                start, stop = at + label.end(), at + len(line) - 1
                turn_id += 1
                speech = text[start:stop]
                turns.append((turn_id, n, k, 1 if label[1] == "Peneliti" else 2, start, stop))
                segments.append((turn_id, n, turn_id, k, start, stop, len(TOKEN.findall(speech))))
                parts += [(n, at, start, "label"), (n, start, stop, "speech"), (n, stop, stop + 1, "blank")]
                said.append((turn_id, speech))
            else:
                parts.append((n, at, at + len(line), "header"))
            at += len(line)
        connection.execute("begin immediate")
        connection.execute("insert into source values (?, ?, ?, ?, ?)", (n, str(path), sha, text_sha, text))
        connection.executemany("insert into speaker(source, label) values (?, ?)", [(n, "Peneliti"), (n, "Informan")])
        connection.executemany("insert into turn values (?, ?, ?, ?, ?, ?)", turns)
        connection.executemany("insert into segment values (?, ?, ?, ?, ?, ?, ?)", segments)
        connection.executemany("insert into part values (?, ?, ?, ?)", parts)
        connection.executemany("insert into speech(rowid, text) values (?, ?)", said)
        connection.executemany(
            "insert into history(tbl, row, new) values (?, ?, ?)", [("source", n, json.dumps([sha]))] * 5
        )
        connection.execute("commit")
    return int(connection.execute("select count(*) from source").fetchone()[0])


def read_docx(folder: str) -> int:
    """Unzip and parse each docx and join its paragraphs; characters."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    total = 0
    for path in sorted(Path(folder).rglob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            root = ElementTree.fromstring(archive.read("word/document.xml"))
        total += len("\n".join("".join(t.text or "" for t in p.iter(f"{w}t")) for p in root.iter(f"{w}p")))
    return total


def autocode(database: str, forms: str, out: str) -> int:
    """Find every word form of the rules by Aho-Corasick in one pass and store the hits; hits."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for form in Path(forms).read_text(encoding="utf-8").split():
        automaton.add_word(form, form)
    automaton.make_automaton()
    source = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = []
    for source_id, text in source.execute("select id, text from source"):
        low = text.lower()
        for last, form in automaton.iter(low):
            start, stop = last - len(form) + 1, last + 1
            if not (start and low[start - 1].isalnum()) and not (stop < len(low) and low[stop].isalnum()):
                rows.append((source_id, start, stop, form))
    target = sqlite3.connect(out)
    target.execute("create table if not exists hit(source, start, stop, form)")
    target.executemany("insert into hit values (?, ?, ?, ?)", rows)
    target.commit()
    return len(rows)


EXPORT = """
select coding.uid, source.name, turn.n, coding.start, coding.stop, code.name, coder.name, coding.quote,
       coding.created_at,
       substr(source.text, before.start + 1, before.stop - before.start),
       substr(source.text, after.start + 1, after.stop - after.start)
  from coding
  join coding_segment as link on link.coding_id = coding.id
  join segment on segment.id = link.segment_id
  join turn on turn.id = segment.turn_id
  join source on source.id = coding.source_id
  join code on code.id = coding.code_id
  join coder on coder.id = coding.coder_id
  left join turn as before on before.source_id = source.id and before.n = turn.n - 1
  left join turn as after on after.source_id = source.id and after.n = turn.n + 1
 order by source.name, coding.start
"""


def export(database: str, out: str) -> int:
    """Write every coding with the turn before and after as csv; rows."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    n = 0
    with Path(out).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for row in connection.execute(EXPORT):
            writer.writerow(row)
            n += 1
    return n


def find(database: str, phrase: str) -> int:
    """Look a phrase up in the full-text index; segments."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    return len(connection.execute("select rowid from speech where speech match ? limit 50", [f'"{phrase}"']).fetchall())


JOBS = {f.__name__: f for f in (import_txt, read_docx, autocode, export, find)}

if __name__ == "__main__":
    print(JOBS[sys.argv[1]](*sys.argv[2:]))
