"""Learning while a coder works: in a process of its own, so that no key has to wait for it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from queue import Empty, SimpleQueue
from threading import Thread

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.workflow.lessons import Lesson, Task

PROGRAM = "from qualcode.workflow.lessons import teach; teach()"
"""Not `multiprocessing`: it passes the error output on, and the full-screen page has none."""


class Tutor:
    """Learns in the background, each time from all that is stored when it begins.

    Parameters
    ----------
    task : Task
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._answers: SimpleQueue[Lesson | str] = SimpleQueue()
        self._busy = self._asked = False
        Thread(target=self._listen, daemon=True).start()

    @property
    def is_busy(self) -> bool:
        """Whether it learns just now, or has learned what nobody has taken yet."""
        return self._busy

    def ask(self) -> None:
        """Let it learn now, or again as soon as it is done with what it is at."""
        if self._busy:
            self._asked = True
            return
        assert self._process.stdin
        try:
            pickle.dump(self._task, self._process.stdin)
            self._process.stdin.flush()
            self._busy = True
        except OSError:  # it has ended; coding goes on without it
            self._busy = False

    def lesson(self) -> Lesson | None:
        """Return what was learned since it was asked, once; None while nothing is ready."""
        try:
            answer = self._answers.get_nowait()
        except Empty:
            return None
        return self._received(answer)

    def first_lesson(self) -> Lesson:
        """Wait for what is learned.

        Raises
        ------
        QualcodeError
            If nothing can be learned.
        """
        self.ask()
        answer = self._answers.get()
        lesson = self._received(answer)
        if lesson is None:
            raise QualcodeError(str(answer))
        return lesson

    def close(self) -> None:
        """End it, whatever it is doing; what it had not stored whole is not stored at all."""
        self._process.kill()
        self._process.wait()

    def _received(self, answer: Lesson | str) -> Lesson | None:
        self._busy = False
        if self._asked:
            self._asked = False
            self.ask()
        return answer if isinstance(answer, Lesson) else None

    def _listen(self) -> None:
        """Take in what it says, until it ends."""
        assert self._process.stdout
        while True:
            try:
                self._answers.put(pickle.load(self._process.stdout))
            except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                self._answers.put(_("The process that learns ended before it was done."))
                return
