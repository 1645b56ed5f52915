"""Tables that are neither a transcript nor a survey, by their headings: segments coded elsewhere, a codebook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from qualcode.errors import NotATranscript
from qualcode.language.lexicon import Lexicon
from qualcode.messages import _
from qualcode.read.columns import kind_of_column, listed
from qualcode.read.files import Options
from qualcode.read.table_words import column_of
from qualcode.read.values import Column

Purpose = Literal["coded", "codebook", "sheet", ""]

_FEW = 6
OUR_SHEET = "qualcode:source"
"""Heading of a hidden column of our own coding sheets."""


def purpose_of(names: Sequence[str]) -> Purpose:
    """Return what a table is for, by its headings; nothing where they do not say.

    Examples
    --------
    >>> purpose_of(["Dokumentname", "Code", "Segment"]), purpose_of(["Kode", "Definisi"]), purpose_of(["id", "jawaban"])
    ('coded', 'codebook', '')
    """
    if OUR_SHEET in names:
        return "sheet"
    code = column_of("code", names)
    if code is None and "path" not in names:
        return ""
    if code is not None and None not in (column_of("document", names), column_of("segment", names)):
        return "coded"
    return "codebook" if column_of("definition", names) is not None else ""


def codes_beside(names: Sequence[str], columns: Sequence[Column], words: Lexicon) -> list[str]:
    """Return what is to be said of a column of codes beside the texts, as in a transcript that was coded by hand."""
    kinds = [kind_of_column(name, words) for name in names]
    recurring = [
        name
        for name, kind, column in zip(names, kinds, columns, strict=True)
        if kind == "code" and column.filled and (column.distinct < len(column.filled) or len(column.filled) < _FEW)
    ]
    if not recurring or not {"text", "answer"} & set(kinds):
        return []
    message = _("{names} may hold codes. To bring them in afterwards: qualcode import FILE --coding-sheet")
    return [message.format(names=listed([f'"{name}"' for name in recurring]))]


def refuse_others(names: Sequence[str], options: Options, *, is_talk: bool) -> None:
    """Refuse a table of another purpose, unless the user said which of its columns are texts or who speaks.

    Parameters
    ----------
    is_talk : bool
        Whether a column names who speaks: then codes beside it are notes on a transcript.

    Raises
    ------
    NotATranscript
        With the command that takes it.
    """
    if options.text_columns or options.speaker_column:
        return
    purpose = purpose_of(names)
    if is_talk and purpose != "sheet":
        return
    if purpose == "sheet":
        raise NotATranscript(_("this is a coding sheet. Bring it in with: qualcode import FILE --coding-sheet"))
    if purpose == "coded":
        raise NotATranscript(
            _(
                "this is a table of segments that were coded elsewhere (columns {names}). Bring them in as codings "
                "with: qualcode import FILE --coding-sheet. To read it as a survey: --text-column NAME"
            ).format(names=listed(names))
        )
    if purpose == "codebook":
        raise NotATranscript(
            _(
                "this looks like a codebook (columns {names}). Load it with: qualcode codebook load FILE. "
                "To read it as a survey: --text-column NAME"
            ).format(names=listed(names))
        )
