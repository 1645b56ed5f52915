"""A table without speakers is a survey: each column of texts is a source, and each filled answer in it a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import ReadError
from qualcode.messages import _, ngettext
from qualcode.read.columns import apart, find_column, listed
from qualcode.read.files import Options
from qualcode.read.sheet import Cells
from qualcode.records import Row

NOT_GIVEN = ("", "NA", "N/A", "n/a")
_EMPTY = ("", "NA")
_WORDS_OF_A_TEXT = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """A column of texts: the answers, one empty line between two, with their places; how many cells are empty."""

    text: str
    rows: Sequence[Row]
    empty: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A table with the columns that the user named, or that were found.

    Attributes
    ----------
    rows : rows of data
        A row's number is its place among them, from 1; empty ones count.
    """

    names: Sequence[str]
    rows: Sequence[Cells]
    texts: Sequence[int]
    id: int | None
    case: int | None


def open_survey(names: Sequence[str], rows: Sequence[Cells], options: Options) -> Survey:
    """Find the columns of a survey.

    Raises
    ------
    ReadError
        If a column that the user named is not there, or no column of texts is found.
    """
    id = None if options.id_column is None else find_column(names, options.id_column)
    case = None if options.case_column is None else find_column(names, options.case_column)
    texts = [find_column(names, name) for name in options.text_columns]
    texts = list(dict.fromkeys(texts)) or [i for i in range(len(names)) if i not in (id, case) and _is_text(rows, i)]
    if not texts:
        raise ReadError(
            _(
                "no column of texts was found. Name one with --text-column, or who speaks with --speaker-column. "
                "Columns: {names}."
            ).format(names=listed(names))
        )
    return Survey(names, rows, texts, id, case)


def _is_text(rows: Sequence[Cells], i: int) -> bool:
    """Tell whether the filled cells of a column are mostly sentences, and mostly different ones."""
    cells = [cell for row in rows if (cell := cell_of(row, i)) not in NOT_GIVEN]
    long = sum(len(cell.split(None, _WORDS_OF_A_TEXT)) >= _WORDS_OF_A_TEXT for cell in cells)
    return 2 * long > len(cells) and 2 * len(set(cells)) > len(cells)


def cell_of(row: Cells, i: int | None) -> str:
    """Return a cell without the blanks around it; empty where the row is shorter."""
    return row[i].strip() if i is not None and i < len(row) else ""


def labels(survey: Survey) -> tuple[list[str], list[str]]:
    """Return what each row is called, and warnings: the respondent's id, else the number of the row."""
    taken: dict[str, int] = {}
    double = 0
    found: list[str] = []
    for n, row in enumerate(survey.rows, 1):
        wanted = cell_of(row, survey.id) or str(n)
        if any(row):
            label = apart(wanted, taken)
            double += label != wanted
        found.append(label if any(row) else wanted)
    if not double:
        return found, []
    message = ngettext(
        "{n} row has the id of another and was given a number behind it.",
        "{n} rows have the id of another and were given a number behind it.",
        double,
    )
    return found, [message.format(n=double)]


def values(survey: Survey) -> list[dict[str, str]]:
    """Return what the other columns say of each row, by heading."""
    others = [(i, name) for i, name in enumerate(survey.names) if i not in (*survey.texts, survey.id, survey.case)]
    return [{name: cell for i, name in others if (cell := cell_of(row, i)) not in NOT_GIVEN} for row in survey.rows]


def answers(survey: Survey, column: int, labels: Sequence[str], values: Sequence[dict[str, str]]) -> Answers:
    """Return a column of texts as a source's text and rows."""
    texts: list[str] = []
    rows: list[Row] = []
    at = empty = 0
    for row, label, of_row in zip(survey.rows, labels, values, strict=True):
        if not any(row):
            continue
        text = cell_of(row, column)
        if text in _EMPTY:
            empty += 1
            continue
        rows.append(Row(at, at + len(text), label, cell_of(row, survey.case) or None, of_row))
        texts.append(text)
        at += len(text) + 2
    return Answers("\n\n".join(texts), rows, empty)
