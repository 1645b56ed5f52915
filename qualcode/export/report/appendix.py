"""Appendices: agreement code by code, coders, sources, cases, versions of the codebook, how it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qualcode import __version__
from qualcode.export.document.blocks import Block, Bullets, Cell, Grid, Heading, Picture, Row, Terms
from qualcode.export.report.wording import grouped
from qualcode.messages import N_, _
from qualcode.query.agreement import AC1, ALL_CODES, ALPHA, FLEISS, KAPPA, OBSERVED, PREVALENCE, Agreement
from qualcode.query.counting import Scope, note
from qualcode.query.dimensions import dimension
from qualcode.query.filters import Filter
from qualcode.query.listings import cases, sources
from qualcode.query.methods import Methods
from qualcode.query.table import Table
from qualcode.store.codebooks import versions
from qualcode.store.project import Project

WORDS = (
    N_("count"), N_("by"), N_("population"), N_("from"), N_("codebook"), N_("segments_of_unknown_role"),
    N_("codings_outside_population"), N_("codings_of_retired_codes"), N_("human"), N_("rule"), N_("model"), N_("case"),
    N_("sources"), N_("speakers"), N_("source"), N_("layout"), N_("language"), N_("turns"), N_("segments"), N_("words"),
    N_("collected_on"), N_("(no case)"),
)  # fmt: skip
"""Words of notes and columns that a document shows translated."""
_NUMBERS = ("speakers", "turns", "segments", "words", "sources")


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
        yield _agreement(agreed)
        if charts:
            yield _picture(agreed)
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
        yield _listing(cases(project), _("The cases and their attributes"))
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
    yield Terms([*((_(name), str(value)) for name, value in said.items()), (_("software"), f"qualcode {__version__}")])


def _picture(agreed: Agreement) -> Picture:
    from qualcode.export.charts.agreement import agreement_dots, describe

    return Picture(lambda: agreement_dots(agreed.table), describe(agreed.table))


def _agreement(agreed: Agreement) -> Grid:
    """Return the coefficients code by code; kappa is Cohen's of two coders, Fleiss' of more."""
    columns = [OBSERVED, KAPPA if len(agreed.coders) == 2 else FLEISS, ALPHA, AC1, PREVALENCE]
    names = ", ".join(agreed.coders)
    figures: dict[str, dict[str, dict[str, Any]]] = {}
    for record in agreed.table.records():
        if record["code"] != ALL_CODES and record["coders"] == names:
            figures.setdefault(record["code"], {})[record["measure"]] = record
    rows = [
        Row(code, [*(_figure(by[name]) for name in columns), _number(by[OBSERVED]["n"])], code.count("/"))
        for code, by in figures.items()
    ]
    header = [_("Code"), *(_(name) for name in columns), "n"]
    return Grid(_("Agreement of {coders} on what was read independently").format(coders=names), header, rows)


MEASURES = (N_("observed agreement"), N_("kappa"), N_("fleiss kappa"), N_("alpha"), N_("ac1"), N_("prevalence"))
"""Names of coefficients that a document shows translated."""


def _figure(record: dict[str, Any]) -> Cell:
    if record["value"] is None:
        return Cell([("-", "")])
    if record["low"] is None:
        return Cell([(f"{record['value']:.2f}", "")])
    return Cell([(f"{record['value']:.2f}", f"{record['low']:.2f}–{record['high']:.2f}")])


def _number(n: int) -> Cell:
    return Cell([(grouped(n), "")])


def _listing(table: Table, caption: str) -> Grid:
    """Return a list as a table; what was not given is an empty cell."""
    names = list(table.columns)
    rows = [
        Row(
            str(row[0]),
            [_number(c) if name in _NUMBERS else str(c) for name, c in zip(names[1:], row[1:], strict=True)],
        )
        for row in table.rows
    ]
    return Grid(caption, [_(name) for name in names], rows)
