"""The command codebook mine: what the rules of a code miss, and taking it in with one key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder
from qualcode.cli.group import add, visible
from qualcode.cli.options import Force, Format, Output, open_project
from qualcode.cli.output import say, show
from qualcode.cli.revising import tell
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext, percent

if TYPE_CHECKING:
    from qualcode.store import Project
    from qualcode.workflow.mining import Find, Prospects


def mine(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Option("--code", help=_("Only this code and those below it."))] = None,
    take: Annotated[
        str | None,
        typer.Option("--take", help=_("Make a rule of it: numbers of the list, as 1,4; or words, with --code.")),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("How many for each code."))] = 10,
    coder: CoderOption = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show words that tell coded from rejected passages and are no rule yet; on a terminal one key takes each in."""
    from qualcode.workflow import mining

    with open_project(ctx) as project:
        if take is not None:
            tell(mining.take(project, _chosen(project, take, code), coder=known_coder(coder)), dry_run=False)
            return
        prospects = mining.prospects(project, code=code)
        if not _finds(prospects):
            say(_("No word sets the coded passages apart beyond what the rules reach."))
        elif code and format == "text" and output is None and _on_a_terminal():
            _offer(project, prospects, limit, known_coder(coder))
            return
        show(mining.mined(_finds(prospects), limit=limit), format, output, force=force)


def _on_a_terminal() -> bool:
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _finds(prospects: list[Prospects]) -> list[Find]:
    return [find for of_code in prospects for find in of_code.finds()]


def _chosen(project: Project, take: str, code: str | None) -> dict[str, list[str]]:
    """Return the phrases by code that the numbers of the list, or the words, stand for."""
    from qualcode.workflow.mining import prospects

    numbers = [part.strip() for part in take.split(",")]
    if not all(number.isdigit() for number in numbers):
        if code is None:
            raise QualcodeError(_("Say to which code the words go: --code CODE"))
        return {code: [take]}
    finds = _finds(prospects(project, code=code))
    chosen: dict[str, list[str]] = {}
    for n in dict.fromkeys(map(int, numbers)):
        if not 0 < n <= len(finds):
            raise QualcodeError(_("There is no number {n} in the list; it has {last}.").format(n=n, last=len(finds)))
        chosen.setdefault(finds[n - 1].code, []).append(finds[n - 1].words)
    return chosen


def _offer(project: Project, prospects: list[Prospects], limit: int, coder: str) -> None:
    """Show the first phrases of each code, one after the other, and take in those answered y; each is one undo."""
    from qualcode.workflow.mining import take

    taken = 0
    for of_code, i in [(one, i) for one in prospects for i in one.order[:limit]]:
        find = of_code.find(i)
        if find is None:
            continue
        typer.echo(f"\n{visible(_described(find))}\n" + _("y take it in  n next  q enough"), err=True)
        answer = typer.getchar()
        if answer == "q":
            break
        if answer == "y":
            take(project, {find.code: [find.words]}, coder=coder)
            of_code.take(i)
            taken += 1
    say(ngettext("{n} rule added.", "{n} rules added.", taken).format(n=taken))
    if taken:
        say(_("To run the rules again: qualcode autocode --apply"))


def _described(find: Find) -> str:
    e = find.effect
    hits = _(
        "hits {coded} of {of_coded} coded and {not_coded} of {of_not_coded} others that were read; new: {new_coded}, "
        "{new_not_coded}, and {new_unread} of {of_unread} unread"
    ).format(
        coded=e.coded, of_coded=e.of_coded, not_coded=e.not_coded, of_not_coded=e.of_not_coded, new_coded=e.new_coded,
        new_not_coded=e.new_not_coded, new_unread=e.new_unread, of_unread=e.of_unread,
    )  # fmt: skip
    accuracy = _("the rules then: precision {precision} (now {before}), recall {recall} (now {recall_before})").format(
        precision=_percent(e.precision[1]), before=_percent(e.precision[0]),
        recall=_percent(e.recall[1]), recall_before=_percent(e.recall[0]),
    )  # fmt: skip
    return f"{find.code}: {find.words}\n{hits}\n{accuracy}\n{find.place}  {find.text}"


def _percent(share: float) -> str:
    return "–" if share != share else percent(share)


def add_to(commands: typer.Typer) -> None:
    """Add the command to the group `codebook`."""
    add(commands, "mine", mine, _("Show words that would make a rule, and what each would add and cost."))
