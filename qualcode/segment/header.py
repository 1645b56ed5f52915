"""What frames a talk from above: the block Nama, Usia, Hari/Tanggal …, whatever its keys; attributes, not speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.cleaning import is_timestamp as _is_time
from qualcode.segment.dates import iso_date
from qualcode.segment.labels import Verdict, judge, label_key, split_remark
from qualcode.segment.lines import Line
from qualcode.segment.shapes import BULLETS, Candidate

_BLANKS = " \t*_"
_RULE = re.compile(r"(?P<stroke>[-–—=*_~.#])(?:[ \t]?(?P=stroke)){2,}")
_FEWEST_RULED = 3
"""Keys above a line of strokes."""
_TOP = 80
"""Lines among which the block above a talk is looked for."""
_BRACKETS = re.compile(r"[ \t]*[(\[][^()\[\]]*[)\]]")
_MOST_WORDS = 9
"""Words of a name with what stands beside it."""
_LONG = 140
"""A line without key that is longer is text: the block ends above it."""
_SPACED = re.compile(r"(?P<name>[^\W\d_][^\n:：\t]{1,30}?)(?:[ ]{2,}|[ ]*\t[ \t]*)(?=\S)")
_SMALL = frozenset(
    {"dan", "and", "bin", "binti", "th", "thn", "tahun", "years", "orang", "van", "von", "de", "da", "di", "y", "e"}
)
_ENTRY_SIGNS = ("colon", "equals", "bold", "html")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that may be an entry: key as written, its verdict, where the value begins; ``spaced`` without a colon."""

    name: str
    verdict: Verdict
    value: int
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a header: lines ``first`` to ``last``, key and value as written."""

    first: int
    last: int
    key: str
    value: str


def entries_of(
    text: str,
    lines: Sequence[Line],
    found: Sequence[Sequence[Candidate]],
    lexicon: Lexicon,
    known: Collection[str],
    *,
    spaced: bool = True,
) -> list[Entry | None]:
    """Return what may be an entry, one a line; blanks set off a key only if `spaced`."""
    verdicts: dict[str, Verdict] = {}
    entries: list[Entry | None] = [None] * len(lines)
    for i, candidates in enumerate(found):
        if i >= _TOP and not candidates:
            continue
        one = candidates[0] if candidates and candidates[0].shape in _ENTRY_SIGNS else None
        name, value = (one.name, one.end) if one else ("", 0)
        if one is None and spaced and i < _TOP:
            name, value = _by_blanks(text, lines[i])
        if not name:
            continue
        verdict = verdicts.get(name)
        if verdict is None:
            verdict = verdicts[name] = judge(name, lexicon, known)
        if i < _TOP or verdict.kind == "header":
            entries[i] = Entry(name, verdict, value, one is None)
    return entries


def _by_blanks(text: str, line: Line) -> tuple[str, int]:
    """Return what stands before several blanks and where the value begins, "" where it is a time."""
    gap = _SPACED.match(text, line.start, line.end)
    return (gap["name"], gap.end()) if gap and not _is_time(text[gap.end() : line.end]) else ("", 0)


def find_fields(
    text: str,
    lines: Sequence[Line],
    entries: Sequence[Entry | None],
    found: Sequence[Sequence[Candidate]],
    lexicon: Lexicon,
) -> list[Field]:
    """Return the header entries of a text: those above the talk, and blocks of known keys within it.

    Parameters
    ----------
    found : sequence
        What may be a label on each line: a key that recurs among them is one, rather than an entry.
    """
    names = Counter(one.name for of_line in found for one in of_line if one.shape in _ENTRY_SIGNS)
    block = _Top(text, lines, entries, _recurring(entries, names), names, lexicon)
    fields, stop = block.fields()
    return fields + list(_within(text, lines, entries, stop))


def names_listed(fields: Sequence[Field], found: Sequence[Sequence[Candidate]], lexicon: Lexicon) -> dict[str, str]:
    """Return the labels that the header explains: key, and the words of the header.

    "Pewawancara : Rina (R)" explains "Rina" and "R", "Peserta: Pak Wayan, Bu Lastri" both names; "Rina: mahasiswa,
    pewawancara" explains "Rina" if that begins lines of the talk.
    """
    people: dict[str, str] = {}
    counts = Counter(one.name for of_line in found for one in of_line if one.shape in _ENTRY_SIGNS)
    for field in fields:
        verdict = judge(field.key, lexicon)
        if counts[field.key] > 1 and verdict.kind in ("name", "person") and verdict.key:
            people.setdefault(verdict.key, field.value)
            continue
        several = [one.strip() for one in re.split(r"[,;]", field.value) if one.strip()]
        listed = bare(field.key) in lexicon.participants and len(several) > 1
        if verdict.kind not in ("role", "question", "answer") and not listed:
            continue
        for one in several if listed else [field.value]:
            if len(one.split()) <= 6:
                _explain(one, "" if listed else f"{field.key} {field.value}", people, lexicon)
    return people


def _explain(value: str, words: str, people: dict[str, str], lexicon: Lexicon) -> None:
    name, remark = split_remark(value)
    for one in (name, remark if len(remark) <= 4 else ""):
        if one and (key := label_key(one, lexicon)):
            people.setdefault(key, words or name)


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


def is_name(value: str, lexicon: Lexicon) -> bool:
    """Tell a name or a figure, "Ibu Contoh (45 th, petani)", from speech: no small words, no end of a sentence."""
    if len(value) <= _LONG:
        value = _BRACKETS.sub("", value).rstrip() or value
    words = value.split(maxsplit=_MOST_WORDS)
    if not 0 < len(words) <= _MOST_WORDS or value[-1] in "?!…" or bare(words[0]) in lexicon.greetings:
        return False
    if value[-1] == "." and len(words[-1]) > 4:
        return False
    if words[0][0].isdigit() and len(words) <= 4:
        return True
    return all(not word[0].islower() or bare(word) in _SMALL or word[0] in "([" for word in words)


def _recurring(entries: Sequence[Entry | None], names: Mapping[str, int]) -> Counter[str]:
    """Count for the keys of the top how many lines begin with them."""
    keys = {entry.name: entry.verdict.key for entry in entries[:_TOP] if entry and not entry.spaced}
    counts: Counter[str] = Counter()
    for name, key in keys.items():
        counts[key] += names[name]
    return counts


class _Top:
    """The block above the talk."""

    def __init__(
        self,
        text: str,
        lines: Sequence[Line],
        entries: Sequence[Entry | None],
        counts: Counter[str],
        names: Counter[str],
        lexicon: Lexicon,
    ) -> None:
        self._text, self._lines, self._entries, self._lexicon = text, lines, entries, lexicon
        self._counts, self._names = counts, names
        self._rule = self._ruled_off()

    def _ruled_off(self) -> int:
        """Return the line of strokes that closes a block of keys, 0 without one: whatever is above it is no talk."""
        rules = (i for i, line in enumerate(self._lines[:_TOP]) if _RULE.fullmatch(self._text, line.start, line.end))
        rule = next(rules, 0)
        entries = [entry for entry in self._entries[:rule] if entry and not entry.spaced]
        asks = any(self._is_talk(i) for i in range(rule))
        distinct = len({entry.verdict.key for entry in entries}) == len(entries)
        return rule if len(entries) >= _FEWEST_RULED and distinct and not asks else 0

    def fields(self) -> tuple[list[Field], int]:
        """Return the entries, and the line at which the talk begins."""
        taken, stop = self._entries_above()
        known = sum(self._is_key(i) for i in taken)
        people = sum(self._is_role(i) for i in taken)
        set_off = len(taken) == 1 and stop == taken[0] + 1 < len(self._lines) and self._lines[stop].gap > 0
        alone = set_off and self._counts[self._key(taken[0])] == 1 and (not people or self._introduces(taken[0]))
        if not known and len(taken) - people < 2 and people < 2 and not alone and not self._names_speaker(taken):
            return [], taken[0] if taken else stop
        fields: list[Field] = []
        for i, following in zip(taken, [*taken[1:], stop], strict=True):
            last = self._last_line(i, following)
            entry = self._entries[i]
            assert entry is not None
            fields.append(Field(i, last, entry.name, _value(self._text, self._lines, entry.value, i, last)))
        return fields, max(stop, fields[-1].last + 1) if fields else stop

    def _introduces(self, i: int) -> bool:
        """Tell an entry that says who asks, above a talk with other labels: "采访者：记者小周" above "问：", "答："."""
        others = Counter(entry.verdict.key for entry in self._entries[i + 1 :] if entry and not entry.spaced)
        entry, line = self._entries[i], self._lines[i]
        assert entry is not None
        value = self._text[entry.value : line.end].strip(_BLANKS)
        return len([key for key, n in others.items() if n > 1]) > 1 and is_name(value, self._lexicon)

    def _names_speaker(self, taken: Sequence[int]) -> bool:
        """Tell a single entry that says whose label is which: "Penanya: Mitha" above "Mitha: Cek, sejak kapan?"."""
        roles = [i for i in taken if self._is_role(i)]
        if len(roles) != 1 or self._counts[self._key(roles[0])] > 1:
            return False
        entry, line = self._entries[roles[0]], self._lines[roles[0]]
        assert entry is not None
        name = self._text[entry.value : line.end].strip(_BLANKS)
        return is_name(name, self._lexicon) and max(self._names[name], self._names[name[:1]]) > 2

    def _key(self, i: int) -> str:
        entry = self._entries[i]
        return entry.verdict.key if entry else ""

    def _entries_above(self) -> tuple[list[int], int]:
        taken: list[int] = []
        keys: set[str] = set()
        for i, line in enumerate(self._lines[:_TOP]):
            entry = self._entries[i]
            if entry is None:
                if self._is_talk(i) or (taken and self._is_far(i, taken[-1])):
                    return taken, i
                continue
            if entry.spaced and not self._is_key(i) and not self._is_role(i):
                if line.end - line.start > _LONG:
                    return taken, i
                continue
            if entry.verdict.key in keys or not self._is_entry(i):
                return taken, i
            taken.append(i)
            keys.add(entry.verdict.key)
        return taken, min(len(self._lines), _TOP)

    def _is_talk(self, i: int) -> bool:
        line = self._lines[i]
        return line.end - line.start > _LONG or self._text[line.end - 1] in "?？؟"

    def _is_far(self, i: int, last: int) -> bool:
        """Tell whether a line without key lies too far below the last entry to be its value."""
        return i - last > 6

    def _is_key(self, i: int) -> bool:
        entry = self._entries[i]
        return entry is not None and (
            entry.verdict.kind == "header"
            or (bare(entry.name) in self._lexicon.participants and self._counts[entry.verdict.key] < 2)
            or (entry.verdict.kind in ("never", "text", "name") and entry.verdict.key in self._lexicon.header)
        )

    def _is_role(self, i: int) -> bool:
        entry = self._entries[i]
        return entry is not None and entry.verdict.kind in ("role", "known", "question", "answer", "person", "code")

    def _is_entry(self, i: int) -> bool:
        """Tell an entry from a turn: what is behind the key is short and no utterance."""
        entry, line = self._entries[i], self._lines[i]
        assert entry is not None
        value = self._text[entry.value : line.end].strip(_BLANKS)
        if any(mark in value for mark in "?？؟"):
            return False
        if self._is_key(i):
            return len(value) <= 300
        if value and (i < self._rule or not value.strip("._…- ")):
            return True
        if bare(entry.name) in self._lexicon.participants and "," in value:
            return True
        if self._is_role(i) or self._counts[entry.verdict.key] > 1:
            return is_name(value, self._lexicon)
        if entry.verdict.kind == "note":
            return False
        return bool(value) and len(value) <= 100 and (value[-1] not in ".!…" or is_name(value, self._lexicon))

    def _last_line(self, i: int, following: int) -> int:
        """Return the last line of an entry whose value goes on: bullets, or lines set in below the key."""
        while i + 1 < min(len(self._lines), max(following, i + 1)) and self._lines[i + 1].gap == 0:
            if self._entries[i + 1] is not None:
                break
            start = self._lines[i + 1].start
            bulleted = self._text[start] in BULLETS or self._text[start : start + 2] in ("* ", "*\t")
            if not bulleted and self._text[start - 1] not in " \t":
                break
            i += 1
        return i


def _value(text: str, lines: Sequence[Line], start: int, first: int, last: int) -> str:
    value = text[start : lines[first].end].strip(_BLANKS)
    more = [text[line.start : line.end].strip(_BLANKS + BULLETS) for line in lines[first + 1 : last + 1]]
    return "; ".join(filter(None, [value, *more]))


def _within(text: str, lines: Sequence[Line], entries: Sequence[Entry | None], first: int) -> Iterator[Field]:
    """Yield the entries of blocks within a talk: two and more known keys one below the other, none of which asks."""
    run: list[int] = []
    for i in range(first, len(lines) + 1):
        entry = entries[i] if i < len(lines) else None
        known = entry is not None and not entry.spaced and entry.verdict.kind == "header"
        if known and "?" not in text[entry.value : lines[i].end] and (not run or lines[i].gap == 0):  # type: ignore[union-attr]
            run.append(i)
            continue
        if len(run) > 1:
            for n in run:
                key = entries[n]
                assert key is not None
                yield Field(n, n, key.name, _value(text, lines, key.value, n, n))
        run = [i] if known else []
