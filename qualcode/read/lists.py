"""How a Word document defines its lists: the levels of each, and the paragraph styles that are numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qualcode.read.archive import Archive
from qualcode.read.markup import Attributes, Start, attribute, read_through
from qualcode.read.package import part_of_kind

LEVELS = 9
_LONGEST_TEXT = 100
_SMALL_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered; ``text`` is as in "%1.%2."."""

    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class NumberedList:
    """A list that paragraphs refer to: its definition, and the levels that begin at a number of their own."""

    definition: str = ""
    restarts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Style:
    based_on: str = ""
    number: str = ""
    level: int = 0


@dataclass(slots=True)
class Lists:
    """Definitions (levels by number) and lists by id, and what styles say of numbering."""

    definitions: dict[str, dict[int, Level]] = field(default_factory=dict)
    numbered: dict[str, NumberedList] = field(default_factory=dict)
    styles: dict[str, _Style] = field(default_factory=dict)

    def of_style(self, style: str) -> tuple[str, int]:
        """Return the id of the list and the level that a paragraph style gives, by itself or by its parents."""
        for _step in range(LEVELS):
            known = self.styles.get(style)
            if known is None:
                break
            if known.number:
                return known.number, known.level
            style = known.based_on
        return "", 0


def read_lists(archive: Archive, document: str) -> Lists:
    """Read the parts that define the lists of a document."""
    lists = Lists()
    for kind, starts in (("numbering", _numbering(lists)), ("styles", _styles(lists))):
        part = part_of_kind(archive, document, kind)
        if part is not None:
            read_through(archive.pieces(part), part, starts)
    return lists


def small_number(text: str, default: int = 0) -> int:
    """Return a number below a million as it is written in an attribute, else `default`."""
    return int(text) if _SMALL_NUMBER.fullmatch(text) else default


def _numbering(lists: Lists) -> dict[str, Start]:
    levels: dict[int, Level] = {}
    level = Level()
    one = NumberedList()
    at = 0

    def definition(attributes: Attributes) -> None:
        nonlocal levels
        levels = lists.definitions[attribute(attributes, "w:abstractNumId")] = {}

    def level_of(attributes: Attributes) -> None:
        nonlocal level
        level = levels[small_number(attribute(attributes, "w:ilvl"))] = Level()

    def start(attributes: Attributes) -> None:
        level.start = small_number(attribute(attributes, "w:val"), 1)

    def format(attributes: Attributes) -> None:
        level.format = attribute(attributes, "w:val")

    def text(attributes: Attributes) -> None:
        level.text = attribute(attributes, "w:val")[:_LONGEST_TEXT]

    def numbered(attributes: Attributes) -> None:
        nonlocal one, levels
        one = lists.numbered[attribute(attributes, "w:numId")] = NumberedList()
        levels = {}

    def uses(attributes: Attributes) -> None:
        one.definition = attribute(attributes, "w:val")

    def override(attributes: Attributes) -> None:
        nonlocal at
        at = small_number(attribute(attributes, "w:ilvl"))

    def restart(attributes: Attributes) -> None:
        one.restarts[at] = small_number(attribute(attributes, "w:val"), 1)

    return {
        "w:abstractNum": definition,
        "w:lvl": level_of,
        "w:start": start,
        "w:numFmt": format,
        "w:lvlText": text,
        "w:num": numbered,
        "w:abstractNumId": uses,
        "w:lvlOverride": override,
        "w:startOverride": restart,
    }


def _styles(lists: Lists) -> dict[str, Start]:
    style = _Style()

    def begin(attributes: Attributes) -> None:
        nonlocal style
        style = lists.styles[attribute(attributes, "w:styleId")] = _Style()

    def based_on(attributes: Attributes) -> None:
        style.based_on = attribute(attributes, "w:val")

    def number(attributes: Attributes) -> None:
        style.number = attribute(attributes, "w:val")

    def level(attributes: Attributes) -> None:
        style.level = small_number(attribute(attributes, "w:val"))

    return {"w:style": begin, "w:basedOn": based_on, "w:numId": number, "w:ilvl": level}
