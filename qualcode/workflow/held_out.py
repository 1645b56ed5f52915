"""What would have been suggested for segments whose labels were hidden, learned from other sources, cut as usual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.labels import CODED, UNKNOWN, Labels, labels
from qualcode.store.project import Project
from qualcode.workflow.learning import LEAST_READ, Ground, Learner, bases_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.learn.classifier import CodeClassifier

Way = Literal["rules", "model", "both"]
WAYS: tuple[Way, ...] = get_args(Way)
"""The rules alone, the model without rules, and both joined as `suggest` does."""

Progress = Callable[[Sequence[int]], Iterable[int]]
"""Goes through the folds, and may show how far it is."""


LEAST_TESTED = 20
"""Read segments below which nothing is tested."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The read segments, and what was said of each by what had been learned from the sources of other folds.

    Attributes
    ----------
    labels : Labels
        Of the n read segments: what people said.
    ruled : (k,) array
        Codes that have rules.
    said, scores : (n, k) arrays by way
        What is suggested; higher is more probable.
    probabilities : (n, k) array, 0..1
        Of both ways joined; nan where nothing could be called one.
    folds : int
    copies : int
        Segments left out of training in some fold because the fold that was tested holds near-copies of them.
    """

    labels: Labels
    ruled: NDArray[Any]
    said: dict[Way, NDArray[Any]]
    scores: dict[Way, NDArray[Any]]
    probabilities: NDArray[Any]
    folds: int
    copies: int


def held_out(project: Project, *, folds: int = 5, seed: int = 0, progress: Progress = iter) -> HeldOut:
    """Hide the labels of one part of the sources after the other, and say what would have been suggested there.

    Features and what looks like hits of the rules come from all segments, which takes no labels; classifier, trust in
    the rules and cuts come from the other sources alone, without near-copies of what is tested.

    Raises
    ------
    ProjectError
        If there is no codebook.
    QualcodeError
        If fewer than two sources, or too few segments, were read.
    """
    import numpy as np

    said = labels(project)
    read = np.flatnonzero((said.values != UNKNOWN).any(axis=1))
    _check(said, read)
    ground = Learner(project, seed=seed).ground(said)
    fold_of = deal(said.sources[read], said.values[read] == CODED, folds=folds, seed=seed)
    copies = _copies(project, ground, said.segments[read], read)
    trial = _Trial(project, ground, said, read, seed)
    left_out = np.zeros(len(read), dtype=bool)
    for fold in progress(range(int(fold_of.max()) + 1)):
        test = fold_of == fold
        gives_away = (copies @ test) & ~test
        left_out |= gives_away
        trial.run(test, ~test & ~gives_away)
    return HeldOut(
        Labels(said.segments[read], said.sources[read], said.codes, said.values[read], said.decided[read]),
        trial.ruled, trial.said, trial.scores, trial.probabilities, int(fold_of.max()) + 1, int(left_out.sum()),
    )  # fmt: skip


def deal(sources: NDArray[Any], coded: NDArray[Any], *, folds: int, seed: int) -> NDArray[Any]:
    """Return the fold of each row: a source is wholly in one, and folds have about as much of each code and to read.

    Sources, those with most first and equal ones in an order by chance, go where they unbalance least: where the sum
    over codes of the squared share of the code, and of the squared share of rows, grows least.

    Parameters
    ----------
    sources : (n,) array
    coded : (n, k) array of bool
    folds : int
        At most as many as there are sources.
    """
    import numpy as np

    names, group = np.unique(sources, return_inverse=True)
    counts = np.zeros((len(names), coded.shape[1] + 1))
    np.add.at(counts, group, np.column_stack([coded, np.ones(len(group))]))
    counts /= np.maximum(counts.sum(axis=0), 1)
    dealt = np.zeros((min(folds, len(names)), counts.shape[1]))
    fold_of = np.zeros(len(names), dtype=np.int64)
    by_chance = np.random.RandomState(seed).permutation(len(names))
    for source in by_chance[np.argsort(-counts[by_chance].sum(axis=1), kind="stable")].tolist():
        fold_of[source] = ((dealt + counts[source]) ** 2 - dealt**2).sum(axis=1).argmin()
        dealt[fold_of[source]] += counts[source]
    return fold_of[group]


def _check(said: Labels, read: NDArray[Any]) -> None:
    sources = len(set(said.sources[read].tolist()))
    if sources < 2:
        raise QualcodeError(
            _(
                "Segments of 2 or more sources must have been read, so that each source is tested by what the others "
                "teach; so far: {n}. Read on: qualcode next --order random"
            ).format(n=sources)
        )
    if len(read) < LEAST_TESTED:
        raise QualcodeError(
            _(
                "Only {n} segments were read; {least} or more can be tested. Read on: qualcode next --order random"
            ).format(n=len(read), least=LEAST_TESTED)
        )


def _copies(project: Project, ground: Ground, segments: NDArray[Any], read: NDArray[Any]) -> Any:
    import numpy as np

    from qualcode.learn.copies import near_copies

    words = dict(project.rows("select id, words from segment order by id"))
    lengths = np.array([words[segment] for segment in segments.tolist()], dtype=np.int64)
    return near_copies(ground.rows.take(read)[:, len(ground.rows.features.words_) :], lengths)


class _Trial:
    """What is said of the read segments, fold by fold."""

    def __init__(self, project: Project, ground: Ground, labels: Labels, read: NDArray[Any], seed: int) -> None:
        import numpy as np

        self.project, self.ground, self.labels, self.read, self.seed = project, ground, labels, read, seed
        self.ruled, self.hits, self.weak = ground.ruled, ground.hits[read], ground.weak[read]
        shape = self.hits.shape
        self.said: dict[Way, NDArray[Any]] = {
            "rules": self.hits > 0, "model": np.zeros(shape, dtype=bool), "both": np.zeros(shape, dtype=bool),
        }  # fmt: skip
        self.scores: dict[Way, NDArray[Any]] = {
            "rules": self.hits.astype(float), "model": np.zeros(shape), "both": np.zeros(shape),
        }  # fmt: skip
        self.probabilities = np.full(shape, np.nan)

    def run(self, test: NDArray[Any], train: NDArray[Any]) -> None:
        """Learn from some of the read segments what is said of others: (n,) arrays of bool each."""
        import numpy as np

        from qualcode.learn.classifier import CodeClassifier

        if train.sum() < LEAST_READ:
            self.said["both"][test] = self.hits[test] > 0
            self.scores["both"][test] = (self.hits[test] + self.weak[test]) / 2
            return
        shown = self.labels.values[self.read[train]]
        classifier = CodeClassifier(random_state=self.seed)
        classifier.fit(
            self.ground.rows.take(self.read[train]), shown,
            hits=self.hits[train], weak=self.weak[train], ruled=self.ruled,
        )  # fmt: skip
        both, alone = self._pool(classifier)
        with_rules, without = self._usable(train, self.ruled), self._usable(train, np.zeros_like(self.ruled))
        self._take("both", test, np.where(with_rules, both, 0))
        self._take("model", test, np.where(without, alone, 0))
        self.probabilities[test] = np.where(with_rules, both[self.read[test]], np.nan)

    def _take(self, way: Way, test: NDArray[Any], pool: NDArray[Any]) -> None:
        """Keep what is said of the tested segments by the probabilities of all: (all, k)."""
        from qualcode.learn.cutting import cuts

        self.scores[way][test] = pool[self.read[test]]
        self.said[way][test] = pool[self.read[test]] >= cuts(pool)

    def _usable(self, train: NDArray[Any], ruled: NDArray[Any]) -> NDArray[Any]:
        """Return for which codes enough was coded in training: (k,)."""
        import numpy as np

        values = np.full(self.labels.values.shape, UNKNOWN, np.int8)
        values[self.read[train]] = self.labels.values[self.read[train]]
        bases = bases_of(self.project, replace(self.labels, values=values), ruled)
        return np.array([basis not in ("nothing", "group") for basis in bases], dtype=bool)

    def _pool(self, classifier: CodeClassifier) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the probabilities of all segments, whether read or not, with rules and without: (all, k) each."""
        import numpy as np

        both, alone = np.zeros(self.ground.hits.shape), np.zeros(self.ground.hits.shape)
        for place, X in self.ground.rows.chunks():
            both[place] = classifier.predict_proba(X, self.ground.hits[place], self.ground.weak[place])
            alone[place] = _without_rules(classifier, X)
        return both, alone


def _without_rules(classifier: CodeClassifier, X: Any) -> NDArray[Any]:
    """Return the probabilities of the model alone: (n, k), 0 for a code without a model."""
    import numpy as np
    from scipy.special import expit

    z = classifier.own_logits(X)
    if classifier.without_rules_ is None:
        return np.zeros(z.shape)
    frequency = np.broadcast_to(classifier.frequency(), z.shape)
    return np.asarray(np.nan_to_num(expit(classifier.without_rules_.logits(z, frequency))))
