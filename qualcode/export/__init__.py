"""What leaves the project: tables and excerpts as files; `write` picks the writer by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from qualcode import plugins
from qualcode.errors import WriteError
from qualcode.export.files import write_file
from qualcode.messages import _
from qualcode.query.table import Tabular

__all__ = ["write", "write_file"]


def write(table: Tabular, path: Path, *, force: bool = False, raw: bool = False) -> None:
    """Write a table to a file; the suffix says how (.csv, .json, .md, .xlsx).

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
    write_file(path, cast(Callable[..., Iterable[bytes]], writer)(table, raw=raw), force=force)
