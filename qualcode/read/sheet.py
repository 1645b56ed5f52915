"""A table as it stands in a file: rows of cells that are text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import getsizeof

from qualcode.errors import ReadError
from qualcode.messages import _

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CELLS = 3_000_000
MOST_MEMORY = 250_000_000

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells of a column that were merged into one: indices of the first and the last row, and of the column."""

    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the first on, empty ones too; rows may differ in length.

    Attributes
    ----------
    name : str
        Of a sheet of a workbook.
    delimiter : str
        What parts the cells in a file of text; empty for a workbook.
    first : int
        Line of the first row.
    hidden_rows, hidden_columns : sequence of int
        Indices of what a spreadsheet program does not show.
    formulas : mapping
        Index of a column, and how many of its cells are formulas without a stored result.
    """

    rows: Sequence[Cells]
    warnings: Sequence[str] = ()
    name: str = ""
    delimiter: str = ""
    first: int = 1
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    merged: Sequence[Merged] = ()
    formulas: Mapping[int, int] = field(default_factory=dict)

    def numbered(self) -> Iterator[tuple[int, Cells]]:
        """Yield each row with its place: the line of a file of text in which it begins, or the number of the row."""
        at = self.first
        for row in self.rows:
            yield at, row
            at += 1 + (sum(cell.count("\n") for cell in row) if self.delimiter else 0)


class Size:
    """Counts rows, cells and memory while they are read."""

    def __init__(self) -> None:
        self._rows = self._cells = self._memory = 0

    def add(self, cells: int, rows: int = 1) -> None:
        """Count rows with so many cells.

        Raises
        ------
        ReadError
            If the table grows past what is read.
        """
        self._rows += rows
        self._cells += cells
        if self._rows > MOST_ROWS or cells > MOST_COLUMNS or self._cells > MOST_CELLS:
            raise ReadError(
                _("the table has more than {rows} rows, {columns} columns or {cells} cells. Split it.").format(
                    rows=MOST_ROWS, columns=MOST_COLUMNS, cells=MOST_CELLS
                )
            )

    def add_text(self, text: str) -> None:
        """Count the memory that a text of a workbook takes.

        Raises
        ------
        ReadError
            If the texts grow past what is read.
        """
        self._memory += getsizeof(text)
        if self._memory > MOST_MEMORY:
            raise ReadError(_("its cells take more than 250 MB of memory. Split it."))
