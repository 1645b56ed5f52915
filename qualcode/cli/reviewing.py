"""Commands with which people read passage by passage and decide: next, review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, require_coder
from qualcode.cli.group import add
from qualcode.cli.options import Codes, NoSubcodes, Reveal, Roles, Sources, make_filter, open_project
from qualcode.cli.output import say
from qualcode.errors import QualcodeError
from qualcode.messages import _

if TYPE_CHECKING:
    from qualcode.query.filters import Filter
    from qualcode.workflow.desk import Mode

Plain = Annotated[
    bool,
    typer.Option("--plain", help=_("Line by line instead of a full screen: for screen readers.")),
]


def next_passage(
    ctx: typer.Context,
    source: Sources = None,
    role: Roles = None,
    coder: CoderOption = None,
    plain: Plain = False,
    reveal: Reveal = False,
) -> None:
    """Read the passages that you have not read, one after the other, and code them."""
    _sit_down(ctx, "next", make_filter(source=source, role=role), coder, plain=plain, reveal=reveal)


def review(
    ctx: typer.Context,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    coder: CoderOption = None,
    plain: Plain = False,
    reveal: Reveal = False,
) -> None:
    """Accept or reject what was suggested, the surest first."""
    where = make_filter(code=code, no_subcodes=no_subcodes, source=source)
    _sit_down(ctx, "review", where, coder, plain=plain, reveal=reveal)


def _sit_down(ctx: typer.Context, mode: Mode, where: Filter, coder: str | None, *, plain: bool, reveal: bool) -> None:
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QualcodeError(
            _("The page needs a terminal. Line by line it works everywhere: qualcode {command} --plain").format(
                command=mode
            )
        )
    from qualcode.terminal import telling
    from qualcode.workflow.desk import Desk

    with open_project(ctx) as project:
        desk = Desk(project, require_coder(coder), mode=mode, where=where, show_others=reveal)
        if desk.passage is None:
            say(telling.empty(desk))
            return
        if plain:
            from qualcode.terminal.plain import run
        else:
            from qualcode.terminal.page import run
        run(desk)
        say(telling.goodbye(desk))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "next", next_passage, _("Read what you have not read, passage by passage, and code it."), panel)
    add(app, "review", review, _("Decide on what was suggested, one after the other."), panel)
