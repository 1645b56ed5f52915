"""Who reads what: assignments of sources or segments to coders, and which of them all read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.errors import QualcodeError
from qualcode.identity import new_uid, now
from qualcode.messages import _
from qualcode.store.coders import add_coder
from qualcode.store.project import Project

By = Literal["source", "segment"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is given out as one: a span of a source with its words."""

    source_id: int
    start: int
    stop: int
    words: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Who reads which pieces; ``shared`` is read by all, ``own`` by one coder each."""

    shared: Sequence[Piece]
    own: dict[str, list[Piece]]


def plan(pieces: Sequence[Piece], coders: Sequence[str], *, double: float, seed: int) -> Plan:
    """Deal pieces out: a random sample of them to every coder, the rest so that all have about as many words.

    Parameters
    ----------
    double : float
        Share of all words, 0 to 1, that every coder reads; the sample grows piece by piece until it is reached.
    seed : int
        The same seed and pieces give the same plan.
    """
    drawn = list(pieces)
    random.Random(seed).shuffle(drawn)
    wanted = double * sum(piece.words for piece in drawn)
    shared: list[Piece] = []
    while drawn and sum(piece.words for piece in shared) < wanted:
        shared.append(drawn.pop())
    own: dict[str, list[Piece]] = {coder: [] for coder in coders}
    for piece in sorted(drawn, key=lambda piece: -piece.words):
        least = min(own, key=lambda coder: sum(p.words for p in own[coder]))
        own[least].append(piece)
    return Plan(shared, own)


def assign(project: Project, chosen: Plan, *, round: str, blind: bool) -> None:
    """Store a plan as a round; inside a change.

    Raises
    ------
    QualcodeError
        If the round has been given out already.
    """
    if project.value("select 1 from assignment where round = ?", [round]):
        raise QualcodeError(
            _('The round "{name}" has been given out already. Name another: --round NAME').format(name=round)
        )
    for coder, pieces in chosen.own.items():
        coder_id = add_coder(project, coder)
        rows = [(piece, 1) for piece in chosen.shared] + [(piece, 0) for piece in pieces]
        project.execute_many(
            """
            insert into assignment(uid, coder_id, source_id, start, stop, round, shared, blind, at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                (new_uid(), coder_id, p.source_id, p.start, p.stop, round, shared, int(blind), now())
                for p, shared in sorted(rows, key=lambda row: (row[0].source_id, row[0].start))
            ],
        )
