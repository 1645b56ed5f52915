"""The order in which a coder reads what she has not read: by source, by chance, or by what was learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.labels import CODED
from qualcode.records import Order
from qualcode.store.project import Project
from qualcode.workflow.learning import Learned
from qualcode.workflow.queue import Entry, as_drawn

AHEAD = 300
"""Passages put in order at once; what is learned after ten decisions orders the rest anew."""


def by_chance(project: Project, entries: Sequence[Entry], where: Filter = EVERYTHING, *, seed: int = 0) -> list[Entry]:
    """Return entries in an order by chance; what is assigned stays in front."""
    from random import Random

    assigned = [entry for entry in entries if entry.drawn == "assigned"]
    others = [as_drawn(replace(entry, drawn="random"), where) for entry in entries if entry.drawn != "assigned"]
    Random(_moment(project, seed)).shuffle(others)
    return [*assigned, *others]


def as_learned(
    project: Project, entries: Sequence[Entry], learned: Learned, where: Filter = EVERYTHING, *, order: Order
) -> list[Entry]:
    """Return the entries that come next, by what was learned of the codes of a filter; what is assigned comes first.

    Each third is drawn by chance. Past `AHEAD` entries the others follow in the order of the sources.
    """
    import numpy as np

    from qualcode.learn.queue import reading_order

    wanted = set(where.code_ids(project))
    columns = [
        k for k, code in enumerate(learned.labels.codes)
        if code in wanted and learned.basis[k] not in ("nothing", "group")
    ]  # fmt: skip
    row_of = {segment: row for row, segment in enumerate(learned.labels.segments.tolist())}
    assigned = [entry for entry in entries if entry.drawn == "assigned"]
    others = [entry for entry in entries if entry.drawn != "assigned"]
    rows = np.array([row_of[entry.segment_id] for entry in others], dtype=np.int64)
    scores = learned.scores[rows][:, columns]
    coded = (learned.labels.values[:, columns] == CODED).sum(axis=0)
    chosen = reading_order(scores, coded, order=order, most=AHEAD, random_state=_moment(project, learned.seed) % 2**32)
    taken = {row for row, _code in chosen}
    first = [
        replace(others[row], drawn="random") if k is None
        else replace(others[row], drawn=order, drawn_for=learned.labels.codes[columns[k]])
        for row, k in chosen
    ]  # fmt: skip
    return [
        *assigned,
        *(as_drawn(entry, where) for entry in first),
        *(entry for row, entry in enumerate(others) if row not in taken),
    ]


def _moment(project: Project, seed: int) -> int:
    """Return a number that changes with everything that is read, so that no draw is repeated."""
    return seed * 1_000_003 + int(project.value("select count(*) from reading"))
