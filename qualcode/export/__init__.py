"""What leaves the project: tables and excerpts as files; `write` picks the writer by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from qualcode import plugins
from qualcode.errors import WriteError
from qualcode.export.files import refuse_existing, write_file
from qualcode.messages import _
from qualcode.query.table import Stream, Tabular
from qualcode.query.variables import dictionary

__all__ = ["write", "write_described", "write_file"]


def write(table: Tabular, path: Path, *, force: bool = False, raw: bool = False) -> None:
    """Write a table to a file; the suffix says how (.csv, .json, .md, .xlsx, .parquet, .sav).

    Parameters
    ----------
    force : bool
        Replace a file that exists.
    raw : bool
        Leave csv cells unguarded, for R and pandas.

    Raises
    ------
    WriteError
        If the suffix is unknown or the file exists.
    """
    writer = plugins.load("writers", path.suffix.lower())
    if writer is None:
        known = ", ".join(plugins.names("writers"))
        raise WriteError(
            _("{path}: files of this kind are not written. Known: {known}.").format(path=path, known=known)
        )
    if isinstance(table, Stream):
        table.begin()
    write_file(path, cast(Callable[..., Iterable[bytes]], writer)(table, raw=raw), force=force)


def write_described(table: Tabular, path: Path, *, force: bool = False, raw: bool = False) -> Path | None:
    """Write a table and what its columns are: a workbook holds both, else NAME.dictionary.csv stands beside.

    Returns
    -------
    Path or None
        The data dictionary, where it is a file of its own.

    Raises
    ------
    WriteError
        As `write`; neither file is written if one of them exists.
    """
    beside = None if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.dictionary.csv")
    if beside and not force:
        refuse_existing(beside)
    write(table, path, force=force, raw=raw)
    if beside:
        write(dictionary(table), beside, force=force, raw=raw)
    return beside
