"""The command adjudicate: settling what coders differ on."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.coder import CoderOption, require_coder
from qualcode.cli.group import add
from qualcode.cli.options import Cases, Codes, NoSubcodes, Roles, Sources, Where, make_filter, open_project
from qualcode.cli.reviewing import Plain, read, require_terminal
from qualcode.messages import _


def adjudicate(
    ctx: typer.Context,
    coders: Annotated[
        str | None,
        typer.Option("--coders", help=_("Who is compared, with commas: ani,budi; rule is what the rules suggest.")),
    ] = None,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    where: Where = None,
    name: Annotated[str, typer.Option("--as", help=_("The name of the consensus."))] = "consensus",
    reason: Annotated[
        str, typer.Option("--reason", help=_("The reason of every decision for which none is typed."))
    ] = "",
    coder: CoderOption = None,
    plain: Plain = False,
) -> None:
    """Walk through the passages on which coders differ and settle each; what you decide is kept as a consensus."""
    chosen = make_filter(code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, where=where)
    require_terminal("adjudicate", plain=plain)
    from qualcode.workflow.adjudicating import Adjudication

    with open_project(ctx) as project:
        desk = Adjudication(
            project,
            require_coder(coder),
            coders=[each.strip() for each in (coders or "").split(",") if each.strip()],
            where=chosen,
            name=name,
            reason=reason,
        )
        if plain:
            from qualcode.terminal.adjudicating_plain import run
        else:
            from qualcode.terminal.adjudicating import run
        read(desk, run)


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "adjudicate", adjudicate, _("Settle what coders differ on, passage by passage."), panel)
