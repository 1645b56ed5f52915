"""Learning while a coder works, in a process of its own, so that no key has to wait for it.

`BackgroundLearner` starts the process, sends it tasks and takes what was learned; `serve` is the main program of the
process. Both directions are pickled.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Literal

from qualcode.errors import ProjectError, QualcodeError
from qualcode.messages import _, set_language
from qualcode.query.filters import Filter
from qualcode.query.outlook import Outlook, outlooks
from qualcode.records import Order
from qualcode.store.project import Project
from qualcode.workflow.learning import USUAL, Learner, Options
from qualcode.workflow.ordering import as_learned
from qualcode.workflow.queue import Entry, pending, read_by, unread

PROGRAM = "from qualcode.workflow.background import serve; serve()"
"""Not `multiprocessing`: it passes the error output on, and the full-screen page has none."""


@dataclass(frozen=True, slots=True)
class LearningTask:
    """What is learned for: a coder, her filter, and what she does.

    Attributes
    ----------
    mode : {"next", "review"}
        "review" stores what is learned as suggestions, in a run that `undo` passes over; "next" only puts in order.
    order : Order
        Of the passages in "next".
    hidden : bool
        Whether she sees suggestions that a blind round hides.
    options : Options
        Those of the last run, so that learning again changes nothing else.
    language : str
        Of messages.
    """

    project: Path
    coder: str
    mode: Literal["next", "review"]
    where: Filter
    order: Order = "best"
    hidden: bool = False
    options: Options = USUAL
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: the passages or suggestions that wait now, in order, and how far each code is."""

    entries: Sequence[Entry]
    outlooks: Sequence[Outlook]


class BackgroundLearner:
    """Learns in the background, each time from all that is stored when it begins.

    Parameters
    ----------
    task : LearningTask
    """

    def __init__(self, task: LearningTask) -> None:
        self._task = task
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._answers: SimpleQueue[Learned | str] = SimpleQueue()
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

    def learned(self) -> Learned | None:
        """Return what was learned since it was asked, once; None while nothing is ready."""
        try:
            answer = self._answers.get_nowait()
        except Empty:
            return None
        return self._received(answer)

    def first_learned(self) -> Learned:
        """Wait for what is learned.

        Raises
        ------
        QualcodeError
            If nothing can be learned.
        """
        self.ask()
        answer = self._answers.get()
        learned = self._received(answer)
        if learned is None:
            raise QualcodeError(str(answer))
        return learned

    def close(self) -> None:
        """End it, whatever it is doing; what it had not stored whole is not stored at all."""
        self._process.kill()
        self._process.wait()

    def _received(self, answer: Learned | str) -> Learned | None:
        self._busy = False
        if self._asked:
            self._asked = False
            self.ask()
        return answer if isinstance(answer, Learned) else None

    def _listen(self) -> None:
        """Take in what it says, until it ends."""
        assert self._process.stdout
        while True:
            try:
                self._answers.put(pickle.load(self._process.stdout))
            except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                self._answers.put(_("The process that learns ended before it was done."))
                return


def learn(project: Project, learner: Learner, task: LearningTask) -> Learned:
    """Learn, and return what waits for the coder now; in "review" what was learned is stored.

    Raises
    ------
    QualcodeError
        If nothing can be learned.
    """
    from qualcode.workflow.suggesting import suggest

    read_by(project, task.coder, task.where)
    if task.mode == "next":
        learned = learner.learn()
        entries = as_learned(project, unread(project, task.coder, task.where), learned, task.where, order=task.order)
    else:
        with suppress(ProjectError):  # the coder is writing just now; the next learned will be stored
            suggest(project, task.where, task.options, automatic=True, learner=learner)
        entries = pending(project, task.coder, task.where, hidden=task.hidden)
    return Learned(entries, outlooks(project, task.where))


def _learner(task: LearningTask) -> Learner:
    return Learner(Project.open(task.project), seed=task.options.seed, semantic=task.options.semantic)


def serve() -> None:
    """Learn each time that a task comes in, until no more can come; an error goes out as its message."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the page
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    learners: dict[Path, Learner] = {}
    with suppress(EOFError):
        while True:
            task: LearningTask = pickle.load(tasks)
            set_language(task.language)
            try:
                if task.project not in learners:
                    learners[task.project] = _learner(task)
                learner = learners[task.project]
                answer: Learned | str = learn(learner.project, learner, task)
            except QualcodeError as error:
                answer = str(error)
            pickle.dump(answer, answers)
            answers.flush()
