"""Sentence embeddings of a project's segments: each text is encoded once and kept in the private cache."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.store import cache
from qualcode.store.project import Project
from qualcode.workflow.corpus import MOST_HELD, Corpus, Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.learn.meaning import Encoder

FILE = "meaning-1.npz"
"""In the cache: digests of texts, and their vectors."""
AT_ONCE = 64
Progress = Callable[[Sequence[int]], Iterable[int]]


def with_meaning(project: Project, corpus: Corpus, rows: Rows, progress: Progress = iter) -> Rows:
    """Return the rows of a corpus with the meaning of each sentence as more features, at the end.

    Raises
    ------
    QualcodeError
        If no encoder is installed, or there are more segments than `MOST_HELD`.
    """
    from scipy import sparse

    from qualcode.learn.meaning import MeaningFeatures

    if rows.matrix is None:
        raise QualcodeError(
            _("Sentence embeddings are for at most {n} segments; there are more. Leave --semantic out.").format(
                n=MOST_HELD
            )
        )
    encoder = KeptEncoder(project, progress=progress)
    meaning = MeaningFeatures(encode=encoder).fit_transform(corpus.texts)
    return replace(rows, matrix=sparse.hstack([rows.matrix, meaning], format="csr"))


class KeptEncoder:
    """An encoder that asks the cache first, and keeps there what it had to encode.

    Parameters
    ----------
    encode : function of texts, optional
        Default: the installed encoder, loaded only if a text is new.
    progress : function of a sequence, optional
        Yields its items while it tells how far it is.
    """

    def __init__(self, project: Project, *, encode: Encoder | None = None, progress: Progress = iter) -> None:
        self._project, self._encode, self._progress = project, encode, progress
        self._known = dict(_kept(project))

    def __call__(self, texts: Sequence[str]) -> NDArray[Any]:
        """Return the vectors of texts: (n, d), float32.

        Raises
        ------
        QualcodeError
            If a text is new and no encoder is installed.
        """
        import numpy as np

        names = [hashlib.sha256(text.encode()).digest()[:16] for text in texts]
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in self._known}
        if new:
            self._learn(list(new), list(new.values()))
        return np.array([self._known[name] for name in names], dtype=np.float32)

    def _learn(self, names: Sequence[bytes], texts: Sequence[str]) -> None:
        from qualcode.learn.meaning import installed_encoder

        encode = self._encode or installed_encoder()
        for first in self._progress(range(0, len(texts), AT_ONCE)):
            found = encode(texts[first : first + AT_ONCE])
            self._known.update(zip(names[first : first + AT_ONCE], found, strict=True))
        cache.keep(self._project, FILE, _packed(self._known))


def _packed(known: dict[bytes, Any]) -> bytes:
    import numpy as np

    file = io.BytesIO()
    digests = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(-1, 16)
    np.savez(file, digests=digests, vectors=np.array(list(known.values()), dtype=np.float32))
    return file.getvalue()


def _kept(project: Project) -> Iterator[tuple[bytes, Any]]:
    """Yield the vectors in the cache by the digests of their texts; none if there is no file or it is damaged."""
    path = cache.kept(project, FILE)
    if path is None:
        return
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as file:
            digests, vectors = file["digests"], file["vectors"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return
    yield from zip(map(bytes, digests), vectors, strict=True)
