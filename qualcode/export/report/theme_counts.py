"""Themes by case: a table that is a heat map, bars, and whether new codes still came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.export.document.blocks import SHADES, Block, Cell, Grid, Heading, Paragraph, Picture, Row
from qualcode.export.report.codes import code_labels, label_paths, labelled
from qualcode.messages import _, grouped
from qualcode.query.filters import NO_CASE, Filter
from qualcode.query.spreading import cell_text
from qualcode.query.table import Table
from qualcode.query.themes import themes
from qualcode.query.vocabulary import told
from qualcode.store.codebooks import codebook
from qualcode.store.project import Project

MOST_COLUMNS = 12
"""Cases from which on each is a row, and only themes are columns."""
LEAST_SOURCES = 3
"""Sources from which on a curve of new codes says anything."""


def counts(project: Project, where: Filter, *, charts: bool, seed: int) -> Iterator[Block]:
    """Yield the table of themes by case, and the pictures."""
    counted = themes(project, where, by="case")
    if not counted.rows:
        return
    yield Heading(_("Themes by case"))
    yield heat_map(project, counted)
    yield Paragraph(
        _(
            "Sub-codes are rolled up into their theme: a segment under two of them counts once. A speaker may belong "
            "to another case than the source, as in a focus group; then the speaker's case counts."
        ),
        soft=True,
    )
    if charts:
        yield from _pictures(project, where, seed)


def _pictures(project: Project, where: Filter, seed: int) -> Iterator[Block]:
    from qualcode.export.charts import bars
    from qualcode.export.charts import saturation as curves
    from qualcode.query.saturation import saturation

    whole = labelled(_themes_alone(project, themes(project, where, by=None)), label_paths(project))
    if any(whole.column("n")):
        yield Picture(lambda: bars.theme_bars(whole), bars.describe(whole))
    try:
        curve = saturation(project, where, random_state=seed)
    except QualcodeError:  # people's codings and suggestions together have no one order
        return
    if len(curve.rows) >= LEAST_SOURCES:
        yield Picture(lambda: curves.saturation_curve(curve), curves.describe(curve))


def _themes_alone(project: Project, table: Table) -> Table:
    """Return the rows of themes, or all rows where no theme is counted."""
    roots = {code.path for code in codebook(project).roots}
    rows = [row for row in table.rows if row[0] in roots]
    return replace(table, rows=rows or table.rows)


def heat_map(project: Project, counted: Table) -> Grid:
    """Return themes by case as a table whose cells are shaded.

    The shade is the share (all origins together), in five equal steps up to the highest share of the table, so that it
    compares cells of one table and no others. Cases are columns and every code a row; of more than twelve cases each is
    a row, and only themes are columns.

    Parameters
    ----------
    counted : Table
        `themes` by case.
    """
    labels = code_labels(project)
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for record in counted.records():
        cells.setdefault((record["code"], record["case"]), []).append(record)
    sizes: dict[str, dict[str, Any]] = {}
    for (_code, case), records in cells.items():
        sizes[case] = max(
            [*records, sizes.get(case, records[0])], key=lambda r: (r["read"] is not None, r["population"])
        )
    cases = [case for case, record in sizes.items() if case != NO_CASE or record["population"]]
    highest = max(map(_share, cells.values()), default=0) or 1
    shown = {place: Cell(_parts(records), _shade(_share(records), highest)) for place, records in cells.items()}
    codes = list(dict.fromkeys(counted.column("code")))
    size, caption = _size_words(counted), _caption(counted)
    if len(cases) <= MOST_COLUMNS:
        rows = [Row(labels[c], [shown[c, case] for case in cases], c.count("/")) for c in codes]
        last = Row(size, [_size(sizes[case]) for case in cases])
        return Grid(caption, [_("Code"), *map(_case, cases)], rows, last)
    roots = [code for code in codes if "/" not in code] or codes
    rows = [Row(_case(case), [*(shown[c, case] for c in roots), _size(sizes[case])]) for case in cases]
    return Grid(caption, [_("Case"), *(labels[c] for c in roots), size], rows)


def _parts(records: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return a count for each origin; of several those without any are left out, and only rules have no word."""
    if len(records) == 1:
        return [(cell_text(records[0]), "")]
    counted = [r for r in records if r["n"] or r["from"] == "rule"]
    return [(cell_text(r), "" if r["from"] == "rule" else told(r["from"])) for r in counted]


def _share(records: Sequence[Mapping[str, Any]]) -> float:
    """Return the share of one origin, or of all together in the population."""
    if len(records) == 1:
        return float(records[0]["share"] or 0)
    population = records[0]["population"]
    return sum(r["n"] or 0 for r in records) / population if population else 0.0


def _shade(share: float, highest: float) -> int:
    return ceil(round(share / highest * SHADES, 6))


def _case(name: str) -> str:
    return told(name) if name == NO_CASE else name


def _size_words(counted: Table) -> str:
    """Return what the last line says: of what people read and how many there are, or only the latter."""
    return _("Segments read, of all") if "human" in counted.column("from") else _("Segments in all")


def _size(record: Mapping[str, Any]) -> Cell:
    """Return how many segments of a case were read; of machines' suggestions how many there are."""
    if record["from"] == "human" and record["read"] is not None:
        said = _("{n} of {population}").format(n=grouped(record["read"]), population=grouped(record["population"]))
        return Cell([(said, "")])
    return Cell([(grouped(record["population"]), "")])


def _caption(counted: Table) -> str:
    shades = _("The stronger the colour, the larger the share, in five steps up to the highest of this table.")
    origins = set(counted.column("from"))
    if origins == {"human"}:
        what = _("Segments to which people gave a code, and their share of those that were read.")
    elif len(origins) == 1:
        what = _("Segments for which machines suggested a code, and their share of all segments of the case.")
    else:
        what = _(
            "Segments that a code touches: suggested by rules where nothing else is said. Shares are of all segments "
            "of the case, of people's codings of those read."
        )
    return f"{what} {shades}"
