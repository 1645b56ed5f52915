"""Words of tables, from ``language/words/tables.toml``: what is no answer, and what headings say a column holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from qualcode.identity import key
from qualcode.language.lexicon import bare
from qualcode.language.wordlists import word_list

_BRACKETS = "()[]<>{} \t\n"


@cache
def headings(kind: str) -> frozenset[str]:
    """Return the headings of columns of a kind ("document", "code", "definition" …) in all languages, in bare form."""
    return frozenset(bare(word) for words in word_list("tables")[kind].values() for word in words)


@cache
def heading_fillers() -> frozenset[str]:
    """Return the words of headings that say nothing by themselves, in all languages."""
    return frozenset(word for words in word_list("tables")["empty_in_headings"].values() for word in words)


def column_of(kind: str, names: Sequence[str]) -> int | None:
    """Return the first column whose heading says that it holds this kind, or None."""
    return next((i for i, name in enumerate(names) if bare(name) in headings(kind)), None)


def is_no_answer(cell: str) -> bool:
    """Tell whether a filled cell says only that nothing was answered.

    Examples
    --------
    >>> is_no_answer("-"), is_no_answer("(Tidak ada jawaban)"), is_no_answer("Tidak ada")
    (True, True, False)
    """
    return len(cell) <= _longest() and key(cell.strip(_BRACKETS)) in _no_answers()


@cache
def _no_answers() -> frozenset[str]:
    return frozenset(key(word) for words in word_list("tables")["no_answer"].values() for word in words)


@cache
def _longest() -> int:
    return max(map(len, _no_answers())) + 4
