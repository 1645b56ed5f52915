"""Tables that somebody coded by hand elsewhere (Verbatim | Koding | Tema): codes become codings on the words quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qualcode.codebook import Codebook
from qualcode.codebook.headings import own_path
from qualcode.errors import ReadError, UnknownNameError
from qualcode.identity import key
from qualcode.language import get as language_of
from qualcode.language.lexicon import Lexicon, bare, lexicon
from qualcode.messages import _
from qualcode.read.table_words import column_of, headings
from qualcode.records import Part, Source, Span
from qualcode.segment.parsing import parse
from qualcode.segment.speech import speech
from qualcode.store.coders import add_coder
from qualcode.store.codes import OPEN, make_code
from qualcode.store.codings import add_coding
from qualcode.store.indexing import parts_of
from qualcode.store.memos import Target, add_memo
from qualcode.store.project import Project
from qualcode.store.sources import add_source, find_source, languages, sources, text_of, was_erased
from qualcode.workflow.revising import book_of

SPOKEN = ("segment", "text", "answer")
_BLANK = re.compile(r"\s+")
_EDGE = " \t\n\"'“”‘’«»…."


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the table hold the quote, the codes, the broader theme and a remark, by index.

    Attributes
    ----------
    document : int or None
        The column that names the document of a quote: then another program wrote the table, and its codes are paths.
    others : headings of columns that are not brought in
    """

    text: int
    codes: Sequence[int]
    themes: Sequence[int]
    remark: int | None
    document: int | None
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A quote that was found: where, and the codes that its row gives it, as paths.

    The source of a document that is still to be made has the negative number of its place among `CodedTable.made`.
    """

    line: int
    source_id: int
    start: int
    stop: int
    codes: Sequence[str]
    remark: str


@dataclass(slots=True)
class CodedTable:
    """What a table holds: quotes found, codes that the codebook does not have yet, rows left out with the reason.

    Attributes
    ----------
    made : list of Source
        Documents that the project does not have, put together from their passages, one a paragraph.
    others : sequence of str
        Headings of columns that are not brought in.
    """

    found: list[Match] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    rows: int = 0
    made: list[Source] = field(default_factory=list)
    others: Sequence[str] = ()


def read_coded(project: Project, rows: Sequence[Sequence[str]], name: str, digest: str = "") -> CodedTable:
    """Look for each quote of a table in the sources; nothing is written.

    A quote must stand word for word in exactly one place of the project, or of the document that its row names, white
    space and outer marks aside. A code that the codebook does not know is kept as a free code below `open`, under its
    theme if the row names one; from a table of another program it is taken with its path ("Arbeit > Alltag").

    Parameters
    ----------
    digest : str
        sha256 of the file, for the sources that are made of it.

    Raises
    ------
    ReadError
        If the table has no column of quotes or none of codes.
    """
    words = lexicon(languages(project)[0])
    head, columns = _columns(rows, words, name)
    coded = [
        (line, [*cells, *[""] * (len(rows[head]) - len(cells))])
        for line, cells in enumerate(rows[head + 1 :], head + 2)
    ]
    coded = [(line, row) for line, row in coded if row[columns.text].strip(_EDGE) and _names(row, columns)]
    documents = _Documents(project, [row for _line, row in coded], columns, digest)
    texts = _Texts(project, documents.made)
    book = book_of(project)
    table = CodedTable(rows=len(coded), made=documents.made, others=columns.others)
    for line, row in coded:
        if documents.is_erased(row):
            table.left_out.append((line, _("its document was erased from this project on purpose")))
            continue
        within = documents.source_of(row)
        places = texts.find(row[columns.text].strip(_EDGE), within)
        if len(places) != 1:
            table.left_out.append((line, _reason(len(places), within)))
            continue
        codes = [_path(book, code, theme, table, free=columns.document is None) for code, theme in _names(row, columns)]
        remark = row[columns.remark].strip() if columns.remark is not None else ""
        table.found.append(Match(line, *places[0], list(dict.fromkeys(codes)), remark))
    return table


def _reason(n: int, within: int | None) -> str:
    if n:
        return _("its words occur in {n} places").format(n=n)
    return _("its words occur in no source") if within is None else _("its words do not occur in its document")


def store_coded(project: Project, table: CodedTable, coder: str) -> int:
    """Store the codings of a table as those of a coder, as one undo; returns how many there are."""
    with project.change("import --coding-sheet", coder=coder):
        coder_id = add_coder(project, coder)
        made = {-n: _store_source(project, source) for n, source in enumerate(table.made, 1)}
        codings = set()
        for match in table.found:
            source_id = made.get(match.source_id, match.source_id)
            for path in match.codes:
                code_id = make_code(project, path)
                codings.add(
                    add_coding(
                        project, source_id, match.start, match.stop, code_id, coder, drawn="imported", seen="none"
                    )
                )
            if match.remark:
                target = Target(source_id=source_id, start=match.start, stop=match.stop)
                add_memo(project, target, match.remark, coder_id)
    return len(codings)


def _store_source(project: Project, source: Source) -> int:
    code = languages(project)[0]
    transcript = parse(source, language_of(code), layout="plain", unit="paragraph")
    return add_source(project, source, transcript, language=code)


def _columns(rows: Sequence[Sequence[str]], words: Lexicon, name: str) -> tuple[int, Columns]:
    """Return the row of headings and what its columns hold."""
    for at, cells in enumerate(rows[:6]):
        found = _of_headings(cells, words)
        if found is not None:
            return at, found
    raise ReadError(
        _(
            "{name}: there is no table of quotes and codes in it. It needs a column of quotes (as Verbatim) and one of "
            "codes (as Koding)."
        ).format(name=name)
    )


def _of_headings(cells: Sequence[str], words: Lexicon) -> Columns | None:
    document = column_of("document", cells)
    kinds = {i: _kind(cell, words) for i, cell in enumerate(cells) if i != document}
    codes = [i for i, kind in kinds.items() if kind == "code"]
    text = next((i for wanted in SPOKEN for i, kind in kinds.items() if kind == wanted), None)
    if not codes or text is None:
        return None
    themes = [i for i in codes if bare(cells[i]) in words.themes]
    narrow = [i for i in codes if i not in themes] or themes
    remark = next((i for i, kind in kinds.items() if kind == "remark"), None)
    used = {text, *codes, remark, document}
    others = [cell.strip() for i, cell in enumerate(cells) if i not in used and cell.strip()]
    return Columns(text, narrow, [i for i in themes if i not in narrow], remark, document, others)


def _kind(heading: str, words: Lexicon) -> str:
    for kind in ("segment", "code"):
        if bare(heading) in headings(kind):
            return kind
    return words.columns.get(bare(heading), "")


def _names(row: Sequence[str], columns: Columns) -> list[tuple[str, str]]:
    """Return (code, theme) for every code of a row; a cell may hold several, with semicolons or line ends."""
    parts = _parts if columns.document is None else _paths
    themes = [theme for i in columns.themes for theme in parts(row[i])]
    theme = themes[0] if len(themes) == 1 else ""
    codes = [code for i in columns.codes for code in parts(row[i])]
    return [(code, theme) for code in codes] or [(theme, "") for theme in themes]


def _parts(cell: str) -> list[str]:
    return [part for item in re.split(r"[;\n]", cell) if (part := " ".join(item.replace("/", " ").split()))]


def _paths(cell: str) -> list[str]:
    return [path for item in re.split(r"[;\n]", cell) if (path := own_path(item))]


def _path(book: Codebook, code: str, theme: str, table: CodedTable, *, free: bool) -> str:
    """Return the path of a code: in the codebook, else a new one, below `open` where it is free."""
    for name in ([f"{theme}/{code}"] if theme else []) + [code]:
        try:
            return book.find(name).path
        except UnknownNameError:
            continue
    path = "/".join(filter(None, [OPEN if free else "", theme, code]))
    if path not in table.new:
        table.new.append(path)
    return path


class _Documents:
    """The documents that the rows name: sources of the project, or still to be made of their passages."""

    def __init__(self, project: Project, rows: Sequence[Sequence[str]], columns: Columns, digest: str) -> None:
        self._project, self._columns, self._digest = project, columns, digest
        self._known: dict[str, int | None] = {}
        self.made: list[Source] = []
        passages: dict[str, list[str]] = {}
        for row in rows:
            if name := self._name(row):
                passages.setdefault(name, []).append(" ".join(row[columns.text].split()))
        for name, said in passages.items():
            self._known[key(name)] = self._in_project(name) or self._make(name, said)

    def source_of(self, row: Sequence[str]) -> int | None:
        """Return the source of a row, negative where it is still to be made; None where no document is named."""
        return self._known.get(key(self._name(row)))

    def is_erased(self, row: Sequence[str]) -> bool:
        """Tell whether the document of a row was erased from the project on purpose: it is not made again."""
        name = self._name(row)
        return bool(name) and self.source_of(row) is None

    def _name(self, row: Sequence[str]) -> str:
        return "" if self._columns.document is None else row[self._columns.document].strip()

    def _in_project(self, name: str) -> int | None:
        for wanted in (name, name.rsplit(".", 1)[0]):
            try:
                return find_source(self._project, wanted).id
            except UnknownNameError:
                continue
        return None

    def _make(self, name: str, said: Sequence[str]) -> int | None:
        """Put a document together; a passage that is a part of another is not written twice. None: it was erased."""
        distinct = list(dict.fromkeys(said))
        whole = [one for one in distinct if not any(one != other and one in other for other in distinct)]
        source = Source(name, "\n\n".join(whole), "text/plain", self._digest, file_part=name)
        if was_erased(self._project, source):
            return None
        self.made.append(source)
        return -len(self.made)


class _Texts:
    """The speech of all sources, white space made one blank, so that quotes can be looked for."""

    def __init__(self, project: Project, made: Sequence[Source] = ()) -> None:
        self._sources = []
        for source in sources(project):
            text = text_of(project, source.id)
            self._sources.append((source.id, speech(text, parts_of(project, source.id), 0, len(text))))
        for n, new in enumerate(made, 1):
            self._sources.append((-n, speech(new.text, [Part(0, len(new.text), "speech", "made")], 0, len(new.text))))

    def find(self, quote: str, within: int | None = None) -> list[tuple[int, int, int]]:
        """Return (source id, start, stop) of every place where a quote stands, in one source or in all.

        In a document that is still to be made only the first place counts.
        """
        pattern = re.compile(_BLANK.sub(r"\\s+", re.escape(" ".join(quote.split())).replace(r"\ ", " ")))
        places: list[tuple[int, int, int]] = []
        for source_id, said in self._sources:
            if source_id != within and (within is not None or source_id < 0):
                continue
            spans: list[Span] = [said.span(hit.start(), hit.end()) for hit in pattern.finditer(said.text)]
            places.extend((source_id, *span) for span in (spans if source_id > 0 else spans[:1]))
        return places
