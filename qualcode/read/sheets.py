"""Tables (csv, tsv, xlsx) become one transcript where a column names who speaks, else a survey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.errors import ReadError
from qualcode.identity import key
from qualcode.language.lexicon import lexicon
from qualcode.messages import _
from qualcode.read import dialogue, survey
from qualcode.read.columns import listed
from qualcode.read.delimited import read_delimited
from qualcode.read.files import Options, sha256
from qualcode.read.merged import carried
from qualcode.read.purpose import codes_beside, refuse_others
from qualcode.read.sheet import Cells, Sheet
from qualcode.read.short_names import short_names
from qualcode.read.table import Table, formulas_message, open_table
from qualcode.read.worksheet import read_workbook
from qualcode.records import Source

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _File:
    """What all sources of a file share."""

    name: str
    media_type: str
    digest: str
    options: Options
    sheet: str = ""

    def source(self, name: str, text: str, part: str, warnings: Sequence[str]) -> Source:
        parts = "#".join(filter(None, [self.sheet, part]))
        return Source(name, text, self.media_type, self.digest, file_part=parts, warnings=tuple(warnings))


def read_csv(content: bytes, name: str, options: Options) -> list[Source]:
    """Read a .csv or .tsv file."""
    return _Reading(read_delimited(content, options), _File(name, CSV_TYPE, sha256(content), options)).sources()


def read_xlsx(content: bytes, name: str, options: Options) -> list[Source]:
    """Read an .xlsx file: the sheet that is named, else the first that can be read and those with the same headings."""
    file = _File(name, XLSX_TYPE, sha256(content), options)
    sheets = read_workbook(content, options.sheet)
    if len(sheets) == 1 and options.sheet is None:
        return _Reading(sheets[0], file).sources()
    return _of_workbook(sheets, file)


def first_sheet(content: bytes) -> Sheet:
    """Return the first visible sheet of an .xlsx file that holds anything; merged cells hold for all their rows."""
    sheet = read_workbook(content)[0]
    return replace(sheet, rows=carried(sheet.rows, sheet.merged, (), ())[0], merged=())


def _of_workbook(sheets: Sequence[Sheet], file: _File) -> list[Source]:
    """Return the sources of the sheets that can be read and have the headings of the first of them."""
    shorts = short_names([sheet.name for sheet in sheets], file.options.language)
    files = [
        replace(file, name=f"{file.name}#{short}", sheet=sheet.name)
        for sheet, short in zip(sheets, shorts, strict=True)
    ]
    read = _readable(sheets, files)
    sources = [source for _sheet, found in read for source in found]
    if len(read) == 1 and file.options.sheet is None:
        sources = _Reading(read[0][0], file).sources()
    warnings = [*sheets[0].warnings] if read[0][0] is not sheets[0] else []
    warnings += _left_out(sheets, [sheet for sheet, _found in read])
    return [replace(sources[0], warnings=(*warnings, *sources[0].warnings)), *sources[1:]]


def _readable(sheets: Sequence[Sheet], files: Sequence[_File]) -> list[tuple[Sheet, list[Source]]]:
    """Return the first sheet that can be read, and those with the same headings, with their sources.

    Raises
    ------
    ReadError
        That of the first sheet, if none can be read.
    """
    read: list[tuple[Sheet, list[Source]]] = []
    headings: list[str] = []
    errors: list[ReadError] = []
    for sheet, file in zip(sheets, files, strict=True):
        try:
            reading = _Reading(sheet, file)
            if not read or reading.headings() == headings:
                read.append((sheet, reading.sources()))
                headings = reading.headings()
        except ReadError as error:
            errors.append(error)
    if not read:
        raise errors[0]
    return read


def _left_out(sheets: Sequence[Sheet], read: Sequence[Sheet]) -> list[str]:
    names = [sheet.name for sheet in read]
    others = [sheet.name for sheet in sheets if sheet.name not in names]
    warnings = []
    if len(read) > 1:
        warnings.append(_("the sheets {names} have the same headings and were all read.").format(names=listed(names)))
    if others:
        message = _("read from the sheet {read}; left out: {others}. To read another: --sheet NAME")
        warnings.append(message.format(read=listed(names), others=listed(others)))
    return warnings


class _Reading:
    """One table while its sources are made."""

    def __init__(self, sheet: Sheet, file: _File) -> None:
        self._sheet, self._file = sheet, file
        self._table: Table = open_table(sheet, lexicon(file.options.language))

    def headings(self) -> list[str]:
        """Return the headings as they are compared."""
        return list(map(key, self._table.names))

    def sources(self) -> list[Source]:
        """Return the transcript, or a source for each open question of a survey.

        Raises
        ------
        ReadError
            If no column holds texts, or the table is of another purpose.
        """
        talk, doubts = dialogue.find_talk(self._table, self._file.options)
        refuse_others(self._table.names, self._file.options, is_talk=talk is not None)
        return [self._transcript(talk)] if talk else self._survey(doubts)

    def _transcript(self, talk: dialogue.Talk) -> Source:
        rows, warnings = self._rows(talk.texts)
        text = dialogue.written(self._table, rows, talk, self._file.options)
        told = [*self._table.warnings, *talk.warnings, *warnings, *self._codes()]
        part = ", ".join(self._file.options.text_columns)
        return replace(self._file.source(self._file.name, text.text, part, told), table=text.rows)

    def _codes(self) -> list[str]:
        words = lexicon(self._file.options.language)
        return codes_beside(self._table.names, self._table.columns, words)

    def _rows(self, texts: Sequence[int]) -> tuple[list[Cells], list[str]]:
        return carried(self._table.rows, self._table.merged, texts, self._table.names)

    def _survey(self, doubts: Sequence[str]) -> list[Source]:
        found = self._open_survey()
        rows, warnings = self._rows(found.texts)
        found = replace(found, rows=rows)
        labels, doubles = survey.labels(found)
        told = [*self._table.warnings, *survey.above(self._table.above), *doubts, *warnings, *doubles]
        told += [*survey.offers(found, self._table.columns), *self._codes()]
        values = survey.values(found)
        shorts = short_names(self._table.names, self._file.options.language)
        sources = [
            self._answered(survey.answers(found, column, labels, values), self._table.names[column], shorts[column])
            for column in found.texts
        ]
        sources = [source for source in sources if source.rows]
        if not sources:
            raise ReadError(_("there is no text in the columns of texts."))
        return [replace(sources[0], warnings=(*told, *sources[0].warnings)), *sources[1:]]

    def _open_survey(self) -> survey.Survey:
        try:
            return survey.open_survey(self._table.names, self._table.rows, self._table.columns, self._file.options)
        except survey.NoTexts as error:
            raise ReadError(formulas_message(self._sheet, self._table.names) or str(error)) from None

    def _answered(self, said: survey.Answers, heading: str, short: str) -> Source:
        warnings = [*survey.whole_heading(heading, short), *survey.unanswered(said)]
        source = self._file.source(f"{self._file.name}#{short}", said.text, heading, warnings)
        return replace(source, rows=said.rows, empty=said.empty)
