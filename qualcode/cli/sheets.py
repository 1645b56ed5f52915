"""The coding sheet out and in: `export coding-sheet`, and what `import --coding-sheet` calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.coder import CoderOption, require_coder
from qualcode.cli.options import Cases, Force, Roles, Sources, Where, make_filter, open_project
from qualcode.cli.output import say, show
from qualcode.errors import QualcodeError
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.store import Project


def export_coding_sheet(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("FILE.xlsx"))],
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    where: Where = None,
    coder: CoderOption = None,
    force: Force = False,
) -> None:
    """Write a sheet to code in Excel or LibreOffice: one row a segment, codes from a list; import brings it back."""
    from qualcode.export import write_file
    from qualcode.export.coding_sheet import coding_sheet
    from qualcode.store.codebooks import codebook
    from qualcode.workflow.coding import NOTHING
    from qualcode.workflow.sheets import FEWEST_CODES, HIDDEN, cells, first_code, headings, sheet_rows

    if file.suffix.lower() != ".xlsx":
        raise QualcodeError(_("{path}: a coding sheet is an .xlsx file.").format(path=file))
    with open_project(ctx) as project:
        who = require_coder(coder)
        rows = sheet_rows(project, who, make_filter(source=source, case=case, role=role, where=where))
        codes = [(NOTHING, _("read, nothing here")), *((c.path, c.definition) for c in codebook(project).codes)]
    n_codes = max([FEWEST_CODES, *(len(row.codes) + 1 for row in rows)])
    content = coding_sheet(
        headings(n_codes), [cells(row, n_codes) for row in rows], codes, first_code=first_code(), hidden=len(HIDDEN)
    )
    write_file(file, [content], force=force)
    n = len(rows)
    say(ngettext("{n} segment written to {path}.", "{n} segments written to {path}.", n).format(n=n, path=file))
    say(_("When it is coded: qualcode import {path} --coding-sheet").format(path=file))


def import_coding_sheet(ctx: typer.Context, file: Path, coder: str | None, *, apply: bool) -> None:
    """Bring back a coding sheet, or a table that was coded by hand; a dry run unless `apply`."""
    from qualcode.read import read_table
    from qualcode.workflow.sheets import HIDDEN

    rows = [list(row) for row in read_table(file).rows]
    with open_project(ctx) as project:
        who = require_coder(coder)
        ours = bool(rows) and all(column in [cell.strip() for cell in rows[0]] for column in HIDDEN)
        (_bring_sheet if ours else _bring_table)(project, rows, file, who, apply)
    if not apply:
        say(_("Nothing was changed. To bring it in: qualcode import {path} --coding-sheet --apply").format(path=file))


def _bring_sheet(project: Project, rows: list[list[str]], file: Path, coder: str, apply: bool) -> None:
    from qualcode.workflow import returning

    changes = returning.plan(project, returning.returned(rows, file.name), coder)
    _show_left_out(changes.left_out)
    if changes.left_out and apply:
        raise QualcodeError(
            _(
                "{path}: {n} rows cannot be brought in as they are, so nothing was. Mend them, or empty their cells."
            ).format(path=file, n=len(changes.left_out))
        )
    if apply:
        returning.apply(project, changes, coder)
    say(
        _("{rows} rows: {added} codings new, {removed} taken back, {read} read without a code, {memos} memos.").format(
            rows=changes.rows,
            added=len(changes.added),
            removed=len(changes.removed),
            read=len(changes.read),
            memos=len(changes.memos),
        )
    )


def _bring_table(project: Project, rows: list[list[str]], file: Path, coder: str, apply: bool) -> None:
    from qualcode.read.files import sha256
    from qualcode.store.codes import OPEN
    from qualcode.workflow.coded_tables import read_coded, store_coded

    table = read_coded(project, rows, file.name, sha256(file.read_bytes()))
    _show_left_out(table.left_out)
    for path in table.new:
        free = path.startswith(f"{OPEN}/")
        message = _("Not in the codebook, so it becomes a free code: {path}") if free else _("A new code: {path}")
        say(message.format(path=path))
    if table.made:
        message = ngettext(
            "{n} document is not in the project; its passages become a source, one a paragraph: {names}",
            "{n} documents are not in the project; their passages become sources, one a paragraph: {names}",
            len(table.made),
        )
        say(message.format(n=len(table.made), names=", ".join(source.name for source in table.made)))
    if table.others:
        say(_("{file}: columns left out: {names}.").format(file=file.name, names=", ".join(table.others)))
    codings = sum(len(match.codes) for match in table.found)
    if apply:
        codings = store_coded(project, table, coder)
    say(
        _("{rows} coded rows: {found} found in the sources, {codings} codings, {left} left out.").format(
            rows=table.rows, found=len(table.found), codings=codings, left=len(table.left_out)
        )
    )


def _show_left_out(left_out: list[tuple[int, str]]) -> None:
    from qualcode.query.table import Table

    if left_out:
        show(Table(("row", "left out because"), left_out))
