"""A chart as a file that says itself in words: svg with title and description, or one page with its figures below."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from qualcode import __version__
from qualcode.export.charts import SUFFIXES, chart_bytes, check_suffix
from qualcode.export.charts.kinds import KINDS
from qualcode.export.charts.sheet import printable
from qualcode.export.files import write_file
from qualcode.export.pages import rendered
from qualcode.messages import N_, _, current_language
from qualcode.query.spreading import shown_cells
from qualcode.query.table import Table

_TAG = re.compile(r"<[^>]*>")
_IDENTIFIER = re.compile(r'( id="|url\(#|href="#|aria-labelledby="| (?=description"))')
PAGE_SUFFIXES = (*SUFFIXES, ".html")
_HEADS = {
    "other": N_("other code"), "n_own": N_("n itself"), "n_other": N_("n of the other"), "collected_on": N_("date"),
    "new": N_("new codes"), "total": N_("all codes so far"), "shuffled": N_("mean of other orders"),
    "shuffled_low": N_("5 % of them below"), "shuffled_high": N_("5 % of them above"),
    "run_share": N_("new information"), "low": N_("from (95 %)"), "high": N_("to (95 %)"), "reason": N_("why not"),
}  # fmt: skip
"""Heads of columns that a page can say in more words than a terminal."""


def write_page(kind: str, table: Table, path: Path, *, force: bool = False) -> None:
    """Draw a chart and write it; the suffix says how: svg, png, or html with the figures as a table.

    Raises
    ------
    WriteError
        If the suffix is none of `PAGE_SUFFIXES`, or the file exists.
    """
    check_suffix(path, PAGE_SUFFIXES)
    writers = {".svg": chart_svg, ".html": chart_page}
    suffix = path.suffix.lower()
    content = (
        writers[suffix](kind, table) if suffix in writers else chart_bytes(lambda: KINDS[kind].draw(table), suffix)
    )
    write_file(path, [content], force=force)


def chart_svg(kind: str, table: Table) -> bytes:
    """Return the chart as an svg file with its title and description in words."""
    svg = chart_bytes(lambda: KINDS[kind].draw(table), ".svg").decode()
    start = svg.index("<svg")
    return (svg[:start] + _named(svg[start:], kind, table)).encode()


def chart_page(kind: str, table: Table) -> bytes:
    """Return a page that needs nothing else: the chart, what it shows in words, and the figures as a table."""
    described = KINDS[kind]
    heads, rows, numbers = _figures(described.figures(table))
    page = rendered(
        "chart.html",
        _=_,
        language=current_language(),
        version=__version__,
        title=described.title(table),
        words=described.describe(table),
        below=described.below(table),
        svg=_inline_svg(kind, table),
        heads=heads,
        rows=rows,
        numbers=numbers,
    )
    return page.encode()


def _figures(table: Table) -> tuple[list[str], list[list[Any]], set[int]]:
    """Return the figures of a chart as people read them: heads, rows, and the positions of columns of numbers."""
    heads, rows = shown_cells(table)
    if table.spread:
        return list(heads), rows, set()
    longer = [_(_HEADS[name]) if name in _HEADS else head for name, head in zip(table.columns, heads, strict=True)]
    return longer, rows, {at for row in table.rows for at, cell in enumerate(row) if isinstance(cell, (int, float))}


def _inline_svg(kind: str, table: Table) -> str:
    """Return the chart as an svg element for a page, its identifiers apart from those of the page."""
    svg = chart_bytes(lambda: KINDS[kind].draw(table), ".svg").decode()
    svg = _named(svg[svg.index("<svg") :], kind, table)
    return _TAG.sub(lambda tag: _IDENTIFIER.sub(r"\g<1>chart-", tag[0]), svg)


def _named(svg: str, kind: str, table: Table) -> str:
    """Return an svg element as a picture with a name and a description."""
    said = KINDS[kind]
    opening, inside = svg.split(">", 1)
    return (
        f'{opening} role="img" aria-labelledby="title description" lang="{current_language()}">\n'
        f' <title id="title">{escape(printable(said.title(table)))}</title>\n'
        f' <desc id="description">{escape(printable(said.describe(table)))}</desc>{inside}'
    )
