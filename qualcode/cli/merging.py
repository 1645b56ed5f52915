"""The command that brings the work of another copy into the project: merge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add
from qualcode.cli.options import Force, Format, Output, open_project
from qualcode.cli.output import say, show
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.store.merging import Report


def merge(
    ctx: typer.Context,
    other: Annotated[Path, typer.Argument(help=_("The other file, as a second coder's copy; it is only read."))],
    apply: Annotated[bool, typer.Option("--apply", help=_("Merge; without it nothing is changed."))] = False,
    coder: CoderOption = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Bring what was done in another copy of the project into this one; a dry run without --apply."""
    from qualcode.store.merging import merge as bring

    with open_project(ctx) as project:
        report = bring(project, other, apply=apply, coder=known_coder(coder))
    if format == "text" and output is None:
        for table in _tables(report):
            show(table)
            typer.echo("")
    else:
        show(_table(report), format, output, force=force)
    _tell(report)
    if apply:
        n = report.count("coding").added
        say(ngettext("Merged: {n} coding added.", "Merged: {n} codings added.", n).format(n=n))
    else:
        say(_("Nothing was changed. To merge: qualcode merge {path} --apply").format(path=_quoted(other)))


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))


OUTCOMES = ("incoming", "added", "present", "removed", "refused", "changed", "gone")


def _tables(report: Report) -> list[Table]:
    """Return what people read: a line per kind that the merge touches, and the list of what needed settling."""
    from qualcode.query.table import Table
    from qualcode.query.vocabulary import told

    touched = [
        c for c in report.counts if c.kind == "coding" or c.added or c.removed or c.refused or c.changed or c.gone
    ]
    counts = Table(
        (
            _("kind"), _("in the other file"), _("added"), _("there already"), _("taken out"), _("no place"),
            _("changed here"), _("gone here"),
        ),
        [(told(c.kind), *(getattr(c, outcome) for outcome in OUTCOMES)) for c in touched],
        {"base": report.base or _("none")},
    )  # fmt: skip
    columns = ("kind", "outcome", "what", "field", "here", "there", "settled")
    items = [(i.kind, i.outcome, i.what, i.field, i.here, i.there, i.settled) for i in report.items]
    return [counts, Table(columns, items)] if items else [counts]


def _table(report: Report) -> Table:
    """Return a row per count that is not 0, then a row per thing that needed settling."""
    from qualcode.query.table import Table

    columns = ("kind", "outcome", "n", "what", "field", "here", "there", "settled")
    counts = [
        (count.kind, outcome, n, "", "", "", "", "")
        for count in report.counts
        for outcome in OUTCOMES
        if (n := getattr(count, outcome))
    ]
    items = [(i.kind, i.outcome, 1, i.what, i.field, i.here, i.there, i.settled) for i in report.items]
    return Table(columns, [*counts, *items], {"base": report.base or "none"})


def _tell(report: Report) -> None:
    if not report.same_study:
        say(_("The two files are no copies of one project: what is the same in both is known by its text or name."))
    if report.base is None:
        say(_("They have no change in common, so nothing is taken out: the result holds what either holds."))
    n = len(report.items)
    if n:
        say(
            ngettext("{n} thing needed settling; see the list.", "{n} things needed settling; see the list.", n).format(
                n=n
            )
        )


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    text = _("Bring what was done in another copy of the project into this one; nothing is changed without --apply.")
    add(app, "merge", merge, text, panel)
