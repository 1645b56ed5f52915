"""What stands below the last word of a talk: names, numbers and dates of a signature block are no speech."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.cleaning import ends_sentence
from qualcode.segment.dates import iso_date
from qualcode.segment.labels import is_role
from qualcode.segment.lines import Line

_LONGEST = 60
_MOST = 12
"""Lines of a signature block."""
_NUMBER = re.compile(r"(?:[^\W\d_]{2,5}[.: ]+)?\d[\d .-]{6,}")
_DOTTED = re.compile(r"[(\[]?[ .…_·]{4,}[)\]]?|[(\[][^()\[\]]{3,40}[)\]]")


def closing(text: str, lines: Sequence[Line], labels: Collection[int], lexicon: Lexicon) -> range:
    """Return the lines below the talk: signatures, who typed it, "--- Selesai ---"; none where the last can be talk.

    Parameters
    ----------
    labels : collection of int
        Lines that begin with a speaker's label.
    """
    last = len(lines)
    while last and last - 1 not in labels and _is_credit(text[lines[last - 1].start : lines[last - 1].end], lexicon):
        last -= 1
    block = _signatures(text, lines[:last], labels, lexicon)
    return range(block.start if block else last, len(lines))


def _is_credit(content: str, lexicon: Lexicon) -> bool:
    """Tell a line that says who typed the talk, or that it is over."""
    if len(content) > _LONGEST:
        return False
    words = bare(content)
    return words in lexicon.ends or words.startswith(lexicon.credits)


def _signatures(text: str, lines: Sequence[Line], labels: Collection[int], lexicon: Lexicon) -> range:
    first = len(lines)
    while first and len(lines) - first < _MOST and first - 1 not in labels and _may_sign(text, lines[first - 1]):
        first -= 1
    while first < len(lines) and not _signs(text, lines[first], lexicon) and not lines[first].gap:
        first += 1
    block = range(first, len(lines))
    if len(block) < 2 or not first or not ends_sentence(text, lines[first - 1].end):
        return range(0)
    return block if sum(_signs(text, lines[i], lexicon) for i in block) >= 2 else range(0)


def _may_sign(text: str, line: Line) -> bool:
    content = text[line.start : line.end]
    if len(content) > _LONGEST or content[-1] in "?!":
        return False
    words = [word for word in re.split(r"[\s.()]+", content) if word]
    return (content[-1] in ",)…_." and len(words) <= 6) or all(not word[0].islower() for word in words)


def _signs(text: str, line: Line, lexicon: Lexicon) -> bool:
    """Tell whether a line alone looks like part of a signature: a role, a number, dots to write on, a date."""
    content = text[line.start : line.end]
    if _NUMBER.fullmatch(content) or _DOTTED.fullmatch(content) or iso_date(content, lexicon.months):
        return True
    pieces = [piece.strip(" ,.()") for piece in re.split(r"\t|[ ]{2,}", content)]
    return any(piece and (bare(piece) in lexicon.signatures or is_role(piece, lexicon)) for piece in pieces)
