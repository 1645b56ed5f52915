"""Commands on the codebook: load, show, check, test, expand, export; `mining` and `revising` have the others."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli import mining, revising
from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add, group
from qualcode.cli.options import Force, Format, Output, open_project
from qualcode.cli.output import say, show
from qualcode.cli.revising import DryRun, tell, tell_kept
from qualcode.codebook.versions import ADDED, GONE
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.codebook import Codebook
    from qualcode.records import Code

File = Annotated[Path, typer.Argument(help=_("A codebook: .yaml, .csv or .xlsx."))]
FileOption = Annotated[
    Path | None, typer.Option("--codebook", help=_("A codebook file instead of the one in the project."))
]
Language = Annotated[str, typer.Option("--language", help=_("Language of the rules, as id, en, de."))]


def load(
    ctx: typer.Context,
    file: File,
    dry_run: DryRun = False,
    renamed: Annotated[
        list[str] | None,
        typer.Option("--renamed", help=_("OLD=NEW: the code OLD of the project is NEW in the file; may be repeated.")),
    ] = None,
    as_new: Annotated[
        bool, typer.Option("--as-new", help=_("What looks like a renamed code is a new one all the same."))
    ] = False,
    coder: CoderOption = None,
) -> None:
    """Make the project's codebook that of a file; a code that the file lacks is retired, never deleted."""
    from qualcode.workflow.revising import named_renames, revise, uncertain_renames
    from qualcode.workflow.revising import renamed as with_identities

    book = _read(file)
    with open_project(ctx) as project:
        book = with_identities(book, named_renames(project, book, renamed or ()))
        if not as_new:
            book = with_identities(book, _agreed(uncertain_renames(project, book), file))
        done = revise(project, book, "codebook load", coder=known_coder(coder), dry_run=dry_run)
        if dry_run:
            tell(done, dry_run=True)
            return
    counts = Counter(change.what for change in {(c.what, c.code): c for c in done.changes}.values())
    other = len({c.code for c in done.changes if c.what not in (ADDED, GONE)})
    say(
        _("{added} codes new, {changed} changed, {retired} retired.").format(
            added=counts[ADDED], changed=other, retired=counts[GONE]
        )
    )
    tell_kept(done)


def _read(file: Path) -> Codebook:
    """Read a codebook, and say what was guessed or left out."""
    from qualcode.codebook import load

    book = load(file)
    for warning in book.warnings:
        say(_("{name}: {warning}").format(name=file.name, warning=warning))
    return book


def _agreed(pairs: list[tuple[Code, Code]], file: Path) -> list[tuple[Code, Code]]:
    """Ask of each code that looks renamed whether it is; without a terminal that is an error that says what to add."""
    if not pairs:
        return []
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        written = " ".join(f'--renamed "{old.path}={new.path}"' for old, new in pairs)
        raise QualcodeError(
            _(
                "{file}: {n} code(s) with codings look renamed. If they are, add {written}; if they are new codes, "
                "add --as-new"
            ).format(file=file.name, n=len(pairs), written=written)
        )
    return [
        (old, new)
        for old, new in pairs
        if typer.confirm(
            _('Is "{new}" the code "{old}" under a new name?').format(new=new.path, old=old.path), err=True
        )
    ]


def show_codebook(
    ctx: typer.Context,
    file: FileOption = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show the codes as a tree, with how often each is used."""
    from qualcode.query.codebook import retired, tree, usage
    from qualcode.store.codebooks import codebook

    if file is not None:
        show(tree(_read(file)), format, output, force=force)
        return
    with open_project(ctx) as project:
        show(tree(codebook(project), usage(project)), format, output, force=force)
        for name, n in retired(project):
            say(
                ngettext(
                    "{n} coding has the retired code {code}.", "{n} codings have the retired code {code}.", n
                ).format(n=n, code=name)
            )


def _codebook(ctx: typer.Context, file: Path | None) -> Codebook:
    from qualcode.store.codebooks import codebook

    if file is not None:
        return _read(file)
    with open_project(ctx) as project:
        return codebook(project)


def check(
    ctx: typer.Context,
    file: FileOption = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Look for clashes, codes without definition, and rules that never hit; exit code 1 if there are any."""
    from qualcode.codebook.checks import findings
    from qualcode.query.codebook import checked

    found = findings(_codebook(ctx, file))
    if file is None:
        from qualcode.workflow.expanding import idle_rules

        with open_project(ctx) as project:
            found = [*found, *idle_rules(project)]
    _show_findings(checked(found), format, output, force)


def _show_findings(table: object, format: str, output: Path | None, force: bool) -> None:
    from qualcode.query.table import Table

    assert isinstance(table, Table)
    n = len(table.rows)
    if n:
        show(table, format, output, force=force)
        say(ngettext("{n} finding.", "{n} findings.", n).format(n=n))
        raise typer.Exit(1)
    say(_("No findings."))


def try_examples(
    ctx: typer.Context,
    file: FileOption = None,
    language: Language = "id",
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Run the rules over the codebook's own examples; exit code 1 if one is missed or hit by mistake."""
    from qualcode import language as languages
    from qualcode.match.examples import misses
    from qualcode.query.codebook import missed

    book = _codebook(ctx, file)
    examples = sum(len(code.examples) for code in book.codes)
    table = missed(misses(book, languages.get(language)))
    say(ngettext("{n} example tried.", "{n} examples tried.", examples).format(n=examples))
    _show_findings(table, format, output, force)


def expand(
    ctx: typer.Context,
    code: Annotated[
        str | None, typer.Option("--code", help=_("Only the rules of this code and those below it."))
    ] = None,
    strike: Annotated[
        str | None, typer.Option("--strike", help=_("A word that the rules of --code must not reach."))
    ] = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show which words of the texts each rule reaches; strike one and it stays struck."""
    from qualcode.workflow.expanding import expand as reached
    from qualcode.workflow.expanding import strike_word

    with open_project(ctx) as project:
        if strike:
            n = strike_word(project, strike, code=code)
            say(ngettext("Struck from {n} rule.", "Struck from {n} rules.", n).format(n=n))
        else:
            show(reached(project, code=code), format, output, force=force)


def export(
    ctx: typer.Context,
    target: Annotated[Path, typer.Argument(help=_("FILE.yaml, .csv, .md or .docx."))],
    file: FileOption = None,
    force: Force = False,
) -> None:
    """Write the codebook to a file: to be loaded again (yaml, csv), or to be read, with counts (md, docx)."""
    from qualcode.codebook import load as read
    from qualcode.codebook import save
    from qualcode.export import write_file
    from qualcode.export.codebooks import READABLE, readable
    from qualcode.query.codebook import usage
    from qualcode.store.codebooks import codebook

    suffix = target.suffix.lower()
    if file is not None:
        book, used = read(file), None
    else:
        with open_project(ctx) as project:
            book, used = codebook(project), usage(project)
    content = readable(book, suffix, used) if suffix in READABLE else save(book, suffix).encode()
    write_file(target, [content], force=force)
    say(_("Written: {path}").format(path=target))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    commands = group(_("The codebook and its life: load, show, check, change, export."))
    add(commands, "load", load, _("Make the project's codebook that of a file."))
    add(commands, "show", show_codebook, _("Show the codes as a tree, with how often each is used."))
    add(commands, "check", check, _("Look for clashes, codes without definition, rules that never hit."))
    add(commands, "test", try_examples, _("Run the rules over the codebook's own examples."))
    add(commands, "expand", expand, _("Show which words of the texts each rule reaches; strike one."))
    mining.add_to(commands)
    add(commands, "export", export, _("Write the codebook to a file."))
    revising.add_to(commands)
    app.add_typer(commands, name="codebook", rich_help_panel=panel)
