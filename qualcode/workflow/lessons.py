"""What is learned for a coder while she works: suggestions stored, passages put in order, how far each code is.

`teach` is the main program of the process that learns: tasks come in, lessons go out, both pickled.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qualcode.errors import ProjectError, QualcodeError
from qualcode.messages import set_language
from qualcode.query.filters import Filter
from qualcode.query.outlook import Outlook, outlooks
from qualcode.records import Order
from qualcode.store.project import Project
from qualcode.workflow.learning import USUAL, Learner, Options
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
class Lesson:
    """What was learned: the passages or suggestions that wait now, in order, and how far each code is."""

    entries: Sequence[Entry]
    outlooks: Sequence[Outlook]


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
            suggest(project, task.where, task.options, automatic=True, learner=learner)
        entries = pending(project, task.coder, task.where, hidden=task.hidden)
    return Lesson(entries, outlooks(project, task.where))


def _learner(task: Task) -> Learner:
    return Learner(Project.open(task.project), seed=task.options.seed, semantic=task.options.semantic)


def teach() -> None:
    """Learn each time that a task comes in, until no more can come; an error goes out as its message."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the page
    tasks, lessons = sys.stdin.buffer, sys.stdout.buffer
    learners: dict[Path, Learner] = {}
    with suppress(EOFError):
        while True:
            task: Task = pickle.load(tasks)
            set_language(task.language)
            try:
                if task.project not in learners:
                    learners[task.project] = _learner(task)
                learner = learners[task.project]
                answer: Lesson | str = lesson_of(learner.project, learner, task)
            except QualcodeError as error:
                answer = str(error)
            pickle.dump(answer, lessons)
            lessons.flush()
