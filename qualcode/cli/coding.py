"""Commands that code: autocode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.group import add
from qualcode.cli.options import Codes, Format, Output, Roles, Sources, make_filter, open_project
from qualcode.cli.output import say, show
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.store import Project
    from qualcode.workflow.autocoding import Outcome


def autocode(
    ctx: typer.Context,
    apply: Annotated[
        bool, typer.Option("--apply", help=_("Store what the rules suggest; without it nothing is changed."))
    ] = False,
    code: Codes = None,
    source: Sources = None,
    role: Roles = None,
    format: Format = "text",
    output: Output = None,
) -> None:
    """Let the rules of the codebook suggest codes."""
    from qualcode.workflow.autocoding import autocode as run

    with open_project(ctx) as project:
        chosen = make_filter(code=code, source=source, role=role)
        outcome = run(project, chosen, apply=apply)
        show(_table(project, outcome, chosen.code_ids(project)), format, output)
    n = outcome.suggestions
    if apply:
        say(ngettext("{n} suggestion stored.", "{n} suggestions stored.", n).format(n=n))
    else:
        say(_("Nothing was changed. To store the suggestions: qualcode autocode --apply"))


def _table(project: Project, outcome: Outcome, codes: list[int]) -> Table:
    """Return per code: segments hit, the population, the share, and samples with their matched words."""
    from qualcode.query.table import Table

    rows = []
    tree = project.rows(
        "select id, uid, path from code_tree join code on code.id = code_id order by code_tree.position"
    )
    for uid, path in ((uid, path) for code_id, uid, path in tree if code_id in codes):
        n = outcome.hits[uid]
        samples = " | ".join(
            f"{name}:{segment} »{words}« {said}" for name, segment, said, words in outcome.samples.get(uid, ())
        )
        rows.append((path, n, outcome.segments, round(n / outcome.segments, 4) if outcome.segments else None, samples))
    note = {"count": "segments", "population": outcome.segments, "from": "rule"}
    return Table(("code", "n", "population", "share", "samples"), rows, note)


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    text = _("Let the rules of the codebook suggest codes; nothing is stored without --apply.")
    add(app, "autocode", autocode, text, panel)
