"""Commands that fetch passages: excerpts, find."""

from __future__ import annotations

from typing import Annotated

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
from qualcode.cli.output import noted, say, show, tell_left_out
from qualcode.messages import _, ngettext

Context = Annotated[int, typer.Option("--context", min=0, help=_("How many turns before and after each passage."))]


def excerpts(
    ctx: typer.Context,
    code: Codes = None,
    having: Annotated[
        list[str] | None,
        typer.Option("--with", help=_("A code that must be there too; may be repeated: what all of them share.")),
    ] = None,
    lacking: Annotated[
        list[str] | None, typer.Option("--without", help=_("A code that must not be there; may be repeated."))
    ] = None,
    within: Annotated[
        str, typer.Option("--within", help=_("Where --with and --without look: overlap, segment, turn or source."))
    ] = "segment",
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
    from qualcode.query.overlaps import WITHINS, Together

    place = one_of("--within", within, WITHINS)
    wanted = Together(having or (), lacking or (), place) if having or lacking else None
    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        found = noted(table(project, chosen, context=context, wanted=wanted), as_of)
        if format == "text" and output is None:
            from qualcode.cli.passages import passages

            typer.echo(passages(found))
        else:
            show(found, format, output, force=force)
        tell_left_out(found.note)
        waiting = "select 1 from suggestion where not exists (select 1 from coding) limit 1"
        if not found.rows and origin == "human" and project.value(waiting):
            say(_("No human coding yet, but the rules suggest some. See: qualcode excerpts --from rule"))


def find(
    ctx: typer.Context,
    query: Annotated[
        str,
        typer.Argument(help=_('Words, or a "phrase"; all must occur in the segment; A NEAR/5 B: near each other.')),
    ],
    exact: Annotated[
        bool, typer.Option("--exact", help=_("Only the words as written, not their other forms."))
    ] = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    where: Where = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help=_("Most rows; 0 for all."))] = 50,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Find words in what was said."""
    from qualcode.query.search import find as search

    with open_project(ctx, as_of=as_of) as project:
        found = search(
            project,
            query,
            make_filter(source=source, case=case, role=role, where=where),
            roots=not exact,
            limit=limit or None,
        )
        show(noted(found, as_of), format, output, force=force)
        n = len(found.rows)
        say(ngettext("{n} segment.", "{n} segments.", n).format(n=n))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "excerpts", excerpts, _("List coded passages."), panel)
    add(app, "find", find, _("Find words in what was said, in all their forms."), panel)
