"""Single bits flipped in a project: does the doctor notice whatever changed?"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter
from pathlib import Path

from faults.trials import Row
from qualcode.errors import ProjectError
from qualcode.store import Project
from qualcode.store.doctor import examine

NO_CONTENT = ("speech", "speech_data", "speech_idx", "_sqlite_migrations")
"""Tables read another way (the index of full text: by its words), and when the schema was made, which nothing reads."""


def everything(path: Path) -> str:
    """Return a digest of all rows of all tables and of the header, or "" if it cannot be read."""
    digest = hashlib.sha256()
    try:
        connection = sqlite3.connect(path)
        try:
            for pragma in ("application_id", "user_version", "encoding"):
                digest.update(repr(connection.execute(f"pragma {pragma}").fetchall()).encode())
            schema = connection.execute("select type, name, sql from sqlite_schema order by type, name").fetchall()
            digest.update(repr(schema).encode())
            connection.execute("create virtual table temp.words using fts5vocab(main, speech, instance)")
            tables = [name for kind, name, _sql in schema if kind == "table" and name not in NO_CONTENT]
            for name in [*tables, "words"]:
                for line in sorted(map(repr, connection.execute(f'select * from "{name}"'))):
                    digest.update(line.encode())
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError, MemoryError, OverflowError):
        return ""
    return digest.hexdigest()


def differing(path: Path, flipped: Path) -> str:
    """Return the tables and columns in which two files differ."""
    a, b = sqlite3.connect(path), sqlite3.connect(flipped)
    a.text_factory = b.text_factory = bytes
    try:
        found = set()
        tables = [row[0].decode() for row in a.execute("select name from sqlite_schema where type = 'table'")]
        for name in tables:
            columns = [row[1].decode() for row in a.execute(f'pragma table_info("{name}")')]
            for column in columns if name not in NO_CONTENT else ():
                query = f'select "{column}" from "{name}"'
                if sorted(map(repr, a.execute(query))) != sorted(map(repr, b.execute(query))):
                    found.add(f"{name}.{column}")
        return ", ".join(sorted(found)) or "schema, header or order"
    except sqlite3.Error as error:
        return str(error)
    finally:
        a.close()
        b.close()


def unnoticed(sound: Path, path: Path) -> str:
    """Return what is wrong if neither qualcode refuses the file in one line nor its doctor finds something."""
    try:
        with Project.open(path, checked=False) as project:
            return "" if examine(project) else differing(sound, path)
    except ProjectError:
        return ""
    except (sqlite3.Error, ValueError) as error:
        return f"{type(error).__name__} in place of one clear line"


DERIVED = re.compile(r"(turn|part|segment|suggestion)\.\w+(, (turn|part|segment|suggestion)\.\w+)*")
"""Where a flip changes what a program made from a text; told apart because nobody's decision is lost with it."""


def bit_flips(path: Path, folder: Path, n: int) -> list[Row]:
    """Flip single bits of a project; whatever changes content must be noticed."""
    row = Row("bit flips missed: text, history, what people did")
    derived = Row("bit flips missed: turns, parts, suggestions")
    folder.mkdir(parents=True, exist_ok=True)
    before, original, changed, where = everything(path), path.read_bytes(), 0, Counter[str]()
    flipped = folder / "flipped.qualcode"
    for i, rng in row.each(n):
        content = bytearray(original)
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        flipped.write_bytes(content)
        if everything(flipped) == before:
            continue
        changed += 1
        missed = unnoticed(path, flipped)
        if DERIVED.fullmatch(missed):
            where[missed] += 1
        elif missed:
            row.fail(i, missed)
    row.note = f"{changed} changed content, {len(original) / 1e6:.1f} MB"
    derived.trials, derived.found = n, str(where.total())
    derived.note = ", ".join(f"{column} {n}" for column, n in where.most_common())
    return [row, derived]
