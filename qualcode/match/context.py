"""What stands around a hit: a negator, words that rule it out, who speaks, and what was asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from qualcode.language import Language
from qualcode.match.finders import Finder, Match, Reading
from qualcode.records import Role

NEGATION_REACH = 3
"""Words before a hit in which a negator speaks of it: "tidak ada lagi koordinasi" (no more coordination)."""

_CUT_OFF = re.compile(r".*[.,!?;\n]", re.DOTALL)
"""A clause or sentence that ends in between: "Tidak, koordinasi jalan"; "dak sekolah, kami koordinasi"."""


def is_negated(reading: Reading, place: int, language: Language) -> bool:
    """Tell whether a negator stands shortly before the word at `place` and speaks of it."""
    start = reading.spans[place][0] if reading.spans else 0
    before = reading.spans[max(0, place - NEGATION_REACH) : place]
    negators = (span for span in before if language.normal(reading.text[slice(*span)]) in language.negators)
    return any(not _CUT_OFF.match(reading.text, end, start) for _start, end in negators)


def without_excluded(
    matches: Sequence[Match], excluded: Sequence[Finder], within: int, reading: Reading
) -> Sequence[Match]:
    """Return the matches that no excluding pattern stands near to."""
    if not matches or not excluded:
        return matches
    others = [other for finder in excluded for other in finder.find(reading)]
    return [match for match in matches if all(match.distance(other) > within for other in others)]


def is_heard(role: Role, roles: frozenset[Role]) -> bool:
    """Tell whether turns of this role count; without roles everybody's do."""
    return not roles or role in roles


def is_asked(patterns: Iterable[Finder], question: Callable[[], Reading]) -> bool:
    """Tell whether one of the patterns stands in the question before the turn, or none is asked for."""
    patterns = tuple(patterns)
    return not patterns or any(finder.find(question()) for finder in patterns)
