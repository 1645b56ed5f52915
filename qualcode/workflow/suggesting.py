"""Suggestions of the model: what was learned, cut, explained and stored as one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.coverage import left_out
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.labels import CODED, NOT_CODED, UNKNOWN
from qualcode.query.table import Table
from qualcode.records import Suggestion
from qualcode.store.codebooks import code_ids
from qualcode.store.project import Project
from qualcode.workflow.evidence import Witness
from qualcode.workflow.learning import LEAST_CODED, USUAL, Learned, Learner, Options
from qualcode.workflow.meaning import Progress
from qualcode.workflow.suggestion_runs import ModelRun, store_in_background, store_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = ("code", "basis", "read", "coded", "suggested", "expected", "cut")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code for which nothing can be suggested yet: how much of it was coded, and read without it."""

    code: str
    coded: int
    others: int

    @property
    def reason(self) -> str:
        """Why, and what is missing."""
        if self.coded < LEAST_CODED:
            text = _("{code}: it has no rules, and {coded} of {needed} examples are coded. Code {missing} more.")
        else:
            text = _("{code}: only {others} segments were read without it; {needed} are needed. Read {missing} more.")
        have = self.coded if self.coded < LEAST_CODED else self.others
        return text.format(
            code=self.code, coded=self.coded, others=self.others, needed=LEAST_CODED, missing=LEAST_CODED - have
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the model suggested: a row a code, and the codes that were refused.

    ``table``: code, basis, read and coded (segments learned from), suggested, expected (how many of these are probably
    right; None where the scores are no probabilities), cut.
    """

    table: Table
    refused: Sequence[Refusal]
    calibrated: bool
    stored: int


def suggest(
    project: Project,
    where: Filter = EVERYTHING,
    options: Options = USUAL,
    *,
    automatic: bool = False,
    learner: Learner | None = None,
    progress: Progress = iter,
) -> Outcome:
    """Learn from what people have read and coded, and store what is probably meant elsewhere as one run and one undo.

    Only segments are suggested of which nobody has said whether they have the code.

    Parameters
    ----------
    where : Filter
        Codes and sources to suggest; what is learned from is always everything.
    automatic : bool
        Not asked for; `undo` passes over the run.
    learner : Learner, optional
        One that has learned before, with the same seed and features.
    progress : function of a sequence, optional
        Yields its items while it tells how far the encoding of new sentences is.

    Raises
    ------
    ProjectError
        If there is no codebook.
    QualcodeError
        If no code can be suggested.
    """
    wanted = where.code_ids(project)
    if learner is None:
        learner = Learner(project, seed=options.seed, semantic=options.semantic, progress=progress)
    learned = learner.learn()
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    refused = [
        Refusal(paths[code], int((column == CODED).sum()), int((column == NOT_CODED).sum()))
        for code, basis, column in zip(learned.labels.codes, learned.basis, learned.labels.values.T, strict=True)
        if basis == "nothing" and code in wanted
    ]
    columns = [
        k for k, code in enumerate(learned.labels.codes)
        if code in wanted and learned.basis[k] not in ("nothing", "group")
    ]  # fmt: skip
    if not columns:
        raise QualcodeError("\n".join(refusal.reason for refusal in refused) or _("This code only holds others."))
    cut = cuts_of(learned, fewer=options.fewer)
    chosen = _chosen(project, where, learned, columns, cut, options.limit)
    run = _run(project, where, learned, columns, chosen, _parameters(project, learned, cut, options))
    (store_in_background if automatic else store_whole)(project, run)
    return Outcome(_table(learned, paths, columns, chosen, cut), refused, learned.is_calibrated, int(chosen.sum()))


def cuts_of(learned: Learned, *, fewer: bool = False) -> NDArray[Any]:
    """Return from which score each code is suggested: (k,); without probabilities, where a rule hits."""
    import numpy as np

    from qualcode.learn.cutting import cuts

    return cuts(learned.scores, fewer=fewer) if learned.is_calibrated else np.full(learned.scores.shape[1], 0.5)


def _chosen(
    project: Project, where: Filter, learned: Learned, columns: Sequence[int], cut: NDArray[Any], limit: int | None
) -> NDArray[Any]:
    """Return what is suggested: (n, k)."""
    import numpy as np

    population, bound = where.population(project)
    inside = {row[0] for row in project.rows(f"select segment_id from ({population}) order by 1", bound)}
    asked = np.zeros(learned.scores.shape, dtype=bool)
    asked[:, columns] = True
    asked &= np.array([segment in inside for segment in learned.labels.segments.tolist()], dtype=bool)[:, None]
    above = learned.scores >= cut if learned.is_calibrated else learned.ground.hits > 0
    chosen = np.asarray(asked & learned.open & above)
    for k in columns if limit is not None else ():
        rows = np.flatnonzero(chosen[:, k])
        chosen[rows[np.argsort(-learned.scores[rows, k], kind="stable")[limit:]], k] = False
    return chosen


def _run(
    project: Project,
    where: Filter,
    learned: Learned,
    columns: Sequence[int],
    chosen: NDArray[Any],
    parameters: Mapping[str, object],
) -> ModelRun:
    """Return what is to be stored: every source of the filter with what is suggested in it, if anything."""
    ids = code_ids(project)
    uid_of = {code_id: uid for uid, code_id in ids.items()}
    codes = {uid_of[learned.labels.codes[k]]: learned.labels.codes[k] for k in columns}
    population, bound = where.population(project)
    sources = project.rows(
        f"select id, uid from source where id in (select source_id from ({population})) order by id", bound
    )
    witness = Witness(project, learned, uid_of, chosen)
    found = [(source, list(_suggestions(learned, witness, source[0], chosen))) for source in sources]
    less = {"left_out": left_out(project, where, EVERYTHING), "known": _known(project, learned, codes)}
    return ModelRun(codes, found, parameters, learned.seed, less, learned.ground.corpus.digest)


def _known(project: Project, learned: Learned, codes: Mapping[str, int]) -> list[dict[str, object]]:
    """Return where people had said whether segments have a code: spans by source, for codes of which it is the same."""
    uids = dict(project.rows("select id, uid from source order by id"))
    places = {row[0]: row[1:] for row in project.rows("select id, start, stop from segment order by id")}
    column = {code: k for k, code in enumerate(learned.labels.codes)}
    alike: dict[bytes, list[str]] = {}
    for uid, code in codes.items():
        alike.setdefault(learned.open[:, column[code]].tobytes(), []).append(uid)
    found: list[dict[str, object]] = []
    for of_codes in alike.values():
        is_open = learned.open[:, column[codes[of_codes[0]]]].tolist()
        spans: dict[str, list[list[int]]] = {}
        for n, (segment, source) in enumerate(
            zip(learned.labels.segments.tolist(), learned.labels.sources.tolist(), strict=True)
        ):
            if is_open[n]:
                continue
            of_source = spans.setdefault(uids[source], [])
            start, stop = places[segment]
            if n and not is_open[n - 1] and of_source:
                of_source[-1][1] = stop
            else:
                of_source.append([start, stop])
        found.append({"codes": of_codes, "spans": spans})
    return found


def _suggestions(learned: Learned, witness: Witness, source_id: int, chosen: NDArray[Any]) -> Iterator[Suggestion]:
    """Yield the suggestions of a source, in order of place."""
    import numpy as np

    inside = np.flatnonzero((learned.labels.sources == source_id) & chosen.any(axis=1))
    for row in inside.tolist():
        yield from witness.suggestions(row, np.flatnonzero(chosen[row]).tolist())


def _parameters(project: Project, learned: Learned, cut: NDArray[Any], options: Options) -> dict[str, object]:
    """Return what the run has to tell: of what it learned, how, and the figures with which its scores are reckoned."""
    values, decided = learned.labels.values, learned.labels.decided
    uid_of = {code_id: uid for uid, code_id in code_ids(project).items()}
    return {
        "calibrated": learned.is_calibrated,
        "limit": options.limit,
        "fewer": options.fewer,
        "semantic": options.semantic,
        "data_sha256": learned.digest(),
        "learned_from": {
            "segments": int((values != UNKNOWN).any(axis=1).sum()),
            "coded": int((values == CODED).sum()),
            "not_coded": int((values == NOT_CODED).sum()),
            "accepted_suggestions": int((decided & (values == CODED)).sum()),
            "rejected_suggestions": int((decided & (values == NOT_CODED)).sum()),
        },
        "features": learned.ground.rows.features.get_params(),
        "model": learned.classifier.get_params() if learned.classifier else {},
        "maps": learned.maps(),
        "codes": {
            uid_of[code]: {"basis": learned.basis[k], "cut": float(cut[k]), **learned.figures(k)}
            for k, code in enumerate(learned.labels.codes)
        },
    }


def _table(
    learned: Learned, paths: Mapping[int, str], columns: Sequence[int], chosen: NDArray[Any], cut: NDArray[Any]
) -> Table:
    rows = []
    for k in columns:
        values, picked = learned.labels.values[:, k], chosen[:, k]
        expected = round(float(learned.scores[picked, k].sum()), 1) if learned.is_calibrated else None
        rows.append(
            (
                paths[learned.labels.codes[k]], learned.basis[k], int((values != UNKNOWN).sum()),
                int((values == CODED).sum()), int(picked.sum()), expected,
                round(float(cut[k]), 3) if learned.is_calibrated else None,
            )
        )  # fmt: skip
    note = {"count": "segments", "population": len(learned.labels.segments), "from": "model", "seed": learned.seed}
    return Table(COLUMNS, rows, note)
