"""A text as its readings see it: every line and what it is, worked out once and shared by all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from qualcode.language.lexicon import Lexicon
from qualcode.records import Row, Span, Style
from qualcode.segment.choose import NOTHING, Choice
from qualcode.segment.labels import Verdict
from qualcode.segment.lines import Line
from qualcode.segment.marks import Mark

LineKind = Literal[
    "label",
    "header",
    "legend",
    "front_matter",
    "image",
    "page_number",
    "running",
    "system",
    "closing",
    "timestamp",
    "note",
    "aside",
    "heading",
    "number",
    "text",
]


@dataclass(frozen=True, slots=True)
class Label:
    """A label where it stands: the span up to where the words begin, and what is known of it.

    Attributes
    ----------
    name : str
        As written, without bullet, time and sign; of a misspelt one, how it is written elsewhere.
    shape : str
        What sets it off, a name in `qualcode.segment.shapes.SHAPES`.
    bullet : bool
        Whether a bullet stands before it.
    """

    start: int
    end: int
    name: str
    verdict: Verdict
    shape: str = "colon"
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A source's text with its lines classified.

    Attributes
    ----------
    kinds, labels, starts : sequence
        One a line: what it is, the label that it begins with if one, whether a paragraph may begin there.
    choice : Choice
        How the labels were chosen.
    known : mapping
        Key of a label that the user, a legend or the header names, and the words for it.
    header : mapping
        Attributes of the header, as written.
    styles : sequence of Style
        What is bold, a heading and the like, in order.
    margin : sequence of Mark
        Numbers that count the lines.
    interviews : sequence of int
        Lines at which interviews begin, where there are several.
    """

    text: str
    lexicon: Lexicon
    lines: Sequence[Line]
    kinds: Sequence[LineKind]
    labels: Sequence[Label | None]
    starts: Sequence[bool] = ()
    choice: Choice = NOTHING
    known: Mapping[str, str] = field(default_factory=dict)
    header: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Row] = ()
    table: Sequence[Sequence[Span]] = ()
    styles: Sequence[Style] = ()
    margin: Sequence[Mark] = ()
    interviews: Sequence[int] = ()

    def line_text(self, i: int) -> str:
        """Return line `i` without the blanks around it."""
        return self.text[self.lines[i].start : self.lines[i].end]

    def spoken(self) -> list[Label]:
        """Return the labels that name a speaker, in order."""
        return [label for label in self.labels if label is not None]
