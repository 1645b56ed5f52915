"""What a merge must know of each table: what its rows refer to, which are one thing, what is settled together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
"""A row by column, without id and uid; what it refers to stands in it as a uid."""

DERIVED = ("key", "quote", "text_sha256")
"""Columns that follow from others and are made anew when a row is written."""

QUIET = (
    "position", "at", "created_at", "imported_at", "made_at", "seen", "drawn", "drawn_for", "decision_id", "media_type",
    "file_sha256", "file_part", "empty", "layout", "confidence", "doubts",
)  # fmt: skip
"""Columns in which nobody decided anything: they are settled like others, but a difference is not listed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of what people and runs made.

    Attributes
    ----------
    refers : mapping
        Column to the table whose uid stands in it.
    required : sequence of str
        Of these columns, those without which the row cannot be.
    same : sequence of str
        Rows equal in these columns are one thing, whatever their uids; empty: only the uid tells.
    together : sequence of sequences of str
        Columns that one side settles as a whole, the first stands for all in the list of conflicts.
    """

    table: str
    refers: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()


_PLACE = {"coder_id": "coder", "source_id": "source"}
_NEEDS = ("coder_id", "source_id")

KINDS = {
    kind.table: kind
    for kind in (
        Kind("study_case", same=("key",)),
        Kind("attribute", same=("key",), together=(("type", "categories"),)),
        Kind("coder", same=("key",)),
        Kind("source", {"case_id": "study_case"}, same=("imported_sha256",)),
        Kind(
            "speaker",
            {"source_id": "source", "case_id": "study_case"},
            required=("source_id",),
            same=("source_id", "key"),
            together=(("case_id", "case_set"),),
        ),
        Kind("code", {"parent_id": "code"}, same=("parent_id", "key")),
        Kind("run"),
        Kind(
            "decision",
            {**_PLACE, "code_id": "code"},
            required=(*_NEEDS, "code_id"),
            same=("coder_id", "source_id", "start", "stop", "code_id", "origin"),
            together=(("start", "stop"), ("state", "score", "evidence", "run_uid", "codebook_sha256", "drawn", "at")),
        ),
        Kind(
            "coding",
            {**_PLACE, "code_id": "code", "decision_id": "decision"},
            required=(*_NEEDS, "code_id"),
            same=("source_id", "start", "stop", "code_id", "coder_id"),
            together=(("start", "stop"),),
        ),
        Kind("reading", {**_PLACE, "drawn_for": "code"}, required=_NEEDS, together=(("start", "stop"),)),
        Kind("assignment", _PLACE, required=_NEEDS, together=(("start", "stop"),)),
        Kind("revealed", _PLACE, required=_NEEDS),
        Kind(
            "value",
            {"attribute_id": "attribute", "case_id": "study_case", "speaker_id": "speaker", "source_id": "source"},
            required=("attribute_id", "case_id", "speaker_id", "source_id"),
            same=("attribute_id", "case_id", "speaker_id", "source_id"),
            together=(("attribute_id", "case_id", "speaker_id", "source_id"),),
        ),
        Kind(
            "memo",
            {**_PLACE, "code_id": "code", "coding_id": "coding", "case_id": "study_case"},
            required=("source_id", "code_id", "case_id"),
            together=(("source_id", "start", "stop", "code_id", "coding_id", "case_id"),),
        ),
    )
}
"""In the order in which rows refer to each other: what is referred to stands before."""

PLACED = ("decision", "coding", "reading", "assignment", "memo")
"""Tables whose rows have a span in a source."""

ITEMS = {"rule": ("spec", "uid"), "example": ("text", "positive", "uid")}
"""Tables whose rows are one list of a code, in order; the columns of an entry, its uid last."""


def name_column(table: str) -> str:
    """Return the column that names a row of `table`; its `key` follows from it."""
    return "label" if table == "speaker" else "name"


def groups_of(kind: Kind, columns: list[str]) -> list[tuple[str, ...]]:
    """Return the columns of a table in the groups in which they are settled."""
    grouped = {column for group in kind.together for column in group}
    return [*kind.together, *((column,) for column in columns if column not in grouped)]
