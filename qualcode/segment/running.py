"""What the page and the program add: running headers and footers, and the system lines of messengers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.cleaning import ends_sentence, is_page_number
from qualcode.segment.lines import Line
from qualcode.segment.shapes import INVISIBLE, Candidate
from qualcode.segment.stamps import CHAT_DATE

_SHORTEST, _LONGEST = 7, 90
"""Characters."""
_FEWEST = 3
_APART = 6
"""Lines that lie at least between two of them."""
_FAR = 12
"""The same where no number of a page stands beside them: names above what was said come more often."""
_FIGURES = re.compile(r"\d+")
_PAGE = re.compile(r"([^\W\d_]+)[.:]?[ ]?:?[ ]?\d{1,4}$")
_CHAT = re.compile(rf"[{INVISIBLE}]*{CHAT_DATE}")
_MOST_CHAT = 0.3
"""Share of lines with a messenger's date from which a text is its export."""


def running_lines(text: str, lines: Sequence[Line], lexicon: Lexicon) -> set[int]:
    """Return the lines that come again on every page: alike but for figures, short, no sentence, far apart."""
    alike: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if _SHORTEST <= line.end - line.start <= _LONGEST:
            content = text[line.start : line.end]
            if content[-1] not in '.?!…,;:"”' and ":" not in content:
                alike[_FIGURES.sub("0", content)].append(i)
    repeated = [(written, places) for written, places in alike.items() if len(places) > 1]
    counting = {
        i for written, places in repeated if _counts_pages(text, lines, written, places, lexicon) for i in places
    }
    counting |= {i for i, line in enumerate(lines) if _ends_in_page(text, lines, i, lexicon)}
    paged = {i for i, line in enumerate(lines) if repeated and is_page_number(text[line.start : line.end], lexicon)}
    return counting | {i for written, places in repeated if _runs(text, lines, written, places, paged) for i in places}


def _counts_pages(text: str, lines: Sequence[Line], written: str, places: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell "Page 1 of 3", "Page 2 of 3" in any language: the first figure rises by one, the second stays.

    So are "TAPE 41 p. 2", "TAPE 41 p. 3": the last figure rises, and a word for page is before it or one of the lines
    interrupts a sentence.
    """
    if "0" not in written:
        return False
    figures = [[int(figure[:6]) for figure in _FIGURES.findall(text[lines[i].start : lines[i].end])] for i in places]
    of_all = written.count("0") == 2 and len(written.split()) <= 6
    if of_all and all(b[0] == a[0] + 1 and a[1] == b[1] >= b[0] for a, b in pairwise(figures)):
        return True
    rises = all(b[-1] == a[-1] + 1 and a[:-1] == b[:-1] for a, b in pairwise(figures))
    page_word = _PAGE.search(text, lines[places[0]].start, lines[places[0]].end)
    named = page_word is not None and bare(page_word[1]) in lexicon.pages
    return rises and (named or (len(figures[0]) > 1 and any(_interrupts(text, lines, i) for i in places)))


def _ends_in_page(text: str, lines: Sequence[Line], i: int, lexicon: Lexicon) -> bool:
    """Tell a line that interrupts a sentence and ends in the number of its page: "Arsip Lisan – hlm. 31"."""
    line = lines[i]
    found = _PAGE.search(text, max(line.start, line.end - 24), line.end) if text[line.end - 1].isdigit() else None
    if found is None or found.start() == line.start:
        return False
    return bare(found[1]) in lexicon.pages and _interrupts(text, lines, i)


def _runs(text: str, lines: Sequence[Line], written: str, places: Sequence[int], paged: set[int]) -> bool:
    """Tell a running header from an answer given again and again: it has several words and keeps its distance.

    Two are enough where each stands beside the number of a page, or in the middle of a sentence.
    """
    gaps = [b - a for a, b in pairwise(places)]
    if min(gaps) < _APART or (len(written.split()) < 2 and "0" not in written):
        return False
    if all({i - 1, i + 1, i + 2, i - 2} & paged or _interrupts(text, lines, i) for i in places):
        return True
    if len(written.split()) < 3 and "0" not in written:
        return False
    return len(places) >= _FEWEST and min(gaps) >= _FAR and max(gaps) <= 3 * min(gaps) + _APART


def _interrupts(text: str, lines: Sequence[Line], i: int) -> bool:
    return 0 < i < len(lines) - 1 and not ends_sentence(text, lines[i - 1].end) and text[lines[i + 1].start].islower()


def system_lines(text: str, lines: Sequence[Line], found: Sequence[Sequence[Candidate]], lexicon: Lexicon) -> set[int]:
    """Return the lines of a messenger's export that nobody wrote, and those that stand for a picture or a recording."""
    dated = {
        i
        for i, line in enumerate(lines)
        if text[line.start] in "[0123456789" + _INVISIBLE_FIRST and _CHAT.match(text, line.start, line.end)
    }
    if len(dated) < max(3, _MOST_CHAT * len(lines)):
        return set()
    return {i for i in dated if _is_system(text, lines[i], found[i], lexicon)}


_INVISIBLE_FIRST = "\u200e\u200f\u202a\ufeff\u200b"


def _is_system(text: str, line: Line, candidates: Sequence[Candidate], lexicon: Lexicon) -> bool:
    label = next((one for one in candidates if one.shape in ("colon", "message")), None)
    if label is None:
        return True
    said = text[label.end : line.end].strip(" <>\u200e\u200f")
    return bare(said) in lexicon.system or any(words in bare(label.name) for words in lexicon.system)
