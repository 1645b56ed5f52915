"""Labels within a line, "… sudah lama. J: Lima tahun.": the line is cut there, so that each piece begins with one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qualcode.segment.lines import Line
from qualcode.segment.shapes import after_lead

_NAME = r"(?P<name>[*_]{0,3}[^\W_][^\n:：.?!;,\"“”()]{0,28}?)[*_]{0,3}"
_INNER = re.compile(
    rf"(?<=[.?!…。？！؟”\"’)\]])[ \t]+(?:[-–—][ \t]*)?{_NAME}(?:[ \t]*(?:[:：]|>{{1,2}})(?!//|\d)|[ \t][–—][ \t])"
)
_OUTER = re.compile(rf"{_NAME}(?:[ \t]*(?:[:：]|>{{1,2}})|[ \t][–—][ \t])")
_FEWEST = 3
_NEAR = 60
"""Characters of a line in which a sign is one at its start."""


def cut_at_labels(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines, cut where a phrase before a sign follows the end of a sentence and also begins lines.

    One that is nearly as frequent as the most frequent at line starts need not begin any.

    Examples
    --------
    >>> text = "T: Lama? J: Lima tahun. T: Sejak? J: Kecil. T: Betah? J: Betah. T: Kenapa? J: Ramai."
    >>> [text[line.start:line.end] for line in cut_at_labels(text, [Line(0, len(text), 0)])][:4]
    ['T: Lama?', 'J: Lima tahun.', 'T: Sejak?', 'J: Kecil.']
    """
    if not _has_inner_signs(text, lines):
        return list(lines)
    inner: Counter[str] = Counter(_bare(found["name"]) for line in lines for found in _inner(text, line))
    if not inner:
        return list(lines)
    outer = Counter(_bare(found["name"]) for line in lines if (found := _OUTER.match(text, line.start, line.end)))
    often = 0.6 * max(outer.values(), default=0)
    names = {
        name
        for name, n in inner.items()
        if len(name.split()) <= 4 and (outer[name] >= 2 or (n >= _FEWEST and n >= often)) and n + outer[name] >= _FEWEST
    }
    if not names:
        return list(lines)
    return [piece for line in lines for piece in _pieces(text, line, names)]


def _has_inner_signs(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether there are more signs than lines that have one near their start: a look before the search."""
    for sign in (":", "：", ">", " – ", " — "):
        n = text.count(sign)
        if n > 1 and n - sum(text.find(sign, line.start, min(line.end, line.start + _NEAR)) >= 0 for line in lines) > 1:
            return True
    return False


def _inner(text: str, line: Line) -> Iterator[re.Match[str]]:
    """Yield the phrases before a sign behind the end of a sentence; before "LESTARI:" in "DR. LESTARI:" is none."""
    found = _all_inner(text, line)
    return (one for one in found if not _ABBREVIATED.search(text, max(line.start, one.start() - 5), one.start()))


_ABBREVIATED = re.compile(r"(?:^|[^\w])[A-ZÀ-Þ][^\W\d_]{0,2}\.$")


def _all_inner(text: str, line: Line) -> Iterator[re.Match[str]]:
    return _INNER.finditer(text, min(after_lead(text, line.start, line.end) + 1, line.end), line.end)


def _bare(name: str) -> str:
    return name.strip(" \t*_").casefold()


def _pieces(text: str, line: Line, names: set[str]) -> Iterator[Line]:
    at, gap = line.start, line.gap
    for found in _inner(text, line):
        if _bare(found["name"]) in names:
            yield Line(at, found.start(), gap)
            at, gap = found.start("name"), 0
    yield Line(at, line.end, gap)
