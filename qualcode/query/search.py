"""Full text: which segments hold given words, in all their forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import product

from qualcode import language
from qualcode.errors import QualcodeError
from qualcode.language.accents import fold
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, NO_CASE, Filter
from qualcode.query.nearness import OPERATOR, USUAL_GAP, WORD, Near
from qualcode.query.table import Table
from qualcode.segment.speech import speech
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project
from qualcode.store.sources import languages

SNIPPET = 60
COLUMNS = ("source", "case", "speaker", "role", "turn", "segment", "start", "end", "snippet")
_QUERY_PART = re.compile(r'"([^"]+)"|(\S+)')


def find(
    project: Project, query: str, where: Filter = EVERYTHING, *, roots: bool = True, limit: int | None = None
) -> Table:
    """Return the segments that hold every word or quoted phrase of `query`.

    Parameters
    ----------
    query : str
        Words and "phrases"; ``A NEAR/5 B``: with at most five words between them, in either order.
    roots : bool
        Also find other forms of each word ("koordinasi" finds "dikoordinasikan"); the words of phrases stand as given.
        Accents never count: "cafe" finds "café", and the other way round.
    limit : int, optional
        Most rows returned.

    Returns
    -------
    Table
        Columns source, case, speaker, role, turn, segment, start, end, snippet (matches stand in »«).

    Raises
    ------
    QualcodeError
        If the query holds no word, or NEAR does not stand between two.
    """
    wanted, near = _asked(project, query, roots=roots)
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
        [*values, match, -1 if limit is None or near else limit],
    )
    pattern = pattern_of({term for terms in wanted for term in terms})
    cases = {0: NO_CASE} | dict(project.rows("select id, name from study_case order by id"))
    cut = _Snippets(project, pattern)
    if near:
        rows = [row for row in rows if all(two.holds(cut.speech(row[8], row[6], row[7])) for two in near)][:limit]
    shown = [[r[0], cases[r[1] or 0], r[2] or "", *r[3:8], cut.snippet(r[8], r[6], r[7])] for r in rows]
    return Table(COLUMNS, shown, {"query": query, "rows": len(shown)})


def _asked(project: Project, query: str, *, roots: bool) -> tuple[list[Collection[str]], list[Near]]:
    """Return the terms that must all be there, and which of them must be near each other."""
    items: list[Collection[str] | int] = []
    for phrase, word in _QUERY_PART.findall(query):
        operator = None if phrase else OPERATOR.fullmatch(word)
        terms = () if operator else forms_of(phrase or word, exact=bool(phrase), project=project, roots=roots)
        if operator or terms:
            items.append(int(operator[1] or USUAL_GAP) if operator else terms)
    wanted = [item for item in items if not isinstance(item, int)]
    if not wanted:
        raise QualcodeError(_("Name at least one word to find."))
    near = [
        Near(first, second, gap)
        for first, gap, second in zip(items, items[1:], items[2:], strict=False)
        if isinstance(gap, int) and not isinstance(first, int) and not isinstance(second, int)
    ]
    if len(near) != len(items) - len(wanted):
        raise QualcodeError(_('NEAR goes between two words or phrases: koordinasi NEAR/5 "dinas sosial"'))
    return wanted, near


def forms_of(text: str, *, exact: bool, project: Project, roots: bool) -> Collection[str]:
    """Return what the index is asked for: the phrase, or every form of a word, as the corpus spells them."""
    words = words_in(text)
    if not words:
        return ()
    if exact or not roots or len(words) > 1:
        return {" ".join(spelt) for spelt in product(*(_spellings(project, word) for word in words))}
    forms: set[str] = set(_spellings(project, words[0]))
    vocabulary = vocabulary_of(project)
    for code in languages(project):
        forms |= language.get(code).reach([words[0]], vocabulary)[words[0]]
    return forms


def words_in(text: str) -> list[str]:
    """Return the words of what was asked for, composed and in lower case as they stand in the index."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def _spellings(project: Project, word: str) -> list[str]:
    """Return a word, and those of the corpus that are the same but for accents.

    The index keeps accents, because rules and counts need words as written. Only words with the same first letter are
    looked at, or with one that is not ASCII: the whole index would take longer than the search itself.
    """
    _open_vocabulary(project)
    wanted = fold(word)
    near = project.rows(
        "select term from temp.vocabulary where term >= ? and term < ? order by term",
        [wanted[0], chr(ord(wanted[0]) + 1)],
    )
    others = project.rows("select term from temp.vocabulary where term >= ? order by term", ["\x80"])
    return list({word: 0} | {term: 0 for (term,) in (*near, *others) if fold(term) == wanted})


def vocabulary_of(project: Project) -> dict[str, int]:
    """Return the distinct lower-case words of all segments with how often each stands there."""
    _open_vocabulary(project)
    return dict(project.rows("select term, cnt from temp.vocabulary order by term"))


def _open_vocabulary(project: Project) -> None:
    project.connection.execute("create virtual table if not exists temp.vocabulary using fts5vocab(main, speech, row)")


def pattern_of(terms: Collection[str]) -> re.Pattern[str]:
    """Return what matches any of the terms as whole words."""
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile(
        r"\b(" + "|".join(re.escape(t).replace(r"\ ", r"\W+") for t in longest_first) + r")\b", re.IGNORECASE
    )


class _Snippets:
    """Cuts snippets; keeps the last source at hand because rows come source by source."""

    def __init__(self, project: Project, pattern: re.Pattern[str]) -> None:
        self.project, self.pattern = project, pattern
        self.source_id: int | None = None

    def speech(self, source_id: int, start: int, stop: int) -> str:
        """Return what is said in a segment."""
        if source_id != self.source_id:
            self.source_id = source_id
            self.text: str = self.project.value("select text from source where id = ?", [source_id])
            self.parts = parts_of(self.project, source_id)
        return speech(self.text, self.parts, start, stop).text

    def snippet(self, source_id: int, start: int, stop: int) -> str:
        """Return the words around the first match, the matches in »«."""
        said = self.speech(source_id, start, stop)
        hit = self.pattern.search(said)
        at = hit.start() if hit else 0
        first, last = max(0, at - SNIPPET), min(len(said), at + 2 * SNIPPET)
        piece = self.pattern.sub(r"»\1«", said[first:last]).replace("\n", " ")
        return ("…" if first else "") + piece + ("…" if last < len(said) else "")
