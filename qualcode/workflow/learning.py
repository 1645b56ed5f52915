"""Learning from what people have read and coded: for every segment and code how probable the code is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qualcode.query.labels import CODED, NOT_CODED, UNKNOWN, Labels, labels
from qualcode.records import Suggestion
from qualcode.store.codebooks import current_sha256
from qualcode.store.project import Project
from qualcode.workflow.autocoding import said_by_rules
from qualcode.workflow.corpus import Corpus, Rows, hits_matrix, read_corpus, rows_of
from qualcode.workflow.meaning import Progress, with_meaning

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.learn.classifier import CodeClassifier

Basis = Literal["model", "model and rules", "rules", "order", "nothing", "group"]
"""On what the probabilities of a code rest: its own model, that joined with its rules, its rules as far as they proved
right; "order": the rules and what looks like their hits, no probability; "nothing": too few examples; "group": a code
that only holds others."""

LEAST_READ = 25
"""Segments that must have been read before anything is called a probability: with fewer it is too far off."""
LEAST_CODED = 3
"""Coded segments, and read ones without the code, from which a code without rules is learned."""


@dataclass(frozen=True, slots=True)
class Options:
    """How it is learned and suggested.

    Attributes
    ----------
    limit : int or None
        Most suggestions of one code, the surest first.
    fewer : bool
        Only surer suggestions: probability at least .35.
    seed : int
    semantic : bool
        Whether the meaning of whole sentences is a feature too; needs ``qualcode[semantic]``.
    """

    limit: int | None = None
    fewer: bool = False
    seed: int = 0
    semantic: bool = False


USUAL = Options()


def last_options(project: Project) -> Options | None:
    """Return the options of the last run of the model that stands; None if there is none."""
    rows = project.rows("select parameters, random_state from run where kind = 'model' order by id desc limit 1")
    if not rows:
        return None
    told = json.loads(rows[0][0])
    return Options(told["limit"], told["fewer"], rows[0][1], told["semantic"])


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the n segments and k codes before people say anything.

    Attributes
    ----------
    said : what the rules suggest, by segment and code (ids)
    hits, weak : (n, k) arrays
        Whether a rule hits; how much the segment looks like those that it hits, 0..1.
    ruled : (k,) array
        Codes that have rules.
    """

    corpus: Corpus
    rows: Rows
    said: Mapping[tuple[int, int], Suggestion]
    hits: NDArray[Any]
    weak: NDArray[Any]
    ruled: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned at one moment.

    Attributes
    ----------
    labels : Labels
        What people have said: n segments, k codes.
    scores : (n, k) array, 0..1
        Probabilities; without a classifier the mean of hit and weak, which only orders.
    logits : (n, k) array
        Of each code's own model; nan without one.
    basis : k of them
    """

    ground: Ground
    labels: Labels
    scores: NDArray[Any]
    logits: NDArray[Any]
    basis: tuple[Basis, ...]
    classifier: CodeClassifier | None
    seed: int

    @property
    def is_calibrated(self) -> bool:
        """Whether the scores are probabilities."""
        return self.classifier is not None

    @property
    def open(self) -> NDArray[Any]:
        """What can be suggested: (n, k), where nobody has said anything yet of a code of which something is known."""
        import numpy as np

        known = np.array([basis not in ("nothing", "group") for basis in self.basis], dtype=bool)
        return np.asarray((self.labels.values == UNKNOWN) & known)

    def model(self, k: int) -> Any | None:
        """Return the linear model of a code (LogisticRegression), if it has one that counts."""
        return self.classifier.models_[k] if self.classifier and self.basis[k].startswith("model") else None

    def given(self, k: int, x: Any) -> NDArray[Any]:
        """Return what each feature of a row (1, d) gives to the logit of a code that has a model."""
        import numpy as np

        assert self.classifier
        return np.asarray(self.classifier.weights(k, x.indices) * x.data)

    def maps(self) -> dict[str, dict[str, object]]:
        """Return the figures of the maps that all codes share, by the kind of code: with rules, or without."""
        if self.classifier is None:
            return {}
        maps = {"with_rules": self.classifier.with_rules_, "without_rules": self.classifier.without_rules_}
        return {
            name: {"weights": found.weights.tolist(), "intercept": found.intercept}
            for name, found in maps.items()
            if found is not None
        }

    def figures(self, k: int) -> dict[str, float | int]:
        """Return the figures with which the probability of a code is reckoned from its logit, see `reckon`."""
        if self.classifier is None:
            return {}
        model = self.model(k)
        return {
            "coded": int(self.classifier.positives_[k]),
            "read": int(self.classifier.read_[k]),
            "frequency": float(self.classifier.frequency()[k]),
            "at_hit": float(self.classifier.trust_.at_hit[k]),
            "at_miss": float(self.classifier.trust_.at_miss[k]),
            "rules_share": float(self.classifier.rules_share()[k]),
            "intercept": float(model.intercept_[0]) if model else 0.0,
        }

    def digest(self) -> str:
        """Return a sha256 of the texts and of all that people have said: the same data gives the same."""
        found = hashlib.sha256(self.ground.corpus.digest.encode())
        found.update(repr(self.labels.codes).encode())
        found.update(self.labels.values.tobytes())
        return found.hexdigest()


class Learner:
    """Learns from a project again and again; what has not changed meanwhile is kept.

    Parameters
    ----------
    project : Project
    seed : int
        The same project and seed give the same scores.
    semantic : bool
        Whether the meaning of whole sentences is a feature too; needs ``qualcode[semantic]``.
    progress : function of a sequence, optional
        Yields its items while it tells how far the encoding of new sentences is.
    """

    def __init__(self, project: Project, *, seed: int = 0, semantic: bool = False, progress: Progress = iter) -> None:
        self.project, self.seed, self.semantic = project, seed, semantic
        self._progress = progress
        self._rows: tuple[str, Rows] | None = None
        self._ground: tuple[object, Ground] | None = None

    def learn(self) -> Learned:
        """Learn from what people have said until now.

        Raises
        ------
        ProjectError
            If there is no codebook.
        QualcodeError
            If there are no segments.
        """
        said = labels(self.project)
        return self._learned(self.ground(said), said)

    def ground(self, said: Labels) -> Ground:
        """Return what is known before people say anything, made again when texts or codebook have changed.

        Raises
        ------
        ProjectError
            If there is no codebook.
        QualcodeError
            If there are no segments.
        """
        corpus = read_corpus(self.project)
        key = (corpus.digest, current_sha256(self.project), said.codes)
        if self._ground is None or self._ground[0] != key:
            self._ground = (key, self._laid(corpus, said))
        return self._ground[1]

    def _laid(self, corpus: Corpus, said: Labels) -> Ground:
        import numpy as np

        from qualcode.learn.weak import WeakModels

        rows = self._rows_of(corpus)
        by_rules = said_by_rules(self.project)
        hits = hits_matrix(by_rules, said.codes, said.segments)
        weakly = WeakModels(random_state=self.seed)
        shown = weakly.rows(hits)
        weakly.fit(rows.take(shown), hits[shown])
        weak = np.zeros(hits.shape)
        for place, X in rows.chunks():
            weak[place] = weakly.predict(X)
        return Ground(corpus, rows, by_rules, hits, weak, has_rules(self.project, said))

    def _rows_of(self, corpus: Corpus) -> Rows:
        if self._rows is None or self._rows[0] != corpus.digest:
            rows = rows_of(self.project, corpus)
            rows = with_meaning(self.project, corpus, rows, self._progress) if self.semantic else rows
            self._rows = (corpus.digest, rows)
        return self._rows[1]

    def _learned(self, ground: Ground, said: Labels) -> Learned:
        import numpy as np

        hits, weak = ground.hits, ground.weak
        bases = bases_of(self.project, said, ground.ruled)
        if not any(basis.startswith(("model", "rules")) for basis in bases):
            scores, logits = (hits + weak) / 2, np.full(hits.shape, np.nan)
            return Learned(ground, said, scores, logits, bases, None, self.seed)
        from qualcode.learn.classifier import CodeClassifier

        read = np.flatnonzero((said.values != UNKNOWN).any(axis=1))
        classifier = CodeClassifier(random_state=self.seed)
        X = ground.rows.take(read)
        classifier.fit(X, said.values[read], hits=hits[read], weak=weak[read], ruled=ground.ruled)
        bases = tuple(_as_fitted(basis, k, classifier) for k, basis in enumerate(bases))
        scores, logits = np.zeros(hits.shape), np.zeros(hits.shape)
        for place, X in ground.rows.chunks():
            scores[place] = classifier.predict_proba(X, hits[place], weak[place])
            logits[place] = classifier.own_logits(X)
        return Learned(ground, said, scores, logits, bases, classifier, self.seed)


def has_rules(project: Project, said: Labels) -> NDArray[Any]:
    """Return which of the codes have rules: (k,)."""
    import numpy as np

    ruled = {row[0] for row in project.rows("select distinct code_id from rule order by 1")}
    return np.array([code in ruled for code in said.codes], dtype=bool)


def bases_of(project: Project, said: Labels, ruled: NDArray[Any]) -> tuple[Basis, ...]:
    """Return on what the scores of each code rest."""
    coded, others = (said.values == CODED).sum(axis=0), (said.values == NOT_CODED).sum(axis=0)
    read = int((said.values != UNKNOWN).any(axis=1).sum())
    parents = {row[0] for row in project.rows("select parent_id from code where retired_at is null order by 1")}
    return tuple(
        _basis(int(c), int(o), bool(r), is_group=code in parents, is_cold=read < LEAST_READ)
        for code, c, o, r in zip(said.codes, coded, others, ruled, strict=True)
    )


def _basis(coded: int, others: int, ruled: bool, *, is_group: bool, is_cold: bool) -> Basis:
    if is_group and not ruled and coded == 0:
        return "group"
    if is_cold:
        return "order" if ruled else "nothing"
    if ruled:
        return "model and rules"
    return "model" if coded >= LEAST_CODED and others >= LEAST_CODED else "nothing"


def _as_fitted(basis: Basis, k: int, classifier: CodeClassifier) -> Basis:
    """Return the basis of a code, now that it is known whether there is enough to join its model with its rules."""
    if basis == "model and rules" and (classifier.models_[k] is None or classifier.with_rules_ is None):
        return "rules"
    return basis
