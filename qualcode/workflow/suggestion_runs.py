"""A run of the model, written: whole, or source by source so that nobody who writes at the same time has to wait."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualcode.errors import ProjectError
from qualcode.identity import new_uid
from qualcode.messages import _
from qualcode.records import Suggestion
from qualcode.store.codebooks import current_sha256
from qualcode.store.project import Project
from qualcode.store.suggestions import end_run, replace_suggestions, start_run
from qualcode.workflow.corpus import read_corpus

BREATH_S = 0.02
"""Seconds between two sources, in which another program can begin to write."""


@dataclass(frozen=True, slots=True)
class ModelRun:
    """What a run of the model is to store.

    Attributes
    ----------
    codes : ids of the codes covered, by uid
    found : pairs of a source (id, uid) covered and what is suggested in it
    parameters, random_state : as `start_run` takes them
    less : mapping
        What it did not judge of these, see `start_run`.
    digest : str
        Of the texts that were learned from, see `Corpus.digest`.
    """

    codes: Mapping[str, int]
    found: Sequence[tuple[tuple[int, str], Sequence[Suggestion]]]
    parameters: Mapping[str, object]
    random_state: int
    less: Mapping[str, object]
    digest: str


def store_whole(project: Project, run: ModelRun) -> None:
    """Write a run as one change.

    Raises
    ------
    ProjectError
        If a text was changed meanwhile, or another program keeps writing.
    """
    with project.change("suggest"):
        run_id = _begin(project, run)
        for source, suggestions in run.found:
            replace_suggestions(project, run_id, source, run.codes, suggestions)
        end_run(project, run_id)


def store_in_background(project: Project, run: ModelRun) -> None:
    """Write a run that nobody asked for as one command of many changes, one a source; `undo` passes over it.

    Raises
    ------
    ProjectError
        As `store_whole`; what was written until then stays, in whole sources.
    """
    command = new_uid()
    with project.change("suggest", automatic=True, command_id=command):
        run_id = _begin(project, run)
    for source, suggestions in run.found:
        time.sleep(BREATH_S)
        with project.change("suggest", automatic=True, command_id=command):
            replace_suggestions(project, run_id, source, run.codes, suggestions)
    with project.change("suggest", automatic=True, command_id=command):
        end_run(project, run_id)


def _begin(project: Project, run: ModelRun) -> int:
    if read_corpus(project).digest != run.digest:
        raise ProjectError(_("The texts were changed by another program meanwhile; nothing was stored. Try again."))
    return start_run(
        project, kind="model", sources=[uid for (_id, uid), _found in run.found], codes=list(run.codes),
        parameters=run.parameters, codebook_sha256=current_sha256(project), random_state=run.random_state,
        **run.less,
    )  # fmt: skip
