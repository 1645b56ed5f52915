"""A folder of coded texts as csv, and what rules from keywords hit in them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from qualcode.language import Language, get
from qualcode.learn.features import TextFeatures
from qualcode.learn.meaning import MeaningFeatures
from qualcode.learn.weak import weak_scores
from qualcode.match import Matcher, Passage
from qualcode.records import Code, Rule

TEST_SHARE = 0.2
"""Share of groups (or rows) put aside for testing where the folder has no test file."""


@dataclass(frozen=True)
class Columns:
    """Which columns of the csv files hold what; `absent` are the values that mean "not coded"."""

    text: str = ""
    group: str = ""
    codes: Sequence[str] = ()
    absent: frozenset[str] = frozenset({"", "0", "neut", "neutral"})


@dataclass(frozen=True)
class Coded:
    """Texts with a label for every code: labels (n, k) of 0 and 1, groups (n,)."""

    texts: list[str]
    labels: np.ndarray
    groups: np.ndarray

    def take(self, rows: np.ndarray) -> Coded:
        """Return these rows."""
        return Coded([self.texts[i] for i in rows], self.labels[rows], self.groups[rows])


@dataclass(frozen=True)
class Dataset:
    """What is learned from and what is tested on."""

    name: str
    codes: list[str]
    train: Coded
    test: Coded
    split: str


@dataclass(frozen=True)
class Numbers:
    """What the model sees of texts: features X, hits of the rules and weak scores (None without keywords)."""

    X: csr_matrix
    labels: np.ndarray
    hits: np.ndarray | None = None
    weak: np.ndarray | None = None

    def take(self, rows: np.ndarray) -> Numbers:
        """Return these rows."""
        parts = (self.X, self.labels, self.hits, self.weak)
        return Numbers(*(None if part is None else part[rows] for part in parts))

    def without_rules(self) -> Numbers:
        """Return the same as if there were no keywords."""
        return replace(self, hits=None, weak=None)


def read_dataset(folder: Path, columns: Columns) -> Dataset:
    """Read train*.csv and valid*.csv to learn from, test*.csv to test on; without the latter split by group."""
    parts = {part: sorted(folder.glob(f"{part}*.csv")) for part in ("train", "valid", "test")}
    if not parts["train"]:
        raise SystemExit(f"{folder}: there is no train*.csv.")
    with parts["train"][0].open(encoding="utf-8-sig", newline="") as file:
        heading = next(csv.reader(file))
    text = columns.text or heading[0]
    codes = list(columns.codes) or [name for name in heading if name not in (text, columns.group)]
    columns = replace(columns, text=text, codes=codes)
    train = _read([*parts["train"], *parts["valid"]], columns)
    if parts["test"]:
        return Dataset(folder.name, codes, train, _read(parts["test"], columns), "its own test file")
    learn, test = _split(train.groups)
    how = f"by {columns.group}" if columns.group else "at random, because no group column was named"
    return Dataset(folder.name, codes, train.take(learn), train.take(test), how)


def _read(files: Sequence[Path], columns: Columns) -> Coded:
    rows = []
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += list(csv.DictReader(file))
    labels = [[row[code].strip().lower() not in columns.absent for code in columns.codes] for row in rows]
    groups = [row[columns.group] if columns.group else str(n) for n, row in enumerate(rows)]
    return Coded([row[columns.text] for row in rows], np.array(labels, dtype=np.int8), np.array(groups))


def _split(groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    names = np.unique(groups)
    aside = np.random.RandomState(0).permutation(names)[: max(1, round(TEST_SHARE * len(names)))]
    is_test = np.isin(groups, aside)
    return np.flatnonzero(~is_test), np.flatnonzero(is_test)


def read_keywords(path: Path, dataset: Dataset) -> dict[str, list[str]]:
    """Read {code: [keyword]} or {dataset: {code: [keyword]}}."""
    lists = json.loads(path.read_text(encoding="utf-8"))
    return lists.get(dataset.name, lists)


def words_of(dataset: Dataset, language: str) -> list[list[str]]:
    """Return the words of each text in lower case, those to learn from first."""
    speech = get(language)
    return [[text[a:b].lower() for a, b in speech.tokens(text)] for text in dataset.train.texts + dataset.test.texts]


def numbers(
    dataset: Dataset, keywords: dict[str, list[str]], language: str, *, semantic: bool = False
) -> tuple[Numbers, Numbers]:
    """Return what the model sees of the texts to learn from and of those to test on.

    Features and weak scores see all texts, as in a project, and labels of none.
    """
    words, texts = words_of(dataset, language), dataset.train.texts + dataset.test.texts
    X = TextFeatures().fit_transform([" ".join(spoken) for spoken in words])
    if semantic:
        X = hstack([X, MeaningFeatures().fit_transform(texts)], format="csr")
    hits = weak = None
    if keywords:
        hits = _hits(dataset.codes, keywords, get(language), texts, Counter(chain.from_iterable(words)))
        weak = weak_scores(X, hits)
    n = len(dataset.train.texts)
    everything = Numbers(X, np.vstack([dataset.train.labels, dataset.test.labels]), hits, weak)
    return everything.take(np.arange(n)), everything.take(np.arange(n, len(texts)))


def _hits(
    names: list[str], keywords: dict[str, list[str]], speech: Language, texts: list[str], counts: Counter[str]
) -> np.ndarray:
    """Return (n, k): 1 where qualcode's own rules hit."""
    codes = [
        Code(name, name, name, rules=[Rule(f"{name}{i}", spec) for i, spec in enumerate(keywords.get(name, ()))])
        for name in names
    ]
    matcher = Matcher(codes, speech)
    matcher.learn(counts)
    hits = np.zeros((len(texts), len(names)), np.uint8)
    for row, suggestions in enumerate(matcher.find_all([Passage(text, "respondent") for text in texts])):
        hits[row, [names.index(suggestion.code) for suggestion in suggestions]] = 1
    return hits
