"""The commands of export: passages, segments, matrices, memos and coding sheets as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.group import add, group
from qualcode.cli.options import (
    AsOf,
    Cases,
    Coders,
    Codes,
    Force,
    From,
    NoSubcodes,
    Roles,
    Sources,
    Where,
    make_filter,
    open_project,
)
from qualcode.cli.output import noted, say, tell_left_out
from qualcode.cli.sheets import export_coding_sheet
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.matrix import Cells
    from qualcode.query.table import Tabular

File = Annotated[Path, typer.Argument(help=_("FILE.csv, .xlsx, .json, .md, .parquet or .sav."))]
Raw = Annotated[bool, typer.Option("--raw", help=_("Leave csv cells unguarded against formulas, for R and pandas."))]


def excerpts(
    ctx: typer.Context,
    file: File,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "all",
    context: Annotated[
        int, typer.Option("--context", min=0, help=_("How many turns before and after each passage."))
    ] = 1,
    raw: Raw = False,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Write coded passages to a file, with the attributes of their case."""
    from qualcode.export import write
    from qualcode.query.excerpts import streamed

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        found = noted(streamed(project, chosen, context=context), as_of)
        write(found, file, force=force, raw=raw)
    n = found.n
    tell_left_out(found.note)
    say(ngettext("{n} passage written to {path}.", "{n} passages written to {path}.", n).format(n=n, path=file))


def segments(
    ctx: typer.Context,
    file: File,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    binary: Annotated[
        bool, typer.Option("--binary", help=_("A column for each code, 1 or 0, instead of one with their names."))
    ] = False,
    raw: Raw = False,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Write every segment to a file, coded or not, with its codes and the attributes that hold for it."""
    from qualcode.query.segments import segments as found

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        rows = noted(found(project, chosen, binary=binary), as_of)
        _write_described(rows, file, force=force, raw=raw)
    n = rows.n
    tell_left_out(rows.note)
    say(ngettext("{n} segment written to {path}.", "{n} segments written to {path}.", n).format(n=n, path=file))


def matrix(
    ctx: typer.Context,
    file: File,
    by: Annotated[
        str, typer.Option("--by", help=_("What the rows are: case, source, speaker, person, role or an attribute."))
    ] = "case",
    binary: Annotated[
        bool,
        typer.Option("--binary", help=_("1 where the code was used at all, else 0: what is written unless you say.")),
    ] = False,
    counts: Annotated[bool, typer.Option("--counts", help=_("Segments with the code."))] = False,
    rates: Annotated[bool, typer.Option("--rates", help=_("Segments with the code per 100 that were read."))] = False,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    raw: Raw = False,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Write cases by codes to a file, with their attributes and a data dictionary."""
    from qualcode.query.matrix import matrix as counted

    asked: dict[Cells, bool] = {"binary": binary, "counts": counts, "rates": rates}
    chosen: list[Cells] = [name for name, wanted in asked.items() if wanted] or ["binary"]
    if len(chosen) > 1:
        raise QualcodeError(_("Choose one of --binary, --counts and --rates: a cell holds one number."))
    of = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    with open_project(ctx, as_of=as_of) as project:
        table = noted(counted(project, of, by=by, cells=chosen[0]), as_of)
    _write_described(table, file, force=force, raw=raw)
    n = len(table.rows)
    if not n and by == "case":
        say(_("There is no case yet: qualcode case load cases.csv, or rows of another kind: --by source"))
    tell_left_out(table.note)
    say(ngettext("{n} row written to {path}.", "{n} rows written to {path}.", n).format(n=n, path=file))


def _write_described(table: Tabular, file: Path, *, force: bool, raw: bool) -> None:
    from qualcode.export import write_described

    beside = write_described(table, file, force=force, raw=raw)
    if beside:
        say(_("What each column is: {path}").format(path=beside))


def memos(
    ctx: typer.Context,
    file: File,
    force: Force = False,
) -> None:
    """Write all memos to a file: on what, by whom, when."""
    from qualcode.export import write
    from qualcode.query.memos import memos as listing

    with open_project(ctx) as project:
        found = listing(project)
        write(found, file, force=force)
    n = len(found.rows)
    say(ngettext("{n} memo written to {path}.", "{n} memos written to {path}.", n).format(n=n, path=file))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    commands = group(_("Write results to files."))
    add(commands, "excerpts", excerpts, _("Write coded passages to a file, with the attributes of their case."))
    add(commands, "segments", segments, _("Write every segment to a file, coded or not, with its codes."))
    add(commands, "matrix", matrix, _("Write cases by codes to a file, for SPSS, R, pandas or Excel."))
    add(
        commands,
        "coding-sheet",
        export_coding_sheet,
        _("Write a sheet to code in Excel or LibreOffice; import --coding-sheet brings it back."),
    )
    add(commands, "memos", memos, _("Write all memos to a file."))
    app.add_typer(commands, name="export", rich_help_panel=panel)
