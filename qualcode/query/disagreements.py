"""On which segments coders differ: what each gave, which codes stand against each other, what consensus has settled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from qualcode.query import readings
from qualcode.query.agreement import in_common
from qualcode.query.continuum import SOURCE_STEP
from qualcode.query.counting import population_words
from qualcode.query.filters import EVERYTHING, NO_CASE, Filter
from qualcode.query.in_common import Compared
from qualcode.query.judgements import ratings_of, units_of
from qualcode.query.table import Table
from qualcode.store.codebooks import current_sha256
from qualcode.store.indexing import spoken_segments
from qualcode.store.project import Project

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE = "(none)"
"""Stands for a code where a coder gave nothing in exchange."""
COLUMNS = (
    "code_a", "code_b", "relation", "coder_a", "coder_b", "source", "case", "segment", "turn", "speaker", "start",
    "end", "given", "memos", "settled", "text",
)  # fmt: skip

Codes = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """What one coder gave a segment: paths of codes in codebook order; ``coder_id`` is None for the rules."""

    coder: str
    coder_id: int | None
    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two codes that stand against each other on a segment.

    Attributes
    ----------
    codes : (str, str)
        Paths, the earlier in the codebook first; `NONE` comes last.
    coders : (str, str)
        Who gave the first and who the second (or nothing).
    """

    codes: Codes
    coders: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A segment on which coders differ; ``start`` and ``stop`` are the source's.

    Attributes
    ----------
    sides : every coder who judged it
    pairs : which codes stand against each other, for every two of them
    agreed : ids of the codes that everybody gave who judged them
    settled_by : names of the consensus coders that have read it
    """

    source_id: int
    segment_id: int
    source: str
    case: str
    segment: int
    turn: int
    speaker: str
    start: int
    stop: int
    sides: Sequence[Side]
    pairs: Sequence[Pair]
    agreed: Sequence[int]
    settled_by: Sequence[str]


@dataclass(frozen=True, slots=True)
class Disagreements:
    """The segments on which coders differ, by source and place.

    Attributes
    ----------
    coders : names of those compared
    compared : int
        Segments that at least two of them judged on their own.
    pairs : ((code, code), n)
        On how many segments two codes stand against each other, the most frequent first.
    """

    segments: Sequence[Disagreement]
    coders: Sequence[str]
    compared: int
    pairs: Sequence[tuple[Codes, int]]

    @property
    def settled(self) -> int:
        """How many of the segments a consensus coder has read."""
        return sum(bool(found.settled_by) for found in self.segments)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A disagreement with what is said there, and by coder the memos on the codings that she gave it."""

    found: Disagreement
    text: str
    memos: Mapping[str, Sequence[str]]


def are_related(codes: Codes) -> bool:
    """Tell whether one of two codes stands somewhere under the other.

    Examples
    --------
    >>> are_related(("coordination", "coordination/agencies"))
    True
    """
    return f"{codes[1]}/".startswith(f"{codes[0]}/") or f"{codes[0]}/".startswith(f"{codes[1]}/")


def differing(
    project: Project, where: Filter = EVERYTHING, *, coders: Sequence[str] = (), found: Compared | None = None
) -> Disagreements:
    """Return where coders differ, of what `agreement` compares; codes are taken as they were given, not rolled up.

    Parameters
    ----------
    where : Filter
        Sources, cases, roles; of codes it keeps the segments on which one of them stands against another or nothing.
    coders : names, see `judges`
    found : Compared, optional
        What `agreement` compared with the same filter, where that has all codes; else it is looked up.

    Raises
    ------
    QualcodeError
        If fewer than two coders can be compared.
    """
    found = found or in_common(project, replace(where, codes=(), subcodes=True), coders)
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    wanted = {paths[code] for code in where.code_ids(project)} if where.codes else None
    kept = []
    for segment in _segments(project, found, [paths[code] for code in found.codes]):
        pairs = [pair for pair in segment.pairs if wanted is None or wanted.intersection(pair.codes)]
        if pairs:
            kept.append(replace(segment, pairs=pairs))
    place = {path: at for at, path in enumerate([*paths.values(), NONE])}
    times = Counter(codes for segment in kept for codes in {pair.codes for pair in segment.pairs})
    ranked = sorted(times.items(), key=lambda item: (-item[1], *(place[code] for code in item[0])))
    return Disagreements(kept, [judge.name for judge in found.judges], len(found.start), ranked)


def _segments(project: Project, found: Compared, codes: Sequence[str]) -> Iterator[Disagreement]:
    """Yield the segments on which the judges differ in any of the codes (paths, as numbered in `found`)."""
    ratings = ratings_of(found, units_of(project, found, "segments"), rolled_up=False)
    given, withheld = (ratings == 1).any(axis=0), (ratings == 0).any(axis=0)
    differ = (given & withheld).any(axis=1).nonzero()[0].tolist()
    scope = _scope(project, found.sources)
    consensus = _read_by_consensus(project)
    for at in differ:
        number, start = divmod(int(found.start[at]), SOURCE_STEP)
        source_id = found.sources[number]
        place = scope[source_id, start]
        yield Disagreement(
            source_id=source_id,
            **place,
            sides=[
                Side(judge.name, judge.coder_id, [codes[k] for k in (ratings[j, at] == 1).nonzero()[0]])
                for j, judge in enumerate(found.judges)
                if found.read[j, at]
            ],
            pairs=list(_pairs(found, ratings[:, at], codes)),
            agreed=[found.codes[k] for k in (given[at] & ~withheld[at]).nonzero()[0]],
            settled_by=[name for name, read in consensus.items() if place["segment_id"] in read],
        )


PLACE = ("segment_id", "source", "case", "segment", "turn", "speaker", "start", "stop")


def _scope(project: Project, sources: Sequence[int]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return by source and start where every segment stands."""
    rows = project.rows(
        """
        select scope.source_id, scope.segment_id, source.name, coalesce(study_case.name, ?), scope.segment, scope.turn,
               coalesce(scope.speaker, ''), scope.start, scope.stop
          from segment_scope as scope
          join source on source.id = scope.source_id
          left join study_case on study_case.id = scope.case_id
         where scope.source_id in (select value from json_each(?))
         order by source.name, scope.segment
        """,
        [NO_CASE, json.dumps(list(sources))],
    )
    return {(row[0], row[7]): dict(zip(PLACE, row[1:], strict=True)) for row in rows}


def _read_by_consensus(project: Project) -> dict[str, set[int]]:
    """Return the segments that each consensus coder has read, by name."""
    found = {}
    for coder_id, name in project.rows("select id, name from coder where kind = 'consensus' order by id"):
        found[name] = {row[0] for row in project.rows(f"{readings.read_by(project, [coder_id])[1:-1]} order by 1")}
    return found


def _pairs(found: Compared, ratings: NDArray[Any], codes: Sequence[str]) -> Iterator[Pair]:
    """Yield which codes of a segment, rated (c, k), stand against each other, for every two judges."""
    for i, j in combinations(range(len(found.judges)), 2):
        coders = found.judges[i].name, found.judges[j].name
        first, second = ratings[i], ratings[j]
        only = [((a == 1) & (b == 0)).nonzero()[0].tolist() for a, b in ((first, second), (second, first))]
        both = [(one == 1).nonzero()[0].tolist() for one in (first, second)]
        for a, b in _against(both[0], both[1], only[0], only[1], codes):
            in_order = b is None or (a is not None and a < b)
            named = tuple(NONE if k is None else codes[k] for k in ((a, b) if in_order else (b, a)))
            yield Pair((named[0], named[1]), coders if in_order else (coders[1], coders[0]))


def _against(
    first: Sequence[int], second: Sequence[int], only_first: Sequence[int], only_second: Sequence[int],
    codes: Sequence[str],
) -> Iterator[tuple[int | None, int | None]]:  # fmt: skip
    """Yield what one gave against what the other gave, numbers of codes; None is nothing.

    A code and one above or below it belong together. What is left of the one stands against all that is left of the
    other, or against nothing.
    """
    near = dict.fromkeys(
        (a, b)
        for a, b in (*product(only_first, second), *product(first, only_second))
        if are_related((codes[a], codes[b])) and a != b
    )
    yield from near
    left = [a for a in only_first if a not in {pair[0] for pair in near}]
    right = [b for b in only_second if b not in {pair[1] for pair in near}]
    if left and right:
        yield from product(left, right)
    else:
        yield from ((a, None) for a in left)
        yield from ((None, b) for b in right)


def quoted(project: Project, segments: Sequence[Disagreement]) -> list[Quoted]:
    """Return segments with their speech, and the memos on what their coders coded there."""
    sources = list(dict.fromkeys(found.source_id for found in segments))
    said = {segment: text for source in sources for segment, text in spoken_segments(project, source)}
    memos = _memos(project, sources)
    return [
        Quoted(
            found,
            said[found.segment_id],
            {
                side.coder: list(
                    dict.fromkeys(
                        text
                        for start, stop, text in memos.get((found.source_id, side.coder), ())
                        if start < found.stop and stop > found.start
                    )
                )
                for side in found.sides
            },
        )
        for found in segments
    ]


def _memos(project: Project, sources: Sequence[int]) -> dict[tuple[int, str], list[tuple[int, int, str]]]:
    """Return (start, stop, text) of the memos on codings, by source and name of the coder, in order of place."""
    found: dict[tuple[int, str], list[tuple[int, int, str]]] = {}
    for source_id, name, *memo in project.rows(
        """
        select coding.source_id, coder.name, coding.start, coding.stop, memo.text
          from memo
          join coding on coding.id = memo.coding_id
          join coder on coder.id = coding.coder_id
         where coding.source_id in (select value from json_each(?))
         order by coding.start, coding.stop, memo.at, memo.id
        """,
        [json.dumps(list(sources))],
    ):
        start, stop, text = memo
        found.setdefault((source_id, name), []).append((start, stop, text))
    return found


def by_pair(found: Disagreements, lines: Sequence[Quoted]) -> dict[Codes, list[Quoted]]:
    """Return the segments on which two codes stand against each other, the most frequent pair first."""
    grouped: dict[Codes, list[Quoted]] = {codes: [] for codes, _n in found.pairs}
    for line in lines:
        for codes in dict.fromkeys(pair.codes for pair in line.found.pairs):
            grouped[codes].append(line)
    return grouped


def disagreements(project: Project, where: Filter = EVERYTHING, *, coders: Sequence[str] = ()) -> Table:
    """Return a row a pair of codes, pair of coders and segment: most frequent pair of codes first, then by place.

    Returns
    -------
    Table
        Columns code_a, code_b ("(none)": nothing in exchange), relation ("sub-code" where one stands under the other),
        coder_a, coder_b, source, case, segment, turn, speaker, start, end, given (all codes by coder), memos (on these
        codings), settled (by which consensus coder), text.

    Raises
    ------
    QualcodeError
        If fewer than two coders can be compared.
    """
    found = differing(project, where, coders=coders)
    grouped = by_pair(found, quoted(project, found.segments))
    rows = [
        _row(line, pair)
        for codes, lines in grouped.items()
        for line in lines
        for pair in line.found.pairs
        if pair.codes == codes
    ]
    note = {
        "count": "segments",
        "coders": ", ".join(found.coders),
        "population": population_words(where),
        "segments": found.compared,
        "differ": len(found.segments),
        "settled": found.settled,
        "codebook": current_sha256(project)[:12],
    }
    return Table(COLUMNS, rows, note)


def _row(line: Quoted, pair: Pair) -> tuple[Any, ...]:
    found = line.found
    return (
        *pair.codes, "sub-code" if are_related(pair.codes) else "", *pair.coders, found.source, found.case,
        found.segment, found.turn, found.speaker, found.start, found.stop,
        "; ".join(f"{side.coder}: {', '.join(side.codes) or NONE}" for side in found.sides),
        "\n".join(f"{coder}: {text}" for coder, texts in line.memos.items() for text in texts),
        ", ".join(found.settled_by), line.text,
    )  # fmt: skip
