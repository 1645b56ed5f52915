"""Commands on a disk that is full, and again once there is room."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults import study
from faults.children import command, start
from faults.trials import Row

FULL = {
    "code": ["code", "wawancara1-001:3", "outreach"],
    "import": ["import", "new"],
    "autocode": ["autocode", "--apply"],
    "backup": ["backup"],
}


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """Make `folder` a disk of `size` bytes; yields False where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "faults", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def full_disk(path: Path, folder: Path, rooms: list[int]) -> Row:
    """Let commands meet a disk with a few free bytes, then make room and let them run again."""
    row = Row("a full disk")
    failed = 0
    jobs = [(name, room) for name in FULL for room in rooms]
    for i, _rng in row.each(len(jobs)):
        name, room = jobs[i]
        with small_disk(folder, 12 * path.stat().st_size) as mounted:
            code, problem = _meet(path, folder / "disk", name, room, mounted=mounted)
        failed += code == 1
        if problem:
            row.fail(i, f"{name} with {room} bytes free: {problem}")
        row.note = "a small tmpfs" if mounted else "a limit on the size of files"
    row.note += f"; {failed} commands refused, all worked once there was room"
    return row


def _meet(path: Path, folder: Path, name: str, room: int, *, mounted: bool) -> tuple[int, str]:
    """Run a command with `room` bytes left, then with enough; returns its first exit code and what is wrong."""
    trial = study.copy(path, folder)
    study.transcripts(folder / "new", 3, turns=40, seed=11)
    before, ballast, said = study.content(trial, masked=False), folder / "ballast", folder.parent.parent / "said"
    if mounted:
        disk = os.statvfs(folder)
        ballast.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - room)))
        code = command(FULL[name], trial, said).wait()
    else:
        code = start(lambda: _limited(trial, name, room), said).wait()
    problem = _told(code, said.read_text())
    ballast.unlink(missing_ok=True)
    if code and study.content(trial, masked=False) != before:
        problem = "something was half written"
    problem = problem or study.unsound(trial)
    if code and command(FULL[name], trial, said).wait():
        problem = problem or f"it did not work with room either: {said.read_text().strip()}"
    return code, problem or study.unsound(trial)


def _limited(path: Path, name: str, room: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = path.stat().st_size + room if name != "backup" else room
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    raise SystemExit(command(FULL[name], path).wait())


def _told(code: int, said: str) -> str:
    errors = {line for line in said.splitlines() if line.startswith("Error: ")}  # an import says it for each file
    if code == 0:
        return ""
    if code != 1 or "Traceback" in said or len(errors) != 1:
        return f"exit code {code}, said: {said.strip()[-300:]}"
    return ""
