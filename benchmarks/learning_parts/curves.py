"""How good suggestions are by how much was read, with and without keywords."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from learning_parts.data import Numbers
from learning_parts.tables import quartiles, row
from qualcode.learn.classifier import CodeClassifier
from qualcode.learn.cutting import cuts
from qualcode.measure import accuracy, average_precision, calibration_error

SIZES = (0, 25, 50, 100, 200, 400, None)
"""Segments read; None is all."""
FIGURES = ("macro-F1", "micro-F1", "mAP", "calibration error")


@dataclass(frozen=True)
class Curve:
    """Figures by name and number read; one value a seed."""

    rules: bool
    values: dict[tuple[str, int | None], list[float]]

    def median(self, figure: str, size: int | None) -> float:
        """Return the median over the seeds, nan where nothing was measured."""
        values = self.values.get((figure, size), [])
        return float(np.median(values)) if values else float("nan")


def measure(train: Numbers, test: Numbers, seeds: int) -> list[Curve]:
    """Learn from growing draws; seed s reads ``RandomState(1000 + s).permutation(len(train))[:n]``."""
    pairs = [(train, test)] if train.hits is not None else []
    pairs.append((train.without_rules(), test.without_rules()))
    return [_curve(*pair, seeds) for pair in pairs]


def _curve(train: Numbers, test: Numbers, seeds: int) -> Curve:
    values: dict[tuple[str, int | None], list[float]] = {}
    for size in sizes(train):
        for seed in range(seeds if size else 1):  # nothing read, or all: the seed changes nothing
            for figure, value in _figures(train, test, size, seed):
                values.setdefault((figure, size), []).append(value)
    return Curve(train.hits is not None, values)


def sizes(train: Numbers) -> list[int | None]:
    """Return the numbers to read that the data can serve."""
    return [size for size in SIZES if size is None or size < len(train.labels)]


def _figures(train: Numbers, test: Numbers, size: int | None, seed: int) -> Iterator[tuple[str, float]]:
    n = len(train.labels)
    if size == 0:
        if test.hits is not None:
            yield from _scores(test.labels, test.hits > 0, test.hits + test.weak)
        return
    read = train.take(np.random.RandomState(1000 + seed).permutation(n)[:size])
    model = CodeClassifier().fit(read.X, read.labels, read.hits, read.weak)
    p = model.predict_proba(test.X, test.hits, test.weak)
    yield from _scores(test.labels, p >= cuts(p), p)
    yield "calibration error", calibration_error(test.labels, p)


def _scores(truth: np.ndarray, said: np.ndarray, score: np.ndarray) -> Iterator[tuple[str, float]]:
    counts = accuracy(truth, said)
    yield "macro-F1", float(np.nan_to_num(counts.f1).mean())
    yield "micro-F1", float(2 * counts.right.sum() / (counts.coded.sum() + counts.suggested.sum()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no code has a segment in the test part
        yield "mAP", float(np.nanmean(average_precision(truth, score)))


def show(curves: list[Curve], train: Numbers) -> None:
    """Print a row for each figure, a column for each number read."""
    columns = sizes(train)
    print(row("", *("all" if size is None else f"n = {size}" for size in columns)))
    print(row(*["---"] * (len(columns) + 1)))
    for curve in curves:
        for figure in FIGURES:
            shown = (quartiles(curve.values.get((figure, size), [])) for size in columns)
            print(row(f"{figure}, {'with' if curve.rules else 'without'} keywords", *shown))
