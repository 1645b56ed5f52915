"""Commands on words: concordance, keywords."""

from __future__ import annotations

from itertools import groupby
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis import point_to_suggestions
from qualcode.cli.group import add, visible
from qualcode.cli.options import (
    AsOf,
    Cases,
    Coders,
    Codes,
    Force,
    Format,
    From,
    NoSubcodes,
    Output,
    Roles,
    Sources,
    Where,
    make_filter,
    open_project,
)
from qualcode.cli.output import aligned, noted, say, show
from qualcode.messages import _, decimal, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Table


def concordance(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(help=_('A word; or several, as "tepat sasaran".'))],
    exact: Annotated[bool, typer.Option("--exact", help=_("Only the word as written, not its other forms."))] = False,
    width: Annotated[
        int, typer.Option("--width", min=0, help=_("Characters shown before the word, and after it."))
    ] = 40,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    where: Where = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help=_("Most rows; 0 for all."))] = 50,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show a word in its places."""
    from qualcode.query.concordance import concordance as places

    with open_project(ctx, as_of=as_of) as project:
        chosen = make_filter(source=source, case=case, role=role, where=where)
        table = noted(places(project, word, chosen, width=width, exact=exact, limit=limit or None), as_of)
        if format == "text" and output is None and table.rows:
            typer.echo(visible(_in_context(table, width)))
        else:
            show(table, format, output, force=force)
        n = table.note["places"]
        say(ngettext("{n} place, {shown} shown.", "{n} places, {shown} shown.", n).format(n=n, shown=len(table.rows)))


def _in_context(table: Table, width: int) -> str:
    """Return one line a place, the word in the middle, and below which forms there are."""
    records = table.records()
    broadest = max(len(record["word"]) for record in records)
    lines = []
    for record in records:
        blank = "" if record["right"][:1] in ",.;:!?)" else " "
        onward = f"{record['word']}{blank}{record['right']}"
        place = f"{record['source']} #{record['segment']} {record['speaker']}"
        lines.append(f"{record['left']:>{width}}  {onward:<{broadest + 1 + width}}  {place}".rstrip())
    return "\n".join([*lines, "", _("Forms: {forms}").format(forms=table.note["forms"])])


def keywords(
    ctx: typer.Context,
    code: Codes = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help=_("Instead of codes: case, source, speaker, person, role or an attribute.")),
    ] = None,
    least: Annotated[int, typer.Option("--least", min=1, help=_("Leave out words used less often than this."))] = 5,
    min_cases: Annotated[
        int,
        typer.Option("--min-cases", min=1, help=_("Leave out words that fewer cases use, or sources where none are.")),
    ] = 2,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    limit: Annotated[int, typer.Option("--limit", min=0, help=_("Most words each; 0 for all."))] = 20,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """List distinctive words."""
    from qualcode.query.distinctive import distinctive

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        found = distinctive(project, chosen, by=by, least=least, min_users=min_cases, limit=limit or None)
        table = noted(found, as_of)
        if format == "text" and output is None and table.rows:
            typer.echo(visible(_by_target(table)))
        else:
            show(table, format, output, force=force)
        command = "keywords " + " ".join(f"--code {quote(name)}" for name in code or ())
        if code:
            point_to_suggestions(project, table, command, origin)


def _by_target(table: Table) -> str:
    """Return the words of each code or value below its name, and the note."""
    from qualcode.query.spreading import note_told
    from qualcode.query.vocabulary import told, told_value

    target = table.columns.index("word")
    several = "from" in table.columns and len(set(table.column("from"))) > 1
    header = [told(name) for name in ("word", "n", "rest", "log-likelihood", "log ratio", "used by")]
    blocks = []
    for cells, group in groupby(table.rows, key=lambda row: list(row[:target])):
        rows = [list(row[target:]) for row in group]
        name = f"{cells[0]} ({told(cells[1])})" if several else told_value(table.columns[0], cells[0])
        size = _("{name}: {words} words; the rest: {rest}").format(name=name, words=rows[0][2], rest=rows[0][4])
        shown = [
            [
                word,
                str(n),
                str(rest),
                decimal(likelihood, 1),
                decimal(ratio, 2, sign=True),
                _("{n} of {of}").format(n=users, of=of),
            ]
            for word, n, _words, rest, _rest_words, likelihood, ratio, users, of in rows
        ]
        blocks.append(f"{size}\n\n{aligned(header, shown, right=True)}")
    return "\n\n".join([*blocks, note_told(table)])


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "concordance", concordance, _("Show a word, in all its forms, with the words around it."), panel)
    add(app, "keywords", keywords, _("List the words that set a code or a group of cases apart from the rest."), panel)
