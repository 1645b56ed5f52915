"""How often each code is used, by case or anything else, over a stated population."""

from __future__ import annotations

from qualcode.query.counting import Count, Rate, Scope, counted, note
from qualcode.query.dimensions import dimension
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.table import Table
from qualcode.store.project import Project


def themes(
    project: Project,
    where: Filter = EVERYTHING,
    *,
    by: str | None = "case",
    count: Count = "segments",
    rate: Rate | None = None,
) -> Table:
    """Count how often each code is used; sub-codes are rolled up, so a segment under two of them counts once.

    Parameters
    ----------
    by : "case", "source", "speaker", "person", "role", the name of an attribute, or None
        What the counts are broken down by.
    count : {"segments", "codings", "turns", "persons", "sources", "cases", "words"}
        What is counted; a segment coded twice counts once. Overlapping codings of one coder under one code are one;
        words are those of the segments touched.
    rate : {"segments", "words"}, optional
        Add the rate per 100 segments or per 1,000 words of the population.

    Returns
    -------
    Table
        Columns code, `by`, from, n, population, read, share (and rate): one row per code, value and origin, zeros
        too, in codebook order. ``n`` is None where no run covered the code ("not run"). ``share`` is 0..1 of what
        was read (people) or of the population (machines); None where that is nothing or codings are counted.
    """
    scope = Scope(project, where, dimension(project, by), count)
    codes = where.code_ids(project)
    cells = counted(scope, codes, rate)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    rows = [
        [paths[code], scope.by.label(value), origin, *cell.shown(count, origin, rate)]
        for code in codes
        for origin, by_code in cells.items()
        for value, cell in by_code[code].items()
    ]
    columns = ["code", scope.by.name, "from", "n", "population", "read", "share", *(["rate"] if rate else [])]
    return Table(columns, rows, note(scope, rate), ("code", scope.by.name, "n"))
