"""`show`: the one place that knows formats; narration goes to stderr, data to stdout."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from qualcode.cli.group import visible
from qualcode.messages import _, ngettext

if TYPE_CHECKING:
    from qualcode.query.table import Stream, Table

FORMATS = ("text", "csv", "json", "md")
NARROW = 60
Item = TypeVar("Item")
Noted = TypeVar("Noted", "Table", "Stream")


def show(table: Table, format: str = "text", output: Path | None = None, *, force: bool = False) -> None:
    """Print a table, or write it to a file whose suffix says how.

    Raises
    ------
    UnknownNameError
        If the format is none of text, csv, json, md.
    WriteError
        If the file exists or is of an unknown kind.
    """
    from qualcode.cli.options import one_of
    from qualcode.export import write
    from qualcode.export.tables import csv_text, json_text, md_text

    if output is not None:
        write(table, output, force=force)
        say(_("Written: {path}").format(path=output))
        return
    printers = {"text": text, "csv": csv_text, "json": json_text, "md": md_text}
    typer.echo(printers[one_of("--format", format, FORMATS)](table).rstrip("\n"))


def noted(table: Noted, as_of: str | None) -> Noted:
    """Return the table, with its note saying as of when it counts."""
    return table if as_of is None else table.noting(as_of=as_of)


def text(table: Table) -> str:
    """Return a table as people read it in a terminal: counts spread into a cross table, the note below."""
    from qualcode.query.spreading import note_told, shown_cells

    header, rows = shown_cells(table)
    shown = [[visible(_flat(cell)) for cell in row] for row in rows]
    body = fitted(header, shown, right=bool(table.spread)) if shown else _("(nothing)")
    note = note_told(table)
    return f"{body}\n\n{note}" if note else body


def fitted(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: bool = False) -> str:
    """Return columns of even width (see `aligned`) or, where they are wider than the terminal, a block a row."""
    if _too_wide(header, rows):
        return "\n\n".join(_block(header, row) for row in rows)
    return aligned(header, rows, right=right)


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: bool = False) -> str:
    """Return lines with columns of even width; with `right` all but the first stand at the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [list(header), ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if right and i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _flat(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split()) if isinstance(cell, str) else str(cell)


def _too_wide(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    widths = [max(len(name), *(len(row[i]) for row in rows)) for i, name in enumerate(header)]
    return sum(widths) + 2 * len(widths) > max(shutil.get_terminal_size((120, 24)).columns, NARROW)


def _block(header: Sequence[str], row: Sequence[str]) -> str:
    return "\n".join(f"{name}: {cell}" for name, cell in zip(header, row, strict=True) if cell)


def say(message: str) -> None:
    """Tell on stderr what was done or what comes next."""
    typer.echo(visible(message), err=True)


def tell_left_out(note: Mapping[str, Any]) -> None:
    """Tell on stderr how many codings a list leaves out, and how to see them."""
    outside, retired = note.get("codings_outside_population", 0), note.get("codings_of_retired_codes", 0)
    settled = note.get("codings_settled", 0)
    if outside:
        say(
            ngettext(
                "{n} coding is left out: on a question (see --role interviewer) or on text that nobody says.",
                "{n} codings are left out: on questions (see --role interviewer) or on text that nobody says.",
                outside,
            ).format(n=outside)
        )
    if settled:
        say(
            ngettext(
                "{n} coding is left out, replaced by a consensus (see --coder NAME).",
                "{n} codings are left out, replaced by a consensus (see --coder NAME).",
                settled,
            ).format(n=settled)
        )
    if retired:
        say(
            ngettext(
                "{n} coding of a retired code is left out. To see the code: qualcode codebook show",
                "{n} codings of retired codes are left out. To see the codes: qualcode codebook show",
                retired,
            ).format(n=retired)
        )


def confirm(question: str, yes: bool) -> None:
    """Ask before something that is hard to take back; `yes` answers for the user.

    Raises
    ------
    QualcodeError
        If the answer is no, or there is no terminal to ask on.
    """
    from qualcode.errors import QualcodeError

    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise QualcodeError(_("{question} Nothing was done; to do it, add --yes.").format(question=question))
    if not typer.confirm(visible(question), err=True):
        raise QualcodeError(_("Nothing was done."))


def progress(items: Sequence[Item]) -> Iterator[Item]:
    """Yield `items`; on a terminal, and only after a second, count them on stderr."""
    started, shown = time.monotonic(), False
    for n, item in enumerate(items, 1):
        yield item
        if sys.stderr.isatty() and time.monotonic() - started > 1:
            shown = True
            sys.stderr.write(f"\r{n}/{len(items)}")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\r\x1b[K")
