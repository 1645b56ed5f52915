"""Commands that fetch passages: excerpts, find, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.group import add, group
from qualcode.cli.options import (
    AsOf,
    Cases,
    Coders,
    Codes,
    Force,
    Format,
    From,
    NoSubcodes,
    Output,
    Roles,
    Sources,
    Where,
    make_filter,
    open_project,
)
from qualcode.cli.output import noted, say, show
from qualcode.cli.sheets import export_coding_sheet
from qualcode.messages import _, ngettext

Context = Annotated[int, typer.Option("--context", min=0, help=_("How many turns before and after each passage."))]


def excerpts(
    ctx: typer.Context,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    context: Context = 0,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List coded passages."""
    from qualcode.query.excerpts import table

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        found = noted(table(project, chosen, context=context), as_of)
        if format == "text" and output is None:
            from qualcode.cli.passages import passages

            typer.echo(passages(found))
        else:
            show(found, format, output, force=force)
        waiting = "select 1 from suggestion where not exists (select 1 from coding) limit 1"
        if not found.rows and origin == "human" and project.value(waiting):
            say(_("No human coding yet, but the rules suggest some. See: qualcode excerpts --from rule"))


def find(
    ctx: typer.Context,
    query: Annotated[
        str,
        typer.Argument(help=_('Words, or a "phrase"; all must stand in the segment; A NEAR/5 B: near each other.')),
    ],
    exact: Annotated[
        bool, typer.Option("--exact", help=_("Only the words as written, not their other forms."))
    ] = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    where: Where = None,
    limit: Annotated[int, typer.Option("--limit", help=_("Most rows; 0 for all."))] = 50,
    format: Format = "text",
    output: Output = None,
) -> None:
    """Find words in what was said."""
    from qualcode.query.search import find as search

    with open_project(ctx) as project:
        found = search(
            project,
            query,
            make_filter(source=source, case=case, role=role, where=where),
            roots=not exact,
            limit=limit or None,
        )
        show(found, format, output)
        n = len(found.rows)
        say(ngettext("{n} segment.", "{n} segments.", n).format(n=n))


def export_excerpts(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("FILE.csv, .xlsx, .json or .md."))],
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "all",
    context: Context = 1,
    raw: Annotated[
        bool, typer.Option("--raw", help=_("Leave csv cells unguarded against formulas, for R and pandas."))
    ] = False,
    force: Force = False,
) -> None:
    """Write coded passages to a file, with the attributes of their case."""
    from qualcode.export import write
    from qualcode.query.excerpts import streamed

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx) as project:
        found = streamed(project, chosen, context=context)
        write(found, file, force=force, raw=raw)
    n = found.n
    say(ngettext("{n} passage written to {path}.", "{n} passages written to {path}.", n).format(n=n, path=file))


def export_memos(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("FILE.csv, .xlsx, .json or .md."))],
    force: Force = False,
) -> None:
    """Write all memos to a file: on what, by whom, when."""
    from qualcode.export import write
    from qualcode.query.memos import memos

    with open_project(ctx) as project:
        found = memos(project)
        write(found, file, force=force)
    n = len(found.rows)
    say(ngettext("{n} memo written to {path}.", "{n} memos written to {path}.", n).format(n=n, path=file))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "excerpts", excerpts, _("List coded passages."), panel)
    add(app, "find", find, _("Find words in what was said, in all their forms."), panel)
    commands = group(_("Write results to files."))
    add(commands, "excerpts", export_excerpts, _("Write coded passages to a file, with the attributes of their case."))
    add(
        commands,
        "coding-sheet",
        export_coding_sheet,
        _("Write a sheet to code in Excel or LibreOffice; import --coding-sheet brings it back."),
    )
    add(commands, "memos", export_memos, _("Write all memos to a file."))
    app.add_typer(commands, name="export", rich_help_panel=panel)
