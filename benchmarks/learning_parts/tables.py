"""Rows of markdown tables, and how figures over seeds are written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def row(*cells: str) -> str:
    """Return a row of a markdown table."""
    return "| " + " | ".join(cells) + " |"


def figure(value: float) -> str:
    """Write 0.8312 as ".831"."""
    return "" if np.isnan(value) else f"{value:.3f}".replace("0.", ".", 1)


def quartiles(values: Sequence[float]) -> str:
    """Write the median with its quartiles: ".837 [.83-.85]"."""
    if not len(values):
        return ""
    low, median, high = np.percentile(values, [25, 50, 75])
    spread = f" [{low:.2f}-{high:.2f}]".replace("0.", ".") if len(values) > 1 else ""
    return figure(median) + spread
