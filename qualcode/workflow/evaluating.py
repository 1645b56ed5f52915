"""How far suggestions can be trusted, code by code: figures with intervals, and a sentence in plain words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, isnan
from typing import TYPE_CHECKING, Any

from qualcode.messages import _, ngettext
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.labels import CODED, UNKNOWN
from qualcode.query.table import Table
from qualcode.store.project import Project
from qualcode.workflow.held_out import WAYS, HeldOut, Progress, Way, held_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_CODED, LEAST_SOURCES = 10, 2
"""Coded segments, and sources that hold some, from which the figures of a code are given: with fewer each segment
weighs more than a tenth."""

ALL_CODES = "(all codes)"
COLUMNS = ("code", "way", "measure", "value", "low", "high", "n")
CURVE_COLUMNS = ("low", "high", "said", "coded", "n")
SHORT_COLUMNS = ("code", "way", "precision", "recall", "f1", "average precision", "accepted")
MEASURES = ("precision", "recall", "f1", "average precision")

_ORIGINS: Mapping[str, Way] = {"rule": "rules", "model": "both"}
_CHOSEN = ("best", "balanced", "chosen")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured.

    Attributes
    ----------
    table : Table
        A row a figure: code, way ("people", "rules", "model" or "both"), measure, value, low, high (95 % interval,
        None where none can be given), n (segments or decisions that it rests on).
    curve : Table
        The points of the calibration curve over all codes: from low to high, mean probability said, share coded, n.
    short : Table
        For people: a row a code and way, intervals in brackets.
    sentences : sequence of str
        One a code, in plain words.
    mostly_chosen : bool
        See `mostly_chosen`.
    """

    table: Table
    curve: Table
    short: Table
    sentences: Sequence[str]
    mostly_chosen: bool


@dataclass(frozen=True, slots=True)
class _Figure:
    """One value with its 95 % interval (nan where there is none) and what it rests on."""

    value: float
    low: float
    high: float
    n: int

    def row(self) -> tuple[float | None, float | None, float | None, int]:
        value, low, high = (None if isnan(x) else round(x, 4) for x in (self.value, self.low, self.high))
        return value, low, high, self.n

    def short(self) -> str:
        """Return ".83 (.74-.91)"; "" without a value."""
        if isnan(self.value):
            return ""
        return f"{self.value:.2f}" + ("" if isnan(self.low) else f" ({self.low:.2f}-{self.high:.2f})")

    def of_ten(self) -> str:
        """Return "about 8 (6 to 9)", how many of ten: 10 only if all are; the interval is rounded outwards."""
        n = 10 if self.value == 1 else min(9, floor(10 * self.value + 0.5))
        if self.value in (0, 1):
            return str(n)
        if isnan(self.low):
            return _("about {n}").format(n=n)
        low, high = floor(10 * self.low + _ROUNDING), ceil(10 * self.high - _ROUNDING)
        return _("about {n} ({low} to {high})").format(n=n, low=low, high=high)


_ROUNDING = 1e-9
_Figures = Mapping[str, _Figure]


def evaluate(
    project: Project, where: Filter = EVERYTHING, *, folds: int = 5, seed: int = 0, progress: Progress = iter
) -> Evaluation:
    """Measure on segments that people have read how good suggestions are that were learned from other sources.

    Parameters
    ----------
    where : Filter
        Codes that are shown; learned is always from everything.
    folds : int
        Parts into which the sources are dealt; each is tested by what was learned from the others.
    seed : int
        The same project and seed give the same figures.

    Raises
    ------
    ProjectError
        If there is no codebook.
    QualcodeError
        If fewer than two sources, or too few segments, were read.
    """
    wanted = set(where.code_ids(project))
    tested = held_out(project, folds=folds, seed=seed, progress=progress)
    figures = {way: _figures(tested, way, seed) for way in WAYS}
    accepted = _accepted(project)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    parents = {row[0] for row in project.rows("select parent_id from code where retired_at is null order by 1")}
    rows: list[tuple[Any, ...]] = []
    short: list[tuple[Any, ...]] = []
    sentences = []
    for k, code in enumerate(tested.labels.codes):
        values = tested.labels.values[:, k]
        read, coded = int((values != UNKNOWN).sum()), int((values == CODED).sum())
        if code not in wanted or (code in parents and not coded):
            continue
        path = paths[code]
        rows.extend((path, "people", name, n, None, None, read) for name, n in (("read", read), ("coded", coded)))
        found = {way: figures[way][k] for way in WAYS if way != "rules" or tested.ruled[k]}
        doubt = _doubt(path, coded, len(set(tested.labels.sources[values == CODED].tolist())))
        sentences.append(doubt or _sentence(path, found))
        if doubt:
            found = {way: {} for way in found}
        for way, ours in found.items():
            rows.extend((path, way, name, *figure.row()) for name, figure in ours.items())
        rows.extend(_decision_rows(path, {way: accepted[code, way] for way in WAYS if (code, way) in accepted}))
        short.extend(_short_rows(path, found, code, accepted))
    rows.extend(_overall(tested, accepted))
    note = {
        "count": "segments", "from": "human", "read": len(tested.labels.segments),
        "sources": len(set(tested.labels.sources.tolist())), "folds": tested.folds, "seed": seed,
        "near_copies_left_out": tested.copies, "labels_from_suggestions": int(tested.labels.decided.sum()),
    }  # fmt: skip
    return Evaluation(
        Table(COLUMNS, rows, note), _curve(tested, note), Table(SHORT_COLUMNS, short, note), sentences,
        mostly_chosen(project),
    )  # fmt: skip


def mostly_chosen(project: Project) -> bool:
    """Tell whether most of what was read came up because it was chosen, or looked as if it had a code."""
    drawn = dict(project.rows("select drawn, count(*) from reading group by drawn order by drawn"))
    return bool(2 * sum(drawn.get(how, 0) for how in _CHOSEN) > sum(drawn.values()))


def _figures(tested: HeldOut, way: Way, seed: int) -> list[_Figures]:
    """Return the figures of every code, by measure."""
    from qualcode.measure import (
        accuracy,
        accuracy_intervals,
        average_precision,
        average_precision_intervals,
    )

    truth, sources = tested.labels.values, tested.labels.sources
    said, scores = tested.said[way], tested.scores[way]
    counted = accuracy(truth, said)
    values = (counted.precision, counted.recall, counted.f1, average_precision(truth, scores))
    known = accuracy_intervals(truth, said, sources, random_state=seed)
    ranked = average_precision_intervals(truth, scores, sources, random_state=seed)
    intervals = (known["precision"], known["recall"], known["f1"], ranked)
    read = (truth != UNKNOWN).sum(axis=0)
    bases = (counted.suggested, counted.coded, read, read)
    return [
        {
            name: _Figure(float(value[k]), float(interval.low[k]), float(interval.high[k]), int(basis[k]))
            for name, value, interval, basis in zip(MEASURES, values, intervals, bases, strict=True)
        }
        for k in range(truth.shape[1])
    ]


def _doubt(path: str, coded: int, sources: int) -> str:
    """Return why a code cannot be evaluated; "" if it can."""
    if coded < LEAST_CODED:
        return ngettext(
            "{code}: {n} coded segment, too few to say; {least} are needed.",
            "{code}: {n} coded segments, too few to say; {least} are needed.",
            coded,
        ).format(code=path, n=coded, least=LEAST_CODED)
    if sources < LEAST_SOURCES:
        return _("{code}: coded in one source only; nothing can be said of others.").format(code=path)
    return ""


def _sentence(path: str, found: Mapping[Way, _Figures]) -> str:
    """Return in plain words what suggestions of a code are worth."""
    both = found["both"]
    if both["precision"].n == 0:
        text = _("{code}: nothing would be suggested, so nothing is found.").format(code=path)
    else:
        text = _("{code}: of 10 suggestions {right} are right; of 10 passages it finds {found}.").format(
            code=path, right=both["precision"].of_ten(), found=both["recall"].of_ten()
        )
    if "rules" in found:
        text += " " + _("Rules alone find {found} of 10.").format(found=found["rules"]["recall"].of_ten())
    return text


def _accepted(project: Project) -> dict[tuple[int, Way], tuple[int, int]]:
    """Return by code (id) and way how many suggestions people have accepted, and decided on."""
    decided = project.rows(
        """
        select code_id, origin, sum(state = 'accepted'), count(*)
          from decision
         where state in ('accepted', 'rejected') and coder_id in (select value from json_each(?))
         group by code_id, origin
         order by code_id, origin
        """,
        [json.dumps(EVERYTHING.coder_ids(project))],
    )
    return {(code, _ORIGINS[origin]): (accepted, n) for code, origin, accepted, n in decided}


def _decision_rows(path: str, accepted: Mapping[Way, tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    for way, (yes, n) in accepted.items():
        yield path, way, "accepted", round(yes / n, 4), None, None, n


def _short_rows(
    path: str, found: Mapping[Way, _Figures], code: int, accepted: Mapping[tuple[int, Way], tuple[int, int]]
) -> Iterator[tuple[str, ...]]:
    for way, figures in found.items():
        decided = ""
        if (code, way) in accepted:
            yes, n = accepted[code, way]
            decided = _("{n} of {population}").format(n=yes, population=n)
        if figures or decided:
            yield path, way, *(figures[name].short() if figures else "" for name in MEASURES), decided


def _overall(tested: HeldOut, accepted: Mapping[tuple[int, Way], tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows over all codes: the calibration error, and how many suggestions were accepted."""
    from qualcode.measure import calibration_error

    truth, p = _with_probability(tested)
    if len(p):
        yield ALL_CODES, "both", "calibration error", round(calibration_error(truth, p), 4), None, None, len(p)
    total: dict[Way, Counter[str]] = {}
    for (_code, way), (yes, n) in accepted.items():
        total.setdefault(way, Counter()).update(yes=yes, n=n)
    yield from _decision_rows(ALL_CODES, {way: (total[way]["yes"], total[way]["n"]) for way in WAYS if way in total})


def _curve(tested: HeldOut, note: Mapping[str, Any]) -> Table:
    from qualcode.measure import reliability

    points = reliability(*_with_probability(tested))
    rows = [(point.low, point.high, round(point.said, 4), round(point.coded, 4), point.n) for point in points]
    return Table(CURVE_COLUMNS, rows, {**note, "count": "labels"})


def _with_probability(tested: HeldOut) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the known labels that a probability was given for, and these."""
    import numpy as np

    given = (tested.labels.values != UNKNOWN) & ~np.isnan(tested.probabilities)
    return tested.labels.values[given], tested.probabilities[given]
