"""Tables (csv, tsv, xlsx) become one transcript where a column names who speaks, else a survey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.errors import ReadError
from qualcode.language.lexicon import lexicon
from qualcode.messages import _, ngettext
from qualcode.read import dialogue, survey
from qualcode.read.columns import find_head, named
from qualcode.read.delimited import read_delimited
from qualcode.read.files import Options, sha256
from qualcode.read.sheet import MOST_COLUMNS, Cells, Sheet
from qualcode.read.worksheet import read_workbook
from qualcode.records import Source

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_csv(content: bytes, name: str, options: Options) -> list[Source]:
    """Read a .csv or .tsv file."""
    return _sources(read_delimited(content), name, options, CSV_TYPE, sha256(content))


def read_xlsx(content: bytes, name: str, options: Options) -> list[Source]:
    """Read the first sheet of an .xlsx file that holds anything."""
    return _sources(read_workbook(content), name, options, XLSX_TYPE, sha256(content))


def sheet_rows(content: bytes) -> Iterable[Sequence[str]]:
    """Return the rows of the first sheet of an .xlsx file that holds anything, cells as text, empty rows too."""
    return read_workbook(content).rows


def _sources(sheet: Sheet, name: str, options: Options, media_type: str, digest: str) -> list[Source]:
    words = lexicon(options.language)
    head = find_head(sheet.rows, words)
    width = max(len(row) for row in sheet.rows)
    names, warnings = named(sheet.rows[head], min(width, MOST_COLUMNS))
    warnings = [*sheet.warnings, *warnings, *_ragged(sheet.rows, head, media_type)]
    speaker = dialogue.speaker_column(names, options)
    if speaker is not None:
        text = dialogue.written(sheet.rows, head, names, speaker, options)
        return [Source(name, text.text, media_type, digest, table=text.rows, warnings=tuple(warnings))]
    return _survey(sheet.rows[head + 1 :], names, name, options, media_type, digest, [*warnings, *_above(head)])


def _survey(
    rows: Sequence[Cells],
    names: Sequence[str],
    name: str,
    options: Options,
    media_type: str,
    digest: str,
    warnings: Sequence[str],
) -> list[Source]:
    found = survey.open_survey(names, rows, options)
    labels, doubles = survey.labels(found)
    values = survey.values(found)
    sources: list[Source] = []
    for column in found.texts:
        said = survey.answers(found, column, labels, values)
        if said.rows:
            heading = names[column]
            sources.append(
                Source(
                    f"{name}#{heading}", said.text, media_type, digest, file_part=heading, rows=said.rows,
                    empty=said.empty, warnings=() if sources else (*warnings, *doubles),
                )
            )  # fmt: skip
    if not sources:
        raise ReadError(_("there is no text in the columns of texts."))
    return sources


def _ragged(rows: Sequence[Cells], head: int, media_type: str) -> list[str]:
    """Return a warning of rows that are not as long as the headings; in a workbook a row ends with its last cell."""
    width = len(rows[head])
    n = sum(len(row) > width or (media_type == CSV_TYPE and len(row) < width) for row in rows[head + 1 :] if row)
    if not n:
        return []
    message = ngettext(
        "{n} row has more or fewer cells than there are headings; check it.",
        "{n} rows have more or fewer cells than there are headings; check them.",
        n,
    )
    return [message.format(n=n)]


def _above(head: int) -> list[str]:
    if not head:
        return []
    message = ngettext("{n} row above the headings was left out.", "{n} rows above the headings were left out.", head)
    return [message.format(n=head)]
