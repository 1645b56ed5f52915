"""How far coders agree on each code, as a long table: one row one figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from qualcode.errors import QualcodeError
from qualcode.messages import N_, _, ngettext
from qualcode.query.counting import population_words
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.in_common import Compared, compared, without_idle
from qualcode.query.judgements import AgreementCount, Units, ratings_of, unitizing, units_of
from qualcode.query.judges import judges
from qualcode.query.table import DIGITS, Table
from qualcode.store.codebooks import current_sha256
from qualcode.store.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qualcode.measure.figure import Figure
    from qualcode.measure.resampling import Resamples

COLUMNS = ("code", "measure", "coders", "value", "low", "high", "n", "reason")
ALL_CODES = "(all codes)"
OBSERVED, KAPPA, FLEISS, ALPHA, AC1 = "observed agreement", "kappa", "fleiss kappa", "alpha", "ac1"
PREVALENCE, ALPHA_MASI, ALPHA_U = "prevalence", "alpha masi", "alpha-u"

_REASONS = {
    "not compared": N_("fewer than two coders judged it"),
    "not used": N_("nobody used the code"),
    "used always": N_("everybody used the code everywhere"),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree.

    Attributes
    ----------
    table : Table
        Columns code, measure, coders, value, low, high, n, reason. Where a coefficient is not defined, value is None
        and reason says why; low and high are None where there is no interval.
    compared : Compared
        What was compared, and what was left out.
    """

    table: Table
    compared: Compared

    @property
    def coders(self) -> list[str]:
        """The names of those compared."""
        return [judge.name for judge in self.compared.judges]

    @property
    def segments(self) -> int:
        """How many segments are compared."""
        return len(self.compared.start)

    @property
    def sources(self) -> int:
        """How many sources they stand in."""
        return len(self.compared.sources)

    @property
    def seen(self) -> int:
        """Segments left out: read with a suggestion or another's coding in sight."""
        return self.compared.seen

    @property
    def imported(self) -> int:
        """Segments left out: known only by imported codings."""
        return self.compared.imported


def agreement(
    project: Project,
    where: Filter = EVERYTHING,
    *,
    coders: Sequence[str] = (),
    count: AgreementCount = "segments",
    intervals: bool = True,
    seed: int = 0,
) -> Agreement:
    """Compare what coders said of what at least two of them read on their own.

    Parameters
    ----------
    where : Filter
        Codes, sources, cases, roles: a coding of a sub-code counts for the code above it, unless `subcodes` is false.
    coders : names, see `judges`
        By default every person who read something that another person read too.
    count : {"segments", "sentences", "characters"}
        What is compared. A unit is coded where a coding touches it. Characters are compared where all coders read, and
        add alpha-U; sets of codes are compared by segments and sentences.
    intervals : bool
        Whether sources are drawn again (`seed`) for intervals of 95 %; under 10 sources there are none.

    Raises
    ------
    QualcodeError
        If fewer than two coders can be compared.
    """
    found = in_common(project, where, coders)
    units = units_of(project, found, count)
    resamples = _resamples(found, seed) if intervals else None
    rows = list(_rows(project, found, units, count, resamples))
    note = {
        "count": count,
        "coders": ", ".join(judge.name for judge in found.judges),
        "population": population_words(where),
        "segments": len(found.start),
        "sources": len(found.sources),
        "codebook": current_sha256(project)[:12],
        **({"left_out_in_sight": found.seen} if found.seen else {}),
        **({"left_out_imported": found.imported} if found.imported else {}),
        **(_of_intervals(found, seed) if resamples is not None else {}),
    }
    return Agreement(Table(COLUMNS, rows, note), found)


def _of_intervals(found: Compared, seed: int) -> dict[str, Any]:
    """Return what a note says of intervals: the seed, and that they hold less often where there are few sources."""
    from qualcode.measure.resampling import FEW_GROUPS

    if len(found.sources) >= FEW_GROUPS:
        return {"seed": seed}
    few = _("meant to hold in 95 %, with fewer than {n} sources they hold in 89 to 93 %").format(n=FEW_GROUPS)
    return {"intervals": few, "seed": seed}


def in_common(project: Project, where: Filter, coders: Sequence[str]) -> Compared:
    """Return what is compared; unless coders are named, those who read nothing with anybody are left out.

    Raises
    ------
    QualcodeError
        If nothing is left.
    """
    chosen = judges(project, coders)
    if len(chosen) < 2:
        raise QualcodeError(_nothing_in_common(0))
    found = compared(project, chosen, where)
    if not len(found.start):
        raise QualcodeError(_nothing_in_common(found.seen))
    active = without_idle(found)
    return found if coders or len(active) == len(found.judges) else compared(project, active, where)


def _nothing_in_common(seen: int) -> str:
    if seen:
        return ngettext(
            "Nothing can be compared: {n} segment was read by two coders, but with suggestions or codings of others "
            "in sight. Give a sample to be read blind: qualcode assign make --coders ani,budi",
            "Nothing can be compared: {n} segments were read by two coders, but with suggestions or codings of others "
            "in sight. Give a sample to be read blind: qualcode assign make --coders ani,budi",
            seen,
        ).format(n=seen)
    return _(
        "Nothing can be compared: no segment was read by two coders. Give them the same to read: "
        "qualcode assign make --coders ani,budi --double 20%"
    )


def _resamples(found: Compared, seed: int) -> Resamples | None:
    from qualcode.measure.resampling import LEAST_GROUPS, Resamples

    return Resamples.of(range(len(found.sources)), random_state=seed) if len(found.sources) >= LEAST_GROUPS else None


def _rows(
    project: Project, found: Compared, units: Units, count: AgreementCount, resamples: Resamples | None
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows, code by code, and then the one over all codes."""
    from qualcode.measure.sets import masi_alpha
    from qualcode.measure.unitizing import alpha_u_figures

    names = ", ".join(judge.name for judge in found.judges)
    by_code = list(_by_code(found, units, count, resamples))
    if count == "characters":
        marked = unitizing(found)
        by_code.append((ALPHA_U, names, alpha_u_figures(marked, resamples)))
        over_all = ALPHA_U, names, alpha_u_figures(marked, resamples, pooled=True)[0]
    else:
        sets = ratings_of(found, units, rolled_up=False)[:, :, found.covered.all(axis=(0, 1))]
        over_all = ALPHA_MASI, names, masi_alpha(sets, units.source, resamples, count=len(found.sources))
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    for column, code in enumerate(found.codes):
        for measure, coders, figures in by_code:
            yield _row(paths[code], measure, coders, figures[column])
    yield _row(ALL_CODES, *over_all)


def _by_code(
    found: Compared, units: Units, count: AgreementCount, resamples: Resamples | None
) -> Iterator[tuple[str, str, list[Figure]]]:
    """Yield measure, coders, and a figure for each code."""
    from qualcode.measure.agreement import (
        Coefficient,
        cohen_kappa,
        figures,
        fleiss_kappa,
        gwet_ac1,
        krippendorff_alpha,
        percent,
        prevalence,
    )
    from qualcode.measure.tally import Tally

    names = [judge.name for judge in found.judges]
    ratings = ratings_of(found, units)
    weights = units.stop - units.start if count == "characters" else None

    def tally(of: NDArray[Any]) -> Tally:
        return Tally.of(of, units.source, weights=weights, count=len(found.sources))

    whole: dict[str, Coefficient] = {
        OBSERVED: percent,
        **({KAPPA: cohen_kappa} if len(names) == 2 else {FLEISS: fleiss_kappa}),
        ALPHA: krippendorff_alpha,
        AC1: gwet_ac1,
        PREVALENCE: prevalence,
    }
    for measure, of_codes in zip(whole, figures(tally(ratings), list(whole.values()), resamples), strict=True):
        yield measure, ", ".join(names), of_codes
    for pair in combinations(range(len(names)), 2) if len(names) > 2 else ():
        two = tally(ratings[list(pair)])
        yield KAPPA, ", ".join(names[i] for i in pair), figures(two, [cohen_kappa], resamples)[0]


def _row(code: str, measure: str, coders: str, figure: Figure) -> tuple[Any, ...]:
    value, low, high = (
        None if number is None else round(number, DIGITS) for number in (figure.value, figure.low, figure.high)
    )
    return code, measure, coders, value, low, high, round(figure.n), _(_REASONS[figure.reason]) if figure.reason else ""
