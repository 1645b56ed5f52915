"""Copies of the project in ``NAME.backups/``: before what is hard to take back, and once a day."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from qualcode.errors import ProjectError
from qualcode.messages import _

KEEP_NEWEST = 10
KEEP_DAYS = 30
NEVER_DROP = 3
SIZE_FACTOR = 10
STALE_S = 3600
"""Seconds after which a copy that is not finished never will be."""
_TEMPORARY = re.compile(r"\d{6,}-\d{8}T\d{6}Z-[^.]+\.tmp(-journal)?")
_NAME = re.compile(r"(\d{6,})-(\d{8})T(\d{6})Z-(.+)\.qualcode")


def folder_of(path: Path) -> Path:
    """Return the backups folder of the project at `path`."""
    return path.with_suffix(".backups")


def listed(path: Path) -> list[Path]:
    """Return the copies of the project at `path`, oldest first."""
    folder = folder_of(path)
    found = [file for file in folder.glob("*.qualcode") if _NAME.fullmatch(file.name)] if folder.is_dir() else []
    return sorted(found, key=lambda file: (_NAME.sub(r"\2\3", file.name), file.stat().st_mtime_ns))


def make(connection: sqlite3.Connection, path: Path, reason: str, *, to: Path | None = None) -> Path:
    """Copy the project by SQLite's backup, check the copy, and only then give it its name.

    Parameters
    ----------
    reason : str
        Lower-case word for the file name ("daily", "undo").
    to : Path, optional
        Another folder, as one in the cloud; it is made if missing.

    Raises
    ------
    ProjectError
        If the copy cannot be written or is not sound; then there is no copy.
    """
    seq = connection.execute("select coalesce(max(seq), 0) from change").fetchone()[0]
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = to or folder_of(path)
    target = _free_name(folder, f"{seq:06d}-{stamp}-{reason}")
    temporary = target.with_suffix(".tmp")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_stale(folder)
        _copy(connection, temporary)
        temporary.rename(target)
        _sync_folder(folder)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise ProjectError(_("{path}: no backup could be made ({reason}).").format(path=folder, reason=error)) from None
    if to is None:
        _prune(path)
    return target


def _remove_stale(folder: Path) -> None:
    """Remove what a backup that was killed left behind: it may hold interviews. Younger ones may be under way."""
    for file in folder.glob("*.tmp*"):
        if _TEMPORARY.fullmatch(file.name) and time.time() - file.stat().st_mtime > STALE_S:
            file.unlink(missing_ok=True)


def _free_name(folder: Path, stem: str) -> Path:
    n, target = 1, folder / f"{stem}.qualcode"
    while target.exists():
        n += 1
        target = folder / f"{stem}-{n}.qualcode"
    return target


def _copy(connection: sqlite3.Connection, temporary: Path) -> None:
    os.close(os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
    copy = sqlite3.connect(temporary)
    try:
        connection.backup(copy)
        if copy.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError(_("the copy is not sound"))
    finally:
        copy.close()
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud", "mobile documents", "nextcloud")


def warn_of_synced(path: Path) -> None:
    """Warn of a project in a folder that a cloud service keeps in step: it may copy the file amid a write."""
    parents = [part.lower() for part in path.absolute().parts[:-1]]
    if any(name in part for part in parents for name in SYNCED):
        text = _(
            "{path} is in a folder that is kept in step with the cloud, which can damage it while it is written. "
            "Better: the project outside, and its copies in the cloud: qualcode backup --to FOLDER"
        ).format(path=path.name)
        sys.stderr.write(_("Warning: {message}").format(message=text) + "\n")


def daily(connection: sqlite3.Connection, path: Path) -> Path | None:
    """Make the day's copy before its first write; a failure is a warning, not an end."""
    today = datetime.now(UTC).strftime("%Y%m%d")
    if any(_NAME.sub(r"\2", file.name) == today for file in listed(path)):
        return None
    if not connection.execute("select 1 from source limit 1").fetchone():
        return None
    warn_of_synced(path)
    try:
        return make(connection, path, "daily")
    except ProjectError as error:
        sys.stderr.write(_("Warning: {message}").format(message=error) + "\n")
        return None


def _prune(path: Path) -> None:
    """Keep the newest ten and one a day for 30 days; past ten times the project's size the oldest go."""
    files = listed(path)
    keep = set(files[-KEEP_NEWEST:])
    days = {_NAME.sub(r"\2", file.name): file for file in files}
    keep.update(days[day] for day in sorted(days)[-KEEP_DAYS:])
    kept = [file for file in files if file in keep]
    limit = SIZE_FACTOR * path.stat().st_size
    while len(kept) > NEVER_DROP and sum(file.stat().st_size for file in kept) > limit:
        keep.discard(kept.pop(0))
    for file in files:
        if file not in keep:
            file.unlink(missing_ok=True)
