"""Options that commands share, and the project they work on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import known_coder
from qualcode.cli.output import say
from qualcode.errors import one_of as one_of
from qualcode.messages import _

if TYPE_CHECKING:
    from qualcode.query.filters import Filter
    from qualcode.store import Project

Format = Annotated[str, typer.Option("--format", "-f", help=_("text, csv, json or md."))]
Output = Annotated[Path | None, typer.Option("--output", "-o", help=_("Write to this file instead of the screen."))]
Force = Annotated[bool, typer.Option("--force", help=_("Write over a file that exists."))]
Codes = Annotated[list[str] | None, typer.Option("--code", help=_("A code with its sub-codes; may be repeated."))]
NoSubcodes = Annotated[bool, typer.Option("--no-subcodes", help=_("Only the codes named, not those below them."))]
Sources = Annotated[list[str] | None, typer.Option("--source", help=_("A source; may be repeated."))]
Cases = Annotated[list[str] | None, typer.Option("--case", help=_("A case; may be repeated."))]
Roles = Annotated[
    list[str] | None,
    typer.Option("--role", help=_("interviewer, respondent, moderator, observer or unknown; may be repeated.")),
]
Coders = Annotated[list[str] | None, typer.Option("--coder", help=_("A coder; may be repeated."))]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        help=_('ATTRIBUTE=VALUE, also != < > <= >=, or "ATTRIBUTE is missing"; repeated: all must hold.'),
    ),
]
From = Annotated[str, typer.Option("--from", help=_("Whose codings: human, rule, model or all."))]
Seed = Annotated[
    int, typer.Option("--seed", help=_("Seed of everything that is drawn; the same seed, the same result."))
]
Yes = Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))]
Pipeline = Annotated[
    str | None,
    typer.Option(
        "--pipeline",
        help=_("A trained spaCy pipeline on this computer, a package or a folder: for sentence ends and lemmas."),
    ),
]

Reveal = Annotated[
    bool,
    typer.Option(
        "--reveal", help=_("Also show other people's codings and, in a blind round, suggestions; this is written down.")
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", help=_("As it was after a change (n of the log) or at a time (2026-03-01, or with T10:30).")
    ),
]


def open_project(ctx: typer.Context, *, checked: bool = True, as_of: str | None = None) -> Project:
    """Open the project that was named, or the only one in this folder.

    Parameters
    ----------
    checked : bool
        Refuse one that was altered by another program.
    as_of : str, optional
        Open a copy as it stood after a change or at a time; nothing can be written to it.
    """
    from qualcode.store.project import Project, find_project

    project = Project.open(find_project(ctx.find_root().obj), checked=checked)
    project.who = lambda: known_coder(None)
    if as_of is None:
        return project
    from qualcode.store.past import as_it_was

    with project:
        tell_erased(project, "")
        return as_it_was(project, as_of)


def tell_erased(project: Project, since: str) -> None:
    """Say that what was erased after a time (UTC, ISO) stays away."""
    if project.value("select 1 from erased where at >= ? limit 1", [since]) is not None:
        say(_("What was erased for good is not in it."))


def make_filter(
    *,
    code: list[str] | None = None,
    no_subcodes: bool = False,
    source: list[str] | None = None,
    case: list[str] | None = None,
    role: list[str] | None = None,
    coder: list[str] | None = None,
    where: list[str] | None = None,
    origin: str = "human",
) -> Filter:
    """Make a Filter of what stands on the command line.

    Raises
    ------
    UnknownNameError, QualcodeError
        If `origin` or a condition is wrong.
    """
    from qualcode.query.filters import FROM
    from qualcode.study import narrow

    return narrow(
        code=code or (),
        source=source or (),
        case=case or (),
        coder=coder or (),
        role=role or (),
        where=where or (),
        origin=one_of("--from", origin, FROM),
        subcodes=not no_subcodes,
    )
