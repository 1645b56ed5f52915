"""A table: columns, rows, and the note that says what is counted and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol, Self

from qualcode.errors import QualcodeError
from qualcode.messages import _

if TYPE_CHECKING:
    from pandas import DataFrame

    from qualcode.query.variables import Variable

SHOWN = 60
"""Rows that a notebook shows of a table."""


DIGITS = 6
"""Digits after the point of the figures of a table: as many as programs need; people are shown fewer."""


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

    @property
    def variables(self) -> Sequence[Variable]:
        """What each column is; empty where its name says it."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length under named columns.

    Attributes
    ----------
    note : mapping
        What is counted, the population, where the codings come from; it travels into every format.
    spread : (str, str, str) or None
        For people: the columns that become rows, columns and cells of a cross table.
    variables : sequence of Variable
        What each column is, for statistics programs; empty where the name of the column says it.
    named : positions of columns
        Columns that people named, as attributes: neither their names nor their values are translated.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    note: Mapping[str, Any] = field(default_factory=dict)
    spread: tuple[str, str, str] | None = None
    variables: Sequence[Variable] = ()
    named: Sequence[int] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def noting(self, **said: Any) -> Self:
        """Return the table, with more in its note."""
        return replace(self, note={**self.note, **said})

    def records(self) -> list[dict[str, Any]]:
        """Return each row as a mapping from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Any]:
        """Return one column."""
        at = list(self.columns).index(name)
        return [row[at] for row in self.rows]

    def named_from(self, first: int) -> Table:
        """Return the table, its columns from `first` on known as named by people."""
        return replace(self, named=range(first, len(self.columns)))

    def to_pandas(self) -> DataFrame:
        """Return a data frame: numbers stay numbers and what is missing is missing; the note is in ``attrs["note"]``.

        Ordered categories become ordered categoricals, dates dates. Needs pandas: ``pip install 'qualcode[stats]'``.

        Raises
        ------
        QualcodeError
            If pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise missing_package("pandas") from None
        frame = pd.DataFrame([list(row) for row in self.rows], columns=list(self.columns)).convert_dtypes()
        for variable in self.variables:
            if variable.type == "category":
                ordered = pd.CategoricalDtype(list(variable.categories), ordered=variable.ordered)
                frame[variable.name] = frame[variable.name].astype(ordered)
            elif variable.type == "date":
                frame[variable.name] = pd.to_datetime(frame[variable.name])
            elif variable.type == "number":
                frame[variable.name] = frame[variable.name].astype("Float64")
        frame.attrs["note"] = dict(self.note)
        return frame

    def _repr_html_(self) -> str:
        """Return the table for a notebook: counts as a cross table, the first rows of a long one, the note below."""
        from qualcode.query.spreading import note_told, shown_cells

        header, rows = shown_cells(self)
        head = "".join(f"<th>{escape(str(name))}</th>" for name in header)
        body = "".join(
            "<tr>" + "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in row) + "</tr>"
            for row in rows[:SHOWN]
        )
        more = len(rows) - SHOWN
        said = [_("{n} more rows").format(n=more)] if more > 0 else []
        note = "<br>".join(escape(line) for line in [*said, note_told(self)] if line)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p><small>{note}</small></p>"


def missing_package(name: str) -> QualcodeError:
    """Return the error for a package that only statistics programs need."""
    return QualcodeError(
        _("This needs {name}, which is not installed: pip install 'qualcode[stats]'").format(name=name)
    )


class Stream:
    """Rows that are made while they are written, so that a large export needs little memory.

    Attributes
    ----------
    n : int
        How many rows have gone through.
    """

    def __init__(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        note: Mapping[str, Any],
        variables: Sequence[Variable] = (),
    ) -> None:
        self.columns = columns
        self.note = note
        self.variables = variables
        self.n = 0
        self._rows = rows

    def begin(self) -> None:
        """Make the first row, so that what is wrong with the question is said before anything is written."""
        rows = iter(self._rows)
        self._rows = chain(list(islice(rows, 1)), rows)

    def noting(self, **said: Any) -> Self:
        """Return the stream, with more in its note."""
        self.note = {**self.note, **said}
        return self

    @property
    def rows(self) -> Iterator[Sequence[Any]]:
        """Go through the rows, once."""
        for row in self._rows:
            self.n += 1
            yield row


def whole(table: Tabular) -> Table:
    """Return a table with all its rows at once; those of a stream cannot be gone through again."""
    if isinstance(table, Table):
        return table
    return Table(table.columns, list(table.rows), table.note, variables=table.variables)
