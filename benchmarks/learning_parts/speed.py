"""Seconds and memory at 100,000 and 1,000,000 segments, each job in a process of its own.

    python -m learning_parts.speed whole|chunks N FILE      (from benchmarks/; FILE: the words of the data)

Segments are twenty words: four stretches of five that stand together in the data, so that pairs of words repeat as they
do in speech. Labels are drawn at random, a tenth of the segments for each of ten codes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

STRETCH, STRETCHES = 5, 4
CODES, READ, PREVALENCE = 10, 400, 0.1
FITTED_ON, CHUNK = 20_000, 10_000
BAR_AT = 100_000
"""Segments that the bars are set on."""


def measure(job: str, n: int, words: Path) -> dict[str, float]:
    """Run a job in a child process; returns its CPU seconds by step, and "peak" in GiB."""
    command = [sys.executable, "-m", "learning_parts.speed", job, str(n), str(words)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    assert child.stdout
    said = child.stdout.read()
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}.")
    return json.loads(said) | {"peak": usage.ru_maxrss / 2**20}


def segments(words: Sequence[str], n: int, seed: int) -> list[str]:
    """Return n made-up segments."""
    stretches = [" ".join(words[i : i + STRETCH]) for i in range(0, len(words) - STRETCH, STRETCH)]
    drawn = np.random.RandomState(seed).randint(len(stretches), size=(n, STRETCHES))
    return [" ".join(stretches[i] for i in row) for row in drawn]


def whole(words: Sequence[str], n: int) -> Iterator[tuple[str, float]]:
    """Hold all segments as one matrix: yields the steps with their CPU seconds."""
    from qualcode.learn.classifier import CodeClassifier
    from qualcode.learn.features import TextFeatures
    from qualcode.learn.weak import weak_scores

    texts, labels, hits = segments(words, n, 0), _drawn(n, 1), _drawn(n, 2)
    clock = _Clock()
    X = TextFeatures().fit_transform(texts)
    yield "vectorise", clock.lap()
    weak = weak_scores(X, hits)
    yield "weak scores from the rules, once", clock.lap()
    model = CodeClassifier().fit(X[:READ], labels[:READ], hits[:READ], weak[:READ])
    model.predict_proba(X, hits, weak)
    yield "refit and score", clock.lap()


def chunks(words: Sequence[str], n: int) -> Iterator[tuple[str, float]]:
    """Never hold more than a chunk: features are learned from the first segments, the rest is only scored."""
    from qualcode.learn.classifier import CodeClassifier
    from qualcode.learn.features import TextFeatures

    clock = _Clock()
    first = segments(words, min(n, FITTED_ON), 0)
    features = TextFeatures().fit(first)
    model = CodeClassifier().fit(features.transform(first[:READ]), _drawn(READ, 1))
    yield "learn", clock.lap()
    for start in range(0, n, CHUNK):
        model.predict_proba(features.transform(segments(words, min(CHUNK, n - start), start + 1)))
    yield "transform and score", clock.lap()


def _drawn(n: int, seed: int) -> np.ndarray:
    return (np.random.RandomState(seed).random_sample((n, CODES)) < PREVALENCE).astype(np.uint8)


class _Clock:
    """CPU seconds, user and system, of this process."""

    def __init__(self) -> None:
        self._last = time.process_time()

    def lap(self) -> float:
        """Return the seconds since the last lap."""
        last, self._last = self._last, time.process_time()
        return self._last - last


if __name__ == "__main__":
    job, n, file = sys.argv[1:]
    spoken = Path(file).read_text(encoding="utf-8").split()
    print(json.dumps(dict({"whole": whole, "chunks": chunks}[job](spoken, int(n)))))
