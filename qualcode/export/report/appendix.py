"""Appendices: agreement code by code, coders, sources, cases, versions of the codebook, how it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode import __version__
from qualcode.export.document.blocks import Block, Bullets, Cell, Grid, Heading, Picture, Row, Terms
from qualcode.export.report.codes import code_labels, label_paths, labelled
from qualcode.messages import _, decimal, grouped
from qualcode.query.agreement import AC1, ALL_CODES, ALPHA, FLEISS, KAPPA, OBSERVED, PREVALENCE, Agreement
from qualcode.query.counting import Scope, note
from qualcode.query.dimensions import dimension
from qualcode.query.filters import Filter
from qualcode.query.listings import CASE, cases, doubts, sources
from qualcode.query.methods import Methods
from qualcode.query.spreading import shown_cells
from qualcode.query.table import Table
from qualcode.query.vocabulary import told, told_note
from qualcode.store.codebooks import versions
from qualcode.store.project import Project


def appendix(
    project: Project,
    where: Filter,
    facts: Methods,
    agreed: Agreement | None,
    *,
    charts: bool,
    warnings: Sequence[tuple[str, str]],
) -> Iterator[Block]:
    """Yield what a reader needs to check the report."""
    if agreed is not None:
        yield Heading(_("Appendix: agreement"))
        yield _agreement(agreed, code_labels(project))
        if charts:
            yield _picture(labelled(agreed.table, label_paths(project)))
    if facts.work:
        yield Heading(_("Appendix: coders"))
        yield Grid(
            _("Segments of the population that each read, and codings made"),
            [_("Coder"), _("Read"), _("Codings")],
            [Row(one.name, [_number(one.read), _number(one.codings)]) for one in facts.work],
        )
    yield Heading(_("Appendix: sources and cases"))
    yield _listing(sources(project), _("The sources"))
    if project.value("select 1 from study_case limit 1"):
        yield _listing(cases(project).named_from(len(CASE)), _("The cases and their attributes"))
    yield from _doubts(project)
    yield Heading(_("Appendix: versions of the codebook"))
    yield Grid(
        _("Each change of codes or rules made a new version"),
        [_("Version"), _("Made"), "sha256", _("Note")],
        [Row(str(v.n), [v.made_at, v.sha256[:12], v.note]) for v in versions(project)],
    )
    if warnings:
        yield Heading(_("Appendix: warnings of the import"))
        yield Bullets([f"{source}: {warning}" for source, warning in warnings])
    yield Heading(_("Appendix: what is counted, and from where"))
    said = note(Scope(project, where, dimension(project, "case"), "segments"))
    terms = [(told(name), told_note(name, value)) for name, value in said.items()]
    yield Terms([*terms, (_("software"), f"qualcode {__version__}")])


def _doubts(project: Project) -> Iterator[Block]:
    """Yield what may be wrong with how sources were read and was not accepted."""
    found = doubts(project).records()
    if found:
        yield Heading(_("Appendix: doubts about how sources were read"))
        yield Bullets([f"{one['source']}: {one['doubt']}" for one in found])


def _picture(table: Table) -> Picture:
    from qualcode.export.charts.agreement import agreement_dots, describe

    return Picture(lambda: agreement_dots(table), describe(table))


def _agreement(agreed: Agreement, labels: Mapping[str, str]) -> Grid:
    """Return the coefficients code by code; kappa is Cohen's of two coders, Fleiss' of more."""
    columns = [OBSERVED, KAPPA if len(agreed.coders) == 2 else FLEISS, ALPHA, AC1, PREVALENCE]
    names = ", ".join(agreed.coders)
    figures: dict[str, dict[str, dict[str, Any]]] = {}
    for record in agreed.table.records():
        if record["code"] != ALL_CODES and record["coders"] == names:
            figures.setdefault(record["code"], {})[record["measure"]] = record
    kappa = columns[1]
    rows = [
        Row(
            labels[code],
            [*(_figure(by[name]) for name in columns), _number(by[OBSERVED]["n"]), _number(by[kappa]["n"])],
            code.count("/"),
        )
        for code, by in figures.items()
    ]
    header = [_("Code"), *(told(name) for name in columns), told("n"), told("n of kappa")]
    return Grid(_("Agreement of {coders} on what was read independently").format(coders=names), header, rows)


def _figure(record: dict[str, Any]) -> Cell:
    if record["value"] is None:
        return Cell([("-", "")])
    if record["low"] is None:
        return Cell([(decimal(record["value"], 2), "")])
    return Cell([(decimal(record["value"], 2), f"{decimal(record['low'], 2)}–{decimal(record['high'], 2)}")])


def _number(n: int) -> Cell:
    return Cell([(grouped(n), "")])


def _listing(table: Table, caption: str) -> Grid:
    """Return a list as a table; what was not given is an empty cell."""
    header, rows = shown_cells(table)
    shown = [Row(str(name), [_number(c) if isinstance(c, int) else str(c) for c in cells]) for name, *cells in rows]
    return Grid(caption, header, shown)
