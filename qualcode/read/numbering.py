"""The numbers and bullets that Word shows before list paragraphs but does not store with their text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from qualcode.read.archive import Archive
from qualcode.read.markup import Attributes, value, walk
from qualcode.read.package import part_of_kind

_LEVELS = 9
_MOST_ELEMENTS = 1_000_000
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered; ``text`` is as in "%1.%2."."""

    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _List:
    """A numbering that paragraphs refer to: its levels, and the levels that begin again by themselves."""

    definition: str = ""
    restarts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Style:
    """What a paragraph style says of numbering."""

    based_on: str = ""
    number: str = ""
    level: int = 0


class Numbering:
    """Counts the list paragraphs of a document and returns what Word shows before each."""

    def __init__(self, archive: Archive, document: str) -> None:
        self._definitions: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, _Style] = {}
        self._counts: dict[str, list[int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        _Definitions(self._definitions, self._lists).read(archive, part_of_kind(archive, document, "numbering"))
        _Styles(self._styles).read(archive, part_of_kind(archive, document, "styles"))

    def marker(self, number: str, level: int | None, style: str) -> str:
        """Count a paragraph; return its number ("3.", "b)"), "-" for a bullet, or nothing.

        Parameters
        ----------
        number, level, style : what the paragraph says itself; what it does not say comes from its style.
        """
        if not number:
            number, of_style = self._of_style(style)
            level = of_style if level is None else level
        found = self._lists.get(number)
        levels = self._definitions.get(found.definition) if found else None
        if found is None or levels is None:
            return ""
        at = min(max(level or 0, 0), _LEVELS - 1)
        return _shown(levels, self._count(number, found, levels, at), at)

    def _of_style(self, style: str) -> tuple[str, int]:
        for _step in range(_LEVELS):
            known = self._styles.get(style)
            if known is None or known.number:
                break
            style = known.based_on
        return (known.number, known.level) if known else ("", 0)

    def _count(self, number: str, found: _List, levels: dict[int, Level], at: int) -> list[int]:
        counts = self._counts.setdefault(found.definition, [0] * _LEVELS)
        for i in range(at + 1):
            restart = found.restarts.get(i)
            if restart is not None and (number, i) not in self._restarted:
                self._restarted.add((number, i))
                counts[i] = restart - 1 if i == at else restart
            elif not counts[i]:
                counts[i] = levels.get(i, Level()).start - (i == at)
        counts[at] += 1
        counts[at + 1 :] = [0] * (_LEVELS - at - 1)
        return counts


def _shown(levels: dict[int, Level], counts: list[int], at: int) -> str:
    level = levels.get(at)
    if level is None or level.format == "none":
        return ""
    if level.format == "bullet":
        return "-"
    return _PLACEHOLDER.sub(
        lambda found: figure(counts[int(found[1]) - 1], levels.get(int(found[1]) - 1, Level()).format), level.text
    )


def figure(n: int, format: str) -> str:
    """Return a number as a list shows it; formats that are not known are decimal.

    Examples
    --------
    >>> figure(4, "lowerRoman"), figure(28, "upperLetter"), figure(3, "decimalZero")
    ('iv', 'BB', '03')
    """
    if format == "decimalZero":
        return f"{n:02d}"
    if format in ("lowerLetter", "upperLetter") and 0 < n <= 260:
        letters = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letters.upper() if format == "upperLetter" else letters
    if format in ("lowerRoman", "upperRoman") and 0 < n < 4000:
        return _roman(n).upper() if format == "upperRoman" else _roman(n)
    return str(n)


def _roman(n: int) -> str:
    letters = ""
    for unit, letter in _ROMAN:
        letters += letter * (n // unit)
        n %= unit
    return letters


def whole(text: str, default: int = 0) -> int:
    """Return a small number that is written in an attribute, else `default`."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else default


class _Part:
    """A reader of one part that is nothing but attributes."""

    starts: dict[str, Callable[[Attributes], bool | None]]

    def read(self, archive: Archive, part: str | None) -> None:
        if part is not None:
            for _piece in walk(archive.pieces(part), part, self.starts, {}, lambda _data: None, most=_MOST_ELEMENTS):
                pass


class _Definitions(_Part):
    """Reads numbering.xml: definitions (abstractNum) with levels, and lists (num) that use them."""

    def __init__(self, definitions: dict[str, dict[int, Level]], lists: dict[str, _List]) -> None:
        self._definitions, self._lists = definitions, lists
        self._levels: dict[int, Level] = {}
        self._level = Level()
        self._list = _List()
        self._at = 0
        self.starts = {
            "w:abstractNum": self._definition,
            "w:lvl": self._begin_level,
            "w:start": self._start,
            "w:numFmt": self._format,
            "w:lvlText": self._text,
            "w:num": self._begin_list,
            "w:abstractNumId": self._uses,
            "w:lvlOverride": self._override,
            "w:startOverride": self._restart,
        }

    def _definition(self, attributes: Attributes) -> None:
        self._levels = self._definitions[_named(attributes, "abstractNumId")] = {}

    def _begin_level(self, attributes: Attributes) -> None:
        self._level = self._levels[whole(_named(attributes, "ilvl"))] = Level()

    def _start(self, attributes: Attributes) -> None:
        self._level.start = whole(value(attributes), 1)

    def _format(self, attributes: Attributes) -> None:
        self._level.format = value(attributes)

    def _text(self, attributes: Attributes) -> None:
        self._level.text = value(attributes)[:100]

    def _begin_list(self, attributes: Attributes) -> None:
        self._list = self._lists[_named(attributes, "numId")] = _List()
        self._levels = {}

    def _uses(self, attributes: Attributes) -> None:
        self._list.definition = value(attributes)

    def _override(self, attributes: Attributes) -> None:
        self._at = whole(_named(attributes, "ilvl"))

    def _restart(self, attributes: Attributes) -> None:
        self._list.restarts[self._at] = whole(value(attributes), 1)


class _Styles(_Part):
    """Reads styles.xml: which paragraph styles are numbered."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self._styles = styles
        self._style = _Style()
        self.starts = {
            "w:style": self._begin,
            "w:basedOn": self._based_on,
            "w:numId": self._number,
            "w:ilvl": self._level,
        }

    def _begin(self, attributes: Attributes) -> None:
        self._style = self._styles[_named(attributes, "styleId")] = _Style()

    def _based_on(self, attributes: Attributes) -> None:
        self._style.based_on = value(attributes)

    def _number(self, attributes: Attributes) -> None:
        self._style.number = value(attributes)

    def _level(self, attributes: Attributes) -> None:
        self._style.level = whole(value(attributes))


def _named(attributes: Attributes, name: str) -> str:
    from qualcode.read.markup import full_names

    return next((attributes[full] for full in full_names(f"w:{name}") if full in attributes), "")
