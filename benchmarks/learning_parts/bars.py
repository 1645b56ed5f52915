"""Figures that must be reached on the public sets that they were set on, and how near a run came."""

from __future__ import annotations

from dataclasses import dataclass

from learning_parts.curves import Curve
from learning_parts.stops import Orders
from learning_parts.tables import row

LEAST_F1 = {
    "hoasa": {True: {0: 0.81, 25: 0.81, 100: 0.815, 400: 0.84, None: 0.885}, False: {100: 0.60, 400: 0.78}},
    "casa": {True: {0: 0.70, 25: 0.73, 100: 0.76, 400: 0.83, None: 0.87}, False: {100: 0.64, 400: 0.83}},
}
"""Macro-F1 by whether there are keywords and by the number of segments read (None: all)."""
MOST_CALIBRATION_ERROR = {"hoasa": 0.025, "casa": 0.05}
"""With keywords, at 100 and more segments read."""
MOST_SHARE_READ = {"hoasa": 0.25}
"""Median share to read to find 95 %, best of one code first."""
MOST_TOO_EARLY = 0.05
MOST_SECONDS = {"vectorise": 30.0, "refit and score": 5.0}
"""CPU seconds at 100,000 segments."""
MOST_PEAK = 1.2
"""GiB at 100,000 segments."""


@dataclass(frozen=True)
class Bar:
    """What was measured against what it must be; `least` tells whether more is better."""

    name: str
    measured: float
    bar: float
    least: bool = False

    @property
    def ratio(self) -> float:
        """Up to 1 the bar holds."""
        over, under = (self.bar, self.measured) if self.least else (self.measured, self.bar)
        return over / under if under else float("inf")


def of_curves(dataset: str, curves: list[Curve]) -> list[Bar]:
    """Return the bars that the learning curves of a data set must hold."""
    bars = []
    for curve in curves:
        kind = "with" if curve.rules else "without"
        for size, least in LEAST_F1.get(dataset, {}).get(curve.rules, {}).items():
            name = f"macro-F1 {kind} keywords, {'all' if size is None else f'n = {size}'}"
            bars.append(Bar(name, curve.median("macro-F1", size), least, least=True))
        if curve.rules and dataset in MOST_CALIBRATION_ERROR:
            worst = max(curve.median("calibration error", size) for size in (100, 200, 400, None))
            bars.append(Bar("calibration error at n >= 100, the worst", worst, MOST_CALIBRATION_ERROR[dataset]))
    return bars


def of_orders(dataset: str, orders: Orders) -> list[Bar]:
    """Return the bars that reading in order must hold."""
    best = "best, one code"
    bars = [Bar(f"stopped too early, {best}, target .9", orders.too_early(best, 0.9), MOST_TOO_EARLY)]
    if dataset in MOST_SHARE_READ:
        bars.append(Bar(f"share read to find 95 %, {best}", orders.median_share(best), MOST_SHARE_READ[dataset]))
    return bars


def of_speed(seen: dict[str, float]) -> list[Bar]:
    """Return the bars of 100,000 segments in one matrix."""
    seconds = [Bar(f"{step}, CPU s", seen[step], most) for step, most in MOST_SECONDS.items()]
    return [*seconds, Bar("peak, GiB", seen["peak"], MOST_PEAK)]


def show(bars: list[Bar]) -> None:
    """Print a row a bar; a ratio up to 1 holds it."""
    if bars:
        print("\n" + row("bar", "measured", "must be", "ratio (up to 1 holds)"))
        print(row(*["---"] * 4))
        for bar in bars:
            must = f"{'>=' if bar.least else '<='} {bar.bar:g}"
            print(row(bar.name, f"{bar.measured:.3f}", must, f"{bar.ratio:.2f}"))
