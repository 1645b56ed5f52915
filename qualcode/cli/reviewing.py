"""Commands with which people read passage by passage and decide: next, review."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from qualcode.cli.coder import CoderOption, require_coder
from qualcode.cli.group import add
from qualcode.cli.options import Codes, NoSubcodes, Reveal, Roles, Seed, Sources, make_filter, one_of, open_project
from qualcode.cli.output import say
from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.records import ORDERS, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualcode.query.filters import Filter
    from qualcode.workflow.desk import Desk, Mode

AnyDesk = TypeVar("AnyDesk", bound="Desk")

Plain = Annotated[
    bool,
    typer.Option("--plain", help=_("Line by line instead of a full screen: for screen readers.")),
]


def next_passage(
    ctx: typer.Context,
    order: Annotated[
        str,
        typer.Option("--order", help=_("source, random, best (most probable first) or balanced (rare codes first).")),
    ] = "source",
    code: Codes = None,
    source: Sources = None,
    role: Roles = None,
    seed: Seed = 0,
    coder: CoderOption = None,
    plain: Plain = False,
    reveal: Reveal = False,
) -> None:
    """Read the passages that you have not read, one after the other, and code them."""
    where = make_filter(code=code, source=source, role=role)
    chosen = one_of("--order", order, ORDERS)
    _sit_down(ctx, "next", where, coder, plain=plain, reveal=reveal, order=chosen, seed=seed)


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


def _sit_down(
    ctx: typer.Context,
    mode: Mode,
    where: Filter,
    coder: str | None,
    *,
    plain: bool,
    reveal: bool,
    order: Order = "source",
    seed: int = 0,
) -> None:
    require_terminal(mode, plain=plain)
    from qualcode.workflow.desk import Desk

    with open_project(ctx) as project:
        who = require_coder(coder)
        if order in ("best", "balanced"):
            say(_("Learning from what was read; this takes a few seconds."))
        desk = Desk(project, who, mode=mode, where=where, show_others=reveal, order=order, seed=seed)
        if plain:
            from qualcode.terminal.plain import run
        else:
            from qualcode.terminal.page import run
        read(desk, run)


def require_terminal(command: str, *, plain: bool) -> None:
    """Refuse the full-screen page where there is no terminal.

    Raises
    ------
    QualcodeError
    """
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise QualcodeError(
            _("The page needs a terminal. Line by line it works everywhere: qualcode {command} --plain").format(
                command=command
            )
        )


def read(desk: AnyDesk, run: Callable[[AnyDesk], None]) -> None:
    """Show what waits at a desk with `run`, then say what was done; or say that nothing waits."""
    from qualcode.terminal import wording

    with closing(desk):
        if desk.passage is None:
            say(wording.empty(desk))
            return
        run(desk)
        say(wording.goodbye(desk))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "next", next_passage, _("Read what you have not read, passage by passage, and code it."), panel)
    add(app, "review", review, _("Decide on what was suggested, one after the other."), panel)
