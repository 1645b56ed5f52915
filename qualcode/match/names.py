"""Which words of a corpus are names, by how they are written: a name is no typing error of a rule word."""

from __future__ import annotations

from collections.abc import Iterable

MOST_PASSAGES = 50
"""Passages that hold the word and are looked at; more would not change the answer."""


def looks_like_name(word: str, passages: Iterable[str]) -> bool:
    """Tell whether a word mostly begins with a capital although it does not begin its passage.

    Parameters
    ----------
    word : str
        Lower case.
    passages : iterable of str
        Texts that hold it; those that begin with it say nothing.
    """
    inside = [
        text[at : at + 1].isupper()
        for text in passages
        if (at := text.casefold().find(word)) > 0 and text[at:].casefold().startswith(word)
    ]
    return bool(inside) and sum(inside) > len(inside) / 2
