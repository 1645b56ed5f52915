"""Orders of reading replayed on coded pools: how much they save, and whether the test stops too early in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from learning_parts.data import Numbers
from qualcode.learn.classifier import CodeClassifier
from qualcode.learn.queue import reading_order
from qualcode.records import Order

POOL = 2000
"""Segments of a pool."""
BATCH, GROWTH = 10, 0.1
"""The model learns again after ten readings, later after every tenth more."""

NOBODY = -1
"""The code for whose sake a segment comes that is drawn at random."""


@dataclass(frozen=True)
class Replay:
    """One pool read to the end: labels (n, k) in the order of reading, and for which code each came (or `NOBODY`)."""

    order: str
    codes: Sequence[int]
    labels: np.ndarray
    drawn_for: np.ndarray


def pool(train: Numbers, seed: int) -> Numbers:
    """Return the segments of a pool, drawn with the seed."""
    return train.take(np.sort(np.random.RandomState(1000 + seed).permutation(len(train.labels))[:POOL]))


def replays(numbers: Numbers, seed: int) -> Iterator[Replay]:
    """Read a pool in each of the orders; the best of one code is a replay for each code."""
    n, k = numbers.labels.shape
    draw, every = np.random.RandomState(seed), range(k)
    nobody = np.full(n, NOBODY)
    yield Replay("source", every, numbers.labels, nobody)
    yield Replay("random", every, numbers.labels[draw.permutation(n)], nobody)
    for code in every:
        rows, _drawn_for = _read(_only(numbers, code), "best", draw, chance=False)
        drawn_for = np.full(n, code)
        yield Replay("best, one code", [code], numbers.labels[rows], drawn_for)
        yield Replay("best of another code", [c for c in every if c != code], numbers.labels[rows], drawn_for)
    for order in ("best", "balanced"):
        rows, drawn_for = _read(numbers, order, draw)
        yield Replay(f"next --order {order}", every, numbers.labels[rows], drawn_for)


def _only(numbers: Numbers, code: int) -> Numbers:
    at = [code]
    hits, weak = (None if part is None else part[:, at] for part in (numbers.hits, numbers.weak))
    return Numbers(numbers.X, numbers.labels[:, at], hits, weak)


def _read(
    numbers: Numbers, way: Order, draw: np.random.RandomState, *, chance: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows in the order of reading, and the code for which each came; without `chance` none at random."""
    n, scores = len(numbers.labels), _first_scores(numbers, draw)
    order, drawn_for = np.empty(0, int), np.empty(0, int)
    while len(order) < n:
        if len(order) and numbers.labels[order].sum() < numbers.labels.sum():  # else nothing is left to learn for
            scores = _learned_scores(numbers, order)
        batch = min(n - len(order), max(BATCH, int(GROWTH * len(order))))
        unread = draw.permutation(np.setdiff1d(np.arange(n), order))
        if chance:
            coded = (numbers.labels[order] > 0).sum(axis=0)
            chosen = reading_order(scores[unread], coded, order=way, most=batch, random_state=draw.randint(2**31))
        else:
            best = np.argsort(-scores[unread].max(axis=1), kind="stable")[:batch]
            chosen = [(int(row), 0) for row in best]
        order = np.append(order, unread[[row for row, _code in chosen]])
        drawn_for = np.append(drawn_for, [NOBODY if code is None else code for _row, code in chosen])
    return order, drawn_for


def _first_scores(numbers: Numbers, draw: np.random.RandomState) -> np.ndarray:
    """Return what orders the rows (n, k) before anything is read: the rules, else chance."""
    return draw.random_sample(numbers.labels.shape) if numbers.hits is None else numbers.hits + numbers.weak


def _learned_scores(numbers: Numbers, order: np.ndarray) -> np.ndarray:
    """Return how probable each code is (n, k), learned from what was read."""
    read = numbers.take(order)
    model = CodeClassifier().fit(read.X, read.labels, read.hits, read.weak)
    return model.predict_proba(numbers.X, numbers.hits, numbers.weak)
