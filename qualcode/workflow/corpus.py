"""The segments of a project as the learner sees them: their words, their features, and what the rules hit."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode import __version__
from qualcode import language as languages
from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.records import Span, Suggestion
from qualcode.segment.speech import Speech, speech
from qualcode.store import cache
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.workflow.autocoding import said_by_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.learn.features import TextFeatures


MOST_HELD, SAMPLE, CHUNK = 150_000, 20_000, 10_000
"""Segments whose features are held in memory and cached; beyond: learned from so many, made in such chunks."""


@dataclass(frozen=True)
class Corpus:
    """The segments of a population, in order of source name and place.

    Attributes
    ----------
    segments : (n,) array of ids
    """

    project: Project
    segments: NDArray[Any]
    _places: Mapping[int, list[tuple[int, int, int]]]

    @cached_property
    def documents(self) -> list[str]:
        """The words of each segment, in lower case, joined by single blanks."""
        return [" ".join(words) for _segment, _said, _spans, words in self.spoken()]

    @cached_property
    def texts(self) -> list[str]:
        """What is said in each segment."""
        return [said.text for _segment, said, _spans, _words in self.spoken()]

    def spoken(self, source_id: int | None = None) -> Iterator[tuple[int, Speech, list[Span], list[str]]]:
        """Yield (segment id, speech, spans of its words in it, words) of all segments, or of those of a source."""
        for source, places in self._places.items():
            if source_id not in (None, source):
                continue
            text, code = self.project.rows("select text, language from source where id = ?", [source])[0]
            parts, language = parts_of(self.project, source), languages.get(code)
            for segment, start, stop in places:
                said = speech(text, parts, start, stop)
                spans = language.tokens(said.text)
                yield segment, said, spans, [_word(said.text[begin:end]) for begin, end in spans]

    @cached_property
    def digest(self) -> str:
        """A sha256 that changes when the words of any segment do."""
        found = hashlib.sha256(self.segments.tobytes())
        for sql in _CONTENT:
            for row in self.project.connection.execute(sql):
                found.update(repr(row).encode())
        return found.hexdigest()


_CONTENT = (
    "select id, text_sha256, language from source order by id",
    "select id, source_id, start, stop from segment order by id",
    "select source_id, start, stop, kind, rule from part order by source_id, start",
)


def _word(text: str) -> str:
    return "_".join(text.lower().split())


def read_corpus(project: Project, where: Filter = EVERYTHING) -> Corpus:
    """Return the segments of a population; their words are read when they are asked for."""
    import numpy as np

    population, bound = where.population(project)
    rows = project.rows(
        f"""
        select scope.source_id, scope.segment_id, scope.start, scope.stop
          from ({population}) as scope
          join source on source.id = scope.source_id
         order by source.name, scope.segment
        """,
        bound,
    )
    places: dict[int, list[tuple[int, int, int]]] = {}
    for source, *place in rows:
        places.setdefault(source, []).append((place[0], place[1], place[2]))
    return Corpus(project, np.array([row[1] for row in rows], dtype=np.int64), places)


def rule_hits(project: Project, codes: Sequence[int], segments: NDArray[Any]) -> NDArray[Any]:
    """Return for each segment and code (ids) whether `autocode` hits it: (n, k), 0 or 1."""
    return hits_matrix(said_by_rules(project), codes, segments)


def hits_matrix(
    said: Mapping[tuple[int, int], Suggestion], codes: Sequence[int], segments: NDArray[Any]
) -> NDArray[Any]:
    """Return for each segment and code whether it is among what the rules said: (n, k), 0 or 1."""
    import numpy as np

    hits = np.zeros((len(segments), len(codes)), np.uint8)
    row_of = {segment: row for row, segment in enumerate(segments.tolist())}
    column_of = {code: column for column, code in enumerate(codes)}
    for segment, code in said:
        if segment in row_of and code in column_of:
            hits[row_of[segment], column_of[code]] = 1
    return hits


@dataclass(frozen=True, slots=True)
class Rows:
    """The feature rows of a corpus; a large one is never held whole.

    Attributes
    ----------
    matrix : csr_matrix (n, d), or None where rows are made each time they are asked for
    """

    features: TextFeatures
    matrix: Any
    documents: Sequence[str] = ()

    def whole(self) -> Any:
        """Return all rows: csr_matrix (n, d)."""
        from scipy import sparse

        return sparse.vstack([rows for _place, rows in self.chunks()], format="csr")

    def take(self, rows: NDArray[Any]) -> Any:
        """Return the rows of these numbers: csr_matrix (len(rows), d)."""
        if self.matrix is not None:
            return self.matrix[rows]
        return self.features.transform([self.documents[row] for row in rows.tolist()])

    def chunks(self) -> Iterator[tuple[slice, Any]]:
        """Yield all rows in order, as (where they stand, csr_matrix)."""
        if self.matrix is not None:
            yield slice(0, self.matrix.shape[0]), self.matrix
            return
        for first in range(0, len(self.documents), CHUNK):
            yield slice(first, first + CHUNK), self.features.transform(self.documents[first : first + CHUNK])


def rows_of(project: Project, corpus: Corpus) -> Rows:
    """Return the feature rows of a corpus; past `MOST_HELD` segments features are learned from `SAMPLE` of them.

    Raises
    ------
    QualcodeError
        If the corpus has no words.
    """
    if not len(corpus.segments):
        raise QualcodeError(_("There are no segments to learn from. Import transcripts first: qualcode import PATH"))
    if len(corpus.segments) <= MOST_HELD:
        return Rows(*features_of(project, corpus))
    from random import Random

    from qualcode.learn.features import TextFeatures

    drawn = sorted(Random(0).sample(range(len(corpus.segments)), SAMPLE))
    documents = corpus.documents
    return Rows(TextFeatures().fit([documents[row] for row in drawn]), None, documents)


def features_of(project: Project, corpus: Corpus) -> tuple[TextFeatures, Any]:
    """Return the features of a corpus and the matrix of its segments, from the private cache if it has just these.

    Returns
    -------
    TextFeatures, csr_matrix (n, d)
    """
    from qualcode.learn.features import TextFeatures

    features = TextFeatures()
    name = f"features-{_key(corpus, features)}.npz"
    known = _load(cache.kept(project, name), features)
    if known is not None:
        return known
    matrix = features.fit_transform(corpus.documents)
    cache.keep(project, name, _packed(features, matrix))
    return features, matrix


def _key(corpus: Corpus, features: TextFeatures) -> str:
    import sklearn

    what = (corpus.digest, sorted(features.get_params().items()), __version__, sklearn.__version__)
    return hashlib.sha256(repr(what).encode()).hexdigest()


def _packed(features: TextFeatures, matrix: Any) -> bytes:
    import numpy as np

    arrays = {name: getattr(matrix, name) for name in ("data", "indices", "indptr")}
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays, **features.to_arrays())
    return file.getvalue()


def _load(path: Any, features: TextFeatures) -> tuple[TextFeatures, Any] | None:
    """Return what a file of the cache holds, or None if there is none or it is damaged."""
    if path is None:
        return None
    import numpy as np
    from scipy import sparse

    try:
        with np.load(path, allow_pickle=False) as file:
            features.from_arrays(file)
            indptr = file["indptr"]
            shape = (len(indptr) - 1, features.n_features_out_)
            return features, sparse.csr_matrix((file["data"], file["indices"], indptr), shape=shape)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
