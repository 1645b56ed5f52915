"""Commands on how codes go together, follow each other and add up: cooccur, sequence, saturation."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis import point_to_suggestions
from qualcode.cli.group import add
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
    Seed,
    Sources,
    Where,
    make_filter,
    open_project,
)
from qualcode.cli.output import noted, say, show
from qualcode.messages import _, decimal, ngettext, percent

if TYPE_CHECKING:
    from qualcode.query.table import Table


def cooccur(
    ctx: typer.Context,
    within: Annotated[
        str, typer.Option("--within", help=_("segment, overlap, turns:N (N turns before or after) or source."))
    ] = "segment",
    code: Annotated[
        list[str] | None, typer.Option("--code", help=_("Only pairs with this code or one below it; may be repeated."))
    ] = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Count which codes occur together."""
    from qualcode.query.cooccurrence import cooccurrence

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        table = noted(cooccurrence(project, chosen, within=within), as_of)
        people = format == "text" and output is None
        show(_met(table) if people else table, format, output, force=force)
        point_to_suggestions(project, table, f"cooccur --within {quote(within)}", origin)


def _met(table: Table) -> Table:
    """Return what people need of the pairs that meet, most often first; the note counts the others.

    ``of`` is what lift is reckoned from: the units read, or, of machines, the population. Whose codings they are
    stands in a column only where there are several.
    """
    from dataclasses import replace

    both = table.column("both")
    several = len(set(table.column("from"))) > 1
    columns = ["code", "other", *(["from"] if several else []), "both", "n", "n_other", "of", "lift", "jaccard"]
    met = sorted((record for record in table.records() if record["both"]), key=lambda record: -record["both"])
    for record in met:
        record["of"] = record["population"] if record["read"] is None else record["read"]
        record["lift"] = "" if record["lift"] is None else decimal(record["lift"], 2)
        record["jaccard"] = decimal(record["jaccard"], 2)
    said = {"never_together": both.count(0), "not_run": both.count(None)}
    return replace(
        table,
        columns=columns,
        rows=[[record[name] for name in columns] for record in met],
        note={**table.note, **{name: n for name, n in said.items() if n}},
    )


def sequence(
    ctx: typer.Context,
    within: Annotated[
        int, typer.Option("--within", help=_("How many segments later the second code may begin; 1 is the next one."))
    ] = 1,
    code: Annotated[
        list[str] | None, typer.Option("--code", help=_("Only pairs with this code or one below it; may be repeated."))
    ] = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Count which code follows which."""
    from qualcode.query.sequence import sequence as counted

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        table = noted(counted(project, chosen, within=within), as_of)
        people = format == "text" and output is None
        show(_followed(table) if people else table, format, output, force=force)
        point_to_suggestions(project, table, f"sequence --within {within}", origin)


def _followed(table: Table) -> Table:
    """Return what people need of the pairs that occur, most often first; the note counts the others."""
    from dataclasses import replace

    followed = table.column("followed")
    several = len(set(table.column("from"))) > 1
    columns = ["code", "then", *(["from"] if several else []), "followed", "share", "pairs", "expected", "lift"]
    found = sorted((record for record in table.records() if record["followed"]), key=lambda r: -r["followed"])
    for record in found:
        record["followed"] = _("{n} of {population}").format(n=record["followed"], population=record["n"])
        record["share"] = percent(record["share"])
        record["expected"] = decimal(record["expected"], 1)
        record["lift"] = "" if record["lift"] is None else decimal(record["lift"], 2)
    said = {"never_in_this_order": followed.count(0), "not_run": followed.count(None)}
    return replace(
        table,
        columns=columns,
        rows=[[record[name] for name in columns] for record in found],
        note={**table.note, **{name: n for name, n in said.items() if n}},
    )


def saturation(
    ctx: typer.Context,
    base: Annotated[int, typer.Option("--base", min=1, help=_("How many sources are the base."))] = 4,
    run: Annotated[int, typer.Option("--run", min=1, help=_("How many sources are a run."))] = 2,
    threshold: Annotated[
        float, typer.Option("--threshold", min=0, max=1, help=_("New information up to which codes are saturated."))
    ] = 0.05,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    seed: Seed = 0,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Count the new codes of each source."""
    from qualcode.query.saturation import saturation as counted

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        table = counted(project, chosen, base=base, run=run, threshold=threshold, random_state=seed)
        show(noted(table, as_of), format, output, force=force)
        needed = base + run
        if len(table.rows) < needed:
            say(
                ngettext(
                    "The rule needs {needed} sources (base and run); there is {n}.",
                    "The rule needs {needed} sources (base and run); there are {n}.",
                    len(table.rows),
                ).format(needed=needed, n=len(table.rows))
            )


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "cooccur", cooccur, _("Count which codes occur together: in a segment, on the same words, nearby."), panel)
    add(app, "sequence", sequence, _("Count which code follows which within a source."), panel)
    add(
        app,
        "saturation",
        saturation,
        _("Count the new codes of each source, and whether they have stopped coming."),
        panel,
    )
