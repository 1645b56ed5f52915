"""The command agree: where coders differ, and how far they agree."""

from __future__ import annotations

import shlex
import shutil
from itertools import compress, zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.group import add, visible
from qualcode.cli.options import (
    AsOf,
    Cases,
    Codes,
    Force,
    Format,
    NoSubcodes,
    Output,
    Roles,
    Seed,
    Sources,
    Where,
    make_filter,
    one_of,
    open_project,
)
from qualcode.cli.output import aligned, noted, say, show, text
from qualcode.messages import _, decimal, interval, ngettext, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qualcode.query.agreement import Agreement
    from qualcode.query.disagreements import Codes as CodePair
    from qualcode.query.disagreements import Disagreements, Quoted
    from qualcode.query.table import Table

HIGH, LOW = 0.9, 0.667
"""Observed agreement from which, and kappa below which, a code is named as one where kappa misleads."""
MOST_NAMED = 8
NARROWEST = 12
"""Characters of the column of a coder, where coders stand side by side."""


def agree(
    ctx: typer.Context,
    coders: Annotated[
        str | None,
        typer.Option("--coders", help=_("Who is compared, with commas: ani,budi; rule is what the rules suggest.")),
    ] = None,
    count: Annotated[
        str, typer.Option("--count", help=_("What is compared: segments, sentences or characters."))
    ] = "segments",
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    where: Where = None,
    disagreements: Annotated[
        bool,
        typer.Option("--disagreements", help=_("List the passages on which coders differ, with the codes of each.")),
    ] = False,
    no_intervals: Annotated[
        bool, typer.Option("--no-intervals", help=_("Skip confidence intervals (faster)."))
    ] = False,
    seed: Seed = 0,
    as_of: AsOf = None,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Show where coders differ on what they read on their own, and measure how far they agree."""
    from qualcode.query import disagreements as differences
    from qualcode.query.agreement import agreement
    from qualcode.query.judgements import AGREEMENT_COUNTS

    chosen = make_filter(code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, where=where)
    names = [name.strip() for name in (coders or "").split(",") if name.strip()]
    for_people = format == "text" and output is None
    unit = one_of("--count", count, AGREEMENT_COUNTS)
    with open_project(ctx, as_of=as_of) as project:
        if disagreements:
            if for_people:
                differ = differences.differing(project, chosen, coders=names)
                typer.echo(_listing(differ, differences.by_pair(differ, differences.quoted(project, differ.segments))))
            else:
                table = noted(differences.disagreements(project, chosen, coders=names), as_of)
                show(table, format, output, force=force)
            return
        found = agreement(project, chosen, coders=names, count=unit, intervals=not no_intervals, seed=seed)
        if for_people:
            whole = found.compared if not chosen.codes and chosen.subcodes else None
            differ = differences.differing(project, chosen, coders=names, found=whole)
    table = noted(found.table, as_of)
    if for_people:
        options = {
            "--coders": [coders] if coders else [], "--code": code, "--source": source, "--case": case, "--role": role,
            "--where": where,
        }  # fmt: skip
        typer.echo("\n\n".join([_differences(differ, options), _for_people(found, table)]))
    else:
        show(table, format, output, force=force)
    for doubt in _doubts(found, intervals=not no_intervals):
        say(doubt)


def _differences(found: Disagreements, options: Mapping[str, Sequence[str] | None]) -> str:
    """Return on how many segments coders differ, which codes stand against each other most often, what comes next."""
    if not found.segments:
        return _("Coders gave the same codes on all of {n} segments.").format(n=found.compared)
    lines = [_on_how_many(found), ""]
    shown = found.pairs[:MOST_NAMED]
    lines += aligned([_("codes"), _("segments")], [[_named(codes), str(n)] for codes, n in shown]).splitlines()
    if more := len(found.pairs) - len(shown):
        lines.append(ngettext("and {n} more pair", "and {n} more pairs", more).format(n=more))
    given = [part for name, values in options.items() for value in values or () for part in (name, value)]
    commands = {_("The passages: {command}"): ["qualcode", "agree", "--disagreements"]}
    if found.settled < len(found.segments):
        commands[_("To settle them: {command}")] = ["qualcode", "adjudicate"]
    lines += ["", *(said.format(command=shlex.join([*command, *given])) for said, command in commands.items())]
    return "\n".join(lines)


def _on_how_many(found: Disagreements) -> str:
    return _("Coders differ on {n} of {compared} segments; {settled} of {n} settled by consensus.").format(
        n=len(found.segments), compared=found.compared, settled=found.settled
    )


def _named(codes: CodePair) -> str:
    """Return a pair of codes, and whether one stands under the other."""
    from qualcode.query.disagreements import are_related
    from qualcode.query.vocabulary import told_cell

    pair = " × ".join(told_cell("code", code) for code in codes)
    return _("{pair} (one is a parent of the other)").format(pair=pair) if are_related(codes) else pair


def _listing(found: Disagreements, grouped: Mapping[CodePair, Sequence[Quoted]]) -> str:
    """Return the passages on which coders differ by pair of codes, and below each what every coder gave."""
    if not found.segments:
        return _("Coders gave the same codes on all of {n} segments.").format(n=found.compared)
    width = shutil.get_terminal_size((120, 24)).columns
    blocks = [_on_how_many(found)]
    for codes, lines in grouped.items():
        segments = ngettext("{n} segment", "{n} segments", len(lines)).format(n=len(lines))
        blocks.append(f"{_named(codes)}: {segments}")
        blocks += [_passage(line, width) for line in lines]
    return "\n\n".join(blocks)


def _passage(line: Quoted, width: int) -> str:
    """Return where a passage stands, what is said, and side by side what each coder gave, with her memos."""
    found = line.found
    settled = _("settled by {names}").format(names=", ".join(found.settled_by)) if found.settled_by else ""
    head = " · ".join(filter(None, [f"{found.source}:{found.segment}", found.case, found.speaker, settled]))
    room = max(NARROWEST, (width - 4) // len(found.sides) - 2)
    columns = []
    for side in found.sides:
        memos = [_("memo: {text}").format(text=" ".join(text.split())) for text in line.memos[side.coder]]
        cells = [side.coder, *(side.codes or [_("(nothing)")]), *memos]
        columns.append([part for cell in cells for part in wrap(visible(cell), room)])
    widths = [max(map(len, column)) for column in columns]
    given = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in zip_longest(*columns, fillvalue="")]
    said = wrap(visible(" ".join(line.text.split())), max(NARROWEST, width - 2))
    return "\n".join([visible(head), *(f"  {text}" for text in said), *(f"    {text}" for text in given)])


def _for_people(found: Agreement, table: Table) -> str:
    """Return a table with a line a code, the coefficients over all codes, and how to read them."""
    advice = [_("Alpha of .8 for firm, of .667 for tentative conclusions is a custom (Krippendorff), not a law.")]
    misled = _misleading(table)
    if misled:
        advice.append(
            _(
                "Kappa misleads where a code is rare or nearly everywhere: coders agree on almost all, but chance "
                "alone would do so too. Read AC1 and the passages beside it for: {codes}."
            ).format(codes=", ".join([*misled[:MOST_NAMED], *(["…"] if len(misled) > MOST_NAMED else [])]))
        )
    return "\n\n".join([text(_short(found, table)), _over_all_codes(table), "\n".join(advice)])


def _short(found: Agreement, table: Table) -> Table:
    """Return one row a code, one column a coefficient; of intervals only that of alpha."""
    from qualcode.query.agreement import AC1, ALL_CODES, ALPHA, ALPHA_U, FLEISS, KAPPA, OBSERVED, PREVALENCE
    from qualcode.query.table import Table

    columns: dict[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
        "agreed": (OBSERVED, _percent),
        **({"Fleiss kappa": (FLEISS, _value)} if len(found.coders) > 2 else {"kappa": (KAPPA, _value)}),
        "alpha": (ALPHA, _with_interval),
        "AC1": (AC1, _value),
        **({"alpha-U": (ALPHA_U, _value)} if table.note["count"] == "characters" else {}),
        "coded": (PREVALENCE, _percent),
    }
    by_code: dict[str, dict[str, dict[str, Any]]] = {}
    for row in table.records():
        if row["code"] != ALL_CODES:
            by_code.setdefault(row["code"], {})[row["measure"]] = row
    rows = []
    for code, figures in by_code.items():
        why = next(
            (figures[measure]["reason"] for measure, _cell in columns.values() if figures[measure]["reason"]), ""
        )
        cells = [cell(figures[measure]) for measure, cell in columns.values()]
        whole = figures[FLEISS if FLEISS in figures else KAPPA]["n"]
        rows.append([code, *cells, figures[OBSERVED]["n"], whole, why])
    heads = ["code", *columns, "n", "n of kappa", "why"]
    needed = [True] * (len(heads) - 2) + [any(row[-2] != row[-3] for row in rows), any(row[-1] for row in rows)]
    return Table(list(compress(heads, needed)), [list(compress(row, needed)) for row in rows], table.note)


def _over_all_codes(table: Table) -> str:
    from qualcode.query.agreement import ALL_CODES, ALPHA_MASI

    lines = []
    for row in table.records():
        if row["code"] == ALL_CODES:
            masi = row["measure"] == ALPHA_MASI
            what = _("Sets of codes, alpha with MASI distance") if masi else _("All codes, alpha-U")
            value = _with_interval(row) or row["reason"]
            lines.append(_("{what}: {value}, n = {n}.").format(what=what, value=value, n=row["n"]))
    return "\n".join(lines)


def _percent(row: Mapping[str, Any]) -> str:
    return "" if row["value"] is None else percent(row["value"], 1, apart=True)


def _value(row: Mapping[str, Any]) -> str:
    return "" if row["value"] is None else decimal(row["value"], 2)


def _with_interval(row: Mapping[str, Any]) -> str:
    if row["low"] is None:
        return _value(row)
    return f"{_value(row)} {interval(row['low'], row['high'], 2)}"


def _misleading(table: Table) -> list[str]:
    """Return the codes of which coders agree on nearly everything and which have a low kappa all the same."""
    from qualcode.query.agreement import FLEISS, KAPPA, OBSERVED

    values = {(row["code"], row["measure"]): row["value"] for row in table.records() if row["value"] is not None}
    return [
        code
        for (code, measure), observed in values.items()
        if measure == OBSERVED and observed >= HIGH and values.get((code, FLEISS), values.get((code, KAPPA), 1)) < LOW
    ]


def _doubts(found: Agreement, *, intervals: bool) -> list[str]:
    """Return what a reader has to know before she trusts the figures."""
    from qualcode.measure.resampling import LEAST_GROUPS

    doubts = []
    if found.seen:
        doubts.append(
            ngettext(
                "{n} segment left out: read with a suggestion or codings of others in sight.",
                "{n} segments left out: read with a suggestion or codings of others in sight.",
                found.seen,
            ).format(n=found.seen)
        )
    if found.imported:
        doubts.append(
            ngettext(
                "{n} segment left out: known from imported codings alone, which do not say what else was looked for.",
                "{n} segments left out: known from imported codings alone, which do not say what else was looked for.",
                found.imported,
            ).format(n=found.imported)
        )
    if intervals and found.sources < LEAST_GROUPS:
        doubts.append(
            _("No intervals: they need {least} sources that were read by two coders; there are {n}.").format(
                least=LEAST_GROUPS, n=found.sources
            )
        )
    return doubts


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "agree", agree, _("Measure how far coders agree."), panel)
