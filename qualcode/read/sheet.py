"""A table as it stands in a file: rows of cells that are text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import ReadError
from qualcode.messages import _

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CELLS = 5_000_000

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the first on, empty ones too; rows may differ in length."""

    rows: Sequence[Cells]
    warnings: Sequence[str] = ()


class Size:
    """Counts rows and cells while they are read."""

    def __init__(self) -> None:
        self._rows = self._cells = 0

    def add(self, cells: int, rows: int = 1) -> None:
        """Count a row.

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
