"""A word in all its places, with what stands before and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from re import Pattern
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, NO_CASE, Filter
from qualcode.query.search import forms_of, pattern_of, words_in
from qualcode.query.table import Table
from qualcode.segment.speech import Speech, speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project

COLUMNS = ("left", "word", "right", "source", "segment", "speaker", "case", "start", "end")


def concordance(
    project: Project,
    word: str,
    where: Filter = EVERYTHING,
    *,
    width: int = 40,
    exact: bool = False,
    limit: int | None = None,
) -> Table:
    """List every place of a word in the speech of a population (key word in context).

    Parameters
    ----------
    word : str
        A word, found in all its forms ("koordinasi" finds "dikoordinasikan"), or several that stand together as given.
    width : int
        Characters of the same turn before and after it, cut at blanks.
    exact : bool
        Only the word itself, accents as they are given.
    limit : int, optional
        Most rows returned; the note counts all.

    Returns
    -------
    Table
        `COLUMNS`, in order of source name and place; ``start`` and ``end`` are code points of the source. The note
        says which forms there are, most frequent first, and how often each.

    Raises
    ------
    QualcodeError
        If `word` holds no word.
    """
    terms = {" ".join(words_in(word))} - {""} if exact else forms_of(word, exact=False, project=project, roots=True)
    if not terms:
        raise QualcodeError(_("Name at least one word to find."))
    match = " OR ".join(f'"{term}"' for term in sorted(terms))
    rows: list[list[Any]] = []
    forms = Counter[str]()
    for found, row in _places(project, match, pattern_of(terms), where, width):
        forms[found.lower()] += 1
        if limit is None or len(rows) < limit:
            rows.append(row)
    listed = ", ".join(f"{form} {n}" for form, n in sorted(forms.items(), key=lambda form: (-form[1], form[0])))
    return Table(COLUMNS, rows, {"word": word, "forms": listed, "rows": len(rows), "places": forms.total()})


def _places(
    project: Project, match: str, pattern: Pattern[str], where: Filter, width: int
) -> Iterator[tuple[str, list[Any]]]:
    """Yield each place in order: the word as it stands there, and its row."""
    population, values = where.population(project)
    cases = {0: NO_CASE} | dict(project.rows("select id, name from study_case order by id"))
    said = _Turns(project)
    for name, case, speaker, segment, start, stop, source, turn in project.rows(
        f"""
        select source.name, scope.case_id, scope.speaker, scope.segment, scope.start, scope.stop, scope.source_id,
               scope.turn_id
          from speech
          join ({population}) as scope on scope.segment_id = speech.rowid
          join source on source.id = scope.source_id
         where speech match ?
         order by source.name, scope.start
        """,
        [*values, match],
    ):
        around = said.speech(source, turn)
        for hit in pattern.finditer(around.text, *around.inside(start, stop)):
            left, right = _context(around.text, *hit.span(), width)
            found = " ".join(hit[0].split())
            yield found, [left, found, right, name, segment, speaker or "", cases[case or 0], *around.span(*hit.span())]


def _context(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return up to `width` characters before and after a span, without broken words at the outer ends.

    Examples
    --------
    >>> _context("kami sering rapat dengan dinas sosial", 12, 17, 10)
    ('sering', 'dengan')
    """
    room = 2 * width + 2
    before, after = (" ".join(t.split()) for t in (text[max(0, start - room) : start], text[end : end + room]))
    left, right = before[max(0, len(before) - width) :], after[:width]
    if len(before) > width and not before[-width - 1].isspace():
        left = left.partition(" ")[2]
    if len(after) > width and not after[width].isspace():
        right = right.rpartition(" ")[0]
    return left.strip(), right.strip()


class _Turns:
    """The speech of turns; keeps the last source and turn at hand because places come in order."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.source_id = self.turn_id = -1

    def speech(self, source_id: int, turn_id: int) -> Speech:
        """Return what is said in a turn."""
        if source_id != self.source_id:
            self.source_id = source_id
            self.text = self.project.value("select text from source where id = ?", [source_id])
            self.parts = parts_of(self.project, source_id)
        if turn_id != self.turn_id:
            self.turn_id = turn_id
            ((start, stop),) = self.project.rows("select start, stop from turn where id = ?", [turn_id])
            self.said = speech(self.text, self.parts, start, stop)
        return self.said
