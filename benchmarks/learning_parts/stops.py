"""What an order of reading saved, and whether the test of `qualcode.learn.stopping` kept its promise in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

from learning_parts.order import NOBODY, Replay
from learning_parts.tables import figure, quartiles, row
from qualcode.learn import stopping
from qualcode.measure import read_to_find, work_saved

TARGETS = (0.8, 0.9, 0.95)
LOOK = 20
"""The test is looked at after so many readings."""


@dataclass(frozen=True)
class Stop:
    """Where the test said to stop: recall reached, share read."""

    recall: float
    read: float


@dataclass(frozen=True)
class Orders:
    """By order: shares read to find 95 % of a code, work saved at 95 %; by order and target: where the test stopped."""

    share: dict[str, list[float]]
    saved: dict[str, list[float]]
    stops: dict[tuple[str, float], list[Stop]]

    def too_early(self, order: str, target: float) -> float:
        """Return the share of runs that stopped below the target."""
        return float(np.mean([stop.recall < target - 1e-9 for stop in self.stops[order, target]]))

    def median_share(self, order: str) -> float:
        """Return the median share to read to find 95 % of a code."""
        return float(np.median(self.share[order]))


def judge(replays: Iterator[Replay]) -> Orders:
    """Look at every code of every replay: all readings count as drawn by chance or better."""
    orders = Orders(defaultdict(list), defaultdict(list), defaultdict(list))
    for replay in replays:
        for code in replay.codes:
            found = replay.labels[:, code] > 0
            if not found.any():
                continue
            orders.share[replay.order].append(read_to_find(found, 0.95) / len(found))
            orders.saved[replay.order].append(work_saved(found))
            for target in TARGETS:
                orders.stops[replay.order, target].append(_stop(found, target))
                if replay.order.startswith("next"):
                    usable = (replay.drawn_for == NOBODY) | (replay.drawn_for == code)
                    only = f"{replay.order}; what came by chance or for this code tells"
                    orders.stops[only, target].append(_stop(found, target, usable))
    return orders


def _stop(found: np.ndarray, target: float, usable: Sequence[bool] | None = None) -> Stop:
    """Return the first look at which the test says to stop, else the end."""
    n, there = len(found), found.sum()
    for read in range(LOOK, n, LOOK):
        p = stopping.p_below_target(found[:read], n, target=target, usable=None if usable is None else usable[:read])
        if stopping.stopped(p):
            return Stop(found[:read].sum() / there, read / n)
    return Stop(1.0, 1.0)


def show(orders: Orders) -> None:
    """Print two tables: what each order saved, and how often the test stopped too early in it."""
    print(row("order of reading", "code pools", "share read to find 95 %", "work saved at 95 %"))
    print(row(*["---"] * 4))
    for order, shares in orders.share.items():
        print(row(order, f"{len(shares)}", quartiles(shares), quartiles(orders.saved[order])))
    print()
    print(
        row(
            "order of reading",
            "target",
            "stopped too early (95 % interval)",
            "recall at stop, median (5 %)",
            "share read",
        )
    )
    print(row(*["---"] * 5))
    for (order, target), stops in sorted(orders.stops.items()):
        early, n = round(orders.too_early(order, target) * len(stops)), len(stops)
        low, high = binomtest(early, n).proportion_ci(method="exact")
        recall = [stop.recall for stop in stops]
        print(
            row(
                order,
                f"{target}",
                f"{early}/{n} ({100 * low:.1f} to {100 * high:.1f} %)",
                f"{figure(float(np.median(recall)))} ({figure(float(np.percentile(recall, 5)))})",
                figure(float(np.median([stop.read for stop in stops]))),
            )
        )
