"""Short names for columns and sheets: what a source is called when it is a part of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qualcode import language as languages
from qualcode.identity import key
from qualcode.read.columns import apart
from qualcode.read.table_words import heading_fillers

LONGEST = 25
_WORD = re.compile(r"[^\W_]+")


def short_names(headings: Sequence[str], language: str) -> list[str]:
    """Return a name for each heading: its first telling words, as many as it takes to tell it from the others.

    Words that say nothing are dropped. All headings of the table count, so that a column is called the same whichever
    columns are imported. No name is longer than 25 characters, save for the number that tells equal ones apart.

    Examples
    --------
    >>> short_names(["Apa masalah utama petani?", "Masalah lain", "Apa harapan Ibu?"], "id")
    ['masalah-petani', 'masalah-lain', 'harapan']
    """
    silent = heading_fillers() | languages.get(language).stop_words
    told = [_telling(heading, silent) for heading in headings]
    taken: dict[str, int] = {}
    return [
        apart(_cut(words[: _needed(words, told, i)]), taken).replace(" (", "-").rstrip(")")
        for i, words in enumerate(told)
    ]


def _telling(heading: str, silent: frozenset[str]) -> list[str]:
    words = _WORD.findall(key(heading))
    return [word for word in words if word not in silent] or words or ["-"]


def _needed(words: Sequence[str], others: Sequence[Sequence[str]], i: int) -> int:
    """Return how many words of a heading tell it from all others; a number stays with its word."""
    for n in range(1, len(words)):
        if not words[n].isdecimal() and all(other[:n] != words[:n] for j, other in enumerate(others) if j != i):
            return n
    return len(words)


def _cut(words: Sequence[str]) -> str:
    """Join words, as many whole ones as there is room for."""
    name = words[0][:LONGEST]
    for word in words[1:]:
        if len(name) + 1 + len(word) > LONGEST:
            break
        name += f"-{word}"
    return name
