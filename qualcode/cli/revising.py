"""Commands that change the codebook: new, rename, move, merge, split, retire, recolour, diff."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add, visible
from qualcode.cli.options import Force, Format, Output, open_project
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.codebook import Codebook
    from qualcode.workflow.revising import Revision

CodeArgument = Annotated[str, typer.Argument(help=_("A code, by its path, a unique ending of it, or its label."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Show what would change; change nothing."))]
LabelOption = Annotated[
    list[str] | None, typer.Option("--label", help=_("Label in a language, as id=Koordinasi; may be repeated."))
]


def new(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(help=_("Name of the code, or its path: coordination/media."))],
    definition: Annotated[str, typer.Option("--definition", help=_("What the code stands for."))] = "",
    include: Annotated[str, typer.Option("--include", help=_("When to use it."))] = "",
    exclude: Annotated[str, typer.Option("--exclude", help=_("When not to use it."))] = "",
    label: LabelOption = None,
    colour: Annotated[str, typer.Option("--colour", help=_('"#rrggbb"'))] = "",
    coder: CoderOption = None,
    dry_run: DryRun = False,
) -> None:
    """Add a code to the codebook."""
    from qualcode.codebook import editing

    labels = dict(_label(text) for text in label or ())
    _revise(
        ctx,
        "codebook new",
        lambda book: editing.add(
            book, path, definition=definition, include=include, exclude=exclude, labels=labels, colour=colour
        ),
        coder,
        dry_run,
    )


def _label(text: str) -> tuple[str, str]:
    language, equals, words = text.partition("=")
    if not equals or not words.strip() or not language.strip():
        raise QualcodeError(_('--label takes LANGUAGE=TEXT, as id=Koordinasi, not "{text}".').format(text=text))
    return language.strip(), words.strip()


def rename(
    ctx: typer.Context,
    code: CodeArgument,
    name: Annotated[str, typer.Argument(help=_("The new name."))],
    coder: CoderOption = None,
    dry_run: DryRun = False,
) -> None:
    """Give a code another name; its codings follow."""
    from qualcode.codebook import editing

    _revise(ctx, "codebook rename", lambda book: editing.rename(book, book.find(code), name), coder, dry_run)


def move(
    ctx: typer.Context,
    code: CodeArgument,
    under: Annotated[str | None, typer.Option("--under", help=_("The code below which it goes."))] = None,
    top: Annotated[bool, typer.Option("--top", help=_("Make it a theme: a code without one above it."))] = False,
    coder: CoderOption = None,
    dry_run: DryRun = False,
) -> None:
    """Put a code, and what is below it, under another one."""
    from qualcode.codebook import editing

    if (under is None) != top:
        raise QualcodeError(_("Say where it goes: --under CODE, or --top."))
    _revise(
        ctx,
        "codebook move",
        lambda book: editing.move(book, book.find(code), book.find(under) if under else None),
        coder,
        dry_run,
    )


def retire(
    ctx: typer.Context,
    code: CodeArgument,
    coder: CoderOption = None,
    dry_run: DryRun = False,
) -> None:
    """Take a code, and what is below it, out of use; its codings stay, but are counted no more."""
    from qualcode.codebook import editing

    _revise(ctx, "codebook retire", lambda book: editing.retire(book, book.find(code)), coder, dry_run)


def recolour(
    ctx: typer.Context,
    code: CodeArgument,
    colour: Annotated[str, typer.Argument(help=_('"#rrggbb", in quotes; "" for the colour of the code above.'))],
    coder: CoderOption = None,
    dry_run: DryRun = False,
) -> None:
    """Give a code another colour."""
    from qualcode.codebook import editing

    _revise(ctx, "codebook recolour", lambda book: editing.recolour(book, book.find(code), colour), coder, dry_run)


def _revise(ctx: typer.Context, command: str, edit: Edit, coder: str | None, dry_run: bool) -> None:
    from qualcode.workflow.revising import book_of, revise

    with open_project(ctx) as project:
        new = edit(book_of(project))
        tell(revise(project, new, command, coder=known_coder(coder), dry_run=dry_run), dry_run=dry_run)


if TYPE_CHECKING:
    from collections.abc import Callable

    Edit = Callable[[Codebook], Codebook]


def merge(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help=_("The code that goes."))],
    into: Annotated[str, typer.Argument(help=_("The code that stays."))],
    coder: CoderOption = None,
    dry_run: DryRun = False,
) -> None:
    """Make one code of two: codings, rules, examples and sub-codes go over."""
    from qualcode.workflow.revising import merge_codes

    with open_project(ctx) as project:
        done = merge_codes(project, code, into, coder=known_coder(coder), dry_run=dry_run)
        tell(done, dry_run=dry_run)


def split(
    ctx: typer.Context,
    code: CodeArgument,
    into: Annotated[list[str], typer.Argument(help=_("Names of codes below it, or paths of others."))],
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", help=_("NAME=WORDS: codings in which a rule of these words hits go there; repeatable.")),
    ] = None,
    coder: CoderOption = None,
    dry_run: DryRun = False,
) -> None:
    """Give the codings of a code to others: by rules, or one key each."""
    from qualcode.workflow.revising import split_code
    from qualcode.workflow.splitting import by_rules, quotes_of

    with open_project(ctx) as project:
        chosen = by_rules(project, code, into, rule) if rule else _ask_each(quotes_of(project, code), into)
        tell(split_code(project, code, chosen, coder=known_coder(coder), dry_run=dry_run), dry_run=dry_run)


def _ask_each(quotes: list[tuple[int, str, str]], into: list[str]) -> dict[str, list[int]]:
    """Ask for each coding where it goes; returns the codings by name."""
    if not _on_a_terminal():
        raise QualcodeError(_("Which coding goes where is asked on a terminal; without one, give --rule NAME=WORDS."))
    chosen: dict[str, list[int]] = {name: [] for name in into}
    keys = "  ".join(f"{i} {name}" for i, name in enumerate(into, 1))
    for k, (coding, place, quote) in enumerate(quotes, 1):
        typer.echo(
            f"\n{k}/{len(quotes)}  {visible(place)}\n{visible(quote)}\n{keys}  " + _("0 stays  q enough"), err=True
        )
        answer = typer.getchar()
        if answer == "q":
            break
        if answer.isdigit() and 0 < int(answer) <= len(into):
            chosen[into[int(answer) - 1]].append(coding)
    return chosen


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def diff(
    ctx: typer.Context,
    old: Annotated[
        str | None, typer.Argument(help=_("A version (its number, or the start of its sha256) or a file."))
    ] = None,
    new: Annotated[str | None, typer.Argument(help=_("Likewise; default: the codebook as it is."))] = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what differs between two versions or files; without any: what the last change of the codebook did."""
    from qualcode.codebook.versions import difference
    from qualcode.query.codebook import changes
    from qualcode.workflow.revising import book_of, version_or_file

    if old and new and all("." in name for name in (old, new)):
        show(changes(difference(version_or_file(None, old), version_or_file(None, new))), format, output, force=force)
        return
    with open_project(ctx) as project:
        last = project.value("select max(n) from codebook_version") or 0
        before = version_or_file(project, old or str(max(last - 1, 1)))
        after = version_or_file(project, new) if new else book_of(project)
        show(changes(difference(before, after)), format, output, force=force)


def tell(revision: Revision, *, dry_run: bool) -> None:
    """Show what a change of the codebook did or would do."""
    from qualcode.query.codebook import changes

    show(changes(revision.changes))
    if revision.moved:
        n = revision.moved
        say(ngettext("{n} coding has another code.", "{n} codings have another code.", n).format(n=n))
    if revision.doubles:
        n = revision.doubles
        say(ngettext("{n} of them was there already.", "{n} of them were there already.", n).format(n=n))
    tell_kept(revision)
    if dry_run:
        say(_("Nothing was changed."))


def tell_kept(revision: Revision) -> None:
    """Tell of each code that is retired how many codings stay on it."""
    for path, n in revision.kept.items():
        say(
            ngettext(
                "{code} is retired; {n} coding stays on it and is counted no more.",
                "{code} is retired; {n} codings stay on it and are counted no more.",
                n,
            ).format(code=path, n=n)
        )


def add_to(commands: typer.Typer) -> None:
    """Add the commands to the group `codebook`."""
    add(commands, "new", new, _("Add a code."))
    add(commands, "rename", rename, _("Give a code another name; its codings follow."))
    add(commands, "move", move, _("Put a code under another one, or make it a theme."))
    add(commands, "merge", merge, _("Make one code of two."))
    add(commands, "split", split, _("Give the codings of a code to others: by rules, or one key each."))
    add(commands, "retire", retire, _("Take a code out of use; its codings stay."))
    add(commands, "recolour", recolour, _("Give a code another colour."))
    add(commands, "diff", diff, _("Show what differs between two versions or files."))
