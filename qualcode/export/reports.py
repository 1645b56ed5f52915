"""The report of the main job: one page that needs nothing else, for the screen, the phone and the printer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from qualcode import __version__
from qualcode.messages import N_, _, current_language
from qualcode.query.excerpts import Excerpt, excerpts, most_telling
from qualcode.query.filters import NO_CASE, Filter
from qualcode.query.listings import cases, sources
from qualcode.query.spreading import cell_text
from qualcode.query.table import Table
from qualcode.store.codebooks import codebook, versions
from qualcode.store.project import Project

QUOTATIONS = 3
NOTES = (
    N_("count"), N_("by"), N_("population"), N_("from"), N_("codebook"), N_("segments_of_unknown_role"),
    N_("codings_outside_population"), N_("human"), N_("rule"), N_("model"), N_("case"), N_("sources"), N_("speakers"),
    N_("(no case)"),
)  # fmt: skip
"""Words of notes and columns that the page shows translated."""

SHADES = 5
MOST_COLUMNS = 12


def study_report(project: Project, counted: Table, *, warnings: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return report.html: what was read and how, themes by case as a heat map, the most telling passages, the notes.

    Parameters
    ----------
    counted : Table
        `themes` by case, of people's codings and what is pending.
    warnings : pairs of source and warning
        From the import.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("qualcode", "export/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("study.html").render(
        _=_,
        language=current_language(),
        title=_("Themes by case"),
        version=__version__,
        codebook=versions(project)[0],
        sources=sources(project),
        cases=cases(project),
        heat=heat_map(project, counted),
        themes=quotations(project),
        note=counted.note,
        warnings=warnings,
        words=grouped(sum(sources(project).column("words"))),
        no_case=NO_CASE,
    )
    return page.encode()


def grouped(n: int) -> str:
    """Return a number with its thousands set apart as the language of messages does: 5,933 or 5.933."""
    return f"{n:,}".replace(",", "." if current_language() == "id" else ",")


def heat_map(project: Project, counted: Table) -> dict[str, Any]:
    """Return columns and rows of the heat map; a cell has its numbers and a shade 0..5.

    The shade is the share of the population (all origins together), in five equal steps up to the highest share of
    the table, so that it compares cells of one table and no others. Cases are columns and every code a row; of more
    than twelve cases each is a row, and only themes are columns.
    """
    labels = code_labels(project)
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for record in counted.records():
        cells.setdefault((record["code"], record["case"]), []).append(record)
    cases = [c for c in dict.fromkeys(counted.column("case")) if c != NO_CASE or _population(cells, c)]
    shares = {place: _share(records) for place, records in cells.items()}
    highest = max(shares.values(), default=0) or 1

    def cell(code: str, case: str) -> dict[str, Any]:
        parts = [(r["from"], cell_text(r)) for r in cells[code, case] if r["n"] or r["from"] == "rule"]
        return {"parts": parts, "shade": int(-(-shares[code, case] * SHADES // highest))}

    codes = list(dict.fromkeys(counted.column("code")))
    sizes = [_population(cells, case) for case in cases]
    if len(cases) <= MOST_COLUMNS:
        rows = [{"label": labels[c], "depth": c.count("/"), "cells": [cell(c, case) for case in cases]} for c in codes]
        return {"corner": _("Code"), "columns": cases, "rows": rows, "below": sizes, "beside": []}
    themes = [code for code in codes if "/" not in code]
    rows = [{"label": case, "depth": 1, "cells": [cell(code, case) for code in themes]} for case in cases]
    return {"corner": _("Case"), "columns": [labels[c] for c in themes], "rows": rows, "below": [], "beside": sizes}


def _population(cells: Mapping[tuple[str, str], Sequence[Mapping[str, Any]]], case: str) -> int:
    return next((int(records[0]["population"]) for (_code, c), records in cells.items() if c == case), 0)


def _share(records: Sequence[Mapping[str, Any]]) -> float:
    population = records[0]["population"]
    return sum(r["n"] or 0 for r in records) / population if population else 0.0


def code_labels(project: Project) -> dict[str, str]:
    """Return the label of each code in the language of messages, by path."""
    language = current_language()
    return {code.path: code.labels.get(language) or code.name for code in codebook(project).codes}


def quotations(project: Project) -> list[dict[str, Any]]:
    """Return per theme its label, definition, how many passages it has, and the most telling ones."""
    labels = code_labels(project)
    found: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts(project, Filter(origin="all"), context=0):
        found.setdefault(excerpt.code.split("/")[0], []).append(excerpt)
    return [
        {
            "label": labels[theme.path],
            "anchor": "t" + hashlib.sha256(theme.path.encode()).hexdigest()[:8],
            "definition": theme.definition,
            "n": len({(e.source, e.start) for e in found.get(theme.path, ())}),
            "passages": [(e, labels[e.code]) for e in most_telling(found.get(theme.path, ()), limit=QUOTATIONS)],
        }
        for theme in codebook(project).roots
    ]
