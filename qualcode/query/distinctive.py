"""Which words set what is coded, or what a group says, apart from the rest of the population."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from json import dumps
from typing import Any

from qualcode import language as languages
from qualcode.errors import QualcodeError
from qualcode.measure.keyness import log_likelihood, log_ratio
from qualcode.messages import _
from qualcode.query import readings
from qualcode.query.counting import Scope, note
from qualcode.query.coverage import NOWHERE, covered
from qualcode.query.dimensions import dimension
from qualcode.query.family import kin
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.origins import hits
from qualcode.query.table import Table
from qualcode.store.codebooks import codebook
from qualcode.store.indexing import spoken_segments
from qualcode.store.project import Project

FIGURES = (
    "word", "n", "words", "rest", "rest_words", "log_likelihood", "log_ratio", "used_by", "of",
)  # fmt: skip

LEAST_LIKELIHOOD = 3.84
"""Log-likelihood below which chance alone often makes such a difference: 5 % for words that do not hang together."""


def distinctive(
    project: Project,
    where: Filter = EVERYTHING,
    *,
    by: str | None = None,
    least: int = 5,
    min_users: int = 2,
    limit: int | None = None,
) -> Table:
    """List the words that are used more here than in the rest of the population.

    Here is what each of the filter's codes touches (with its sub-codes), or, with `by`, what each value of an
    attribute has said. The rest is the rest of what was read (people) or covered by runs (rules, model); with `by`,
    of what has a value. Stop words are left out, spoken and short forms of a word count as the word.

    Parameters
    ----------
    by : "case", "source", "speaker", "person", "role" or the name of an attribute, optional
        Instead of codes.
    least : int
        Words used less often here are left out; so are those with a log-likelihood below `LEAST_LIKELIHOOD`.
    min_users : int
        And words that fewer cases use here (or sources: where `by` is case or source, or there is no case); if
        fewer speak here at all, all of them must.
    limit : int, optional
        Most words for each code or value; the note names the codes that have none, and counts the values.

    Returns
    -------
    Table
        Columns code and from, or `by`, then `FIGURES`, highest log-likelihood first: times used here, all words here,
        the same of the rest, log-likelihood and log ratio (`qualcode.measure.keyness`), how many cases or sources use
        the word here, of how many.

    Raises
    ------
    QualcodeError
        Unless either the filter has codes or there is `by`.
    """
    if bool(where.codes) == (by is not None):
        raise QualcodeError(_("Name either codes or what to break down by: keywords --code C, or --by ATTRIBUTE."))
    targets = list(_of_codes(project, where) if by is None else _of_values(project, where, by))
    users = "sources" if by in ("case", "source") or not _has_cases(project) else "cases"
    _read(project, where, [t for t in targets if t.base is not None], users)
    said = _note(project, where, by) | {"used_by": users, "least": least, "min_users": min_users}
    rows: list[list[Any]] = []
    silent: dict[str, list[str]] = defaultdict(list)
    for target in targets:
        found = sorted(_words(target, least, min_users), key=lambda row: (-row[5], row[0]))
        rows.extend([*target.cells, *row] for row in found[:limit])
        if not found:
            silent["not_run" if target.base is None else "no_word"].append(" ".join(target.cells))
    names = ("code", "from") if by is None else (by,)
    said |= {why: ", ".join(those) if by is None else len(those) for why, those in silent.items()}
    return Table((*names, *FIGURES), rows, said)


@dataclass(slots=True)
class _Tally:
    """Some segments and the words in them."""

    segments: frozenset[int]
    counts: Counter[str] = field(default_factory=Counter)
    words: int = 0
    said_by: dict[object, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class _Target:
    """What is set apart, from what: ``base`` holds ``here`` and the rest; None where no run covered the code."""

    cells: tuple[str, ...]
    here: _Tally
    base: _Tally | None


def _of_codes(project: Project, where: Filter) -> Iterator[_Target]:
    """Yield what each code touches, by whose codings, within what was read or run."""
    book, ids = codebook(project), dict(project.rows("select path, code_id from code_tree order by position"))
    codes = list(dict.fromkeys(book.find(name).path for name in where.codes))
    family = kin(project)
    for origin, (sql, values) in hits(project, where).items():
        ran = {} if origin == "human" else covered(project, origin, subcodes=where.subcodes)
        bases: dict[frozenset[int] | None, _Tally] = {}
        for path in codes:
            judged = None if origin == "human" else ran.get(ids[path], NOWHERE)
            if judged == NOWHERE:
                yield _Target((path, origin), _Tally(frozenset()), None)
                continue
            base = bases.setdefault(judged, _Tally(_base(project, where, judged)))
            below = [code for code, above in family if above == ids[path] and (where.subcodes or code == above)]
            touched = project.rows(
                f"""
                select distinct segment_id
                  from ({sql}) as hit
                 where hit.code_id in (select value from json_each(?))
                 order by 1
                """,
                [*values, dumps(below)],
            )
            yield _Target((path, origin), _Tally(frozenset(row[0] for row in touched) & base.segments), base)


def _base(project: Project, where: Filter, judged: frozenset[int] | None) -> frozenset[int]:
    """Return the segments of the population that runs judged; None: those that were read."""
    sql, values = where.population(project)
    read = readings.read_by(project, where.coder_ids(project))
    within = f"segment_id in {read}" if judged is None else "1"
    rows = project.rows(f"select segment_id from ({sql}) where {within} order by segment_id", values)
    found = frozenset(row[0] for row in rows)
    return found if judged is None else found & judged


def _of_values(project: Project, where: Filter, by: str) -> Iterator[_Target]:
    """Yield what has each value of a breakdown, within what has any."""
    sql, values = where.population(project)
    known = dimension(project, by)
    rows = project.rows(
        f"select {known.sql} as value, scope.segment_id from ({sql}) as scope order by 2", [*known.values, *values]
    )
    groups: dict[object, list[int]] = defaultdict(list)
    for value, segment in rows:
        if value is not None:
            groups[value].append(segment)
    base = _Tally(frozenset(segment for segments in groups.values() for segment in segments))
    place = {value: n for n, value in enumerate(known.labels)}
    for value in sorted(groups, key=lambda value: (place.get(value, len(place)), str(value))):
        yield _Target((known.label(value),), _Tally(frozenset(groups[value])), base)


def _has_cases(project: Project) -> bool:
    return project.value("select 1 from study_case limit 1") is not None


def _read(project: Project, where: Filter, targets: Sequence[_Target], users: str) -> None:
    """Count the words of every segment for the targets and bases that hold it."""
    tallies: dict[int, list[_Tally]] = defaultdict(list)
    for tally in {id(t): t for target in targets for t in (target.here, target.base) if t}.values():
        for segment in tally.segments:
            tallies[segment].append(tally)
    sql, values = where.population(project)
    user = "scope.source_id" if users == "sources" else "coalesce('c' || scope.case_id, 's' || scope.source_id)"
    rows = project.rows(f"select scope.source_id, scope.segment_id, {user} from ({sql}) as scope order by 1, 2", values)
    user_of = {segment: who for _source, segment, who in rows}
    for source in dict.fromkeys(row[0] for row in rows):
        cut = _cutter(project.value("select language from source where id = ?", [source]))
        for segment, text in spoken_segments(project, source):
            if segment in user_of and segment in tallies:
                n, words = cut(text)
                for tally in tallies[segment]:
                    tally.counts.update(words)
                    tally.words += n
                    tally.said_by[user_of[segment]].update(words)


@cache
def _cutter(code: str) -> Callable[[str], tuple[int, list[str]]]:
    """Return what gives the number of words of a text, and those that tell something, in their normal form."""
    language = languages.get(code)

    @cache
    def telling(word: str) -> str | None:
        normal = language.normal(word)
        silent = not any(map(str.isalpha, word)) or word in language.stop_words or normal in language.stop_words
        return None if silent else normal

    def cut(text: str) -> tuple[int, list[str]]:
        spans = language.tokens(text)
        words = (telling(" ".join(text[start:end].lower().split())) for start, end in spans)
        return len(spans), [word for word in words if word is not None]

    return cut


def _words(target: _Target, least: int, min_users: int) -> Iterator[list[Any]]:
    """Yield the `FIGURES` of the words that stand out."""
    here, base = target.here, target.base
    if base is None or not here.words or here.words == base.words:
        return
    rest_words = base.words - here.words
    needed = min(min_users, len(here.said_by))
    for word, n in here.counts.items():
        users = sum(word in said for said in here.said_by.values()) if n >= least else 0
        figures = (n, here.words, base.counts[word] - n, rest_words)
        ratio, likelihood = log_ratio(*figures), log_likelihood(*figures)
        if n >= least and users >= needed and ratio > 0 and likelihood >= LEAST_LIKELIHOOD:
            yield [word, *figures, round(likelihood, 2), round(ratio, 2), users, len(here.said_by)]


def _note(project: Project, where: Filter, by: str | None) -> dict[str, Any]:
    said = note(Scope(project, where, dimension(project, by), "words"))
    kept = ("count", "population", "segments_of_unknown_role") if by else said.keys() - {"by"}
    return {name: what for name, what in said.items() if name in kept}
