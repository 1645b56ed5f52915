"""A table with a column of speakers is one transcript: its rows stand below one another, cells joined by a tab."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode import language as languages
from qualcode.identity import key
from qualcode.language.lexicon import Lexicon, bare, lexicon
from qualcode.messages import _, ngettext
from qualcode.read.columns import SPOKEN, find_column, kind_of_column, listed
from qualcode.read.files import Options
from qualcode.read.questions import open_questions
from qualcode.read.sheet import Cells
from qualcode.read.spans import TextWithCells
from qualcode.read.table import Table
from qualcode.read.values import Column, is_data
from qualcode.read.voices import PERHAPS, SURE, all_different, find_voices
from qualcode.records import Span

_AS_LONG = 0.4
"""So long, as a share of the longest, are texts that may be the same in another language."""
_CLEARLY = 2.0


@dataclass(frozen=True, slots=True)
class Talk:
    """The columns of a transcript.

    Attributes
    ----------
    kinds : mapping
        Index of a column, and what it holds.
    """

    speaker: int
    kinds: dict[int, str]
    warnings: Sequence[str]

    @property
    def texts(self) -> list[int]:
        """The columns of what is said."""
        return [i for i, kind in self.kinds.items() if kind in SPOKEN]


def find_talk(table: Table, options: Options) -> tuple[Talk | None, list[str]]:
    """Return the columns of a transcript, or None and what is to be said of a table that may be one all the same.

    Who speaks is the user's column, else one of a known heading that the user calls no other, else one that is found by
    its values.

    Raises
    ------
    ReadError
        If there is no column of a name that the user gave.
    """
    words = lexicon(options.language)
    speaker, warnings = _speaker(table, options, words)
    if speaker is None:
        return None, warnings
    kinds = {i: kind for i, name in enumerate(table.names) if (kind := kind_of_column(name, words))}
    kinds = {i: kind for i, kind in kinds.items() if kind != "speaker"} | {speaker: "speaker"}
    spoken, others = _texts(table, kinds, options)
    if options.text_columns:
        kinds = {i: kind for i, kind in kinds.items() if kind not in SPOKEN}
    kinds |= dict.fromkeys(spoken, "text")
    said = [i for i, kind in kinds.items() if kind in SPOKEN]
    return Talk(speaker, kinds, [*warnings, *_of_other_texts(table.names, said, others)]), []


def _speaker(table: Table, options: Options, words: Lexicon) -> tuple[int | None, list[str]]:
    if options.speaker_column is not None:
        return find_column(table.names, options.speaker_column), []
    others = {key(name) for name in (options.id_column, options.case_column, *options.text_columns) if name}
    for i, name in enumerate(table.names):
        if key(name) not in others and kind_of_column(name, words) == "speaker":
            if not all_different(table.columns[i], words):
                return i, []
            return None, [_all_different(name)]
    if options.id_column or options.case_column:
        return None, []
    return _by_values(table, others, words, options.language)


def _all_different(name: str) -> str:
    return _(
        'the column "{name}" names a different person in each row, so this was read as a survey. If it names the '
        'speakers: --speaker-column "{name}"'
    ).format(name=name)


def _by_values(table: Table, others: set[str], words: Lexicon, language: str) -> tuple[int | None, list[str]]:
    """Find who speaks by values; where no column could be an open question, a column that may be it is enough."""
    found = find_voices(table.names, table.columns, words)
    if found is None or key(name := table.names[found.column]) in others or found.weight < PERHAPS:
        return None, []
    if found.weight < SURE and any(open_questions(table.names, table.columns, language)):
        message = _(
            'read as a survey. If the column "{name}" names the speakers, it is a transcript: --speaker-column "{name}"'
        )
        return None, [message.format(name=name)]
    message = _(
        'the column "{name}" was taken for the speakers by its values ({n} speakers). If it is something else, '
        'read the table as a survey: --case-column "{name}"'
    )
    return found.column, [message.format(name=name, n=found.voices)]


def _texts(table: Table, kinds: dict[int, str], options: Options) -> tuple[list[int], list[int]]:
    """Return the columns of what was said beside those of known headings, and others that may be it as well."""
    if options.text_columns:
        return [find_column(table.names, name) for name in options.text_columns], []
    unknown = [i for i in range(len(table.names)) if i not in kinds]
    alike = [i for i in unknown if _is_said(table.columns[i])]
    longest = max((table.columns[i].length for i in alike), default=0.0)
    known = [table.columns[i].length for i, kind in kinds.items() if kind in SPOKEN]
    alike = [i for i in alike if table.columns[i].length >= _AS_LONG * max([longest, *known])]
    if known:
        return [], alike
    if not alike:
        return sorted(unknown, key=lambda i: -sum(map(len, table.columns[i].filled)))[:1], []
    first = _in_language(table.columns, alike, options.language)
    return [first], [i for i in alike if i != first]


def _is_said(column: Column) -> bool:
    return column.words >= 2 and column.share(is_data) < 0.5 and 3 * column.distinct > len(column.filled)


def _in_language(columns: Sequence[Column], texts: Sequence[int], language: str) -> int:
    """Return the column that is in the project's language by its function words, else the first."""
    shares = {i: _share_of(columns[i], languages.get(language).stop_words) for i in texts} if len(texts) > 1 else {}
    ranked = sorted(shares, key=lambda i: -shares[i])
    if ranked and shares[ranked[0]] > _CLEARLY * shares[ranked[1]]:
        return ranked[0]
    return texts[0]


def _share_of(column: Column, wanted: frozenset[str]) -> float:
    words: Counter[bool] = Counter(word in wanted for cell in column.filled for word in bare(cell).split())
    return words[True] / max(1, words.total())


def _of_other_texts(names: Sequence[str], spoken: Sequence[int], others: Sequence[int]) -> list[str]:
    if not others:
        return []
    message = ngettext(
        "the text was read from the column {spoken}; {others} also holds text and is kept as notes. "
        "To use it instead: --text-column NAME",
        "the text was read from the column {spoken}; {others} also hold text and are kept as notes. "
        "To use one instead: --text-column NAME",
        len(others),
    )
    return [message.format(spoken=_quoted(names, spoken), others=_quoted(names, others))]


def _quoted(names: Sequence[str], columns: Sequence[int]) -> str:
    return listed([f'"{names[i]}"' for i in columns])


def written(table: Table, rows: Sequence[Cells], talk: Talk, options: Options) -> TextWithCells:
    """Return the text of the rows and the places of their cells, for the segment room to find the turns in.

    A heading that no language knows takes no place in the table, but stays in the text; where the column was named by
    the user or found by its values, the word that is known stands beside it: "Nama (speaker)".
    """
    words = lexicon(options.language)
    text = TextWithCells()
    for row in table.above:
        text.add_row([_one_line(cell) for cell in row], listed=False)
    text.rows.append(_heading(text, table.heading, talk.kinds, words))
    for row in rows:
        if row:
            text.add_row([_one_line(cell) for cell in row])
    return text


def _one_line(cell: str) -> str:
    return cell.replace("\t", " ")


def _heading(text: TextWithCells, row: Cells, kinds: dict[int, str], words: Lexicon) -> list[Span]:
    """Add the row of headings and return the places of those that are known."""
    cells: list[str] = []
    for i in range(max(len(row), *(i + 1 for i in kinds))):
        heading = _one_line(row[i]) if i < len(row) else ""
        kind = kinds.get(i, "")
        cells.append(heading if not kind or kind_of_column(heading, words) == kind else f"{heading} ({kind})".strip())
    spans = text.add_row(cells, listed=False)
    return [
        _known(cell, span, kinds.get(i, ""), words) for i, (cell, span) in enumerate(zip(cells, spans, strict=True))
    ]


def _known(cell: str, span: Span, kind: str, words: Lexicon) -> Span:
    _start, end = span
    if not kind:
        return end, end
    if kind_of_column(cell, words) == kind:
        return span
    return end - len(kind) - 1, end - 1
