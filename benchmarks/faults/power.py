"""Power cuts, simulated: what was not synced is kept, dropped or torn, sector by sector, and directory changes too.

The statements of a real qualcode session are replayed through a file system of our own (a VFS of APSW) that records
every write, sync and delete. A cut at any of these moments makes a file; opening it must give back every commit that
had returned. `pip install apsw`; it is no dependency of qualcode.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from faults import study
from faults.trials import Row
from qualcode.store import Project
from qualcode.store.connection import PRAGMAS
from qualcode.store.history import redo, undo
from qualcode.workflow.importing import import_paths

SECTOR = 512


@dataclass
class Inode:
    """A file on the disk: what is safe there, and the writes since the last sync, as (offset, bytes or None to cut)."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)


class Disk:
    """What a disk would hold after a list of events; files are known by name, until they are deleted."""

    def __init__(self, path: Path) -> None:
        main = Inode(bytearray(path.read_bytes()))
        self.safe_names: dict[str, Inode] = {str(path): main}
        self.names = dict(self.safe_names)
        self.pending_names: list[tuple[str, Inode | None]] = []

    def play(self, event: tuple[Any, ...]) -> None:
        """Let one event happen."""
        kind, name, *rest = event
        if kind == "create":
            self.names[name] = Inode()
            self.pending_names.append((name, self.names[name]))
        elif kind == "write":
            self.names[name].pending.append((rest[0], rest[1]))
        elif kind == "truncate":
            self.names[name].pending.append((rest[0], None))
        elif kind == "sync":
            inode = self.names[name]
            for change in inode.pending:
                _apply(inode.safe, *change)
            inode.pending.clear()
            self._sync_names(name)
        elif kind == "delete":
            self.names.pop(name, None)
            self.pending_names.append((name, None))
            if rest[0]:
                self._sync_names(None)

    def _sync_names(self, name: str | None) -> None:
        """SQLite syncs the folder with the first sync of a new journal, and after a delete if it was asked to."""
        if name is None or any(n == name and inode for n, inode in self.pending_names):
            for changed, inode in self.pending_names:
                _rename(self.safe_names, changed, inode)
            self.pending_names.clear()

    def cut(self, rng: random.Random, folder: Path) -> None:
        """Write what is left after a power cut into `folder`."""
        names = dict(self.safe_names)
        for changed, inode in self.pending_names:
            if rng.random() < 0.5:
                _rename(names, changed, inode)
        for name, inode in names.items():
            (folder / Path(name).name).write_bytes(_torn(inode, rng))


def _rename(names: dict[str, Inode], name: str, inode: Inode | None) -> None:
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _torn(inode: Inode, rng: random.Random) -> bytes:
    """Return the safe content with each pending sector kept, dropped or half written."""
    content = bytearray(inode.safe)
    for offset, data in inode.pending:
        if data is None:
            if rng.random() < 0.5:
                _apply(content, offset, None)
            continue
        for at in range(0, len(data), SECTOR):
            fate, sector = rng.random(), data[at : at + SECTOR]
            if fate < 0.4:
                _apply(content, offset + at, sector)
            elif fate < 0.5:
                _apply(content, offset + at, sector[: rng.randrange(len(sector))])
    return bytes(content)


def recorder(events: list[tuple[Any, ...]], name: str) -> Any:
    """Return a file system for APSW that does everything for real and writes it down."""
    import apsw

    class File(apsw.VFSFile):
        def __init__(self, filename: Any, flags: list[int]) -> None:
            self.name = filename.filename() if isinstance(filename, apsw.URIFilename) else filename
            if not Path(self.name).exists():
                events.append(("create", self.name))
            super().__init__("", filename, flags)

        def xWrite(self, data: bytes, offset: int) -> None:
            events.append(("write", self.name, offset, bytes(data)))
            super().xWrite(data, offset)

        def xTruncate(self, size: int) -> None:
            events.append(("truncate", self.name, size))
            super().xTruncate(size)

        def xSync(self, flags: int) -> None:
            super().xSync(flags)
            events.append(("sync", self.name))

    class Recorder(apsw.VFS):
        def __init__(self) -> None:
            super().__init__(name, "")

        def xOpen(self, filename: Any, flags: list[int]) -> File:
            return File(filename, flags)

        def xDelete(self, filename: str, syncdir: bool) -> None:
            super().xDelete(filename, syncdir)
            events.append(("delete", filename, syncdir))

    return Recorder()


def session(path: Path, folder: Path, seed: int) -> tuple[list[str], str]:
    """Do what a researcher does on a copy; returns the statements that SQLite ran, and the content at the end."""
    said: list[str] = []
    copy = study.copy(path, folder)
    texts = study.transcripts(folder / "new", 2, turns=8, seed=1000 + seed)
    with Project.open(copy) as project:
        project._checked = True  # no backup of the day: its file is checked by other trials
        project.connection.set_trace_callback(said.append)
        rng = random.Random(seed)
        for _n in range(4):
            study.code_at_random(project, 1, "budi", rng)
        study.code_at_random(project, 150, "budi", rng)
        undo(project, coder="budi")
        redo(project, coder="budi")
        import_paths(project, [texts])
        study.code_at_random(project, 1, "budi", rng)
    return _asked_for(said), study.content(copy, masked=False)


def _asked_for(said: list[str]) -> list[str]:
    """Return what was asked of SQLite, without what full text does inside and the repeats that triggers report."""
    ours = [statement for statement in said if "'main'.'speech_" not in statement]
    return [statement for before, statement in pairwise(["", *ours]) if statement != before]


def replay(path: Path, statements: list[str], pragmas: dict[str, int], name: str) -> tuple[list[tuple[Any, ...]], list]:
    """Run statements through the recorder; returns the events, and (event number, digest) after each commit."""
    import apsw

    events: list[tuple[Any, ...]] = []
    files = recorder(events, name)
    connection = apsw.Connection(str(path), vfs=name, flags=apsw.SQLITE_OPEN_READWRITE)
    for pragma, value in pragmas.items():
        connection.execute(f"pragma {pragma} = {value}").fetchall()
    connection.execute("pragma journal_mode = delete").fetchall()
    marks = [(0, study.content(path, masked=False))]
    for statement in statements:
        connection.execute(statement).fetchall()
        if statement == "commit":
            marks.append((len(events), study.content(path, masked=False)))
    connection.close()
    del files
    return events, marks


def _after(path: Path, states: list[str], acknowledged: int) -> str:
    """Return what is wrong with the file after a cut; it may hold the commit that was under way."""
    try:
        connection = sqlite3.connect(path)
        try:
            if connection.execute("pragma integrity_check(1)").fetchone()[0] != "ok":
                return "corrupt"
        finally:
            connection.close()
        state = study.content(path, masked=False)
    except sqlite3.DatabaseError as error:
        return f"corrupt ({error})"
    if state not in states[acknowledged : acknowledged + 2]:
        return "an acknowledged commit is lost" if state in states else "content of no commit"
    return ""


def cuts(path: Path, folder: Path, *, runs: int, each: int, synchronous: int = PRAGMAS["synchronous"]) -> Row:
    """Cut the power `each` times at random in each of `runs` recorded sessions."""
    row = Row("power cuts, simulated")
    if synchronous != PRAGMAS["synchronous"]:
        row = Row("  the same without syncing (control)", bar="some", control=True)
    try:
        import apsw  # noqa: F401 - tried before the long part
    except ImportError:
        row.note = "apsw is not installed, left out"
        return row
    numbers = row.each(runs * each)
    commits = 0
    for run in range(runs):
        statements, end = session(path, folder / "session", run)
        real = study.copy(path, folder / "replay")
        disk, done = Disk(real), 0
        events, marks = replay(
            real, statements, {**PRAGMAS, "synchronous": synchronous}, f"recorder{synchronous}-{run}"
        )
        states = [state for _at, state in marks]
        if states[-1] != end:
            raise SystemExit("the replay is not what was recorded")
        commits += len(states) - 1
        moments = sorted(random.Random(run).randrange(len(events) + 1) for _n in range(each))
        for moment in moments:
            for event in events[done:moment]:
                disk.play(event)
            done = moment
            i, rng = next(numbers)
            left = study.copy(path, folder / "left")
            disk.cut(rng, left.parent)
            acknowledged = sum(at <= moment for at, _state in marks) - 1
            if problem := _after(left, states, acknowledged):
                row.fail(i, problem)
    next(numbers, None)
    row.note = f"{runs} recorded sessions, {commits} commits"
    return row
