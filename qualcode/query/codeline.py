"""Where in each source its codes stand: passages by their place among the turns, in minutes where turns have times."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qualcode.query.colours import colours
from qualcode.query.counting import Scope, note
from qualcode.query.dimensions import dimension
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.origins import hits
from qualcode.query.table import Table
from qualcode.store.project import Project

COLUMNS = ("source", "what", "name", "order", "from", "colour", "unit", "start", "end")


def codeline(project: Project, where: Filter = EVERYTHING) -> Table:
    """Return where codes stand and who speaks when, source by source; sub-codes are rolled up.

    Returns
    -------
    Table
        `COLUMNS`, by name of source. ``what`` is "code" (``name`` its path, one row per passage) or "speech" (``name``
        the role; turns of one role in a row are one), ``order`` the place of the code in the codebook. ``start`` and
        ``end`` are in ``unit``: "minutes" where every turn of the source has a time and none goes back, else "turns",
        where turn n reaches from n - 0.5 to n + 0.5. Only sources with a passage are there; the note counts those
        ``without``.
    """
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    order = {code: place for place, code in enumerate(paths)}
    palette = colours(project)
    sources = _sources(project, where)
    found = {origin: _passages(project, where, hit) for origin, hit in hits(project, where).items()}
    rows: list[tuple[object, ...]] = []
    without = 0
    for source, name in sources:
        passages = [(origin, *row) for origin, by_source in found.items() for row in by_source.get(source, ())]
        line = _Line.of(project, source)
        without += not passages
        for role, start, end in line.speech() if passages else ():
            rows.append((name, "speech", role, 0, "", "", line.unit, start, end))
        for origin, code, start, stop in passages:
            rows.append(
                (name, "code", paths[code], order[code], origin, palette[code], line.unit, *line.span(start, stop))
            )
    said = note(Scope(project, where, dimension(project, None), "codings"))
    said = {key: value for key, value in said.items() if key not in ("count", "by")}
    return Table(COLUMNS, rows, said | {"sources": len(sources), "without": without})


def _sources(project: Project, where: Filter) -> list[tuple[int, str]]:
    sql, values = where.population(project)
    return project.rows(
        f"""
        select distinct source.id, source.name
          from ({sql}) as scope
          join source on source.id = scope.source_id
         order by source.name
        """,
        values,
    )


def _passages(project: Project, where: Filter, hit: tuple[str, list[object]]) -> dict[int, list[tuple[int, int, int]]]:
    """Return (code, start, stop) by source, in codebook order, as far as they stand in the population."""
    population, values = where.population(project)
    hit_sql, hit_values = hit
    rows = project.rows(
        f"""
        select hit.source_id, above.ancestor_id, min(max(hit.start, scope.start)), max(min(hit.stop, scope.stop))
          from ({hit_sql}) as hit
          join code_ancestor as above on above.code_id = hit.code_id
          join code_tree on code_tree.code_id = above.ancestor_id
          join code_tree as own on own.code_id = hit.code_id
          join ({population}) as scope on scope.segment_id = hit.segment_id
         where above.ancestor_id in (select value from json_each(?))
           and (? or above.ancestor_id = above.code_id)
         group by hit.source_id, above.ancestor_id, hit.row_id
         order by hit.source_id, code_tree.position, 3, 4, hit.row_id
        """,
        [*hit_values, *values, json.dumps(where.code_ids(project)), where.subcodes],
    )
    return {source: [row[1:] for row in group] for source, group in groupby(rows, key=lambda row: row[0])}


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn: who speaks, where in the text, and from where to where on the line."""

    role: str
    start: int
    stop: int
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class _Line:
    """The turns of a source in order; ``unit`` is "minutes" or "turns"."""

    unit: str
    turns: Sequence[_Turn]

    @classmethod
    def of(cls, project: Project, source: int) -> _Line:
        rows = project.rows(
            """
            select coalesce(speaker.role, 'unknown'), turn.start, turn.stop, turn.n, turn.start_s, turn.end_s
              from turn
              left join speaker on speaker.id = turn.speaker_id
             where turn.source_id = ?
             order by turn.start
            """,
            [source],
        )
        times = [row[4] for row in rows]
        if None in times or times != sorted(times) or len(set(times)) < 2:
            return cls("turns", [_Turn(role, start, stop, n - 0.5, n + 0.5) for role, start, stop, n, *_s in rows])
        after = [*times[1:], times[-1]]
        return cls(
            "minutes",
            [
                _timed(role, start, stop, start_s, end_s, following)
                for (role, start, stop, _n, start_s, end_s), following in zip(rows, after, strict=True)
            ],
        )

    def span(self, start: int, stop: int) -> tuple[float, float]:
        """Return from where to where on the line a passage of the text stands."""
        return self._place(start, start), self._place(stop - 1, stop)

    def _place(self, inside: int, offset: int) -> float:
        """Return where an offset lies in the turn that `inside` is in, in proportion to the letters before it."""
        turn = self.turns[max(0, bisect_right(self.turns, inside, key=lambda turn: turn.start) - 1)]
        along = min(1.0, max(0.0, (offset - turn.start) / max(1, turn.stop - turn.start)))
        return round(turn.begins + along * (turn.ends - turn.begins), 4)

    def speech(self) -> Iterator[tuple[str, float, float]]:
        """Yield role, start and end of what one role says in a row."""
        for role, turns in groupby(self.turns, key=lambda turn: turn.role):
            said = list(turns)
            yield role, round(said[0].begins, 4), round(said[-1].ends, 4)


def _timed(role: str, start: int, stop: int, start_s: float, end_s: float | None, next_s: float) -> _Turn:
    """Return a turn with its place in minutes; without an end of its own it ends where the next one begins."""
    return _Turn(role, start, stop, start_s / 60, max(start_s, next_s if end_s is None else end_s) / 60)
