"""Tables that somebody coded by hand elsewhere (Verbatim | Koding | Tema): codes become codings on the words quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.codebook import Codebook
from qualcode.errors import ReadError, UnknownNameError
from qualcode.language.lexicon import Lexicon, bare, lexicon
from qualcode.messages import _
from qualcode.records import Span
from qualcode.segment.speech import speech
from qualcode.store.coders import add_coder
from qualcode.store.codes import OPEN, make_code
from qualcode.store.codings import add_coding
from qualcode.store.indexing import parts_of
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.sources import languages, sources, text_of
from qualcode.workflow.revising import book_of

SPOKEN = ("text", "answer")
_BLANK = re.compile(r"\s+")
_EDGE = " \t\n\"'“”‘’«»…."


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the table hold the quote, the codes, the broader theme and a remark, by index."""

    text: int
    codes: Sequence[int]
    themes: Sequence[int]
    remark: int | None


@dataclass(frozen=True, slots=True)
class Match:
    """A quote that was found: where, and the codes that its row gives it, as paths."""

    line: int
    source_id: int
    start: int
    stop: int
    codes: Sequence[str]
    remark: str


@dataclass(slots=True)
class CodedTable:
    """What a table holds: quotes found, codes that the codebook does not have yet, rows left out with the reason."""

    found: list[Match] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    rows: int = 0


def read_coded(project: Project, rows: Sequence[Sequence[str]], name: str) -> CodedTable:
    """Look for each quote of a table in the sources; nothing is written.

    A quote must stand word for word in exactly one place of the project, white space and outer marks aside. A code that
    the codebook does not know is kept as a free code below `open`, under its theme if the row names one.

    Raises
    ------
    ReadError
        If the table has no column of quotes or none of codes.
    """
    words = lexicon(languages(project)[0])
    head, columns = _columns(rows, words, name)
    texts = _Texts(project)
    book = book_of(project)
    table = CodedTable()
    for line, cells in enumerate(rows[head + 1 :], head + 2):
        row = [*cells, *[""] * (len(rows[head]) - len(cells))]
        quote = row[columns.text].strip(_EDGE)
        names = _names(row, columns)
        if not quote or not names:
            continue
        table.rows += 1
        places = texts.find(quote)
        if len(places) != 1:
            reason = _("its words stand in no source") if not places else _("its words stand in {n} places")
            table.left_out.append((line, reason.format(n=len(places))))
            continue
        codes = [_path(book, code, theme, table) for code, theme in names]
        remark = row[columns.remark].strip() if columns.remark is not None else ""
        table.found.append(Match(line, *places[0], list(dict.fromkeys(codes)), remark))
    return table


def store_coded(project: Project, table: CodedTable, coder: str) -> int:
    """Store the codings of a table as those of a coder, as one undo; returns how many there are."""
    with project.change("import --coding-sheet", coder=coder):
        coder_id = add_coder(project, coder)
        codings = set()
        for match in table.found:
            for path in match.codes:
                code_id = make_code(project, path)
                codings.add(
                    add_coding(
                        project, match.source_id, match.start, match.stop, code_id, coder, drawn="imported", seen="none"
                    )
                )
            if match.remark:
                target = Target(source_id=match.source_id, start=match.start, stop=match.stop)
                add_memo(project, target, match.remark, coder_id)
    return len(codings)


def _columns(rows: Sequence[Sequence[str]], words: Lexicon, name: str) -> tuple[int, Columns]:
    """Return the row of headings and what its columns hold."""
    for at, cells in enumerate(rows[:6]):
        kinds: Mapping[int, str] = {i: words.columns.get(bare(cell), "") for i, cell in enumerate(cells)}
        codes = [i for i, kind in kinds.items() if kind == "code"]
        text = next((i for wanted in SPOKEN for i, kind in kinds.items() if kind == wanted), None)
        if codes and text is not None:
            themes = [i for i in codes if bare(cells[i]) in words.themes]
            narrow = [i for i in codes if i not in themes] or themes
            remark = next((i for i, kind in kinds.items() if kind == "remark"), None)
            return at, Columns(text, narrow, [i for i in themes if i not in narrow], remark)
    raise ReadError(
        _(
            "{name}: there is no table of quotes and codes in it. It needs a column of quotes (as Verbatim) and one of "
            "codes (as Koding)."
        ).format(name=name)
    )


def _names(row: Sequence[str], columns: Columns) -> list[tuple[str, str]]:
    """Return (code, theme) for every code of a row; a cell may hold several, with semicolons or line ends."""
    themes = [theme for i in columns.themes for theme in _parts(row[i])]
    theme = themes[0] if len(themes) == 1 else ""
    codes = [code for i in columns.codes for code in _parts(row[i])]
    return [(code, theme) for code in codes] or [(theme, "") for theme in themes]


def _parts(cell: str) -> list[str]:
    return [part for item in re.split(r"[;\n]", cell) if (part := " ".join(item.replace("/", " ").split()))]


def _path(book: Codebook, code: str, theme: str, table: CodedTable) -> str:
    """Return the path of a code: in the codebook, else free below `open`."""
    for name in ([f"{theme}/{code}"] if theme else []) + [code]:
        try:
            return book.find(name).path
        except UnknownNameError:
            continue
    path = "/".join(filter(None, [OPEN, theme, code]))
    if path not in table.new:
        table.new.append(path)
    return path


class _Texts:
    """The speech of all sources, white space made one blank, so that quotes can be looked for."""

    def __init__(self, project: Project) -> None:
        self._sources = []
        for source in sources(project):
            text = text_of(project, source.id)
            self._sources.append((source.id, speech(text, parts_of(project, source.id), 0, len(text))))

    def find(self, quote: str) -> list[tuple[int, int, int]]:
        """Return (source id, start, stop) of every place where a quote stands."""
        pattern = re.compile(_BLANK.sub(r"\\s+", re.escape(" ".join(quote.split())).replace(r"\ ", " ")))
        places: list[tuple[int, int, int]] = []
        for source_id, said in self._sources:
            spans: list[Span] = [said.span(hit.start(), hit.end()) for hit in pattern.finditer(said.text)]
            places.extend((source_id, *span) for span in spans)
        return places
