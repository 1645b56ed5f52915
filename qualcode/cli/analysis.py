"""Commands that count: themes, crosstab."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
    one_of,
    open_project,
)
from qualcode.cli.output import fitted, noted, say, show
from qualcode.errors import QualcodeError
from qualcode.messages import _, decimal, grouped, percent

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.store import Project


Counted = Annotated[str, typer.Option("--count", help=_("segments, codings, turns, persons, sources, cases or words."))]
Rated = Annotated[str | None, typer.Option("--rate", help=_("Per 100 segments or per 1,000 words: segments or words."))]


def themes(
    ctx: typer.Context,
    by: Annotated[
        str, typer.Option("--by", help=_("case, source, speaker, person, role or an attribute; all for one column."))
    ] = "case",
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    count: Counted = "segments",
    rate: Rated = None,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Count how often each code is used."""
    from qualcode.query.counting import COUNTS, RATES
    from qualcode.query.themes import themes as counted

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        table = counted(
            project,
            chosen,
            by=None if by == "all" else by,
            count=one_of("--count", count, COUNTS),
            rate=one_of("--rate", rate, RATES) if rate else None,
        )
        show(noted(table, as_of), format, output, force=force)
        point_to_suggestions(project, table, "themes", origin)


def crosstab(
    ctx: typer.Context,
    columns: Annotated[
        str, typer.Option("--columns", help=_("case, source, speaker, person, role or an attribute; or code."))
    ],
    rows: Annotated[str, typer.Option("--rows", help=_("The same for the rows; one of the two is code."))] = "code",
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    count: Counted = "segments",
    rate: Rated = None,
    share_of: Annotated[
        str, typer.Option("--percent", help=_("What the percentages on the screen are of: population, row or column."))
    ] = "population",
    min_cases: Annotated[
        int, typer.Option("--min-cases", min=0, help=_("Hide cells that point at fewer cases than this."))
    ] = 0,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Count codes against cases, attributes, roles or sources, with totals and shares."""
    from qualcode.query.counting import COUNTS, RATES
    from qualcode.query.crosstab import crosstab as counted

    if (rows == "code") == (columns == "code"):
        raise QualcodeError(_("One of --rows and --columns is code, the other what it is counted against."))
    codes_down = rows == "code"
    against = columns if codes_down else rows
    percents = one_of("--percent", share_of, PERCENTS)
    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        table = counted(
            project,
            chosen,
            columns=against,
            count=one_of("--count", count, COUNTS),
            rate=one_of("--rate", rate, RATES) if rate else None,
            min_cases=min_cases,
        )
        table = noted(table, as_of)
        if format == "text" and output is None:
            typer.echo(visible(_crossed(table, percents, codes_down=codes_down)))
        else:
            show(table, format, output, force=force)
        point_to_suggestions(project, table, f"crosstab --columns {quote(against)}", origin)


PERCENTS = ("population", "row", "column")
_SHARE = {"population": "share", "row": "row_share", "column": "column_share"}
_TURNED = {"population": "population", "row": "column", "column": "row"}


def _crossed(table: Table, share_of: str, *, codes_down: bool) -> str:
    """Return codes against values, each cell its count with the share or the rate, and the note below."""
    from dataclasses import replace

    from qualcode.query.crosstab import ANY_CODE
    from qualcode.query.spreading import note_told
    from qualcode.query.vocabulary import told, told_breakdown, told_value

    down, across = ("code", table.columns[1]) if codes_down else (table.columns[1], "code")
    share = _SHARE[share_of if codes_down else _TURNED[share_of]]
    cells: dict[tuple[str, str], list[str]] = {}
    for record in table.records():
        name, head = str(record[down]), str(record[across])
        cells.setdefault((name, head), []).append(_cell(record, share))
        if record["code"] == ANY_CODE and (record["hidden"] or record["n"] is not None):
            whole, size = _size(record)
            cells.setdefault((whole, head) if codes_down else (name, whole), []).append(size)
    heads = list(dict.fromkeys(head for _name, head in cells))
    names = list(dict.fromkeys(name for name, _head in cells))
    body = [[told_value(down, name), *(" + ".join(cells.get((name, head), ())) for head in heads)] for name in names]
    header = [told(down) if codes_down else told_breakdown(down), *(told_value(across, head) for head in heads)]
    said = replace(table, note=table.note if "rate" in table.columns else {**table.note, "percent": share_of})
    return f"{fitted(header, body, right=True)}\n\n{note_told(said)}"


def _size(record: dict[str, Any]) -> tuple[str, str]:
    """Return what the shares of a row or column are of: what was read, or the population."""
    if record["from"] == "human":
        return _("(read)"), _("{n} of {population}").format(
            n=grouped(record["read"]), population=grouped(record["population"])
        )
    return _("(population)"), grouped(record["population"])


def _cell(record: dict[str, Any], share: str) -> str:
    """Return "12 (34%)", with a rate "12 (3.4)", "hidden" or "not run"."""
    if record["hidden"]:
        return _("hidden")
    if record["n"] is None:
        return _("not run")
    if "rate" in record:
        return grouped(record["n"]) + ("" if record["rate"] is None else f" ({decimal(record['rate'], 1)})")
    return grouped(record["n"]) + ("" if record[share] is None else f" ({percent(record[share])})")


def point_to_suggestions(project: Project, table: Table, command: str, origin: str) -> None:
    """Where there is no human coding while suggestions wait, say the command that shows them."""
    waiting = "select 1 from suggestion where not exists (select 1 from coding) limit 1"
    if origin == "human" and not any(table.column("n")) and project.value(waiting):
        say(
            _("No human coding yet, but the rules suggest some. See: qualcode {command} --from rule").format(
                command=command
            )
        )


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    add(app, "themes", themes, _("Count how often each code is used, by case or anything else."), panel)
    add(app, "crosstab", crosstab, _("Count codes against cases, attributes, roles or sources, with totals."), panel)
