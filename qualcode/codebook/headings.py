"""What the columns of a codebook in a table hold: our own headings, or those that people and other programs write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.read.table_words import column_of

OWN = ("path", "definition", "include", "exclude", "colour", "positive", "negative", "rules", "uid")
_LABEL = "label_"
_KINDS = {
    "path": "code",
    "theme": "theme",
    "definition": "definition",
    "include": "include",
    "exclude": "exclude",
    "positive": "example",
    "colour": "colour",
}
_STEP = re.compile(r"\s*(?:/|\\+|>|::)\s*")


@dataclass(frozen=True, slots=True)
class Headings:
    """Which fields of a code stand in which column.

    Attributes
    ----------
    fields : mapping
        Name of a field, as in our own files, and the index of its column.
    others : sequence of str
        Headings of columns that say nothing that a codebook has room for.
    own : bool
        Whether the headings are ours: then a path is written "theme/code", and each parent has a row of its own.
    """

    fields: dict[str, int]
    others: Sequence[str]
    own: bool


def read_headings(row: Sequence[str]) -> Headings:
    """Return the fields by their columns; without a field ``path`` there is no column of codes."""
    names = [name.strip() for name in row]
    fields = {name: i for i, name in enumerate(names) if name in OWN or name.startswith(_LABEL)}
    own = "path" in fields
    if not own:
        found = {field: column_of(kind, names) for field, kind in _KINDS.items()}
        fields |= {field: i for field, i in found.items() if i is not None and field not in fields}
    others = [name for i, name in enumerate(names) if name and i not in fields.values()]
    return Headings(fields, others, own)


def own_path(written: str) -> str:
    """Return a code as other programs write its place among the others, as a path.

    Examples
    --------
    >>> own_path("Arbeit > Alltag"), own_path("Arbeit::Alltag"), own_path("Utang/bank")
    ('Arbeit/Alltag', 'Arbeit/Alltag', 'Utang/bank')
    """
    return "/".join(filter(None, _STEP.split(" ".join(written.split()))))
