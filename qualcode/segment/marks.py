"""What a layout finds in a text: marks; the text between marks is speech."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.records import PartKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that is no speech, or (with a `speaker`) the place where somebody begins to speak.

    Attributes
    ----------
    kind, rule
        As in `qualcode.records.Part`.
    speaker : str or None
        What to call the one who speaks from ``end`` on, as written; a mark may be empty (``start == end``) only to say
        so. The empty string is somebody without a name.
    """

    start: int
    end: int
    kind: PartKind
    rule: str
    speaker: str | None = None
