"""What waits for a coder, and what is learned from the decisions while coding goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qualcode.query.outlook import Outlook, outlooks
from qualcode.store.project import Project
from qualcode.workflow.background import BackgroundLearner, Learned, LearningTask
from qualcode.workflow.learning import USUAL, Options, last_options
from qualcode.workflow.ordering import by_chance
from qualcode.workflow.queue import Entry, pending, unread

LEARN_AFTER = 10
"""Decisions after which it is learned again."""


def options_of(project: Project, mode: str, seed: int) -> Options:
    """Return how it is learned: as the last time; the order of "next" has a seed of its own."""
    last = last_options(project) or USUAL
    return last if mode == "review" else replace(last, seed=seed)


class ActiveLearning:
    """One coder's task, with a learner in the background once there is something to learn.

    Parameters
    ----------
    project : Project
    task : LearningTask
    """

    def __init__(self, project: Project, task: LearningTask) -> None:
        self._project, self._task = project, task
        self._learner: BackgroundLearner | None = None
        self._outlooks: Sequence[Outlook] = ()
        self._decided = 0

    def first_entries(self) -> Sequence[Entry]:
        """Return what waits for the coder; the orders "best" and "balanced" learn before.

        Raises
        ------
        QualcodeError
            If nothing can be learned.
        """
        task, project = self._task, self._project
        if task.mode == "review":
            return pending(project, task.coder, task.where, hidden=task.hidden)
        entries = unread(project, task.coder, task.where)
        if task.order == "random":
            return by_chance(project, entries, task.where, seed=task.options.seed)
        if task.order == "source" or not entries:
            return entries
        self._learner = BackgroundLearner(task)
        learned = self._learner.first_learned()
        self._outlooks = learned.outlooks
        return learned.entries

    def decided(self) -> None:
        """Count a decision; learn after every tenth, in "review" once the model has suggested anything."""
        self._decided += 1
        if self._decided % LEARN_AFTER:
            return
        if self._learner is None and self._task.mode == "review" and last_options(self._project) is not None:
            self._learner = BackgroundLearner(self._task)
        if self._learner:
            self._learner.ask()

    def learned(self) -> Learned | None:
        """Return what was learned since, once; None while nothing is ready."""
        learned = self._learner.learned() if self._learner else None
        if learned:
            self._outlooks = learned.outlooks
        return learned

    @property
    def is_learning(self) -> bool:
        """Whether it is learned just now."""
        return self._learner is not None and self._learner.is_busy

    def outlook(self, code: str) -> Outlook | None:
        """Return how far the reading of a code (path) was when it was last looked at; None before."""
        return next((o for o in self._outlooks if o.code == code), None)

    def outlook_now(self) -> Sequence[Outlook]:
        """Return how far the reading of each code is; nothing while there are no codes."""
        if self._project.value("select 1 from code where retired_at is null limit 1"):
            self._outlooks = outlooks(self._project, self._task.where)
        return self._outlooks

    def close(self) -> None:
        """End what learns."""
        if self._learner:
            self._learner.close()
            self._learner = None
