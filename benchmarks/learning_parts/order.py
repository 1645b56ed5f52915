"""Orders of reading replayed on coded pools: how much they save, and whether the test stops too early in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from learning_parts.data import Numbers
from qualcode.learn.classifier import CodeClassifier

POOL = 2000
"""Segments of a pool."""
BATCH, GROWTH = 10, 0.1
"""The model learns again after ten readings, later after every tenth more."""

Pick = Callable[[np.ndarray, np.ndarray, np.ndarray, int], np.ndarray]
"""From scores (n, k), labels read (n, k), the unread rows and a number to the rows to read next."""


@dataclass(frozen=True)
class Replay:
    """One pool read to the end: labels (n, k) in the order of reading, and which readings were drawn at random."""

    order: str
    codes: Sequence[int]
    labels: np.ndarray
    at_random: np.ndarray


def pool(train: Numbers, seed: int) -> Numbers:
    """Return the segments of a pool, drawn with the seed."""
    return train.take(np.sort(np.random.RandomState(1000 + seed).permutation(len(train.labels))[:POOL]))


def replays(numbers: Numbers, seed: int) -> Iterator[Replay]:
    """Read a pool in each of the orders; the best of one code is a replay for each code."""
    n, k = numbers.labels.shape
    draw, every = np.random.RandomState(seed), range(k)
    yield Replay("source", every, numbers.labels, np.zeros(n, bool))
    yield Replay("random", every, numbers.labels[draw.permutation(n)], np.ones(n, bool))
    for code in every:
        rows, _at_random = _read(_only(numbers, code), _best, draw)
        yield Replay("best, one code", [code], numbers.labels[rows], np.zeros(n, bool))
        yield Replay("best of another code", [c for c in every if c != code], numbers.labels[rows], np.zeros(n, bool))
    rows, _at_random = _read(numbers, _best, draw)
    yield Replay("best, over all codes", every, numbers.labels[rows], np.zeros(n, bool))
    rows, at_random = _read(numbers, _balanced, draw, random_share=1 / 3)
    yield Replay("balanced and a third random", every, numbers.labels[rows], at_random)


def _only(numbers: Numbers, code: int) -> Numbers:
    at = [code]
    hits, weak = (None if part is None else part[:, at] for part in (numbers.hits, numbers.weak))
    return Numbers(numbers.X, numbers.labels[:, at], hits, weak)


def _read(
    numbers: Numbers, pick: Pick, draw: np.random.RandomState, random_share: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows in the order of reading, and which of them were drawn at random."""
    n, scores = len(numbers.labels), _first_scores(numbers, draw)
    order, at_random = np.empty(0, int), np.empty(0, bool)
    while len(order) < n:
        if len(order) and numbers.labels[order].sum() < numbers.labels.sum():  # else nothing is left to learn for
            scores = _learned_scores(numbers, order)
        batch = min(n - len(order), max(BATCH, int(GROWTH * len(order))))
        unread = draw.permutation(np.setdiff1d(np.arange(n), order))
        by_chance, rest = np.split(unread, [round(random_share * batch)])
        chosen = pick(scores, numbers.labels[order], rest, batch - len(by_chance))
        mixed = draw.permutation(batch)
        order = np.append(order, np.append(by_chance, chosen)[mixed])
        at_random = np.append(at_random, (np.arange(batch) < len(by_chance))[mixed])
    return order, at_random


def _first_scores(numbers: Numbers, draw: np.random.RandomState) -> np.ndarray:
    """Return what orders the rows (n, k) before anything is read: the rules, else chance."""
    return draw.random_sample(numbers.labels.shape) if numbers.hits is None else numbers.hits + numbers.weak


def _learned_scores(numbers: Numbers, order: np.ndarray) -> np.ndarray:
    """Return how probable each code is (n, k), learned from what was read."""
    read = numbers.take(order)
    model = CodeClassifier().fit(read.X, read.labels, read.hits, read.weak)
    return model.predict_proba(numbers.X, numbers.hits, numbers.weak)


def _best(scores: np.ndarray, _labels: np.ndarray, unread: np.ndarray, n: int) -> np.ndarray:
    """Take what is most probable for any code."""
    return unread[np.argsort(-scores[unread].max(axis=1), kind="stable")[:n]]


def _balanced(scores: np.ndarray, labels: np.ndarray, unread: np.ndarray, n: int) -> np.ndarray:
    """Take turns: the best of the code with the fewest coded segments, then of the next."""
    chosen: dict[int, None] = {}
    turns = np.argsort(labels.sum(axis=0), kind="stable")
    ranked = {code: iter(unread[np.argsort(-scores[unread, code], kind="stable")]) for code in turns}
    while len(chosen) < n:
        for code in turns[: n - len(chosen)]:
            chosen.setdefault(next(row for row in ranked[code] if row not in chosen))
    return np.array(list(chosen), int)
