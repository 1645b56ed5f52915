"""The command that takes text out for good: erase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add
from qualcode.cli.options import Yes, open_project
from qualcode.cli.output import confirm, say
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.store import Project
    from qualcode.workflow.erasing import Target


def erase(
    ctx: typer.Context,
    source: Annotated[
        str | None, typer.Argument(help=_("A source: it is erased with everything that was coded or written on it."))
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", help=_("A speaker, by label, name or person: what this speaker said is blacked out.")),
    ] = None,
    backups: Annotated[
        bool, typer.Option("--backups", help=_("Also delete the backups that still hold the text."))
    ] = False,
    coder: CoderOption = None,
    yes: Yes = False,
) -> None:
    """Take text out for good: a source, or what one person said. It cannot be undone."""
    from qualcode.workflow.erasing import erase as take_out
    from qualcode.workflow.erasing import still_held, target_person, target_sources

    if source is None and person is None and not backups:
        raise QualcodeError(_("Name a source, or --person NAME."))
    with open_project(ctx) as project:
        if source or person:
            targets = target_person(project, person, source) if person else target_sources(project, source or "")
            confirm(_question(project, targets), yes)
            for done in take_out(project, targets, coder=known_coder(coder)):
                taken = ", ".join(f"{table} {n}" for table, n in done.counts.items() if n)
                say(_("Erased: {what}; examples of the codebook: {n}.").format(what=taken, n=done.examples))
        held = still_held(project)
        if held and backups:
            n = len(held)
            confirm(ngettext("Delete {n} backup?", "Delete {n} backups?", n).format(n=n), yes)
        for path in held:
            if backups:
                path.unlink()
            say((_("Deleted: {path}") if backups else _("Still holds it: {path}")).format(path=path))
        if held and not backups:
            say(_("To delete these backups: qualcode erase --backups"))
        say(_("Copies that you made elsewhere, and the imported file itself, are yours to delete."))


def _question(project: Project, targets: list[Target]) -> str:
    if targets[0].speaker_id is not None:
        n = len(targets)
        return ngettext(
            "Black out what this speaker said, in {n} source? It cannot be undone.",
            "Black out what this speaker said, in {n} sources? It cannot be undone.",
            n,
        ).format(n=n)
    codings = project.value("select count(*) from coding where source_id = ?", [targets[0].source.id])
    return ngettext(
        "Erase this source and the {n} coding on it? It cannot be undone.",
        "Erase this source and the {n} codings on it? It cannot be undone.",
        codings,
    ).format(n=codings)


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "erase", erase, _("Take a source, or what a person said, out for good."), panel)
