"""Commands of the learner: suggest, explain, similar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.group import add
from qualcode.cli.options import (
    Codes,
    Force,
    Format,
    NoSubcodes,
    Output,
    Roles,
    Seed,
    Sources,
    make_filter,
    open_project,
)
from qualcode.cli.output import progress, say, show
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.workflow.suggesting import Outcome


Semantic = Annotated[
    bool,
    typer.Option(
        "--semantic", help=_("Also by the meaning of whole sentences; needs: pip install 'qualcode[semantic]'")
    ),
]


def suggest(
    ctx: typer.Context,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help=_("Most suggestions of one code, the surest first."))
    ] = None,
    fewer: Annotated[bool, typer.Option("--fewer", help=_("Only surer ones: probability at least .35."))] = False,
    semantic: Semantic = False,
    seed: Seed = 0,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Learn from what you have read and coded, and suggest codes for the rest."""
    from qualcode.workflow.learning import Options
    from qualcode.workflow.suggesting import suggest as run

    with open_project(ctx) as project:
        where = make_filter(code=code, no_subcodes=no_subcodes, source=source)
        options = Options(limit=limit, fewer=fewer, seed=seed, semantic=semantic)
        outcome = run(project, where, options, progress=progress)
        show(outcome.table, format, output, force=force)
        _tell(outcome)


def _tell(outcome: Outcome) -> None:
    for refused in outcome.refused:
        say(refused.reason)
    if not outcome.calibrated:
        say(
            _(
                "Too little was read to say how probable a suggestion is: they are in the order of the rules. "
                "Read on: qualcode next --order balanced"
            )
        )
    n = outcome.stored
    say(
        ngettext(
            "{n} suggestion stored. Decide: qualcode review", "{n} suggestions stored. Decide: qualcode review", n
        ).format(n=n)
    )


def explain(
    ctx: typer.Context,
    suggestion: Annotated[str, typer.Argument(help=_("The id of a suggestion, as s1a2b3c4; see excerpts."))],
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Tell why something was suggested."""
    from qualcode.query.explanation import explain as why
    from qualcode.query.explanation import explanation_table

    with open_project(ctx) as project:
        found = why(project, suggestion)
        if format == "text" and output is None:
            from qualcode.terminal.wording import explained

            typer.echo("\n".join(explained(found)))
        else:
            show(explanation_table(found), format, output, force=force)


def similar(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(help=_("The id of a coding or suggestion, or SOURCE:N."))],
    semantic: Semantic = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("How many segments."))] = 10,
    source: Sources = None,
    role: Roles = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List the segments that are most like one, whether they are coded or not."""
    from qualcode.workflow.similar import similar as alike

    with open_project(ctx) as project:
        where = make_filter(source=source, role=role)
        found = alike(project, what, where, limit=limit, semantic=semantic, progress=progress)
        show(_likeness_told(found) if format == "text" and output is None else found, format, output, force=force)


def _likeness_told(found: Table) -> Table:
    """Return the segments that are alike, the note saying in the language of messages by what."""
    from dataclasses import replace

    return replace(found, note={**found.note, "by": _("meaning") if found.note["by"] == "meaning" else _("words")})


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "suggest", suggest, _("Learn from what was coded, and suggest codes for the rest."), panel)
    add(app, "explain", explain, _("Tell why something was suggested."), panel)
    add(app, "similar", similar, _("List the segments that are most like a coding, a suggestion or a place."), panel)
