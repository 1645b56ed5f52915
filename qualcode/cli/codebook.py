"""Commands on the codebook: load, show, check, test, expand, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.group import add, group
from qualcode.cli.options import Force, Format, Output, open_project
from qualcode.cli.output import say, show
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.codebook import Codebook

File = Annotated[Path, typer.Argument(help=_("A codebook: .yaml or .csv."))]
FileOption = Annotated[
    Path | None, typer.Option("--codebook", help=_("A codebook file instead of the one in the project."))
]
Language = Annotated[str, typer.Option("--language", help=_("Language of the rules, as id, en, de."))]


def load(ctx: typer.Context, file: File) -> None:
    """Make the project's codebook that of a file."""
    from qualcode.codebook import load as read
    from qualcode.store.codebooks import load_codebook

    book = read(file)
    with open_project(ctx) as project, project.change("codebook load"):
        difference = load_codebook(project, book)
    say(
        _("{added} codes new, {changed} changed, {retired} retired.").format(
            added=len(difference.added), changed=len(difference.changed), retired=len(difference.retired)
        )
    )


def show_codebook(ctx: typer.Context, file: FileOption = None, format: Format = "text", output: Output = None) -> None:
    """Show the codes as a tree."""
    from qualcode.query.codebook import tree

    show(tree(_codebook(ctx, file)), format, output)


def _codebook(ctx: typer.Context, file: Path | None) -> Codebook:
    from qualcode.codebook import load as read
    from qualcode.store.codebooks import codebook

    if file is not None:
        return read(file)
    with open_project(ctx) as project:
        return codebook(project)


def check(ctx: typer.Context, file: FileOption = None, format: Format = "text", output: Output = None) -> None:
    """Look for clashes, codes without definition, and rules that never hit; exit code 1 if there are any."""
    from qualcode.codebook.checks import findings
    from qualcode.query.codebook import checked

    found = findings(_codebook(ctx, file))
    if file is None:
        from qualcode.workflow.expanding import idle_rules

        with open_project(ctx) as project:
            found = [*found, *idle_rules(project)]
    _show_findings(checked(found), format, output)


def _show_findings(table: object, format: str, output: Path | None) -> None:
    from qualcode.query.table import Table

    assert isinstance(table, Table)
    n = len(table.rows)
    if n:
        show(table, format, output)
        say(ngettext("{n} finding.", "{n} findings.", n).format(n=n))
        raise typer.Exit(1)
    say(_("No findings."))


def try_examples(
    ctx: typer.Context,
    file: FileOption = None,
    language: Language = "id",
    format: Format = "text",
    output: Output = None,
) -> None:
    """Run the rules over the codebook's own examples; exit code 1 if one is missed or hit by mistake."""
    from qualcode import language as languages
    from qualcode.match.examples import misses
    from qualcode.query.codebook import missed

    book = _codebook(ctx, file)
    examples = sum(len(code.examples) for code in book.codes)
    table = missed(misses(book, languages.get(language)))
    say(ngettext("{n} example tried.", "{n} examples tried.", examples).format(n=examples))
    _show_findings(table, format, output)


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
) -> None:
    """Show which words of the texts each rule reaches; strike one and it stays struck."""
    from qualcode.workflow.expanding import expand as reached
    from qualcode.workflow.expanding import strike_word

    with open_project(ctx) as project:
        if strike:
            n = strike_word(project, strike, code=code)
            say(ngettext("Struck from {n} rule.", "Struck from {n} rules.", n).format(n=n))
        else:
            show(reached(project, code=code), format, output)


def export(
    ctx: typer.Context,
    target: Annotated[Path, typer.Argument(help=_("FILE.yaml or FILE.csv."))],
    file: FileOption = None,
    force: Force = False,
) -> None:
    """Write the codebook to a file."""
    from qualcode.codebook import save
    from qualcode.export import write_file

    write_file(target, [save(_codebook(ctx, file), target.suffix.lower()).encode()], force=force)
    say(_("Written: {path}").format(path=target))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    commands = group(_("Load, show, check, test and export the codebook."))
    add(commands, "load", load, _("Make the project's codebook that of a file."))
    add(commands, "show", show_codebook, _("Show the codes as a tree."))
    add(commands, "check", check, _("Look for clashes, codes without definition, rules that never hit."))
    add(commands, "test", try_examples, _("Run the rules over the codebook's own examples."))
    add(commands, "expand", expand, _("Show which words of the texts each rule reaches; strike one."))
    add(commands, "export", export, _("Write the codebook to a file."))
    app.add_typer(commands, name="codebook", rich_help_panel=panel)
