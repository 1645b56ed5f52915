"""The command report: the study as one document."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from qualcode.cli.analysis import point_to_suggestions
from qualcode.cli.group import add
from qualcode.cli.options import (
    AsOf,
    Cases,
    Coders,
    Codes,
    Force,
    From,
    NoSubcodes,
    Roles,
    Seed,
    Sources,
    Where,
    make_filter,
    open_project,
)
from qualcode.cli.output import say
from qualcode.messages import _


def report(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help=_("FILE.html, .docx or .md."))],
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help=_("An attribute of cases whose groups are compared; may be repeated. Else all that are categories."),
        ),
    ] = None,
    quotes: Annotated[int, typer.Option("--quotes", min=0, help=_("Most quotations a theme."))] = 3,
    title: Annotated[str, typer.Option("--title", help=_("The title."))] = "",
    no_charts: Annotated[bool, typer.Option("--no-charts", help=_("Without pictures."))] = False,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    seed: Seed = 0,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Write the study as a document: methods, codebook, themes, comparison, quotations, appendices."""
    from qualcode.export.document import check_suffix, write_document
    from qualcode.export.report import study_report
    from qualcode.export.report.compared import groupings
    from qualcode.query.themes import themes

    check_suffix(output)
    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        document = study_report(
            project, chosen, by=by or (), quoted=quotes, seed=seed, title=title, charts=not no_charts
        )
        write_document(document, output, force=force)
        say(_("Written: {path}").format(path=output))
        if not by and not groupings(project):
            say(
                _(
                    "No groups of cases are compared: name an attribute with --by, or say which are categories: "
                    "qualcode attribute type NAME category"
                )
            )
        point_to_suggestions(project, themes(project, chosen, by=None), f"report -o {quote(str(output))}", origin)


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "report", report, _("Write the study as a document: methods, themes, quotations."), panel)
