"""The command discover: topics of what nobody coded or read, and making one a code."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add
from qualcode.cli.options import Force, Format, Output, open_project
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.messages import _


def discover(
    ctx: typer.Context,
    topics: Annotated[int, typer.Option("--topics", min=2, max=100, help=_("How many topics."))] = 10,
    unread: Annotated[
        bool, typer.Option("--unread/--uncoded", help=_("In what nobody has read, or in all that nobody has coded."))
    ] = False,
    seed: Annotated[
        int, typer.Option("--seed", min=0, help=_("Where chance begins: the same seed gives the same topics."))
    ] = 0,
    make: Annotated[
        list[str] | None,
        typer.Option("--make", help=_("N=NAME: make topic N a code of this name below open; may be repeated.")),
    ] = None,
    coder: CoderOption = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show topics of the segments that nobody has coded, with their words and typical excerpts."""
    from qualcode.workflow import discovering

    names = dict(_named(text) for text in make or ())
    with open_project(ctx) as project:
        found = discovering.discover(project, n=topics, which="unread" if unread else "uncoded", seed=seed)
        if not names:
            show(discovering.discovered(found), format, output, force=force)
            return
        for path in discovering.make_codes(project, found, names, coder=known_coder(coder)):
            say(_("Code made: {path}. Nothing is coded with it yet.").format(path=path))


def _named(text: str) -> tuple[int, str]:
    number, equals, name = text.partition("=")
    if not equals or not number.strip().isdigit() or not name.strip():
        raise QualcodeError(_('--make takes N=NAME, as 3=jarak, not "{text}".').format(text=text))
    return int(number), name


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "discover", discover, _("Show topics of what nobody has coded; make one a code."), panel)
