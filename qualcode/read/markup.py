"""XML read as a stream of events: no document type, no entity, no tree, so that no file can fill the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from xml.parsers import expat

from qualcode.errors import ReadError
from qualcode.messages import _

Attributes = Mapping[str, str]
Start = Callable[[Attributes], bool | None]
"""Called where an element begins; True leaves the element out, with all that is in it."""
End = Callable[[], None]

MOST_SMALL = 1_000_000
LONGEST_TAG = 10_000_000

_OPEN_XML = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_SPACES: dict[str, tuple[str, ...]] = {
    "w": (f"{_OPEN_XML}/wordprocessingml/2006/main", f"{_STRICT}/wordprocessingml/main"),
    "x": (f"{_OPEN_XML}/spreadsheetml/2006/main", f"{_STRICT}/spreadsheetml/main"),
    "r": (f"{_OPEN_XML}/officeDocument/2006/relationships", f"{_STRICT}/officeDocument/relationships"),
    "m": (f"{_OPEN_XML}/officeDocument/2006/math", f"{_STRICT}/officeDocument/math"),
    "a": (f"{_OPEN_XML}/drawingml/2006/main", f"{_STRICT}/drawingml/main"),
    "c": (f"{_OPEN_XML}/drawingml/2006/chart", f"{_STRICT}/drawingml/chart"),
    "dgm": (f"{_OPEN_XML}/drawingml/2006/diagram", f"{_STRICT}/drawingml/diagram"),
    "rel": (f"{_OPEN_XML}/package/2006/relationships",),
    "mc": (f"{_OPEN_XML}/markup-compatibility/2006",),
    "v": ("urn:schemas-microsoft-com:vml",),
}


@cache
def full_names(name: str) -> tuple[str, ...]:
    """Return the names with namespace that a short one such as "w:p" stands for."""
    prefix, _colon, local = name.partition(":")
    return tuple(f"{space} {local}" for space in _SPACES[prefix])


def attribute(attributes: Attributes, name: str) -> str:
    """Return the attribute of a short name such as "w:val", or nothing."""
    return next((attributes[full] for full in full_names(name) if full in attributes), "")


def nothing(_data: str) -> None:
    """Take no notice of text."""


def read_through(pieces: Iterable[bytes], part: str, starts: Mapping[str, Start]) -> None:
    """Read a small part that is nothing but attributes; see `walk`."""
    for _piece in walk(pieces, part, starts, {}, nothing, most=MOST_SMALL):
        pass


def walk(
    pieces: Iterable[bytes],
    part: str,
    starts: Mapping[str, Start],
    ends: Mapping[str, End],
    text: Callable[[str], None],
    *,
    most: int,
) -> Iterator[None]:
    """Read XML piece by piece and call what belongs to each element by its short name; yields after each piece.

    Parameters
    ----------
    part : str
        What errors call it.
    most : int
        Elements after which it is refused.

    Raises
    ------
    ReadError
        If it is damaged, has a document type or entities, or is too large.
    """
    walker = _Walker(starts, ends, text, part, most)
    try:
        for piece in pieces:
            walker.feed(piece)
            yield
        walker.feed(b"", last=True)
        yield
    except expat.ExpatError as error:
        raise ReadError(
            _("{part} in it is damaged (line {line}). Open it in its program and save it again.").format(
                part=part, line=error.lineno
            )
        ) from None


class _Walker:
    def __init__(
        self, starts: Mapping[str, Start], ends: Mapping[str, End], text: Callable[[str], None], part: str, most: int
    ) -> None:
        self._starts = {full: start for name, start in starts.items() for full in full_names(name)}
        self._ends = {full: end for name, end in ends.items() for full in full_names(name)}
        self._text, self._part, self._left = text, part, most
        self._skipping = 0
        self._fed = 0
        self._parser: Any = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        self._parser.Parse(piece, last)
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > LONGEST_TAG:
            raise ReadError(_("{part} in it holds a tag of more than 10 MB.").format(part=self._part))

    def _refuse(self, *_declaration: object) -> None:
        raise ReadError(
            _("{part} in it declares a document type or entities, which no Word or Excel file does.").format(
                part=self._part
            )
        )

    def _start(self, name: str, attributes: Attributes) -> None:
        self._left -= 1
        if self._left < 0:
            raise ReadError(_("{part} in it holds too many elements. Split the file.").format(part=self._part))
        if self._skipping:
            self._skipping += 1
            return
        start = self._starts.get(name)
        if start is not None and start(attributes):
            self._skipping = 1

    def _end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        end = self._ends.get(name)
        if end is not None:
            end()

    def _data(self, data: str) -> None:
        if not self._skipping:
            self._text(data)
