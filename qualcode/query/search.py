"""Full text: which segments hold given words, in all their forms."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from qualcode import language
from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, NO_CASE, Filter
from qualcode.query.table import Table
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sources import languages

SNIPPET = 60
COLUMNS = ("source", "case", "speaker", "role", "turn", "segment", "start", "end", "snippet")
_WORD = re.compile(r"\w+")
_QUERY_PART = re.compile(r'"([^"]+)"|(\S+)')


def find(
    project: Project, query: str, where: Filter = EVERYTHING, *, roots: bool = True, limit: int | None = None
) -> Table:
    """Return the segments that hold every word or quoted phrase of `query`.

    Parameters
    ----------
    roots : bool
        Also find other forms of each word ("koordinasi" finds "dikoordinasikan"); phrases are exact.
    limit : int, optional
        Most rows returned.

    Returns
    -------
    Table
        Columns source, case, speaker, role, turn, segment, start, end, snippet (matches stand in »«).

    Raises
    ------
    QualcodeError
        If the query holds no word.
    """
    wanted = [
        _terms(phrase or word, exact=bool(phrase), project=project, roots=roots)
        for phrase, word in _QUERY_PART.findall(query)
    ]
    wanted = [terms for terms in wanted if terms]
    if not wanted:
        raise QualcodeError(_("Name at least one word to find."))
    match = " AND ".join("(" + " OR ".join(f'"{term}"' for term in sorted(terms)) + ")" for terms in wanted)
    population, values = where.population(project)
    rows = project.rows(
        f"""
        select source.name, scope.case_id, scope.speaker, scope.role, scope.turn, scope.segment, scope.start,
               scope.stop, scope.source_id
          from speech
          join ({population}) as scope on scope.segment_id = speech.rowid
          join source on source.id = scope.source_id
         where speech match ?
         order by source.name, scope.start
         limit ?
        """,
        [*values, match, -1 if limit is None else limit],
    )
    pattern = _pattern({term for terms in wanted for term in terms})
    cases = {0: NO_CASE} | dict(project.rows("select id, name from study_case order by id"))
    cut = _Snippets(project, pattern)
    shown = [[r[0], cases[r[1] or 0], r[2] or "", *r[3:8], cut.snippet(r[8], r[6], r[7])] for r in rows]
    return Table(COLUMNS, shown, {"query": query, "rows": len(shown)})


def _terms(text: str, *, exact: bool, project: Project, roots: bool) -> Collection[str]:
    """Return what the index is asked for: the phrase itself, or every form of a word that the corpus has."""
    words = _WORD.findall(text.casefold())
    if not words:
        return ()
    if exact or not roots or len(words) > 1:
        return {" ".join(words)}
    forms: set[str] = {words[0]}
    vocabulary = vocabulary_of(project)
    for code in languages(project):
        forms |= language.get(code).reach([words[0]], vocabulary)[words[0]]
    return forms


def vocabulary_of(project: Project) -> dict[str, int]:
    """Return the distinct lower-case words of all segments with how often each stands there."""
    project.connection.execute("create virtual table if not exists temp.vocabulary using fts5vocab(main, speech, row)")
    return dict(project.rows("select term, cnt from temp.vocabulary order by term"))


def _pattern(terms: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile(
        r"\b(" + "|".join(re.escape(t).replace(r"\ ", r"\W+") for t in longest_first) + r")\b", re.IGNORECASE
    )


class _Snippets:
    """Cuts snippets; keeps the last source at hand because rows come source by source."""

    def __init__(self, project: Project, pattern: re.Pattern[str]) -> None:
        self.project, self.pattern = project, pattern
        self.source_id: int | None = None

    def snippet(self, source_id: int, start: int, stop: int) -> str:
        if source_id != self.source_id:
            self.source_id = source_id
            self.text = self.project.value("select text from source where id = ?", [source_id])
            self.parts: Sequence[object] = parts_of(self.project, source_id)
        said = speech(self.text, self.parts, start, stop).text  # type: ignore[arg-type]
        hit = self.pattern.search(said)
        at = hit.start() if hit else 0
        first, last = max(0, at - SNIPPET), min(len(said), at + 2 * SNIPPET)
        piece = self.pattern.sub(r"»\1«", said[first:last]).replace("\n", " ")
        return ("…" if first else "") + piece + ("…" if last < len(said) else "")
