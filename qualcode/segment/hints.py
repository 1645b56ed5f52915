"""What a user says of how a text is written, where it is read wrong without."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hints:
    """How speakers are written.

    Attributes
    ----------
    label_pattern : re.Pattern or None
        What a label looks like at the start of a line; its group ``name``, else its first group, else all of it is the
        label. Nothing else is taken for one then.
    header_lines : int
        So many lines from the first are header, whatever they hold.
    """

    label_pattern: re.Pattern[str] | None = None
    header_lines: int = 0


NO_HINTS = Hints()
