"""Work in a process of its own that can be killed: forked from this one, so that kills fall in the work and not in
the loading of modules."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualcode.cli.app import app


@dataclass
class Child:
    """A process at work; `out` is a file with what it wrote to stdout and stderr."""

    pid: int
    code: int | None = None

    def ended(self) -> bool:
        """Tell whether it has ended."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code is not None

    def wait(self) -> int:
        """Wait for its end; returns the exit code, below 0 for a signal."""
        if self.code is None:
            self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code

    def kill(self) -> int:
        """Kill it, as a power switch would; returns its exit code."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
        return self.wait()


def start(work: Callable[[], object], out: Path | None = None) -> Child:
    """Start `work` in a process of its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return Child(pid)
    code = 70
    try:
        target = os.open(out or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(target, 1)
        os.dup2(target, 2)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException as error:
        os.write(2, f"Traceback: {error!r}\n".encode())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def command(arguments: Sequence[object], path: Path, out: Path | None = None) -> Child:
    """Start a command of qualcode on the project at `path`."""

    def work() -> None:
        os.chdir(path.parent)
        os.environ["QUALCODE_CODER"] = "budi"
        app(["-p", str(path), "--lang", "en", *map(str, arguments)], prog_name="qualcode")

    return start(work, out)


def wait_until(seen: Callable[[], bool], child: Child, *, at_most_s: float = 20) -> None:
    """Wait until something is seen or the child has ended."""
    end = time.perf_counter() + at_most_s
    while not seen() and not child.ended() and time.perf_counter() < end:
        pass
