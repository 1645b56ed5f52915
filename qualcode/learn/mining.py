"""Words and phrases that tell coded passages from those that were read and not coded, where the rules are silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from qualcode.measure.accuracy import accuracy

CODED, NOT_CODED, UNKNOWN = 1, 0, -1

LONGEST_PHRASE = 3
LEAST_CODED = 2
"""Coded passages in which a phrase must stand."""

PRIOR = 50.0
"""Passages that the prior counts for: of 2, 10, 50 and 200 it ranked best over 50, 100 and 400 read reviews."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one more rule hits, and what it does to the rules of a code on what was read.

    Attributes
    ----------
    coded, not_coded : int
        Passages that it hits.
    of_coded, of_not_coded, of_unread : int
        Passages that there are.
    new_coded, new_not_coded, new_unread : int
        Those of them that no rule of the code hit so far.
    precision, recall : (float, float)
        Of the rules without it and with it, 0 to 1; nan where nothing is hit, or nothing coded.
    """

    coded: int
    of_coded: int
    not_coded: int
    of_not_coded: int
    new_coded: int
    new_not_coded: int
    new_unread: int
    of_unread: int
    precision: tuple[float, float]
    recall: tuple[float, float]


class PhraseCounts:
    """Which passages hold which words and phrases.

    A phrase neither begins nor ends with a stop word, and stands in at least two of the passages that were read.

    Parameters
    ----------
    documents : sequence of n str
        Lower-case words joined by single blanks.
    read : (n,) bool
        Passages of which anything is known.
    stop_words : collection of str
        Words that say nothing by themselves.
    """

    def __init__(self, documents: Sequence[str], read: NDArray[np.bool_], stop_words: Collection[str]) -> None:
        self._stop_words = frozenset(stop_words)
        self._phrases = self._worth_trying([documents[i] for i in np.flatnonzero(read).tolist()])
        self._held = sparse.csc_matrix((len(documents), 0))
        if self._phrases:
            self._held = _counter(vocabulary=self._phrases).transform(documents).tocsc()

    def _worth_trying(self, documents: Sequence[str]) -> list[str]:
        if not any(documents):
            return []
        counter = _counter()
        often = np.asarray(counter.fit_transform(documents).sum(axis=0)).ravel() >= LEAST_CODED
        return [phrase for phrase in counter.get_feature_names_out()[often] if self._tells(phrase)]

    def _tells(self, phrase: str) -> bool:
        words = phrase.split()
        return not self._stop_words & {words[0], words[-1]} and any(map(str.isalpha, phrase))

    def ranked(self, values: NDArray[np.int8], rules: NDArray[np.bool_], *, most: int = 60) -> list[str]:
        """Return the phrases that speak most for a code where its rules are silent, the clearest first.

        Of phrases that stand in just the same passages only the longest is returned.

        Parameters
        ----------
        values : (n,) int8
            1 coded, 0 read and not coded, -1 not known.
        rules : (n,) bool
            What the rules of the code hit.
        """
        odds = odds_beyond(values, rules, self._held)
        often = _count(values == CODED, self._held) >= LEAST_CODED
        adds = _count((values == CODED) & ~rules, self._held) > 0
        candidates = np.flatnonzero(often & adds & (odds > 0)).tolist()
        found: dict[bytes, str] = {}
        for i in sorted(candidates, key=lambda i: (-odds[i], -len(self._phrases[i]), self._phrases[i])):
            found.setdefault(self._held[:, [i]].indices.tobytes(), self._phrases[i])
            if len(found) == most:
                break
        return list(found.values())


def odds_beyond(values: NDArray[np.int8], rules: NDArray[np.bool_], held: Any) -> NDArray[np.float64]:
    """Return the `log_odds` of phrases over the passages that the rules do not hit.

    Parameters
    ----------
    values : (n,) int8
        1 coded, 0 read and not coded, -1 not known: counted in the prior only.
    rules : (n,) bool
        What the rules of the code hit.
    held : (n, d) sparse of bool
        Which passages hold, or would be hit by, which phrase.

    Returns
    -------
    (d,) float
    """
    missed, refused = (values == CODED) & ~rules, (values == NOT_CODED) & ~rules
    share = (_count(np.ones(len(values), dtype=bool), held) + 0.5) / (len(values) + 1)
    return log_odds(_count(missed, held), int(missed.sum()), _count(refused, held), int(refused.sum()), share)


def _count(passages: NDArray[np.bool_], held: Any) -> NDArray[np.float64]:
    """Return in how many of the chosen passages each phrase stands."""
    return np.asarray(passages.astype(np.float64) @ held, dtype=np.float64).ravel()


def log_odds(
    coded: NDArray[np.float64],
    of_coded: int,
    other: NDArray[np.float64],
    of_other: int,
    share: NDArray[np.float64],
    *,
    prior: float = PRIOR,
) -> NDArray[np.float64]:
    """Return how clearly phrases belong to coded passages: log odds ratio over its standard deviation.

    Equations 16, 20 and 22 of Monroe, Colaresi and Quinn (2008, Fightin' Words, Political Analysis 16(4)), with
    passages instead of words as what is counted: the prior, the share of all passages that hold the phrase, draws a
    phrase that was seen a few times towards what is usual.

    Parameters
    ----------
    coded, other : (d,) float
        In how many passages of each kind a phrase stands, of `of_coded` and `of_other`.
    share : (d,) float
        Share of all passages that hold it, over 0 and below 1.
    prior : float
        How many passages the prior counts for.

    Examples
    --------
    Half of ten coded passages hold the first phrase and one of twenty others; the second one is as frequent in both.

    >>> log_odds(np.array([5., 2.]), 10, np.array([1., 4.]), 20, np.array([.1, .2])).round(2).tolist()
    [1.47, 0.0]
    """
    expected = prior * share
    first, second = coded + expected, other + expected
    ratio = np.log(first / (of_coded + prior - first)) - np.log(second / (of_other + prior - second))
    return np.asarray(ratio / np.sqrt(1 / first + 1 / second), dtype=np.float64)


def effect(values: NDArray[np.int8], rules: NDArray[np.bool_], hits: NDArray[np.bool_]) -> Effect:
    """Return what a new rule adds and costs.

    Parameters
    ----------
    values : (n,) int8
        1 coded, 0 read and not coded, -1 not known.
    rules, hits : (n,) bool
        What the rules of the code hit, and what the new one hits.
    """
    kinds = [values == kind for kind in (CODED, NOT_CODED, UNKNOWN)]
    coded, not_coded, _unread = (int((hits & kind).sum()) for kind in kinds)
    of_coded, of_not_coded, of_unread = (int(kind.sum()) for kind in kinds)
    new_coded, new_not_coded, new_unread = (int((hits & ~rules & kind).sum()) for kind in kinds)
    measured = accuracy(np.column_stack([values, values]), np.column_stack([rules, rules | hits]))
    precision, recall = measured.precision.tolist(), measured.recall.tolist()
    return Effect(
        coded, of_coded, not_coded, of_not_coded, new_coded, new_not_coded, new_unread, of_unread,
        precision=(precision[0], precision[1]), recall=(recall[0], recall[1]),
    )  # fmt: skip


def _counter(**options: object) -> CountVectorizer:
    return CountVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, LONGEST_PHRASE), binary=True,
        **options,
    )  # fmt: skip
