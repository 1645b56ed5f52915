"""Which segment to read next: the most probable first, codes with few examples first, or by chance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qualcode.records import Order

RANDOM_EVERY = 3
"""Of "best" and "balanced" each third segment is drawn by chance: those alone tell how much of a code there is."""


def reading_order(
    scores: NDArray[np.float64], coded: NDArray[np.int64], *, order: Order, most: int, random_state: int = 0
) -> list[tuple[int, int | None]]:
    """Return the rows to be read next, each with the code (column) for whose sake it comes; None if by chance.

    Parameters
    ----------
    scores : (n, k) array
        Of the unread segments; higher is more probable.
    coded : (k,) array
        Segments that have each code until now.
    order : {"best", "balanced", "random"}
        "best": the highest score of any code. "balanced": for the code with the fewest coded segments its highest
        score; a row that comes for a code counts there as coded with its score, so that codes take turns.
    most : int
        Rows returned.

    Examples
    --------
    >>> scores = np.array([[0.9, 0.0], [0.1, 0.6], [0.8, 0.1], [0.7, 0.0]])
    >>> [row for row, _code in reading_order(scores, np.array([5, 0]), order="balanced", most=2)]
    [1, 2]
    """
    n, k = scores.shape
    chance = np.random.RandomState(random_state).permutation(n).tolist()
    if order == "random" or k == 0:
        return [(row, None) for row in chance[:most]]
    pick = _best(scores) if order == "best" else _balanced(scores, coded.astype(float))
    taken: set[int] = set()
    found: list[tuple[int, int | None]] = []
    by_chance = iter(chance)
    while len(found) < min(most, n):
        if (len(found) + 1) % RANDOM_EVERY == 0:
            row, code = next(row for row in by_chance if row not in taken), None
        else:
            row, code = next(place for place in pick if place[0] not in taken)
        taken.add(row)
        found.append((row, code))
    return found


def _best(scores: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield rows by their highest score."""
    codes = scores.argmax(axis=1)
    for row in np.argsort(-scores.max(axis=1), kind="stable").tolist():
        yield row, int(codes[row])


def _balanced(scores: NDArray[np.float64], coded: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield for the code with the fewest examples its next row; a row may come again for another code."""
    by_code = [iter(np.argsort(-scores[:, k], kind="stable").tolist()) for k in range(scores.shape[1])]
    given: set[int] = set()
    while True:
        code = int(coded.argmin())
        row = next((row for row in by_code[code] if row not in given), None)
        if row is None:
            return
        given.add(row)
        coded[code] += scores[row, code]
        yield row, code
