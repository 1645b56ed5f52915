"""Why the model suggests a code on a segment: rules hit, words with their weight, coded passages that are like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sklearn.preprocessing import normalize

from qualcode.learn.explaining import WordShares
from qualcode.query.labels import CODED
from qualcode.records import Evidence, Neighbour, Ordering, Reckoning, Span, Suggestion, WordWeight
from qualcode.segment.speech import Speech
from qualcode.store.project import Project
from qualcode.workflow.learning import Learned

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_WORDS = 12
"""Words kept with each suggestion, those that weigh most; what the others weigh together is kept too."""
NEIGHBOURS = 3
DIGITS = 8


class Witness:
    """Makes suggestions with their evidence, row by row of what was learned.

    Parameters
    ----------
    learned : Learned
    uid_of : mapping of code ids to uids
    """

    def __init__(self, project: Project, learned: Learned, uid_of: Mapping[int, str]) -> None:
        self._learned, self._uid_of = learned, uid_of
        self._shares = WordShares(learned.rows.features)
        self._coded = {k: _Coded(project, learned, k) for k in range(len(learned.labels.codes))}
        self._source: tuple[int, dict[int, tuple[Speech, list[Span], list[str]]]] = (0, {})

    def suggestions(self, row: int, columns: Sequence[int]) -> Iterator[Suggestion]:
        """Yield a suggestion for each code (columns) on a segment (row)."""
        import numpy as np

        learned = self._learned
        said, spans, words = self._spoken(row)
        if not said.map:
            return
        x = learned.rows.take(np.array([row]))
        shares = self._shares.shares(words, x.indices)
        start, end = said.span(0, len(said.text))
        placed = [(said.source(a) - start, said.source(b, side="end") - start, said.text[a:b]) for a, b in spans]
        for k in columns:
            code = learned.labels.codes[k]
            by_rules = learned.said.get((int(learned.labels.segments[row]), code))
            weighed = [
                *self._words(k, x, shares, placed),
                *(self._coded[k].nearest(x) if learned.is_calibrated else ()),
            ]
            weighed.append(self._reckoning(row, k, x, weighed))
            evidence: Sequence[Evidence] = by_rules.evidence if by_rules else ()
            yield Suggestion(self._uid_of[code], start, end, float(learned.scores[row, k]), evidence, weighed)

    def _spoken(self, row: int) -> tuple[Speech, list[Span], list[str]]:
        source = int(self._learned.labels.sources[row])
        if self._source[0] != source:
            spoken = self._learned.corpus.spoken(source)
            self._source = (source, {segment: (said, spans, words) for segment, said, spans, words in spoken})
        return self._source[1][int(self._learned.labels.segments[row])]

    def _words(self, k: int, x: Any, shares: NDArray[Any], words: Sequence[tuple[int, int, str]]) -> list[WordWeight]:
        if self._learned.model(k) is None:
            return []
        weights = shares @ self._learned.given(k, x)
        found = [
            WordWeight(*word, round(float(weight), DIGITS))
            for word, weight in zip(words, weights, strict=True)
            if weight
        ]
        return sorted(found, key=lambda word: (-abs(word.weight), word.start))[:MOST_WORDS]

    def _reckoning(self, row: int, k: int, x: Any, weighed: Sequence[object]) -> Reckoning | Ordering:
        learned = self._learned
        hit, weak = bool(learned.hits[row, k]), round(float(learned.weak[row, k]), DIGITS)
        if not learned.is_calibrated:
            return Ordering(hit, weak)
        model = learned.model(k)
        if model is None:
            return Reckoning(hit, weak)
        logit = float(learned.logits[row, k])
        listed = sum(item.weight for item in weighed if isinstance(item, WordWeight))
        of_meaning = x.indices >= learned.rows.features.n_features_out_
        meaning = float(learned.given(k, x)[of_meaning].sum())
        rest = logit - float(model.intercept_[0]) - listed - meaning
        return Reckoning(hit, weak, round(logit, DIGITS), round(rest, DIGITS), round(meaning, DIGITS))


class _Coded:
    """The segments that have a code, to find those that are most like another."""

    def __init__(self, project: Project, learned: Learned, k: int) -> None:
        import numpy as np

        rows = np.flatnonzero(learned.labels.values[:, k] == CODED)
        self._unit = normalize(learned.rows.take(rows)) if len(rows) else None
        self._uids = _codings(project, learned.labels.codes[k])
        self._segments = learned.labels.segments[rows].tolist()

    def nearest(self, x: Any) -> list[Neighbour]:
        """Return the coded passages that are most like a row, the most similar first (cosine, 0..1)."""
        import numpy as np

        if not self._segments:
            return []
        similar = (self._unit @ normalize(x).T).toarray()[:, 0]
        order = np.argsort(-similar, kind="stable")[:NEIGHBOURS]
        return [
            Neighbour(self._uids[self._segments[at]], round(float(similar[at]), 4))
            for at in order.tolist()
            if similar[at] > 0 and self._segments[at] in self._uids
        ]


def _codings(project: Project, code_id: int) -> dict[int, str]:
    """Return the uid of the first coding of a code on each segment."""
    rows = project.rows(
        """
        select segment_id, uid
          from coding
          join coding_segment on coding_segment.coding_id = coding.id
         where code_id = ?
         order by coding.id desc
        """,
        [code_id],
    )
    return dict(rows)
