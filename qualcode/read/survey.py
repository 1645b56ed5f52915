"""A table without speakers is a survey: each column of texts is a source, and each filled answer in it a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.errors import ReadError
from qualcode.identity import key
from qualcode.messages import _, ngettext
from qualcode.read.columns import apart, find_column, listed
from qualcode.read.files import Options
from qualcode.read.offers import cases_among, ids_among
from qualcode.read.questions import open_questions
from qualcode.read.sheet import Cells
from qualcode.read.table_words import is_no_answer
from qualcode.read.values import Column, cell_of
from qualcode.records import Row


class NoTexts(ReadError):
    """No column of a table holds texts."""


@dataclass(frozen=True, slots=True)
class Answers:
    """A column of texts: the answers, one empty line between two, with their places.

    Attributes
    ----------
    empty, unanswered : int
        Cells without text; those of them in which something stands that is no answer ("-").
    """

    text: str
    rows: Sequence[Row]
    empty: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A table with the columns that the user named, or that were found.

    Attributes
    ----------
    rows : rows of data
        A row's number is its place among them, from 1; empty ones count.
    doubtful : columns that may be open questions and were not taken
    """

    names: Sequence[str]
    rows: Sequence[Cells]
    texts: Sequence[int]
    doubtful: Sequence[int]
    id: int | None
    case: int | None


def open_survey(names: Sequence[str], rows: Sequence[Cells], columns: Sequence[Column], options: Options) -> Survey:
    """Find the columns of a survey.

    Raises
    ------
    ReadError
        If a column that the user named is not there; `NoTexts` if no column of texts is found.
    """
    id = None if options.id_column is None else find_column(names, options.id_column)
    case = None if options.case_column is None else find_column(names, options.case_column)
    texts = list(dict.fromkeys(find_column(names, name) for name in options.text_columns))
    doubtful: list[int] = []
    if not texts:
        texts, doubtful = open_questions(names, columns, options.language)
        texts, doubtful = ([i for i in found if i not in (id, case)] for found in (texts, doubtful))
    if not texts:
        raise NoTexts(
            _(
                "no column of texts was found. Name one with --text-column, or who speaks with --speaker-column. "
                "Columns: {names}."
            ).format(names=listed(names))
        )
    return Survey(names, rows, texts, doubtful, id, case)


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
    return [{name: cell for i, name in others if _says(cell := cell_of(row, i))} for row in survey.rows]


def _says(cell: str) -> bool:
    return bool(cell) and not is_no_answer(cell)


def answers(survey: Survey, column: int, labels: Sequence[str], values: Sequence[dict[str, str]]) -> Answers:
    """Return a column of texts as a source's text and rows."""
    texts: list[str] = []
    rows: list[Row] = []
    at = empty = unanswered = 0
    for row, label, of_row in zip(survey.rows, labels, values, strict=True):
        if not any(row):
            continue
        text = cell_of(row, column)
        if not _says(text):
            empty += 1
            unanswered += bool(text)
            continue
        rows.append(Row(at, at + len(text), label, cell_of(row, survey.case) or None, of_row))
        texts.append(text)
        at += len(text) + 2
    return Answers("\n\n".join(texts), rows, empty, unanswered)


def whole_heading(heading: str, short: str) -> list[str]:
    """Return what a source with a short name answers, where the name leaves words of the heading out."""
    if key(heading).split() == short.split("-"):
        return []
    return [_("answers to: {heading}").format(heading=heading)]


def unanswered(said: Answers) -> list[str]:
    """Return a warning of answers that say only that there is none."""
    if not said.unanswered:
        return []
    message = ngettext(
        '{n} cell says only that there is no answer ("-", "n/a" …) and was counted as empty.',
        '{n} cells say only that there is no answer ("-", "n/a" …) and were counted as empty.',
        said.unanswered,
    )
    return [message.format(n=said.unanswered)]


def above(rows: Sequence[Cells]) -> list[str]:
    """Return a warning of rows above the headings, which a survey leaves out."""
    if not rows:
        return []
    n = len(rows)
    message = ngettext("{n} row above the headings was left out.", "{n} rows above the headings were left out.", n)
    return [message.format(n=n)]


def offers(survey: Survey, columns: Sequence[Column]) -> list[str]:
    """Return what the user may say of the columns: other open questions, the respondent's id, the case."""
    told = []
    if survey.doubtful:
        message = ngettext(
            "{names} may also be an open question; it was kept as an attribute. To read it: --text-column NAME",
            "{names} may also be open questions; they were kept as attributes. To read them: --text-column NAME",
            len(survey.doubtful),
        )
        told.append(message.format(names=_quoted(survey, survey.doubtful)))
    others = [i for i in range(len(survey.names)) if i not in (*survey.texts, survey.id, survey.case)]
    ids = [] if survey.id is not None else ids_among(survey.names, columns, others)
    cases = [] if survey.case is not None else cases_among(survey.names, columns, others)
    options = [f"--id-column {_quoted(survey, ids[:1])}"] * bool(ids)
    options += [f"--case-column {name}" for name in _quoted(survey, cases).split(", ")] * bool(cases)
    if options:
        told.append(_("to name the respondents or the cases: {options}").format(options=", ".join(options)))
    return told


def _quoted(survey: Survey, columns: Sequence[int]) -> str:
    return listed([f'"{survey.names[i]}"' for i in columns])
