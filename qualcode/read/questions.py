"""Which columns of a survey are open questions, by their answers and their headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qualcode.language.lexicon import Lexicon, bare, lexicon
from qualcode.read.columns import SPOKEN, kind_of_column
from qualcode.read.values import Column, is_data, is_prose, is_question

Openness = Literal["open", "doubtful", "closed"]

_WORDS_OF_A_TEXT = 5
_WORDS_OF_A_SHORT_ANSWER = 2.5
_WORDS_OF_A_QUESTION = 4
_MOSTLY = 0.7


def open_questions(names: Sequence[str], columns: Sequence[Column], language: str) -> tuple[list[int], list[int]]:
    """Return the columns that are open questions, and those that may be."""
    words = lexicon(language)
    found = [openness(column, name, words) for name, column in zip(names, columns, strict=True)]
    opened = [i for i, one in enumerate(found) if one == "open"]
    return opened, [i for i, one in enumerate(found) if one == "doubtful"]


def openness(column: Column, heading: str, words: Lexicon) -> Openness:
    """Tell whether a column is an open question.

    It is one if most answers are sentences and most of them differ. Short answers ("Bisa kuliah di kota") are enough
    under a heading that asks; an address ("Jl. Melati No. 5 RT 3 RW 2") is none, nor are questions.
    """
    if 2 * column.distinct <= len(column.filled) or column.share(is_data) >= 0.5:
        return "closed"
    if column.share(is_question) >= _MOSTLY:
        return "doubtful"
    if 2 * column.share(_is_long) > 1:
        return "doubtful" if bare(heading) in words.header and column.share(is_prose) < 0.5 else "open"
    if column.words < _WORDS_OF_A_SHORT_ANSWER or column.share(is_prose) < 0.5:
        return "closed"
    return "open" if asks(heading, words) else "doubtful"


def _is_long(cell: str) -> bool:
    return len(cell.split(None, _WORDS_OF_A_TEXT)) >= _WORDS_OF_A_TEXT


def asks(heading: str, words: Lexicon) -> bool:
    """Tell whether a heading is a question, or names what is said."""
    said = bare(heading).split()
    return (
        is_whole_question(heading, words)
        or kind_of_column(heading, words) in SPOKEN
        or bool(said and said[0] in words.question_words)
    )


def is_whole_question(heading: str, words: Lexicon) -> bool:
    """Tell whether a heading is a whole question."""
    said = bare(heading).split()
    asking = len(said) >= _WORDS_OF_A_QUESTION and bool(words.question_words & set(said))
    return asking or is_question(heading)
