"""Texts as numbers: words, pairs of words and pieces of words, weighted by tf-idf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted


class TextFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Words, pairs of neighbouring words and pieces of words as a sparse matrix.

    Sublinear tf-idf, ``(1 + log tf) * (1 + log((1 + n) / (1 + df)))``, of words with pairs and of pieces, each of the
    two parts of a row scaled to length 1 (Salton and Buckley 1988, in the smooth form of scikit-learn).

    Parameters
    ----------
    pairs : bool
        Whether pairs of neighbouring words are features too.
    shortest, longest : int
        Letters of the pieces; they do not cross words, and a blank stands for the border of a word.
    min_df : int
        Documents in which a piece must stand.

    Examples
    --------
    >>> features = TextFeatures(min_df=1).fit(["koordinasi dengan dinas", "anak jalanan"])
    >>> features.transform(["dinas sosial"]).shape == (1, features.n_features_out_)
    True
    """

    def __init__(self, *, pairs: bool = True, shortest: int = 3, longest: int = 5, min_df: int = 2) -> None:
        self.pairs = pairs
        self.shortest = shortest
        self.longest = longest
        self.min_df = min_df

    def fit(self, documents: Sequence[str], y: object = None) -> Self:  # noqa: ARG002
        """Learn words, pieces and their weights.

        Parameters
        ----------
        documents : sequence of str
            Words joined by single blanks, in the case that shall count.
        """
        self._learn(documents)
        return self

    def fit_transform(self, documents: Sequence[str], y: object = None) -> sparse.csr_matrix:  # noqa: ARG002
        """Learn, and return the rows of the documents that were learned from."""
        return self._weighted(*self._learn(documents))

    def transform(self, documents: Sequence[str]) -> sparse.csr_matrix:
        """Return the rows of documents: (n, n_features_out_), float32.

        A word that was not learned counts by its pieces.
        """
        check_is_fitted(self)
        return self._weighted(self._words().transform(documents), self._pieces_of(documents, self.cutter()))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:  # noqa: ARG002
        """Return the features: words and pairs, then pieces (a blank marks the border of a word)."""
        check_is_fitted(self)
        return np.asarray([*self.words_, *self.pieces_], dtype=object)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what was learned as arrays of numbers, for a file; `from_arrays` makes it again."""
        return {
            "words": _as_bytes(self.words_), "words_idf": self.words_idf_,
            "pieces": _as_bytes(self.pieces_), "pieces_idf": self.pieces_idf_,
        }  # fmt: skip

    def from_arrays(self, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Take over what another learned; returns itself."""
        self._keep(_as_words(arrays["words"]), arrays["words_idf"], _as_words(arrays["pieces"]), arrays["pieces_idf"])
        return self

    def cutter(self) -> CountVectorizer:
        """Return what cuts a word into its pieces and counts them."""
        known = getattr(self, "pieces_", None)
        return CountVectorizer(
            analyzer="char_wb", ngram_range=(self.shortest, self.longest), lowercase=False, vocabulary=known,
            dtype=np.float32,
        )  # fmt: skip

    def _learn(self, documents: Sequence[str]) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        counter = self._words()
        words = counter.fit_transform(documents)
        cutter = self.cutter()
        pieces = self._pieces_of(documents, cutter)
        kept = np.flatnonzero(_documents_with(pieces) >= self.min_df)
        pieces = pieces[:, kept]
        self._keep(
            counter.get_feature_names_out(), _idf(words),
            [str(piece) for piece in cutter.get_feature_names_out()[kept]], _idf(pieces),
        )  # fmt: skip
        return words, pieces

    def _keep(
        self, words: Sequence[str], words_idf: NDArray[Any], pieces: Sequence[str], pieces_idf: NDArray[Any]
    ) -> None:
        self.words_, self.words_idf_ = list(words), words_idf
        self.pieces_, self.pieces_idf_ = list(pieces), pieces_idf
        self.n_features_out_ = len(self.words_) + len(self.pieces_)

    def _words(self) -> CountVectorizer:
        known = getattr(self, "words_", None)
        return CountVectorizer(
            tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2 if self.pairs else 1),
            vocabulary=known, dtype=np.float32,
        )  # fmt: skip

    @staticmethod
    def _pieces_of(documents: Sequence[str], cutter: CountVectorizer) -> sparse.csr_matrix:
        """Return how often each piece stands in each document: each distinct word is cut into pieces once."""
        counter = CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, dtype=np.float32)
        counts = counter.fit_transform(documents)
        cut = cutter.fit_transform if cutter.vocabulary is None else cutter.transform
        return counts @ cut(counter.get_feature_names_out())

    def _weighted(self, words: sparse.csr_matrix, pieces: sparse.csr_matrix) -> sparse.csr_matrix:
        parts = [_tf_idf(words, self.words_idf_), _tf_idf(pieces, self.pieces_idf_)]
        return sparse.hstack(parts, format="csr", dtype=np.float32)


def _tf_idf(counts: sparse.csr_matrix, idf: NDArray[Any]) -> sparse.csr_matrix:
    counts = counts.astype(np.float32)
    np.log(counts.data, out=counts.data)
    counts.data += 1
    return normalize(counts @ sparse.diags(idf.astype(np.float32)), copy=False)


def _idf(counts: sparse.csr_matrix) -> NDArray[np.float64]:
    return np.asarray(1 + np.log((1 + counts.shape[0]) / (1 + _documents_with(counts))), dtype=np.float64)


def _documents_with(counts: sparse.csr_matrix) -> NDArray[np.int64]:
    return np.bincount(counts.indices, minlength=counts.shape[1])


def _as_bytes(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _as_words(array: NDArray[np.uint8]) -> list[str]:
    return array.tobytes().decode().split("\n") if array.size else []
