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
AT_ONCE = 1000
"""Suggestions whose neighbours are looked for together."""
DIGITS = 8


class Witness:
    """Makes suggestions with their evidence, row by row of what was learned.

    Parameters
    ----------
    learned : Learned
    uid_of : mapping of code ids to uids
    chosen : (n, k) array
        What is suggested.
    """

    def __init__(self, project: Project, learned: Learned, uid_of: Mapping[int, str], chosen: NDArray[Any]) -> None:
        self._learned, self._uid_of = learned, uid_of
        self._shares = WordShares(learned.ground.rows.features)
        self._near = [_neighbours(project, learned, k, chosen[:, k]) for k in range(chosen.shape[1])]
        self._source: tuple[int, dict[int, tuple[Speech, list[Span], list[str]]]] = (0, {})

    def suggestions(self, row: int, columns: Sequence[int]) -> Iterator[Suggestion]:
        """Yield a suggestion for each code (columns) on a segment (row)."""
        import numpy as np

        learned = self._learned
        said, spans, words = self._spoken(row)
        if not said.map:
            return
        x = learned.ground.rows.take(np.array([row]))
        shares = self._shares.shares(words, x.indices)
        start, end = said.span(0, len(said.text))
        placed = [(said.source(a) - start, said.source(b, side="end") - start, said.text[a:b]) for a, b in spans]
        for k in columns:
            code = learned.labels.codes[k]
            by_rules = learned.ground.said.get((int(learned.labels.segments[row]), code))
            weighed = [
                *self._words(k, x, shares, placed),
                *self._near[k].get(row, ()),
            ]
            weighed.append(self._reckoning(row, k, x, weighed))
            evidence: Sequence[Evidence] = by_rules.evidence if by_rules else ()
            yield Suggestion(self._uid_of[code], start, end, float(learned.scores[row, k]), evidence, weighed)

    def _spoken(self, row: int) -> tuple[Speech, list[Span], list[str]]:
        source = int(self._learned.labels.sources[row])
        if self._source[0] != source:
            spoken = self._learned.ground.corpus.spoken(source)
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
        hit, weak = bool(learned.ground.hits[row, k]), round(float(learned.ground.weak[row, k]), DIGITS)
        if not learned.is_calibrated:
            return Ordering(hit, weak)
        model = learned.model(k)
        if model is None:
            return Reckoning(hit, weak)
        logit = float(learned.logits[row, k])
        listed = sum(item.weight for item in weighed if isinstance(item, WordWeight))
        of_meaning = x.indices >= learned.ground.rows.features.n_features_out_
        meaning = float(learned.given(k, x)[of_meaning].sum())
        rest = logit - float(model.intercept_[0]) - listed - meaning
        return Reckoning(hit, weak, round(logit, DIGITS), round(rest, DIGITS), round(meaning, DIGITS))


def _neighbours(project: Project, learned: Learned, k: int, chosen: NDArray[Any]) -> dict[int, list[Neighbour]]:
    """Return for each row that is suggested the coded segments most like it, the most similar first (cosine)."""
    import numpy as np

    uids = _codings(project, learned.labels.codes[k])
    segments = learned.labels.segments
    coded = [row for row in np.flatnonzero(learned.labels.values[:, k] == CODED) if int(segments[row]) in uids]
    rows = np.flatnonzero(chosen)
    if not coded or not len(rows):
        return {}
    known = normalize(learned.ground.rows.take(np.array(coded))).T
    found: dict[int, list[Neighbour]] = {}
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        similar = (normalize(learned.ground.rows.take(some)) @ known).toarray()
        order = np.argsort(-similar, axis=1, kind="stable")[:, :NEIGHBOURS]
        for row, alike, nearest in zip(some.tolist(), similar, order, strict=True):
            places = [at for at in nearest if alike[at] > 0]
            found[row] = [Neighbour(uids[int(segments[coded[at]])], round(float(alike[at]), 4)) for at in places]
    return found


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
