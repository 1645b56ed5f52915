"""Commands on memos: add, list, show, edit, remove."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, known_coder, require_coder
from qualcode.cli.group import add, group, visible
from qualcode.cli.options import Force, Format, Output, open_project
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.messages import _

if TYPE_CHECKING:
    from qualcode.store import Project
    from qualcode.store.memos import Target

Memo = Annotated[str, typer.Argument(help=_("The id of a memo, as m1a2b3c4; see memo list."))]
Text = Annotated[str | None, typer.Argument(help=_("The text; without it your editor opens."))]


def memo_add(
    ctx: typer.Context,
    text: Text = None,
    source: Annotated[str | None, typer.Option("--source", help=_("On a source."))] = None,
    at: Annotated[str | None, typer.Option("--at", help=_("On a passage: SOURCE:N or SOURCE:N-M."))] = None,
    quote: Annotated[str | None, typer.Option("--quote", help=_("With --at: only these words."))] = None,
    code: Annotated[str | None, typer.Option("--code", help=_("On a code."))] = None,
    coding: Annotated[str | None, typer.Option("--coding", help=_("On a coding, by its id: c1a2b3c4."))] = None,
    case: Annotated[str | None, typer.Option("--case", help=_("On a case."))] = None,
    coder: CoderOption = None,
) -> None:
    """Write a memo; without a place it is on the project."""
    from qualcode.store.coders import add_coder
    from qualcode.store.memos import add_memo

    if sum(place is not None for place in (source, at, code, coding, case)) > 1:
        raise QualcodeError(_("A memo is on one thing: name one of --source, --at, --code, --coding, --case."))
    with open_project(ctx) as project:
        target = _target(project, source, at, quote, code, coding, case)
        who = require_coder(coder)
        written = _written(text, "")
        with project.change("memo add", coder=who):
            name = add_memo(project, target, written, add_coder(project, who))
        say(_("Memo written: {id}").format(id=name))


def _target(
    project: Project,
    source: str | None,
    at: str | None,
    quote: str | None,
    code: str | None,
    coding: str | None,
    case: str | None,
) -> Target:
    """Return what a memo is on, of the one option that is given."""
    from qualcode.query.filters import Filter
    from qualcode.store.cases import find_case
    from qualcode.store.codings import coding_by_id
    from qualcode.store.memos import Target
    from qualcode.store.sources import find_source
    from qualcode.workflow.places import find_place

    if at is not None:
        place = find_place(project, at, quote=quote)
        return Target(source_id=place.source.id, start=place.start, stop=place.stop)
    if source is not None:
        return Target(source_id=find_source(project, source).id)
    if code is not None:
        return Target(code_id=Filter(codes=(code,), subcodes=False).code_ids(project)[0])
    if coding is not None:
        return Target(coding_id=coding_by_id(project, coding).id)
    return Target(case_id=find_case(project, case) if case is not None else None)


def _written(text: str | None, before: str) -> str:
    """Return the text that was given, piped in, or written in the editor."""
    from qualcode.cli.editing import edit

    if text is not None:
        return text
    if _piped():
        return sys.stdin.read()
    return edit(before, suffix=".md") or before


def _piped() -> bool:
    return not sys.stdin.isatty()


def memo_list(
    ctx: typer.Context,
    source: Annotated[str | None, typer.Option("--source", help=_("Only on this source and what is in it."))] = None,
    coder: Annotated[str | None, typer.Option("--coder", help=_("Only those of this coder."))] = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List the memos."""
    from qualcode.query.memos import memos
    from qualcode.store.coders import find_coder
    from qualcode.store.sources import find_source

    with open_project(ctx) as project:
        who = find_coder(project, coder) if coder else None
        where = find_source(project, source).id if source else None
        show(memos(project, coder_id=who, source_id=where), format, output, force=force)


def memo_show(ctx: typer.Context, memo: Memo) -> None:
    """Print the text of a memo."""
    from qualcode.store.memos import find_memo

    with open_project(ctx) as project:
        typer.echo(visible(find_memo(project, memo)[1]))


def memo_edit(ctx: typer.Context, memo: Memo, text: Text = None, coder: CoderOption = None) -> None:
    """Give a memo of yours another text; the old one stays in the history."""
    from qualcode.store.memos import edit_memo

    with open_project(ctx) as project:
        memo_id, before = _own(project, memo, coder)
        written = _written(text, before)
        with project.change("memo edit", coder=known_coder(coder)):
            edit_memo(project, memo_id, written)
        say(_("Memo changed."))


def memo_remove(ctx: typer.Context, memo: Memo, coder: CoderOption = None) -> None:
    """Take a memo of yours out."""
    from qualcode.store.memos import remove_memo

    with open_project(ctx) as project:
        memo_id, _text = _own(project, memo, coder)
        with project.change("memo remove", coder=known_coder(coder)):
            remove_memo(project, memo_id)
        say(_("Memo taken out. To bring it back: qualcode undo"))


def _own(project: Project, memo: str, coder: str | None) -> tuple[int, str]:
    """Return (id, text) of a memo that is this coder's, or nobody's."""
    from qualcode.store.memos import find_memo

    memo_id, text, writer = find_memo(project, memo)
    if writer and key(writer) != key(known_coder(coder)):
        raise QualcodeError(
            _('{memo} is the memo of "{coder}". Whoever writes under that name says so: --coder "{coder}"').format(
                memo=memo, coder=writer
            )
        )
    return memo_id, text


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    memo = group(_("Memos on the project, a case, a code, a source, a passage or a coding."))
    add(memo, "add", memo_add, _("Write a memo; without a place it is on the project."))
    add(memo, "list", memo_list, _("List the memos; -o FILE writes them to a file."))
    add(memo, "show", memo_show, _("Print the text of a memo."))
    add(memo, "edit", memo_edit, _("Give a memo of yours another text."))
    add(memo, "remove", memo_remove, _("Take a memo of yours out."))
    app.add_typer(memo, name="memo", rich_help_panel=panel)
