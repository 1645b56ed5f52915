"""A table: columns, rows, and the note that says what is counted and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


class Tabular(Protocol):
    """What can be written to a file: columns, rows to go through once, and a note."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def rows(self) -> Iterable[Sequence[Any]]:
        """The rows."""

    @property
    def note(self) -> Mapping[str, Any]:
        """What is counted, and from where."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length under named columns.

    Attributes
    ----------
    note : mapping
        What is counted, the population, where the codings come from; it travels into every format.
    spread : (str, str, str) or None
        For people: the columns that become rows, columns and cells of a cross table.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    note: Mapping[str, Any] = field(default_factory=dict)
    spread: tuple[str, str, str] | None = None

    def records(self) -> list[dict[str, Any]]:
        """Return each row as a mapping from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Any]:
        """Return one column."""
        at = list(self.columns).index(name)
        return [row[at] for row in self.rows]


class Stream:
    """Rows that are made while they are written, so that a large export needs little memory.

    Attributes
    ----------
    n : int
        How many rows have gone through.
    """

    def __init__(self, columns: Sequence[str], rows: Iterable[Sequence[Any]], note: Mapping[str, Any]) -> None:
        self.columns = columns
        self.note = note
        self.n = 0
        self._rows = rows

    @property
    def rows(self) -> Iterator[Sequence[Any]]:
        """Go through the rows, once."""
        for row in self._rows:
            self.n += 1
            yield row
