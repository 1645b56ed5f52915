"""Commands on rounds of coding: assign make, list, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from qualcode.cli.group import add, group
from qualcode.cli.options import Cases, Force, Format, Output, Sources, make_filter, one_of, open_project
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.messages import _, percent


def make(
    ctx: typer.Context,
    coders: Annotated[str, typer.Option("--coders", help=_("The coders, with commas: ani,budi."))],
    double: Annotated[str, typer.Option("--double", help=_("Share of the words that all of them read."))] = "20%",
    by: Annotated[str, typer.Option("--by", help=_("What is given out: source or segment."))] = "source",
    round: Annotated[str, typer.Option("--round", help=_("Name of this round."))] = "1",
    open_eyed: Annotated[
        bool, typer.Option("--open", help=_("Not blind: suggestions are in sight while coding."))
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help=_("The same number draws the same sample."))] = 1,
    source: Sources = None,
    case: Cases = None,
) -> None:
    """Say who reads what, and which sample all coders read, blind."""
    from qualcode.store.assignments import By
    from qualcode.workflow.assigning import make_assignments

    with open_project(ctx) as project:
        chosen = make_assignments(
            project,
            coders.split(","),
            make_filter(source=source, case=case),
            by=one_of("--by", cast(By, by), ("source", "segment")),
            double=_share(double),
            seed=seed,
            round=round,
            blind=not open_eyed,
        )
    words = sum(p.words for p in chosen.shared)
    total = words + sum(p.words for pieces in chosen.own.values() for p in pieces)
    say(
        _("All of them read {n} pieces: {words} of {total} words ({share}).").format(
            n=len(chosen.shared), words=words, total=total, share=percent(words / total)
        )
    )
    for coder, pieces in chosen.own.items():
        say(
            _("{coder} alone: {n} pieces, {words} words. To start: qualcode next --coder {coder}").format(
                coder=coder, n=len(pieces), words=sum(p.words for p in pieces)
            )
        )


def _share(text: str) -> float:
    number = text.strip().removesuffix("%").replace(",", ".")
    try:
        return float(number) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        raise QualcodeError(_("--double takes a share from 0% to 100%.")) from None


def list_assignments(
    ctx: typer.Context,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List who reads what."""
    from qualcode.workflow.assigning import assignments

    with open_project(ctx) as project:
        show(assignments(project), format, output, force=force)


def export(
    ctx: typer.Context,
    coder: Annotated[str, typer.Argument(help=_("The coder whose copy it is."))],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=_("The file; by default CODER/NAME.qualcode."))
    ] = None,
) -> None:
    """Write a coder's own copy of the project, without other people's codings."""
    from qualcode.workflow.assigning import export_copy

    with open_project(ctx) as project:
        slug = "".join(c if c.isalnum() else "-" for c in coder.strip().lower())
        path = export_copy(project, coder, output or Path(slug, project.path.name))
        say(_("Written: {path}. When the coder is done: qualcode merge {path}").format(path=path))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    assign = group(_("Rounds of coding: who reads what."))
    add(assign, "make", make, _("Say who reads what, and which sample all coders read, blind."))
    add(assign, "list", list_assignments, _("List who reads what."))
    add(assign, "export", export, _("Write a coder's own copy, without other people's codings."))
    app.add_typer(assign, name="assign", rich_help_panel=panel)
