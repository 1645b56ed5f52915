"""Where the interviews of a file with several begin: headings that count, or a block of header keys that recurs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.header import Field
from qualcode.segment.lines import Line

_COUNTED = re.compile(
    r"(?:#{1,6}[ \t]+|[*_=-]{1,4}[ \t]*)?(?P<word>[^\W\d_][^\n\d]{2,40}?)[ \t]*(?:ke-?|no\.?|#|:)?"
    r"[ \t]*(?P<n>\d{1,3}|[IVX]{1,5})[ \t:.*_=-]*$"
)
_FEWEST_LINES = 3
"""Lines that an interview has at least."""


def interviews(text: str, lines: Sequence[Line], fields: Sequence[Field], lexicon: Lexicon) -> list[int]:
    """Return the lines at which the interviews of a file begin; one or none where there is only one."""
    return _headings(text, lines, lexicon) or _blocks(fields)


def _headings(text: str, lines: Sequence[Line], lexicon: Lexicon) -> list[int]:
    """Return lines such as "Interview 1", "Interview 2", that name an interview and count up."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.end - line.start <= 60 and (match := _COUNTED.match(text, line.start, line.end)):
            word = bare(match["word"])
            if word.split()[0] in lexicon.interviews or word in lexicon.interviews:
                found[word].append((i, match["n"]))
    for places in found.values():
        begins, numbers = [i for i, _n in places], {n for _i, n in places}
        apart = all(b - a >= _FEWEST_LINES for a, b in pairwise(begins))
        if len(places) > 1 and len(numbers) == len(places) and apart:
            return begins
    return []


def _blocks(fields: Sequence[Field]) -> list[int]:
    """Return where a block of header keys begins again with the key that began the first."""
    if len(fields) < 4:
        return []
    first = bare(fields[0].key)
    places = [field.first for field in fields if bare(field.key) == first]
    return places if len(places) > 1 else []
