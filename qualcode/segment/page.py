"""A text as recognisers see it: every line and what it is, worked out once and shared by all layouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from qualcode.language.lexicon import Lexicon
from qualcode.records import Row, Span
from qualcode.segment.labels import Verdict
from qualcode.segment.lines import Line

LineKind = Literal[
    "label",
    "header",
    "legend",
    "front_matter",
    "image",
    "page_number",
    "timestamp",
    "note",
    "heading",
    "number",
    "text",
]


@dataclass(frozen=True, slots=True)
class Label:
    """A label where it stands: the span up to its colon, and what the grammar makes of it.

    Attributes
    ----------
    name : str
        As written, without bullet, time and colon.
    sign : str
        What ends it: ":" or ";", nothing for a code without a colon, a line end for one with a line to itself.
    bullet : bool
        Whether a bullet stands before it.
    """

    start: int
    end: int
    name: str
    verdict: Verdict
    sign: str = ":"
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A source's text with its lines classified.

    Attributes
    ----------
    kinds, labels : sequence
        One a line: what it is, and the label that it begins with, if it names a speaker.
    known : mapping
        Key of a label that the user, a legend or the header names, and the words for it.
    header : mapping
        Attributes of the header, as written.
    doubtful : sequence of int
        Lines that might begin with a label, but were taken as talk.
    """

    text: str
    lexicon: Lexicon
    lines: Sequence[Line]
    kinds: Sequence[LineKind]
    labels: Sequence[Label | None]
    known: Mapping[str, str] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)
    doubtful: Sequence[int] = ()
    rows: Sequence[Row] = ()
    table: Sequence[Sequence[Span]] = ()

    def line_text(self, i: int) -> str:
        """Return line `i` without the blanks around it."""
        return self.text[self.lines[i].start : self.lines[i].end]

    def spoken(self) -> list[Label]:
        """Return the labels that name a speaker, in order."""
        return [label for label in self.labels if label is not None]

    def speakers(self) -> Counter[str]:
        """Count how often each speaker's label occurs, by key."""
        return Counter(label.verdict.key for label in self.spoken())
