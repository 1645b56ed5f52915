"""The command compare: groups of cases by an attribute, or two cases side by side."""

from __future__ import annotations

import csv
from collections.abc import Callable
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis import point_to_suggestions
from qualcode.cli.group import add, visible
from qualcode.cli.options import (
    AsOf,
    Cases,
    Coders,
    Codes,
    Force,
    Format,
    From,
    Output,
    Roles,
    Sources,
    Where,
    make_filter,
    open_project,
)
from qualcode.cli.output import aligned, noted, show
from qualcode.errors import QualcodeError
from qualcode.messages import _

if TYPE_CHECKING:
    from qualcode.query.comparison import Comparison
    from qualcode.query.filters import Filter
    from qualcode.query.table import Table
    from qualcode.store import Project


def compare(
    ctx: typer.Context,
    by: Annotated[
        str | None, typer.Option("--by", help=_("An attribute of the cases: its values are the groups compared."))
    ] = None,
    cases: Annotated[
        str | None, typer.Option("--cases", help=_("Two cases to be laid side by side, with a comma: A,B."))
    ] = None,
    code: Codes = None,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Compare groups of cases, or two cases."""
    if (by is None) == (cases is None):
        raise QualcodeError(_("compare needs either --by ATTRIBUTE or --cases A,B."))
    chosen = make_filter(code=code, source=source, case=case, role=role, coder=coder, where=where, origin=origin)
    with open_project(ctx, as_of=as_of) as project:
        table, text = _groups(project, chosen, by) if by is not None else _two(project, chosen, cases or "")
        table = noted(table, as_of)
        if format == "text" and output is None:
            typer.echo(visible(text(table)))
        else:
            show(table, format, output, force=force)
        way = f"--by {quote(by)}" if by is not None else f"--cases {quote(cases or '')}"
        point_to_suggestions(project, table, f"compare {way}", origin)


def _groups(project: Project, chosen: Filter, by: str) -> tuple[Table, Callable[[Table], str]]:
    from qualcode.query.comparison import compare as compared
    from qualcode.query.comparison import facts

    found = compared(project, chosen, by=by)
    return facts(found), lambda table: _groups_for_people(found, table)


def _groups_for_people(found: Comparison, table: Table) -> str:
    """Return a row a code, what the figures mean, and what may be said of each code."""
    from qualcode.export.comparisons import key_words, overview, sentences
    from qualcode.query.spreading import note_told

    header, rows = overview(found)
    shown = aligned(header, rows) if rows else _("(nothing)")
    return "\n\n".join(part for part in (shown, key_words(), "\n".join(sentences(found)), note_told(table)) if part)


def _two(project: Project, chosen: Filter, cases: str) -> tuple[Table, Callable[[Table], str]]:
    from qualcode.cli.cases_compared import for_people
    from qualcode.query.side_by_side import side_by_side, side_by_side_table

    names = [name.strip() for name in next(csv.reader([cases], skipinitialspace=True), [])]
    if len(names) != 2 or not all(names) or names[0].casefold() == names[1].casefold():
        raise QualcodeError(
            _('--cases takes two different cases with a comma between, not "{text}".').format(text=cases)
        )
    pairs = side_by_side(project, names[0], names[1], chosen)
    return side_by_side_table(project, pairs, chosen), lambda table: for_people(pairs, table)


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "compare", compare, _("Compare groups of cases by an attribute, or two cases side by side."), panel)
