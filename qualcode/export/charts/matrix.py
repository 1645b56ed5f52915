"""Which codes keep company, as a matrix of pairs: for more codes than a network can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.export.charts.grid import NOTHING, Cell, Grid, draw
from qualcode.export.charts.pairs import Pairs, below, title
from qualcode.export.charts.words import unit
from qualcode.query.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def pair_matrix(table: Table) -> Figure:
    """Return a cell for each pair, the first code across and the second down, as dark as the two meet often.

    Parameters
    ----------
    table : Table
        As `qualcode.query.cooccurrence.cooccurrence` gives it, of one kind of coding. "–" is no pair: a code and one
        below it.
    """
    pairs = Pairs.of(table)
    across = [code for code in pairs.codes if any(code == first for first, _second in pairs.both)]
    down = [code for code in pairs.codes if any(code == second for _first, second in pairs.both)]
    cells = [[_cell(pairs, code, other) for code in across] for other in down]
    grid = Grid([*map(pairs.named, down)], [*map(pairs.named, across)], cells, [False] * len(down))
    return draw(grid, title=title(table), caption=below(table), scale=unit(table.note["count"]))


def _cell(pairs: Pairs, code: str, other: str) -> Cell:
    if (code, other) in pairs.both:
        both = pairs.both[code, other]
        return Cell(None, why="not run") if both is None else Cell(both, f"{both}")
    return Cell(None, "–") if pairs.codes.index(other) > pairs.codes.index(code) else NOTHING
