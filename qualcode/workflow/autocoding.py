"""The rules of the codebook over the whole project: one pass, a dry run unless it is applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from qualcode import language as languages
from qualcode.match import Matcher, Passage
from qualcode.match.names import MOST_PASSAGES, looks_like_name
from qualcode.query.coverage import left_out
from qualcode.query.filters import ASKERS, EVERYTHING, Filter
from qualcode.query.questions import questions
from qualcode.query.search import vocabulary_of
from qualcode.records import Code, Evidence, Suggestion
from qualcode.segment.speech import Speech, speech
from qualcode.store.codebooks import code_ids, codebook, current_sha256
from qualcode.store.indexing import parts_of, touched
from qualcode.store.project import Project
from qualcode.store.suggestions import end_run, replace_suggestions, start_run

SAMPLES = 3
MOST_TERMS = 500
AT_ONCE = 2000
"""Passages matched together: words that are new in them are looked up once."""


@dataclass(slots=True)
class Outcome:
    """What the rules found.

    Attributes
    ----------
    segments : int
        Segments of the population looked at.
    hits : counts of segments by code uid; those of sub-codes are rolled up, a segment counts once
    suggestions : int
        How many suggestions that makes.
    words : counts of the matched words, as written
    samples : up to three (source name, segment n, speech, matched words) by code uid
    """

    segments: int
    hits: Counter[str] = field(default_factory=Counter)
    suggestions: int = 0
    words: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[tuple[str, int, str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heard:
    """One segment as it is matched: its n, where it starts in the source, its speech, and the passage for the rules."""

    n: int
    start: int
    said: Speech
    passage: Passage


@dataclass(frozen=True, slots=True)
class Origin:
    """A source of the population."""

    id: int
    uid: str
    name: str
    language: str


def autocode(project: Project, where: Filter = EVERYTHING, *, apply: bool = False) -> Outcome:
    """Run the rules over the population; with `apply` the suggestions are stored as one run and one undo.

    Parameters
    ----------
    where : Filter
        Sources, roles and codes to look at; default: every role except interviewer, moderator and observer.

    Raises
    ------
    ProjectError
        If there is no codebook.
    """
    if apply:
        with project.change("autocode --apply"):
            return apply_rules(project, where)
    outcome = _nothing_yet(project, where)
    for _source in _search(project, where, matchers_of(project, _chosen(project, where)), outcome):
        pass
    return outcome


def apply_rules(project: Project, where: Filter = EVERYTHING) -> Outcome:
    """Run the rules and store what they suggest; inside a change.

    Raises
    ------
    ProjectError
        If there is no codebook.
    """
    chosen, ids = _chosen(project, where), code_ids(project)
    outcome = _nothing_yet(project, where)
    sources = _sources(project, where)
    run_id = start_run(
        project,
        kind="rule",
        sources=[source.uid for source in sources],
        codes=[code.uid for code in chosen],
        parameters={"roles": list(where.roles), "left_out": [] if where.roles else list(ASKERS)},
        codebook_sha256=current_sha256(project),
        left_out=left_out(project, where),
        ruled=[code.uid for code in chosen if code.rules],
    )
    covered = {code.uid: ids[code.uid] for code in chosen}
    for source, suggestions in _search(project, where, matchers_of(project, chosen), outcome):
        replace_suggestions(project, run_id, (source.id, source.uid), covered, suggestions)
    end_run(project, run_id)
    return outcome


def said_by_rules(project: Project, where: Filter = EVERYTHING) -> dict[tuple[int, int], Suggestion]:
    """Return what the rules suggest in a population, stored or not, by segment and code (ids).

    Raises
    ------
    ProjectError
        If there is no codebook.
    """
    ids = code_ids(project)
    found: dict[tuple[int, int], Suggestion] = {}
    matchers = matchers_of(project, _chosen(project, where))
    for source, suggestions in _search(project, where, matchers, Outcome(0)):
        segments = project.rows("select start, stop, id from segment where source_id = ? order by n", [source.id])
        for s in suggestions:
            found[touched(segments, s.start, s.end)[0], ids[s.code]] = s
    return found


def _nothing_yet(project: Project, where: Filter) -> Outcome:
    population, values = where.population(project)
    return Outcome(int(project.value(f"select count(*) from ({population})", values)))


def _chosen(project: Project, where: Filter) -> list[Code]:
    wanted, ids = set(where.code_ids(project)), code_ids(project)
    return [code for code in codebook(project).codes if ids[code.uid] in wanted]


def matchers_of(project: Project, codes: Sequence[Code]) -> Mapping[str, Matcher]:
    """Return a matcher for each language that the sources have; each has learned the words of the corpus."""
    counts = vocabulary_of(project)
    matchers = {}
    for (code,) in project.rows("select distinct language from source order by language"):
        matchers[code] = Matcher(codes, languages.get(code))
        matchers[code].learn(counts, partial(_is_name, project))
    return matchers


def _is_name(project: Project, word: str) -> bool:
    """Tell whether a word mostly begins with a capital although it does not begin its segment."""
    rows = project.rows(
        """
        select substr(source.text, segment.start + 1, segment.stop - segment.start)
          from speech
          join segment on segment.id = speech.rowid
          join source on source.id = segment.source_id
         where speech match ?
         order by segment.id
         limit ?
        """,
        [f'"{word}"', MOST_PASSAGES],
    )
    return looks_like_name(word, (text for (text,) in rows))


def _sources(project: Project, where: Filter) -> list[Origin]:
    """Return the sources that have segments in the population, in order."""
    population, values = where.population(project)
    rows = project.rows(
        f"select id, uid, name, language from source where id in (select source_id from ({population})) order by id",
        values,
    )
    return [Origin(*row) for row in rows]


def _search(
    project: Project, where: Filter, matchers: Mapping[str, Matcher], outcome: Outcome
) -> Iterator[tuple[Origin, list[Suggestion]]]:
    """Yield every source of the population, in order, with what the rules suggest in it."""
    candidates, families = _candidates(project, matchers), _families(project)
    batch: list[tuple[Origin, Sequence[Heard]]] = []
    for source in _sources(project, where):
        asks = matchers[source.language].asks
        batch.append((source, list(_passages(project, where, source.id, candidates, asks=asks))))
        if sum(len(heard) for _source, heard in batch) >= AT_ONCE:
            yield from _suggested(batch, matchers, families, outcome)
            batch = []
    yield from _suggested(batch, matchers, families, outcome)


def _suggested(
    batch: Sequence[tuple[Origin, Sequence[Heard]]],
    matchers: Mapping[str, Matcher],
    families: Mapping[str, Sequence[str]],
    outcome: Outcome,
) -> Iterator[tuple[Origin, list[Suggestion]]]:
    """Match the passages of several sources at once, and yield the suggestions source by source."""
    found = {
        code: iter(matcher.find_all([h.passage for source, heard in batch if source.language == code for h in heard]))
        for code, matcher in matchers.items()
    }
    for source, heard_in_source in batch:
        suggestions: list[Suggestion] = []
        for heard in heard_in_source:
            before = len(suggestions)
            for s in next(found[source.language]):
                placed = _placed(s, heard)
                suggestions.append(placed)
                _sample(outcome, placed, source.name, heard)
            outcome.hits.update({above for s in suggestions[before:] for above in families[s.code]})
        outcome.suggestions += len(suggestions)
        yield source, suggestions


def _families(project: Project) -> dict[str, list[str]]:
    """Return the uids of each code and of those above it, by the code's uid."""
    rows = project.rows(
        """
        select code.uid, ancestor.uid
          from code_ancestor
          join code on code.id = code_ancestor.code_id
          join code as ancestor on ancestor.id = code_ancestor.ancestor_id
         order by code.id, ancestor.id
        """
    )
    found: dict[str, list[str]] = {}
    for uid, above in rows:
        found.setdefault(uid, []).append(above)
    return found


def _candidates(project: Project, matchers: Mapping[str, Matcher]) -> Collection[int] | None:
    """Return the segments that hold a word that some rule needs, by the full-text index; None is every segment."""
    words: set[str] = set()
    for matcher in matchers.values():
        triggers = matcher.triggers()
        if triggers is None:
            return None
        words |= triggers
    terms = sorted(words)
    found: set[int] = set()
    for first in range(0, len(terms), MOST_TERMS):
        query = " OR ".join(f'"{term}"' for term in terms[first : first + MOST_TERMS])
        found.update(
            row[0] for row in project.rows("select rowid from speech where speech match ? order by rowid", [query])
        )
    return found


def _passages(
    project: Project, where: Filter, source_id: int, candidates: Collection[int] | None, *, asks: bool
) -> Iterator[Heard]:
    """Yield the segments of a source to be matched, each with the question before its turn if any rule `asks`."""
    population, values = where.population(project)
    rows = project.rows(
        f"""
        select segment_id, segment, turn, start, stop, role
          from ({population} and scope.source_id = ?)
         order by segment
        """,
        [*values, source_id],
    )
    wanted = [row for row in rows if candidates is None or row[0] in candidates]
    if not wanted:
        return
    text = project.value("select text from source where id = ?", [source_id])
    parts = parts_of(project, source_id)
    asked = questions(project, source_id) if asks else {}
    for _id, n, turn, start, stop, role in wanted:
        said = speech(text, parts, start, stop)
        question = speech(text, parts, *asked[turn]).text if turn in asked else ""
        yield Heard(n, start, said, Passage(said.text, role, question))


def _placed(suggestion: Suggestion, heard: Heard) -> Suggestion:
    """Move a suggestion and its evidence from the speech to the source."""
    start, end = heard.said.span(0, len(heard.said.text))
    evidence = []
    for e in suggestion.evidence:
        first, last = heard.said.span(e.start, e.end)
        evidence.append(Evidence(e.rule, e.kind, first - start, last - start, e.form, e.negated))
    return Suggestion(suggestion.code, start, end, suggestion.score, evidence)


def _sample(outcome: Outcome, suggestion: Suggestion, source: str, heard: Heard) -> None:
    outcome.words.update(item.form for item in suggestion.evidence if item.kind in ("exact", "root"))
    samples = outcome.samples.setdefault(suggestion.code, [])
    if len(samples) < SAMPLES:
        forms = ", ".join(dict.fromkeys(item.form for item in suggestion.evidence))
        samples.append((source, heard.n, heard.said.text, forms))
