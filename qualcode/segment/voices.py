"""A label in one shape, and the lines that it begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from qualcode.segment.labels import Verdict

FIGURES = "0123456789"


@dataclass(slots=True)
class Voice:
    """A label in one shape: what it is, the lines that it begins, and those of them that it has to itself."""

    name: str
    verdict: Verdict
    lines: list[int] = field(default_factory=list)
    alone: set[int] = field(default_factory=set)
    weight: float = 0.0


def stem(key: str) -> str:
    """Return the key of a label without the number behind: "p 3" is "p"."""
    return key.rstrip("0123456789").rstrip() if key[-1:] in FIGURES else key


def figures(key: str) -> str:
    """Return the figures in the key of a label."""
    return "".join(letter for letter in key if letter in FIGURES)
