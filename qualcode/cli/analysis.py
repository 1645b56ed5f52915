"""Commands that count: themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.group import add
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
    one_of,
    open_project,
)
from qualcode.cli.output import noted, say, show
from qualcode.messages import _

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.store import Project


def themes(
    ctx: typer.Context,
    by: Annotated[
        str, typer.Option("--by", help=_("case, source, speaker, person, role or an attribute; all for one column."))
    ] = "case",
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    count: Annotated[
        str, typer.Option("--count", help=_("segments, codings, turns, persons, sources, cases or words."))
    ] = "segments",
    rate: Annotated[
        str | None, typer.Option("--rate", help=_("Per 100 segments or per 1,000 words: segments or words."))
    ] = None,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Count how often each code is used."""
    from qualcode.query.themes import COUNTS, RATES
    from qualcode.query.themes import themes as counted

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        table = counted(
            project,
            chosen,
            by=None if by == "all" else by,
            count=one_of("--count", count, COUNTS),
            rate=one_of("--rate", rate, RATES) if rate else None,
        )
        show(noted(table, as_of), format, output, force=force)
        point_to_suggestions(project, table, "themes", origin)


def point_to_suggestions(project: Project, table: Table, command: str, origin: str) -> None:
    """Where there is no human coding while suggestions wait, say the command that shows them."""
    waiting = "select 1 from suggestion where not exists (select 1 from coding) limit 1"
    if origin == "human" and not any(table.column("n")) and project.value(waiting):
        say(
            _("No human coding yet, but the rules suggest some. See: qualcode {command} --from rule").format(
                command=command
            )
        )


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "themes", themes, _("Count how often each code is used, by case or anything else."), panel)
