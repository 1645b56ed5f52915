"""How far suggestions can be trusted, code by code: measured on segments that people have read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.labels import CODED, UNKNOWN
from qualcode.query.table import DIGITS, Table
from qualcode.store.project import Project
from qualcode.workflow.code_figures import COLUMNS, MEASURES, SHORT_COLUMNS, CodeFigures, Decisions, Figure
from qualcode.workflow.held_out import WAYS, HeldOut, Progress, Way, held_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALL_CODES = "(all codes)"
CURVE_COLUMNS = ("low", "high", "said", "coded", "n")

_WAY_OF: Mapping[str, Way] = {"rule": "rules", "model": "both"}
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
    wanted = where.code_ids(project)
    tested = held_out(project, folds=folds, seed=seed, progress=progress)
    codes = list(_codes(project, wanted, tested, seed))
    note = _note(tested, seed)
    return Evaluation(
        Table(COLUMNS, [*(row for code in codes for row in code.rows()), *_over_all_codes(project, tested)], note),
        _curve(tested, note),
        Table(SHORT_COLUMNS, [row for code in codes for row in code.short_rows()], note),
        [code.sentence for code in codes],
        mostly_chosen(project),
    )


def mostly_chosen(project: Project) -> bool:
    """Tell whether most of what was read came up because it was chosen, or looked as if it had a code."""
    drawn = dict(project.rows("select drawn, count(*) from reading group by drawn order by drawn"))
    return bool(2 * sum(drawn.get(how, 0) for how in _CHOSEN) > sum(drawn.values()))


def _codes(project: Project, wanted: Sequence[int], tested: HeldOut, seed: int) -> Iterator[CodeFigures]:
    """Yield what was measured of each code; one that only holds others is left out."""
    measured = {way: _measured(tested, way, seed) for way in WAYS}
    decided = _decided(project)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    parents = {row[0] for row in project.rows("select parent_id from code where retired_at is null order by 1")}
    for k, code in enumerate(tested.labels.codes):
        values = tested.labels.values[:, k]
        sources = tested.labels.sources[values == CODED].tolist()
        if code in wanted and (sources or code not in parents):
            yield CodeFigures(
                paths[code], int((values != UNKNOWN).sum()), len(sources), len(set(sources)),
                {way: measured[way][k] for way in WAYS if way != "rules" or tested.ruled[k]}, decided.get(code, {}),
            )  # fmt: skip


def _measured(tested: HeldOut, way: Way, seed: int) -> list[dict[str, Figure]]:
    """Return the figures of every code, by measure."""
    from qualcode.measure import accuracy, accuracy_intervals, average_precision, average_precision_intervals

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
            name: Figure(float(value[k]), float(interval.low[k]), float(interval.high[k]), int(basis[k]))
            for name, value, interval, basis in zip(MEASURES, values, intervals, bases, strict=True)
        }
        for k in range(truth.shape[1])
    ]


def _decided(project: Project) -> dict[int, dict[Way, Decisions]]:
    """Return what people decided on suggestions, by code (id) and way."""
    rows = project.rows(
        """
        select code_id, origin, sum(state = 'accepted'), count(*)
          from decision
         where state in ('accepted', 'rejected') and coder_id in (select value from json_each(?))
         group by code_id, origin
         order by code_id, origin desc
        """,
        [json.dumps(EVERYTHING.coder_ids(project))],
    )
    found: dict[int, dict[Way, Decisions]] = {}
    for code, origin, accepted, n in rows:
        found.setdefault(code, {})[_WAY_OF[origin]] = Decisions(accepted, n)
    return found


def _over_all_codes(project: Project, tested: HeldOut) -> Iterator[tuple[Any, ...]]:
    """Yield the calibration error, and how many suggestions were accepted."""
    from qualcode.measure import calibration_error

    truth, p = _with_probability(tested)
    if len(p):
        yield ALL_CODES, "both", "calibration error", round(calibration_error(truth, p), DIGITS), None, None, len(p)
    by_code = _decided(project).values()
    for way in WAYS:
        decided = [decisions[way] for decisions in by_code if way in decisions]
        if decided:
            yield Decisions(sum(d.accepted for d in decided), sum(d.n for d in decided)).row(ALL_CODES, way)


def _curve(tested: HeldOut, note: Mapping[str, Any]) -> Table:
    from qualcode.measure import reliability

    points = reliability(*_with_probability(tested))
    rows = [(point.low, point.high, round(point.said, DIGITS), round(point.coded, DIGITS), point.n) for point in points]
    return Table(CURVE_COLUMNS, rows, {**note, "count": "labels"})


def _with_probability(tested: HeldOut) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the known labels that a probability was given for, and these."""
    import numpy as np

    given = (tested.labels.values != UNKNOWN) & ~np.isnan(tested.probabilities)
    return tested.labels.values[given], tested.probabilities[given]


def _note(tested: HeldOut, seed: int) -> dict[str, Any]:
    return {
        "count": "segments", "from": "human", "read": len(tested.labels.segments),
        "sources": len(set(tested.labels.sources.tolist())), "folds": tested.folds, "seed": seed,
        "near_copies_left_out": tested.copies, "labels_from_suggestions": int(tested.labels.decided.sum()),
    }  # fmt: skip
