"""Typing errors of rule words, met once per distinct word of the corpus.

One error in a word of 5 to 8 letters and two in a longer one (optimal string alignment: a swap of neighbours
is one error), the first letter right; never a word that is real, met already, or mostly capitalised.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

SHORTEST_KEYWORD = 5
"""Letters of a word whose errors are met: four ("kota") have too many real neighbours."""

_SHORTEST_WORD = 4
_LONG_KEYWORD = 9
_ERRORS = 1
_ERRORS_IN_LONG = 2


def misspelt(keywords: Iterable[str], words: Iterable[str], known: Callable[[str], bool]) -> dict[str, list[str]]:
    """Find the words that look like a typing error of a keyword.

    Parameters
    ----------
    keywords, words : iterables of str
        Lower case.
    known : callable
        Tells whether a word is real; asked only about words that look like a keyword.

    Returns
    -------
    dict of str to list of str
        Word, and the keywords that it may be meant for, in their order.
    """
    found: dict[str, list[str]] = {}
    by_letter = _by_first_letter(words, _SHORTEST_WORD)
    for letter, targets in _by_first_letter(keywords, SHORTEST_KEYWORD).items():
        for word, keyword in _pairs(targets, by_letter.get(letter, [])):
            found.setdefault(word, []).append(keyword)
    return {word: meant for word, meant in found.items() if not known(word)}


def _by_first_letter(words: Iterable[str], shortest: int) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= shortest and word.isalpha():
            groups[word[0]].append(word)
    return groups


def _pairs(keywords: list[str], words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the words with the keywords that they are few enough errors away from."""
    if not words:
        return
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    distances = process.cdist(words, keywords, scorer=OSA.distance, score_cutoff=_ERRORS_IN_LONG, dtype=np.uint8)
    allowed = np.array([_ERRORS_IN_LONG if len(keyword) >= _LONG_KEYWORD else _ERRORS for keyword in keywords])
    for i, j in np.argwhere((distances > 0) & (distances <= allowed)):
        yield words[i], keywords[j]
