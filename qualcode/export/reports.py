"""The report of the main job: one page that needs nothing else, for the screen, the phone and the printer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from qualcode import __version__
from qualcode.export.tables import cell_text
from qualcode.messages import N_, _, current_language
from qualcode.query.excerpts import Excerpt, excerpts, most_telling
from qualcode.query.filters import NO_CASE, Filter
from qualcode.query.listings import cases, sources
from qualcode.query.table import Table
from qualcode.store.codebooks import codebook, versions
from qualcode.store.project import Project

QUOTATIONS = 3
NOTES = (
    N_("count"), N_("by"), N_("population"), N_("from"), N_("codebook"), N_("segments_of_unknown_role"),
    N_("codings_outside_population"), N_("human"), N_("rule"), N_("model"), N_("case"), N_("sources"), N_("speakers"),
)  # fmt: skip
"""Words of notes and columns that the page shows translated."""

SHADES = 5


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
    )
    return page.encode()


def heat_map(project: Project, counted: Table) -> dict[str, Any]:
    """Return the columns, and per code its label, depth and cells; a cell has its numbers and a shade 0..5.

    The shade is the share of the population (all origins together), in five equal steps up to the highest share of
    the table, so that it compares cells of one table and no others.
    """
    labels = code_labels(project)
    columns = list(dict.fromkeys(counted.column("case")))
    columns = [c for c in columns if c != NO_CASE or any(r["population"] for r in counted.records() if r["case"] == c)]
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for record in counted.records():
        cells.setdefault((record["code"], record["case"]), []).append(record)
    shares = {place: _share(records) for place, records in cells.items()}
    highest = max(shares.values(), default=0) or 1
    rows = [
        {
            "path": path,
            "label": labels[path],
            "depth": path.count("/"),
            "cells": [
                {
                    "parts": [(r["from"], cell_text(r)) for r in cells[path, column] if r["n"] or r["from"] == "rule"],
                    "population": cells[path, column][0]["population"],
                    "shade": -(-shares[path, column] * SHADES // highest),
                }
                for column in columns
            ],
        }
        for path in dict.fromkeys(counted.column("code"))
    ]
    return {"columns": columns, "rows": rows}


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
