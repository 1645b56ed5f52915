"""How well a reading explains a text."""

from __future__ import annotations

from typing import NamedTuple


class Guess(NamedTuple):
    """Score 0..1, and why, in the user's language."""

    score: float
    reason: str


NO = Guess(0.0, "")
