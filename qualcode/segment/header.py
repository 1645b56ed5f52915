"""The block Nama, Usia, Hari/Tanggal, Tempat … above an interview: attributes, not speech."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.dates import iso_date
from qualcode.segment.labels import BULLETS, SURE
from qualcode.segment.lines import Line
from qualcode.segment.page import Label

_BLANKS = " \t*_"
_MOST_PEOPLE = 8
"""So many people may be named above the first other entry of a block."""


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a header: lines ``first`` to ``last``, key and value as written."""

    first: int
    last: int
    key: str
    value: str


def find_fields(
    text: str, lines: Sequence[Line], found: Sequence[Label | None], accepted: Collection[int], lexicon: Lexicon
) -> list[Field]:
    """Return the header entries of a text.

    Parameters
    ----------
    found : sequence of Label or None
        What stands before a colon, one a line.
    accepted : collection of int
        Lines whose label names a speaker.
    """
    entries = _Entries(text, lines, found, lexicon)
    fields: list[Field] = []
    i, begun = 0, False
    while i < len(lines):
        end = entries.block(i, strict=begun)
        if end > i + (1 if begun else 0):
            fields += entries.fields(i, end, grow=not begun)
            i = max(end, fields[-1].last + 1)
        else:
            begun = begun or i in accepted
            i += 1
    return fields


def front_matter(text: str, lines: Sequence[Line]) -> int:
    """Return how many lines, from the first, are YAML front matter between two lines ``---``."""
    if not lines or text[lines[0].start : lines[0].end] != "---":
        return 0
    for i in range(1, min(len(lines), 60)):
        if text[lines[i].start : lines[i].end] == "---":
            return i + 1
    return 0


def front_matter_fields(text: str, lines: Sequence[Line], n: int) -> dict[str, str]:
    """Return the entries of front matter; a list is joined by semicolons."""
    entries: dict[str, str] = {}
    key = ""
    for line in lines[1 : max(1, n - 1)]:
        content = text[line.start : line.end]
        name, colon, value = content.partition(":")
        if content.startswith("-") and key:
            entries[key] = "; ".join(filter(None, [entries[key], content[1:].strip()]))
        elif colon:
            key = name.strip()
            entries[key] = value.strip().strip("\"'")
    return entries


def collected_on(header: Mapping[str, str], lexicon: Lexicon) -> str | None:
    """Return the date of the interview from header entries, as ISO date; dates of birth and founding do not count."""
    for key, value in header.items():
        words = set(bare(key).split())
        if words & lexicon.dates and not words & lexicon.other_dates:
            found = iso_date(value, lexicon.months)
            if found:
                return found
    return None


class _Entries:
    """Finds runs of entries in classified lines."""

    def __init__(self, text: str, lines: Sequence[Line], found: Sequence[Label | None], lexicon: Lexicon) -> None:
        self._text, self._lines, self._found, self._lexicon = text, lines, found, lexicon

    def block(self, i: int, *, strict: bool) -> int:
        """Return the line after the run of entries that begins at line `i`; `i` itself where none begins.

        Within an interview (`strict`) entries stand close together, one below the other.
        """
        if self._found[i] is None:
            return i
        end, keys = i, 0
        while end < len(self._lines) and (end == i or self._lines[end].gap <= (0 if strict else 1)):
            if self._is_key(end, strict=strict):
                keys += 1
            elif (not keys and end - i >= _MOST_PEOPLE) or (
                not self._is_person(end) and (strict or not keys or not self._is_other(end))
            ):
                break
            end += 1
        return end if keys else i

    def fields(self, first: int, end: int, *, grow: bool) -> list[Field]:
        """Return the entries of a run; the value of the last may go on below it (`grow`)."""
        fields: list[Field] = []
        for i in range(first, end):
            label = self._found[i]
            last = self._last_line(i) if grow and i == end - 1 else i
            if label is not None:
                fields.append(Field(i, last, label.name, self._value(label.end, i, last)))
        return fields

    def _is_key(self, i: int, *, strict: bool) -> bool:
        """Tell whether a line has a key of headers; above the first turn also one that answers use, too ("Tujuan:")."""
        label = self._found[i]
        if label is None or label.sign != ":" or self._asks(i):
            return False
        both = label.verdict.kind == "never" and label.verdict.key in self._lexicon.header
        return label.verdict.kind == "header" or (both and not strict)

    def _is_person(self, i: int) -> bool:
        """Tell an entry that names somebody ("Pewawancara : Rina") from a turn: the value looks like a name."""
        label = self._found[i]
        if label is None or label.sign != ":" or label.verdict.kind not in SURE | {"name"}:
            return False
        words = self._text[label.end : self._lines[i].end].split()
        if not 0 < len(words) <= 7 or bare(words[0]) in self._lexicon.greetings or words[-1][-1] in "?!":
            return False
        counted = words[0].isdigit() and len(words) <= 3
        return counted or all(word[0].isupper() or not word[0].isalpha() for word in words)

    def _is_other(self, i: int) -> bool:
        """Tell an entry with a key that no list knows: close below another entry, with a value."""
        label, line = self._found[i], self._lines[i]
        return (
            label is not None
            and label.sign == ":"
            and label.verdict.kind in ("name", "text", "never")
            and line.gap == 0
            and label.end < line.end
            and not self._asks(i)
        )

    def _asks(self, i: int) -> bool:
        label, line = self._found[i], self._lines[i]
        return label is not None and self._text.find("?", label.end, line.end) >= 0

    def _last_line(self, i: int) -> int:
        """Return the last line of an entry whose value goes on: bullets, or lines set in below the key."""
        while i + 1 < len(self._lines) and self._lines[i + 1].gap == 0 and self._found[i + 1] is None:
            start = self._lines[i + 1].start
            bulleted = self._text[start] in BULLETS or self._text[start : start + 2] in ("* ", "*\t")
            if not bulleted and self._text[start - 1] not in " \t":
                break
            i += 1
        return i

    def _value(self, start: int, first: int, last: int) -> str:
        value = self._text[start : self._lines[first].end].strip(_BLANKS)
        below = self._lines[first + 1 : last + 1]
        more = [self._text[line.start : line.end].strip(_BLANKS + BULLETS) for line in below]
        return "; ".join(filter(None, [value, *more]))
