"""What a merge did, or would do: counts by kind, and a line for everything that needed settling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["conflict", "removed", "kept", "refused", "renamed", "erased"]


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the rows of the other file, of one kind.

    ``incoming`` is ``added`` + ``present`` (already here) + ``removed`` (stay out, their own coder removed them here)
    + ``refused`` (have no place here). ``changed`` and ``gone`` count rows of this file.
    """

    kind: str
    incoming: int
    added: int
    present: int
    removed: int
    refused: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Item:
    """Something that the two files say differently, and how that is settled.

    ``what`` names the row, ``field`` its column; ``here`` and ``there`` are the two values.
    """

    kind: str
    what: str
    outcome: Outcome
    field: str = ""
    here: str = ""
    there: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of a merge.

    Attributes
    ----------
    base : str or None
        When the two files were last the same (UTC), None if they have no change in common.
    same_study : bool
        Whether both are copies of one project.
    """

    counts: Sequence[Count]
    items: Sequence[Item]
    base: str | None
    same_study: bool

    def count(self, kind: str) -> Count:
        """Return the counts of one kind."""
        return next(count for count in self.counts if count.kind == kind)
