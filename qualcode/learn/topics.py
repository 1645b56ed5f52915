"""Topics of passages that nobody coded: words that go together, and the passages in which they do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import NMF
from sklearn.preprocessing import normalize

LEAST_PASSAGES = 3
"""Passages in which a word must stand to make a topic."""

MOST_SHARE = 0.5
"""Share of the passages above which a word stands everywhere and tells nothing."""

WORDS = 8
ROUNDS = 1000
"""Most steps of the descent; about a hundred are usual."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Words that go together, the heaviest first, and passages (rows) in which they do.

    Attributes
    ----------
    rows : tuple of int
        Passages in which no other topic weighs more, the most typical first.
    """

    words: tuple[str, ...]
    rows: tuple[int, ...]


def topics(
    matrix: Any, names: Sequence[str], *, stop_words: Collection[str], n: int = 10, seed: int = 0
) -> list[Topic]:
    """Return the topics of passages, that with the most passages first; the same for the same seed.

    Non-negative matrix factorisation (Lee and Seung 1999, Nature 401) of tf-idf by coordinate descent, begun with the
    singular vectors (NNDSVDa, Boutsidis and Gallopoulos 2008, Pattern Recognition 41).

    Parameters
    ----------
    matrix : (passages, words) csr of float
        Weights over 0.
    names : sequence of str
        The word, or words joined by a blank, of each column.
    stop_words : collection of str
        Words that make no topic, nor any phrase that holds one.
    n : int
        Topics wanted; there are never more than passages or words.

    Returns
    -------
    list of Topic
        Empty if no word stands in at least three passages and at most half of them.
    """
    columns = _telling(matrix, names, frozenset(stop_words))
    if not len(columns):
        return []
    weights = normalize(matrix[:, columns].astype(np.float64))
    model = NMF(min(n, *weights.shape), init="nndsvda", random_state=seed, max_iter=ROUNDS)
    of_passage = model.fit_transform(weights)
    found = [
        Topic(_words([names[columns[i]] for i in np.argsort(-parts, kind="stable")]), _rows(of_passage, k))
        for k, parts in enumerate(model.components_)
        if parts.any()
    ]
    return sorted((topic for topic in found if topic.rows), key=lambda topic: -len(topic.rows))


def _telling(matrix: Any, names: Sequence[str], stop_words: frozenset[str]) -> NDArray[np.int64]:
    """Return the columns of words that are neither rare nor everywhere, nor stop words, numbers or single letters."""
    passages = np.bincount(matrix.indices, minlength=matrix.shape[1])
    often = np.flatnonzero((passages >= LEAST_PASSAGES) & (passages <= MOST_SHARE * matrix.shape[0]))
    return np.array([i for i in often.tolist() if _tells(names[i].split(), stop_words)], dtype=np.int64)


def _tells(words: Sequence[str], stop_words: frozenset[str]) -> bool:
    return stop_words.isdisjoint(words) and all(len(word) > 1 and any(map(str.isalpha, word)) for word in words)


def _words(ordered: Sequence[str]) -> tuple[str, ...]:
    """Return the first words, each once: "media" is not said again beside "media cetak"."""
    shown: list[str] = []
    for name in ordered:
        if {word for phrase in shown for word in phrase.split()}.isdisjoint(name.split()):
            shown.append(name)
        if len(shown) == WORDS:
            break
    return tuple(shown)


def _rows(of_passage: NDArray[np.float64], k: int) -> tuple[int, ...]:
    """Return the passages in which a topic weighs most, those first where it weighs much and others little."""
    total = of_passage.sum(axis=1)
    share = np.divide(of_passage[:, k], total, out=np.zeros(len(total)), where=total > 0)
    mine = np.flatnonzero((of_passage.argmax(axis=1) == k) & (total > 0))
    typical = share * of_passage[:, k]
    return tuple(mine[np.argsort(-typical[mine], kind="stable")].tolist())
