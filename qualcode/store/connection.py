"""How a project file is opened: one function, every safety pragma, refusal of what is no project of ours.

Durability comes before speed: a rollback journal, synchronous EXTRA, deleted content overwritten.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import ProjectError
from qualcode.messages import _

APPLICATION_ID = 0x71756C63  # "qulc"
SCHEMA_VERSION = 1
FINGERPRINT = "52d013a93d9b8915c3de21e63bf671d66eaf2e3bf4b737df7d5cf01ccbc8b096"
BUSY_MS = 5000
QUICK_CHECK_UP_TO = 50_000_000

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite and Python raise on a file that is damaged; the second where a message quotes broken text."""

PRAGMAS = {
    "foreign_keys": 1,
    "synchronous": 3,
    "busy_timeout": BUSY_MS,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,
    "mmap_size": 0,
    "cache_spill": 0,
    "temp_store": 2,
}


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open an existing SQLite file with every pragma set and read back.

    Raises
    ------
    ProjectError
        If the file is missing, no database, damaged or locked.
    """
    if not path.is_file():
        raise ProjectError(_("{path}: there is no such project file. Make one with: qualcode init").format(path=path))
    mode = "ro" if read_only else "rw"
    try:
        patience_s = PRAGMAS["busy_timeout"] / 1000
        address = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(address, patience_s, uri=True, isolation_level=None)
        _set_pragmas(connection, read_only=read_only)
    except DAMAGE as error:
        raise ProjectError(_not_a_project(path, error)) from None
    return connection


def _set_pragmas(connection: sqlite3.Connection, *, read_only: bool) -> None:
    for name, wanted in PRAGMAS.items():
        connection.execute(f"pragma {name} = {wanted}")
        row = connection.execute(f"pragma {name}").fetchone()
        if row and name != "cache_spill" and row[0] != wanted:
            raise ProjectError(_("SQLite refuses the setting {name}.").format(name=name))
    if not read_only:
        connection.execute("pragma journal_mode = delete")


def _not_a_project(path: Path, error: Exception) -> str:
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return _("{path}: another program is writing to the project. Try again in a moment.").format(path=path)
    return _(
        "{path}: this is not a qualcode project, or it is damaged ({reason}). Its backups folder has copies."
    ).format(path=path, reason=reason_of(error))


def is_writable(path: Path) -> bool:
    """Tell whether the file and its folder (for the journal) can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def check_header(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema version of a project file, or refuse it.

    Raises
    ------
    ProjectError
        If it is another program's database, or made by a newer qualcode.
    """
    try:
        application = connection.execute("pragma application_id").fetchone()[0]
        version = int(connection.execute("pragma user_version").fetchone()[0])
    except DAMAGE as error:
        raise ProjectError(_not_a_project(path, error)) from None
    if application != APPLICATION_ID:
        raise ProjectError(_("{path}: this is not a qualcode project.").format(path=path))
    if version > SCHEMA_VERSION:
        raise ProjectError(
            _(
                "{path}: made by a newer qualcode (schema {found}; this one knows {known}). "
                "Upgrade: pip install -U qualcode"
            ).format(path=path, found=version, known=SCHEMA_VERSION)
        )
    return version


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return a digest of our tables, indices, views and triggers; views and tables that users add do not count."""
    rows = connection.execute(
        """
        select type, name, sql
          from sqlite_schema
         where sql is not null and name not like 'sqlite_%' and name not like '_sqlite_%'
           and tbl_name in (select value from json_each(?))
         order by type, name
        """,
        [OUR_TABLES],
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


OUR_TABLES = (
    '["setting", "study_case", "source", "speaker", "turn", "segment", "part", "code", "rule", "example",'
    ' "codebook_version", "coder", "run", "decision", "coding", "reading", "assignment", "revealed", "suggestion",'
    ' "attribute", "value", "memo", "change", "history", "erased", "written", "coding_segment",'
    ' "suggestion_segment", "speech", "code_tree", "code_ancestor", "segment_scope", "coded"]'
)


def is_ours(connection: sqlite3.Connection) -> bool:
    """Tell whether tables and triggers are those of this version; damaged ones are not."""
    try:
        return fingerprint(connection) == FINGERPRINT
    except DAMAGE:
        return False


def reason_of(error: Exception) -> str:
    """Return what a database error says, unless it quotes broken text: that could be an interview."""
    quotes = "decode" in str(error) or isinstance(error, UnicodeDecodeError)
    return type(error).__name__ if quotes else str(error)


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn what is raised on damaged text into one line: SQLite's own message would quote the interview."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "Could not decode" not in str(error):
            raise
        raise ProjectError(_damaged_text(path)) from None
    except UnicodeDecodeError:
        raise ProjectError(_damaged_text(path)) from None


def _damaged_text(path: Path) -> str:
    return _("{path}: a text in the project is damaged. See: qualcode doctor; earlier copies: qualcode restore").format(
        path=path
    )


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a project whose tables or triggers were altered: the history could miss changes.

    Raises
    ------
    ProjectError
    """
    try:
        found = fingerprint(connection)
    except DAMAGE as error:
        raise ProjectError(_not_a_project(path, error)) from None
    if found != FINGERPRINT:
        raise ProjectError(
            _(
                "{path}: tables or triggers of the project were altered by another program, so changes could be lost. "
                "Restore a copy from the backups folder, or see: qualcode doctor"
            ).format(path=path)
        )
    trust_schema(connection)


def trust_schema(connection: sqlite3.Connection) -> None:
    """Let our own triggers and checks use JSON functions, which SQLite before 3.41 counts as unsafe in a schema.

    Called only once the schema is known to be ours.
    """
    if sqlite3.sqlite_version_info < (3, 41):
        connection.execute("pragma trusted_schema = 1")


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Let SQLite look for damage, in files up to 50 MB.

    Raises
    ------
    ProjectError
    """
    if path.stat().st_size > QUICK_CHECK_UP_TO:
        return
    try:
        answer = connection.execute("pragma quick_check(1)").fetchone()[0]
    except DAMAGE as error:
        answer = type(error).__name__
    if answer != "ok":
        raise ProjectError(
            _("{path}: the project file is damaged ({reason}). Restore a copy from its backups folder.").format(
                path=path, reason=answer.splitlines()[0]
            )
        )
