"""Two cases side by side: the themes that both have, that one has, that none has, each with a telling passage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.counting import Cell, Scope, counted, note
from qualcode.query.dimensions import dimension
from qualcode.query.excerpts import excerpts, most_telling
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.passages import Excerpt
from qualcode.query.table import Table
from qualcode.store.cases import find_case
from qualcode.store.project import Project

BOTH, NONE, NOT_READ, NOT_RUN = "both", "none", "not read", "not run"
COLUMNS = ("code", "case", "from", "had_by", "n", "population", "read", "share", "excerpt", "speaker", "text")


@dataclass(frozen=True, slots=True)
class Side:
    """What one case has of a code; `excerpt` is the passage that tells most, or None."""

    case: str
    n: int | None
    population: int
    read: int | None
    share: float | None
    excerpt: Excerpt | None

    @property
    def known(self) -> bool:
        """Whether anything was read, or a run covered the case, so that no hit says something."""
        return self.n is not None and bool(self.population if self.read is None else self.read)


@dataclass(frozen=True, slots=True)
class Pair:
    """One code in two cases."""

    code: str
    origin: str
    sides: tuple[Side, Side]

    @property
    def had_by(self) -> str:
        """Who has it: "both", the name of a case, or "none"; "not read" or "not run" where a side is not known."""
        if not all(side.known for side in self.sides):
            return NOT_READ if self.origin == "human" else NOT_RUN
        have = [side.case for side in self.sides if side.n]
        return {0: NONE, 1: have[0] if have else "", 2: BOTH}[len(have)]


def side_by_side(project: Project, first: str, second: str, where: Filter = EVERYTHING) -> list[Pair]:
    """Return every code in two cases, in codebook order; shares are of the segments read (or covered by a run).

    A passage is chosen for each code and case: the most telling of the persons of the case who were quoted least so
    far, so that one speaker does not speak for all.

    Raises
    ------
    UnknownNameError
        If there is no such case or code.
    """
    ids = [find_case(project, name) for name in (first, second)]
    if ids[0] == ids[1]:
        raise QualcodeError(_("A case cannot be compared with itself: name two."))
    chosen = replace(where, cases=(first, second))
    scope = Scope(project, chosen, dimension(project, "case"), "segments")
    codes = chosen.code_ids(project)
    cells = counted(scope, codes)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    names = dict(project.rows("select id, name from study_case order by id"))
    quoted = _quoted(list(excerpts(project, chosen, context=0)), [paths[code] for code in codes])
    pairs = []
    for code in codes:
        for origin, by_code in cells.items():
            a, b = (
                _side(names[case], by_code[code][case], origin, quoted.get((origin, paths[code], names[case])))
                for case in ids
            )
            pairs.append(Pair(paths[code], origin, (a, b)))
    return pairs


def _side(case: str, cell: Cell, origin: str, excerpt: Excerpt | None) -> Side:
    n, population, read, share = cell.shown("segments", origin, None)
    return Side(case, n, population, read, share, excerpt)


def _quoted(found: Sequence[Excerpt], paths: Sequence[str]) -> dict[tuple[str, str, str], Excerpt]:
    """Return a passage by origin, code and case, of its own sub-codes too; persons take turns."""
    times: dict[str, int] = {}
    chosen: dict[tuple[str, str, str], Excerpt] = {}
    for path in paths:
        under = [e for e in found if e.code == path or e.code.startswith(f"{path}/")]
        for origin, case in dict.fromkeys((e.origin, e.case) for e in under):
            candidates = _each_person_once(e for e in under if (e.origin, e.case) == (origin, case))
            best = min(candidates, key=lambda e: times.get(e.person, 0))
            times[best.person] = times.get(best.person, 0) + 1
            chosen[origin, path, case] = best
    return chosen


def _each_person_once(found: Iterable[Excerpt]) -> list[Excerpt]:
    """Return the most telling passage of each person, the most telling person first."""
    ranked = list(found)
    return most_telling(ranked, limit=len({e.person for e in ranked}))


def side_by_side_table(project: Project, pairs: Sequence[Pair], where: Filter = EVERYTHING) -> Table:
    """Return pairs as a long table, a row a code and case; ``share`` 0..1 of what was read or covered."""
    rows = [
        [
            pair.code, side.case, pair.origin, pair.had_by, side.n, side.population, side.read, side.share,
            *((e.id, e.speaker, e.text) if (e := side.excerpt) else ("", "", "")),
        ]
        for pair in pairs
        for side in pair.sides
    ]  # fmt: skip
    cases = tuple(side.case for pair in pairs[:1] for side in pair.sides)
    scope = Scope(project, replace(where, cases=cases), dimension(project, "case"), "segments")
    return Table(COLUMNS, rows, note(scope))
