"""Which words of a text a linear model listened to: the weight of each feature, shared over the words it sits in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from qualcode.learn.features import TextFeatures


class WordShares:
    """How much of each feature of a text sits in each of its words.

    A word is a feature of all places where it stands, in equal parts; a pair gives half to each of its words; a piece
    is shared by the words that hold it, by how often.

    Parameters
    ----------
    features : TextFeatures
        As fitted.
    """

    def __init__(self, features: TextFeatures) -> None:
        self._words = {name: column for column, name in enumerate(features.words_)}
        first = len(self._words)
        self._pieces = {name: column for column, name in enumerate(features.pieces_, first)}
        self._cut = features.cutter().build_analyzer()
        self._of_word: dict[str, list[int]] = {}

    def shares(self, words: Sequence[str], columns: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return the share of each feature in each word.

        Parameters
        ----------
        words : the n words of a text, in order
        columns : (m,) array
            The features of the text that are not 0, as in the indices of its row.

        Returns
        -------
        (n, m) array
            Each column adds up to 1, so that ``shares @ (coefficients * values)`` adds up to what the features give.
        """
        place = {column: at for at, column in enumerate(columns.tolist())}
        found = np.zeros((len(words), len(columns)))
        for word, column in self._sitting(words):
            if column in place:
                found[word, place[column]] += 1
        total = found.sum(axis=0)
        return found / np.where(total > 0, total, 1)

    def _sitting(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield (place of a word, feature) once for each time that the feature sits in the word."""
        for at, word in enumerate(words):
            if word in self._words:
                yield at, self._words[word]
            if at and (pair := f"{words[at - 1]} {word}") in self._words:
                yield at - 1, self._words[pair]
                yield at, self._words[pair]
            if word not in self._of_word:
                self._of_word[word] = [self._pieces[piece] for piece in self._cut(word) if piece in self._pieces]
            for column in self._of_word[word]:
                yield at, column
