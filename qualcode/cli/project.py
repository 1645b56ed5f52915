"""Commands on the project itself: init, status, log, undo, redo, backup, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add
from qualcode.cli.options import Codes, Force, Format, Output, Yes, make_filter, one_of, open_project, tell_erased
from qualcode.cli.output import confirm, say, show
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext
from qualcode.records import UNITS

if TYPE_CHECKING:
    from qualcode.store import Project


def init(
    name: Annotated[Path, typer.Argument(help=_("Name of the project; a file NAME.qualcode is made."))],
    unit: Annotated[
        str, typer.Option("--unit", help=_("What is coded: auto (by layout), turn, paragraph or sentence."))
    ] = "auto",
    language: Annotated[str, typer.Option("--language", help=_("Language of the transcripts, as id, en, de."))] = "id",
) -> None:
    """Make a new project."""
    from qualcode import language as languages
    from qualcode.store.backups import warn_of_synced
    from qualcode.store.project import Project

    one_of("--unit", unit, ("auto", *UNITS[:3]))
    languages.get(language)
    with Project.create(name, unit=unit, language=language) as project:
        warn_of_synced(project.path)
        say(_("Made {path}. Next: qualcode import FOLDER").format(path=project.path))


def status(
    ctx: typer.Context,
    learning: Annotated[
        bool, typer.Option("--learning", help=_("Code by code: found, probably left, whether reading on pays."))
    ] = False,
    target: Annotated[
        float, typer.Option("--target", help=_("With --learning: share of a code to be found: .8, .9 or .95."))
    ] = 0.9,
    code: Codes = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what is in the project, what was done to it last, and how far each coder is."""
    from qualcode.query.status import status as overview
    from qualcode.query.table import Table

    with open_project(ctx) as project:
        if learning:
            _show_outlooks(project, target, code, format, output)
            return
        facts = overview(project)
        if format == "text" and output is None:
            show(Table(("fact", "value"), [_fact(*row[:2]) for row in facts.rows if not row[2]]))
            coders: dict[str, dict[str, object]] = {}
            for fact, value, coder in facts.rows:
                if coder:
                    coders.setdefault(coder, {"coder": coder})[fact] = value
            if coders:
                typer.echo("")
                show(Table(list(next(iter(coders.values()))), [list(row.values()) for row in coders.values()]))
        else:
            show(facts, format, output, force=force)
        if project.read_only:
            say(_("The file cannot be written: open for reading only."))


def _fact(fact: str, value: object) -> tuple[str, object]:
    """Return a fact on the project and its value in the language of messages."""
    from qualcode.query.vocabulary import told, told_cell

    if fact == "codebook":
        version, blank, number = str(value).partition(" ")
        return told(fact), f"{told(version)}{blank}{number}"
    return told(fact), told_cell(fact, value)


def _show_outlooks(project: Project, target: float, code: list[str] | None, format: str, output: Path | None) -> None:
    from qualcode.query.outlook import TARGETS, outlook_table, outlooks

    if target not in TARGETS:
        raise QualcodeError(_("--target takes {targets}.").format(targets=", ".join(map(str, TARGETS))))
    found = outlooks(project, make_filter(code=code), target=target)
    if format == "text" and output is None:
        from qualcode.terminal.wording import outlook

        typer.echo("\n".join(map(outlook, found)))
    else:
        show(outlook_table(found), format, output)


def log(
    ctx: typer.Context,
    coder: Annotated[str | None, typer.Option("--coder", help=_("Only what this coder did."))] = None,
    code: Annotated[str | None, typer.Option("--code", help=_("Only what touched this code."))] = None,
    source: Annotated[str | None, typer.Option("--source", help=_("Only what touched this source."))] = None,
    since: Annotated[
        str | None, typer.Option("--since", help=_("Only since this UTC time: 2026-03-01, or with T10:30."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help=_("How many commands; 0 for all."))] = 20,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List what was done to the project, the last first."""
    from qualcode.query.filters import Filter
    from qualcode.query.status import history
    from qualcode.store.sources import find_source

    with open_project(ctx) as project:
        found = history(
            project,
            limit=limit or None,
            coder=coder,
            code=Filter(codes=(code,), subcodes=False).code_ids(project)[0] if code else None,
            source=find_source(project, source).id if source else None,
            since=since,
        )
        show(found, format, output, force=force)


def undo(
    ctx: typer.Context,
    change: Annotated[
        str | None, typer.Option("--change", help=_("Take back the command with this number of the log."))
    ] = None,
    with_later: Annotated[
        bool, typer.Option("--with-later", help=_("Also take back the later commands that build on it."))
    ] = False,
    coder: CoderOption = None,
    yes: Yes = False,
) -> None:
    """Take back the last command, or an older one; again goes further back."""
    from qualcode.store.history import undo as take_back

    with open_project(ctx) as project:
        commands = take_back(project, coder=known_coder(coder), yes=yes, change=change, with_later=with_later)
        for command in commands:
            say(_("Taken back: {command} of {at}.").format(command=command.command, at=command.at))
            tell_erased(project, command.at)
        say(_("To do it again: qualcode redo"))


def redo(ctx: typer.Context, coder: CoderOption = None) -> None:
    """Do again what the last undo took back."""
    from qualcode.store.history import redo as do_again

    with open_project(ctx) as project:
        for command in do_again(project, coder=known_coder(coder)):
            say(_("Done again: {command} of {at}.").format(command=command.command, at=command.at))


def backup(
    ctx: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", help=_("Another folder, as one in the cloud."))] = None,
) -> None:
    """Make a checked copy of the project."""
    from qualcode.store import backups

    with open_project(ctx) as project:
        say(_("Written: {path}").format(path=backups.make(project.connection, project.path, "manual", to=to)))


def restore(
    ctx: typer.Context,
    copy: Annotated[
        str | None,
        typer.Argument(help=_("A copy, by its name or a unique beginning of it; without it they are listed.")),
    ] = None,
    yes: Yes = False,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Put an earlier copy in the place of the project; what stands there is copied first."""
    from qualcode.query.status import backup_copies
    from qualcode.store.project import find_project
    from qualcode.store.restoring import copies, find_copy
    from qualcode.store.restoring import restore as put_back

    path = find_project(ctx.find_root().obj)
    if copy is None:
        show(backup_copies(copies(path)), format, output, force=force)
        say(_("To put one back: qualcode restore NAME"))
        return
    found = find_copy(path, copy)
    confirm(
        _("Replace {path} with {copy}? The current file is copied first.").format(copy=found.name, path=path),
        yes,
    )
    kept = put_back(path, found)
    say(_("Restored from {copy}.").format(copy=found.name))
    say(
        _("What stood there before: {path}").format(path=kept)
        if kept
        else _("What stood there could not be read any more and was moved aside, as {name}.damaged-N").format(
            name=path.stem
        )
    )


def doctor(
    ctx: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help=_("Make anew what can be derived: parts, links, full text. Never codings."))
    ] = False,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Check that everything is as it was written; exit code 1 if not."""
    from qualcode.query.status import findings
    from qualcode.store.doctor import examine
    from qualcode.workflow.repairing import repair as mend

    with open_project(ctx, checked=False) as project:
        found = examine(project)
        if repair and found:
            mended = mend(project, {finding.check for finding in found})
            say(_("Made anew: {what}").format(what=", ".join(map(_, mended)) or _("nothing")))
            found = examine(project)
        if found:
            show(findings(found), format, output, force=force)
            say(ngettext("{n} finding.", "{n} findings.", len(found)).format(n=len(found)))
            say(_("Earlier copies: qualcode restore"))
            raise typer.Exit(1)
        say(_("No problems found."))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "init", init, _("Make a new project."), panel)
    add(app, "status", status, _("Show what is in the project and what was done last."), panel)
    add(app, "log", log, _("List what was done to the project, the last first."), panel)
    add(app, "undo", undo, _("Take back the last command; again goes further back."), panel)
    add(app, "redo", redo, _("Do again what the last undo took back."), panel)
    add(app, "backup", backup, _("Make a checked copy of the project."), panel)
    add(app, "restore", restore, _("List the earlier copies, or put one back."), panel)
    add(app, "doctor", doctor, _("Check the project file for problems."), panel)
