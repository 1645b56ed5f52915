"""What a document is made of; no block knows how it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHADES = 5
"""How many steps of shade a cell of a heat map may have."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the document has level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `soft` is for explanations that may be passed over."""

    text: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """Names and what is said of each."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of numbers: its parts, each with a word that qualifies it (or ""), and a shade 0..`SHADES`."""

    parts: Sequence[tuple[str, str]]
    shade: int = 0

    @property
    def text(self) -> str:
        """The parts in one line."""
        return ", ".join(f"{text} ({word})" if word else text for text, word in self.parts)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: what it is called, its cells, and how deep it stands below a row above (0 = not)."""

    label: str
    cells: Sequence[str | Cell]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what it shows, a header over label and cells, rows, and a last row of sums or sizes."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Row]
    last: Row | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that is drawn when it is written, with what it shows in words for who cannot see it."""

    draw: Callable[[], Figure]
    alternative: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of a person, and who said them where."""

    text: str
    cited: str


Block = Heading | Paragraph | Bullets | Terms | Grid | Picture | Quotation


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks under a title, in the language of messages at the time they were made.

    Attributes
    ----------
    at : str
        The time that the file says it is of (ISO), taken from the project, so that bytes do not depend on the clock.
    """

    title: str
    language: str
    at: str
    blocks: Sequence[Block]
