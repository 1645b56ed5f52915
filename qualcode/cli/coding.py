"""Commands that code: code, uncode, recode, autocode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, require_coder
from qualcode.cli.group import add
from qualcode.cli.options import Codes, Force, Format, Output, Roles, Sources, make_filter, open_project
from qualcode.cli.output import say, show
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.store import Project
    from qualcode.workflow.autocoding import Outcome


Quote = Annotated[
    str | None, typer.Option("--quote", help=_("Only these words; they must occur in the segments exactly once."))
]
SpanOption = Annotated[
    str | None, typer.Option("--span", help=_("A-B: from and to which character of the source, for scripts."))
]


def code(
    ctx: typer.Context,
    place: Annotated[
        str, typer.Argument(help=_("SOURCE:N or SOURCE:N-M: a segment, or one passage from N to M. See: qualcode show"))
    ],
    codes: Annotated[
        list[str] | None,
        typer.Argument(help=_("Codes, by their path or a unique ending of it; none = read, nothing here.")),
    ] = None,
    quote: Quote = None,
    span: SpanOption = None,
    new: Annotated[
        list[str] | None,
        typer.Option("--new", help=_("A code that is not in the codebook yet; made below open. May be repeated.")),
    ] = None,
    in_vivo: Annotated[
        bool, typer.Option("--in-vivo", help=_("Also a new code named by the quoted words themselves."))
    ] = False,
    memo: Annotated[str | None, typer.Option("--memo", help=_("A memo on the coding."))] = None,
    coder: CoderOption = None,
) -> None:
    """Code a passage, or say that you read it and nothing is here."""
    from qualcode.workflow.coding import NOTHING, read_nothing
    from qualcode.workflow.coding import code as code_place
    from qualcode.workflow.places import find_place

    with open_project(ctx) as project:
        found = find_place(project, place, quote=quote, span=span)
        who = require_coder(coder)
        if codes == [NOTHING] and not (new or in_vivo):
            is_new = read_nothing(project, found, who)
            say(_("Read, nothing here.") if is_new else _("You had read this already."))
            return
        done = code_place(project, found, codes or (), who, new=new or (), in_vivo=in_vivo, memo=memo)
        if done.pieces > 1:
            say(
                _("The passage goes over more than one case, so it was cut into {n}, one a turn.").format(n=done.pieces)
            )
        say(_("Coded: {ids}").format(ids=", ".join(done.ids)))
        _say_not_counted(done.not_counted)


def _say_not_counted(roles: Sequence[str]) -> None:
    if roles:
        text = _("{roles}: not counted in tables and lists, unless --role asks for it.")
        say(text.format(roles=", ".join(map(_, roles))))


def uncode(
    ctx: typer.Context,
    what: Annotated[
        str, typer.Argument(help=_("The id of a coding (c1a2b3c4, see excerpts), or SOURCE:N for all of yours there."))
    ],
    codes: Annotated[list[str] | None, typer.Argument(help=_("At a place: only these codes."))] = None,
    coder: CoderOption = None,
) -> None:
    """Take codings of yours back; what you read stays read."""
    from qualcode.workflow.coding import uncode as take_out

    with open_project(ctx) as project:
        n = take_out(project, what, require_coder(coder), codes=codes or ())
        say(ngettext("{n} coding taken back.", "{n} codings taken back.", n).format(n=n))


def recode(
    ctx: typer.Context,
    coding: Annotated[str, typer.Argument(help=_("The id of a coding, as c1a2b3c4; see excerpts."))],
    code: Annotated[str | None, typer.Argument(help=_("The code that it gets."))] = None,
    quote: Quote = None,
    span: SpanOption = None,
    coder: CoderOption = None,
) -> None:
    """Give a coding of yours another code or other words; its memos stay with it."""
    from qualcode.workflow.coding import recode as change

    with open_project(ctx) as project:
        not_counted = change(project, coding, require_coder(coder), code=code, span=span, quote=quote)
        say(_("Coding changed."))
        _say_not_counted(not_counted)


def autocode(
    ctx: typer.Context,
    apply: Annotated[
        bool, typer.Option("--apply", help=_("Store what the rules suggest; without it nothing is changed."))
    ] = False,
    code: Codes = None,
    source: Sources = None,
    role: Roles = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Let the rules of the codebook suggest codes."""
    from qualcode.workflow.autocoding import autocode as run

    with open_project(ctx) as project:
        chosen = make_filter(code=code, source=source, role=role)
        outcome = run(project, chosen, apply=apply)
        show(_table(project, outcome, chosen.code_ids(project)), format, output, force=force)
    n = outcome.suggestions
    if apply:
        say(ngettext("{n} suggestion stored.", "{n} suggestions stored.", n).format(n=n))
    else:
        say(_("Nothing was changed. To store the suggestions: qualcode autocode --apply"))


def _table(project: Project, outcome: Outcome, codes: list[int]) -> Table:
    """Return per code: segments hit, the population, the share, and samples with their matched words."""
    from qualcode.query.table import DIGITS, Table

    rows = []
    tree = project.rows(
        "select id, uid, path from code_tree join code on code.id = code_id order by code_tree.position"
    )
    for uid, path in ((uid, path) for code_id, uid, path in tree if code_id in codes):
        n = outcome.hits[uid]
        samples = " | ".join(
            f"{name}:{segment} »{words}« {said}" for name, segment, said, words in outcome.samples.get(uid, ())
        )
        share = round(n / outcome.segments, DIGITS) if outcome.segments else None
        rows.append((path, n, outcome.segments, share, samples))
    note = {"count": "segments", "population": outcome.segments, "from": "rule"}
    return Table(("code", "n", "population", "share", "samples"), rows, note)


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "code", code, _("Code a passage: SOURCE:N CODE… (none: read, nothing here)."), panel)
    add(app, "uncode", uncode, _("Take codings of yours back."), panel)
    add(app, "recode", recode, _("Give a coding of yours another code or other words."), panel)
    text = _("Let the rules of the codebook suggest codes; nothing is stored without --apply.")
    add(app, "autocode", autocode, text, panel)
