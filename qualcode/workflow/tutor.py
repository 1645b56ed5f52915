"""Learning while a coder works: in a process of its own, so that no key has to wait for it."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from qualcode.errors import ProjectError, QualcodeError
from qualcode.messages import _
from qualcode.query.filters import Filter
from qualcode.query.outlook import Outlook, outlooks
from qualcode.records import Order
from qualcode.store.project import Project
from qualcode.workflow.learning import Learner
from qualcode.workflow.ordering import as_learned
from qualcode.workflow.queue import Entry, pending, read_by, unread


@dataclass(frozen=True, slots=True)
class Task:
    """What is learned for: a coder, her filter, and what she does.

    Attributes
    ----------
    mode : {"next", "review"}
        "review" stores what is learned as suggestions, in a run that `undo` passes over; "next" only puts in order.
    order : Order
        Of the passages in "next".
    hidden : bool
        Whether she sees suggestions that a blind round hides.
    """

    project: Path
    coder: str
    mode: Literal["next", "review"]
    where: Filter
    order: Order = "best"
    hidden: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned: the passages or suggestions that wait now, in order, and how far each code is."""

    entries: Sequence[Entry]
    outlooks: Sequence[Outlook]


class Tutor:
    """Learns in the background, from all that is stored when it begins.

    Parameters
    ----------
    task : Task
    """

    def __init__(self, task: Task) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, other = context.Pipe()
        self._process = context.Process(target=_teach, args=(task, other), daemon=True)
        self._process.start()
        other.close()
        self._busy = self._asked = False

    def ask(self) -> None:
        """Let it learn now, or again as soon as it is done with what it is at."""
        if self._busy:
            self._asked = True
            return
        try:
            self._line.send("learn")
            self._busy = True
        except OSError:  # the process has ended; coding goes on without it
            self._busy = False

    def lesson(self) -> Lesson | None:
        """Return what was learned since it was asked, once; None while nothing is ready."""
        try:
            if not self._busy or not self._line.poll():
                return None
            answer = self._line.recv()
        except (OSError, EOFError):
            self._busy = False
            return None
        self._busy = False
        if self._asked:
            self._asked = False
            self.ask()
        return answer if isinstance(answer, Lesson) else None

    def first_lesson(self) -> Lesson:
        """Wait for what is learned.

        Raises
        ------
        QualcodeError
            If nothing can be learned.
        """
        self.ask()
        try:
            answer = self._line.recv()
        except (OSError, EOFError):
            raise QualcodeError(_("The process that learns ended before it was done.")) from None
        self._busy = False
        if isinstance(answer, str):
            raise QualcodeError(answer)
        assert isinstance(answer, Lesson)
        return answer

    def close(self) -> None:
        """End it, whatever it is doing; what it had not stored whole is not stored at all."""
        self._process.terminate()
        self._process.join()
        self._line.close()


def _teach(task: Task, line: Connection) -> None:
    """Learn each time that something comes down the line, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Project.open(task.project) as project:
        learner = Learner(project, seed=task.seed)
        while True:
            try:
                line.recv()
            except EOFError:
                return
            try:
                line.send(lesson_of(project, learner, task))
            except QualcodeError as error:
                line.send(str(error))


def lesson_of(project: Project, learner: Learner, task: Task) -> Lesson:
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
        with suppress(ProjectError):  # the coder is writing just now; the next lesson will be stored
            suggest(project, task.where, seed=task.seed, automatic=True, learner=learner)
        entries = pending(project, task.coder, task.where, hidden=task.hidden)
    return Lesson(entries, outlooks(project, task.where))
