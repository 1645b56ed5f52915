"""Passages by how codes stand together: what has all of some codes and none of others, in a stretch of text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from typing import Literal

from qualcode.errors import QualcodeError, one_of
from qualcode.messages import _
from qualcode.query.filters import Filter
from qualcode.query.origins import hits
from qualcode.query.passages import Excerpt, Page, Passage, Touch, chosen_sources, digits_of_ids, passages
from qualcode.records import Span
from qualcode.store.project import Project

Within = Literal["overlap", "segment", "turn", "source"]
Family = frozenset[str]
"""The paths of a code and of what is below it."""
WITHINS: tuple[Within, ...] = ("overlap", "segment", "turn", "source")


@dataclass(frozen=True, slots=True)
class Together:
    """Codes that must be there, codes that must not, and the stretch of text in which that is asked.

    Attributes
    ----------
    having, lacking : names of codes
    within : {"overlap", "segment", "turn", "source"}
        "overlap": on the very words.
    """

    having: Sequence[str] = ()
    lacking: Sequence[str] = ()
    within: Within = "segment"

    def __post_init__(self) -> None:
        """Refuse a place that there is none of."""
        one_of("within", self.within, WITHINS)


def together(project: Project, where: Filter, wanted: Together, *, context: int = 0) -> Iterator[Excerpt]:
    """Yield passages by source and place.

    With codes in the filter they are the passages under these, where all of `having` are too and none of `lacking`.
    Without, they are the words that passages of all codes of `having` share; where these stand in the same stretch
    without sharing a word, each passage for itself. Sub-codes count for the code above them, unless the filter says no.

    Parameters
    ----------
    context : int
        How many turns before and after are given with each passage.

    Raises
    ------
    UnknownNameError
        If there is no such code.
    QualcodeError
        If there is nothing that must be there, or one code must be there and must not.
    """
    if not wanted.having and not where.codes:
        raise QualcodeError(_("--without needs --with or --code: say which passages are looked for."))
    if set(_codes(project, where, wanted.having)) & set(_codes(project, where, wanted.lacking)):
        raise QualcodeError(_("A code cannot be there and not be there: --with and --without name the same one."))
    paths = dict(project.rows("select code_id, path from code_tree order by position"))
    asked = where.code_ids(project) if where.codes else []
    having = [_codes(project, where, [name]) for name in wanted.having]
    lacking = [_codes(project, where, [name]) for name in wanted.lacking]
    every = sorted(set(chain(asked, *having, *lacking)))

    def family(codes: Sequence[int]) -> Family:
        return frozenset(paths[code] for code in codes)

    named = {paths[codes[0]]: family(codes) for codes in having}
    counted = hits(project, where)
    digits = digits_of_ids(project)
    for source_id, source in chosen_sources(project, where):
        found = passages(project, where, counted, every, source_id)
        if found:
            page = Page(project, source_id, source, context, digits)
            text = _Text(found, named, list(map(family, lacking)), wanted.within)
            yield from text.under(family(asked), page) if where.codes else text.shared(page)


def _codes(project: Project, where: Filter, names: Sequence[str]) -> list[int]:
    return replace(where, codes=tuple(names)).code_ids(project) if names else []


class _Text:
    """The passages of one source, and in which stretches of it all that is wanted holds."""

    def __init__(
        self, found: Sequence[Passage], having: Mapping[str, Family], lacking: Sequence[Family], within: Within
    ):
        self.found, self.within, self.name = found, within, " + ".join(having)
        self.having = [[p for p in found if p.code in family] for family in having.values()]
        self.lacking = [p for family in lacking for p in found if p.code in family]
        self._spans = [joined((p.start, p.stop) for p in passages) for passages in self.having]
        self._lacking = joined((p.start, p.stop) for p in self.lacking)
        self._there = [self._units(passages) for passages in self.having]
        self._not_there = self._units(self.lacking)

    def under(self, targets: Family, page: Page) -> Iterator[Excerpt]:
        """Yield the passages under the codes of a filter that stand where all holds."""
        for passage in self.found:
            if passage.code in targets and self._holds(passage):
                yield page.excerpt(passage)

    def _holds(self, passage: Passage) -> bool:
        if self.within == "overlap":
            span = passage.start, passage.stop
            return all(meets(spans, span) for spans in self._spans) and not meets(self._lacking, span)
        return any(self._wanted_in(self._unit(touch)) for touch in passage.segments)

    def shared(self, page: Page) -> Iterator[Excerpt]:
        """Yield the words that all have in common, and passages that stand near each other without any."""
        parts = list({p.uid: p for p in chain(*self.having)}.values())
        spans = list(self._shared_spans(parts))
        listed = [(span, page.shared(span, self._parts_of(span, parts), self.name)) for span in spans]
        if self.within != "overlap":
            taken = {
                self._unit(t) for p in parts for t in p.segments if meets(spans, (t.segment_start, t.segment_stop))
            }
            near = [p for p in parts if any(self._wanted_in(unit) for unit in self._units([p]) - taken)]
            listed += [((p.start, p.stop), page.excerpt(p)) for p in near]
        yield from (excerpt for _span, excerpt in sorted(listed, key=lambda pair: (pair[0], pair[1].code)))

    def _shared_spans(self, parts: Sequence[Passage]) -> Iterator[Span]:
        """Yield the words that all have in common, where nothing stands that must not."""
        shared = reduce(intersected, self._spans)
        if self.within == "overlap":
            yield from (span for span in shared if not meets(self._lacking, span))
            return
        touches = sorted({(t.segment_start, t.segment_stop, self._unit(t)) for p in parts for t in p.segments})
        for start, stop in shared:
            first = bisect_right(touches, start, key=lambda t: t[1])
            inside = touches[first : bisect_left(touches, stop, key=lambda t: t[0])]
            kept = [(max(start, begin), min(stop, end)) for begin, end, unit in inside if self._wanted_in(unit)]
            yield from [(start, stop)] if len(kept) == len(inside) else kept

    def _parts_of(self, span: Span, parts: Sequence[Passage]) -> list[Passage]:
        return [p for p in parts if p.start < span[1] and p.stop > span[0]]

    def _units(self, passages: Iterable[Passage]) -> set[int]:
        return {self._unit(touch) for passage in passages for touch in passage.segments}

    def _unit(self, touch: Touch) -> int:
        return touch.segment if self.within == "segment" else touch.turn if self.within == "turn" else 0

    def _wanted_in(self, unit: int) -> bool:
        """Return whether a stretch has every code that must be there and none that must not."""
        return unit not in self._not_there and all(unit in units for units in self._there)


def meets(spans: Sequence[Span], span: Span) -> bool:
    """Return whether a span shares words with any of `spans`, which are in order and share none."""
    at = bisect_right(spans, span[0], key=lambda s: s[1])
    return at < len(spans) and spans[at][0] < span[1]


def intersected(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Return the words that stand in both; all are in order and share none among themselves.

    Examples
    --------
    >>> intersected([(0, 10), (20, 30)], [(5, 22), (25, 26)])
    [(5, 10), (20, 22), (25, 26)]
    """
    met: list[Span] = []
    i = j = 0
    while i < len(spans) and j < len(others):
        start, stop = max(spans[i][0], others[j][0]), min(spans[i][1], others[j][1])
        if start < stop:
            met.append((start, stop))
        if spans[i][1] <= others[j][1]:
            i += 1
        else:
            j += 1
    return met


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans that share words as one, in order.

    Examples
    --------
    >>> joined([(5, 9), (0, 6), (9, 12)])
    [(0, 9), (9, 12)]
    """
    whole: list[Span] = []
    for start, stop in sorted(spans):
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(stop, whole[-1][1]))
        else:
            whole.append((start, stop))
    return whole
