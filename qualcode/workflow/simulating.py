"""What learning would have saved: a coded project replayed as if it were uncoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import mean
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.labels import CODED, UNKNOWN, labels
from qualcode.query.table import Table
from qualcode.store.project import Project
from qualcode.workflow.code_figures import LEAST_CODED as LEAST_FOUND
from qualcode.workflow.code_figures import too_few
from qualcode.workflow.evaluating import mostly_chosen
from qualcode.workflow.learning import LEAST_CODED, LEAST_READ, Learner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.learn.simulate import Coded, Replayed

    Found = dict[str, dict[Replayed, list[NDArray[Any]]]]

SHARES = (0.8, 0.9, 0.95)
MOST = 5000
"""Segments that are replayed; where more were read, so many of them are drawn with the seed."""
COLUMNS = ("code", "coded", "order", "share", "read", "of")
CURVE_COLUMNS = ("code", "order", "run", "read", "found")
_POINTS = 100


@dataclass(frozen=True, slots=True)
class Job:
    """One replay: the order, the run (of several with other draws), and the codes, by their columns, it is for."""

    order: Replayed
    run: int
    columns: tuple[int, ...]


Watch = Callable[[Sequence[Job]], Iterable[Job]]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What had to be read.

    Attributes
    ----------
    effort : Table
        A row a code, order and share: after how many of the segments that share of the coded ones was found, the mean
        over the runs; for "random" the exact mean over all orders.
    curves : Table
        A row a point of a curve: read, and found until then. Of "random" the expected number.
    refused : sequence of str
        Why a code cannot be replayed.
    mostly_chosen : bool
        See `mostly_chosen`.
    """

    effort: Table
    curves: Table
    refused: Sequence[str]
    mostly_chosen: bool


def simulate(
    project: Project, where: Filter = EVERYTHING, *, runs: int = 1, seed: int = 0, watch: Watch = iter
) -> Simulation:
    """Replay what was read and coded as if nothing were, code by code and for all codes in turn.

    Parameters
    ----------
    where : Filter
        Codes that are replayed one by one, and shown.
    runs : int
        Replays of each kind, with other draws.
    seed : int
        The same project and seed give the same figures.

    Raises
    ------
    ProjectError
        If there is no codebook.
    QualcodeError
        If no code has enough coded segments.
    """
    codes, coded = _coded(project, seed)
    wanted = where.code_ids(project)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    there = {k: int((coded.Y[:, k] == CODED).sum()) for k, code in enumerate(codes) if code in wanted}
    names = {k: paths[codes[k]] for k, n in there.items() if n >= LEAST_FOUND}
    refused = [too_few(paths[codes[k]], n) for k, n in there.items() if k not in names]
    if not names:
        raise QualcodeError("\n".join(refused))
    found = _replayed(coded, names, watch(_jobs(coded, list(names), runs)), seed)
    note = {"count": "segments", "from": "human", "read": coded.X.shape[0], "runs": runs, "seed": seed}
    return Simulation(
        Table(COLUMNS, list(_effort(found)), note), Table(CURVE_COLUMNS, list(_curves(found)), note), refused,
        mostly_chosen(project),
    )  # fmt: skip


def _coded(project: Project, seed: int) -> tuple[Sequence[int], Coded]:
    """Return the ids of the codes, and the segments that were read."""
    import numpy as np

    from qualcode.learn.simulate import Coded

    said = labels(project)
    read = np.flatnonzero((said.values != UNKNOWN).any(axis=1))
    if len(read) < LEAST_FOUND:
        raise QualcodeError(
            _(
                "Only what was read can be replayed: {n} segments; at least {least} are needed. "
                "Read on: qualcode next --order random"
            ).format(n=len(read), least=LEAST_FOUND)
        )
    read = np.sort(np.random.RandomState(seed).permutation(read)[:MOST])
    ground = Learner(project, seed=seed).ground(said)
    return said.codes, Coded(
        ground.rows.take(read), said.values[read], ground.hits[read], ground.weak[read], ground.ruled
    )


def _jobs(coded: Coded, columns: Sequence[int], runs: int) -> list[Job]:
    jobs: list[Job] = []
    for run in range(runs):
        jobs.extend(Job("best", run, (k,)) for k in columns)
        jobs.append(Job("balanced", run, tuple(columns)))
        jobs.extend(Job("rules", run, (k,)) for k in columns if coded.ruled[k])
    return jobs


def _replayed(coded: Coded, names: Mapping[int, str], jobs: Iterable[Job], seed: int) -> Found:
    """Return for each code and order whether the segments have the code, in the order in which each run reads them."""
    found: Found = {name: {} for name in names.values()}
    for job in jobs:
        order = _order(coded, job, seed + job.run)
        for k in job.columns:
            found[names[k]].setdefault(job.order, []).append(coded.Y[order, k] == CODED)
    return found


def _order(coded: Coded, job: Job, seed: int) -> NDArray[Any]:
    """Return the rows in the order in which a job reads them."""
    from qualcode.learn.simulate import replay, rules_order

    least = {"least_read": LEAST_READ, "least_coded": LEAST_CODED}
    if job.order == "balanced":
        return replay(coded, order="balanced", random_state=seed, **least)
    if job.order == "best":
        return replay(coded.only(job.columns[0]), order="best", random_state=seed, **least)
    return rules_order(coded, job.columns[0], random_state=seed)


def _effort(found: Found) -> Iterator[tuple[Any, ...]]:
    from qualcode.learn.simulate import expected_to_find
    from qualcode.measure import read_to_find

    for name, by_order in found.items():
        n, there = _size(by_order)
        for order, share in product(by_order, SHARES):
            read = mean(read_to_find(places.tolist(), share) or 0 for places in by_order[order])
            yield name, there, order, share, round(read, 1), n
        for share in SHARES:
            yield name, there, "random", share, round(expected_to_find(n, there, share), 1), n


def _curves(found: Found) -> Iterator[tuple[Any, ...]]:
    import numpy as np

    for name, by_order in found.items():
        n, there = _size(by_order)
        grid = np.unique(np.linspace(0, n, _POINTS + 1).astype(int)).tolist()
        for order, runs in by_order.items():
            for run, places in enumerate(runs):
                reached = np.concatenate([[0], np.cumsum(places)])
                yield from ((name, order, run, read, int(reached[read])) for read in grid)
        yield from ((name, "random", 0, read, round(there * read / n, 2)) for read in grid)


def _size(by_order: Mapping[Replayed, Sequence[NDArray[Any]]]) -> tuple[int, int]:
    """Return how many segments there are, and how many have the code."""
    places = by_order["best"][0]
    return len(places), int(places.sum())
