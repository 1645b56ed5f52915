"""Lines to a page: what every line is, and which labels name a speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from qualcode.language.lexicon import Lexicon, bare
from qualcode.records import Row, Span
from qualcode.segment.cleaning import is_page_number, is_timestamp
from qualcode.segment.header import Field, find_fields, front_matter, front_matter_fields
from qualcode.segment.labels import (
    CODE_LABEL,
    COLON_LABEL,
    LONE_LABEL,
    SURE,
    Verdict,
    is_note_heading,
    judge,
    label_key,
    split_remark,
)
from qualcode.segment.legend import find_legend
from qualcode.segment.lines import Line, split_lines
from qualcode.segment.page import Label, LineKind, Page

_NUMBERED = re.compile(r"\d{1,3}[.)][ \t]*[^\d\s]")
_LETTERED = re.compile(r"(?P<letter>[A-Z]|[IVX]{1,4})[.)][ \t]+\S")
_MARKUP = re.compile(r"#{1,6} |(\*\*|__)[^*_]{1,80}(\*\*|__)[ \t]*:?$|(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|_{3,}$|={3,}$")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LONGEST_LABEL = 100
_LONGEST_LONE_LABEL = 50
_SHORT = 70
_COLONS = (":", "：")


def classify(
    text: str,
    lexicon: Lexicon,
    known: Mapping[str, str],
    *,
    lines: Sequence[Line] | None = None,
    rows: Sequence[Row] = (),
    table: Sequence[Sequence[Span]] = (),
) -> Page:
    """Work out what every line of a text is.

    Parameters
    ----------
    known : mapping
        Keys of labels that the user named, and their names.
    lines : sequence of Line, optional
        The lines to look at, where they are not those of the text (cells of a table).
    rows, table
        As in `qualcode.records.Source`.
    """
    lines = split_lines(text) if lines is None else lines
    matter = front_matter(text, lines)
    found = _candidates(text, lines, lexicon, known, matter)
    legend, meanings = find_legend(text, lines, found, lexicon)
    known = {**meanings, **known}
    found = [None if i in legend else label for i, label in enumerate(found)]
    accepted = _accept(found, known)
    fields = find_fields(text, lines, found, accepted, lexicon)
    kinds: dict[int, LineKind] = dict.fromkeys(range(matter), "front_matter")
    kinds |= dict.fromkeys(legend, "legend")
    kinds |= {i: "header" for field in fields for i in range(field.first, field.last + 1)}
    accepted -= kinds.keys()
    return Page(
        text,
        lexicon,
        lines,
        _kinds(text, lines, found, accepted, kinds, lexicon),
        [label if i in accepted else None for i, label in enumerate(found)],
        known={**people_named(fields, found, lexicon), **known},
        header={**front_matter_fields(text, lines, matter), **_attributes(fields)},
        doubtful=_doubtful(lines, found, accepted, kinds),
        rows=rows,
        table=table,
    )


def _attributes(fields: Sequence[Field]) -> dict[str, str]:
    """Return key and value of the entries; of two with the same key the first stays."""
    attributes: dict[str, str] = {}
    for field in fields:
        attributes.setdefault(field.key, field.value)
    return attributes


def _candidates(
    text: str, lines: Sequence[Line], lexicon: Lexicon, known: Mapping[str, str], first: int
) -> list[Label | None]:
    """Return what stands before a colon, or looks like a code, one a line."""
    judged: dict[str, Verdict] = {}
    candidates = [_candidate(text, line, lexicon, known, judged) for line in lines[first:]]
    return [None] * first + candidates


def _candidate(
    text: str, line: Line, lexicon: Lexicon, known: Mapping[str, str], judged: dict[str, Verdict]
) -> Label | None:
    match, sign = _match(text, line.start, line.end)
    if match is None:
        return None
    name = match["name"].rstrip(" \t*_")
    verdict = judged.get(name)
    if verdict is None:
        verdict = judged[name] = judge(name, lexicon, known)
    bullet = sign in _COLONS and bool(match["bullet"])
    return Label(line.start, match.end(), name, verdict, sign, bullet)


def _match(text: str, start: int, end: int) -> tuple[re.Match[str] | None, str]:
    """Return what may be a label at the start of a line, and the sign that ends it, as in `Label`."""
    stop = min(end, start + _LONGEST_LABEL)
    if any(text.find(colon, start, stop) >= 0 for colon in (*_COLONS, ";")):
        match = COLON_LABEL.match(text, start, end)
        if match:
            return match, match["colon"][0]
    match = CODE_LABEL.match(text, start, end) if text[start].isupper() else None
    if match is None and end - start <= _LONGEST_LONE_LABEL:
        return LONE_LABEL.match(text, start, end), "\n"
    return match, ""


def _accept(found: Sequence[Label | None], known: Mapping[str, str]) -> set[int]:
    """Return the lines whose label names a speaker."""
    colons = Counter(label.verdict.key for label in found if label and label.sign in _COLONS)
    accepted = {i for i, label in enumerate(found) if label and _names_speaker(label, colons, known)}
    accepted |= _colonless(found, known, colons)
    return accepted | _alone(found, len(accepted), known)


def _names_speaker(label: Label, colons: Mapping[str, int], known: Mapping[str, str]) -> bool:
    kind, key = label.verdict.kind, label.verdict.key
    if label.sign not in _COLONS and label.sign != ";":
        return False
    if key in known or kind in SURE:
        return label.sign != ";" or key in known or kind in ("role", "answer", "question")
    return label.sign != ";" and kind in ("initials", "name") and colons[key] >= 2


def _colonless(found: Sequence[Label | None], known: Mapping[str, str], colons: Mapping[str, int]) -> set[int]:
    """Return the lines that begin with a code without a colon: one of the legend, or codes that take turns."""
    codes = {i: label for i, label in enumerate(found) if label and label.sign == ""}
    counts = Counter(label.verdict.key for label in codes.values())
    taken = {key for key, n in counts.items() if key in known or (n >= 3 and _is_telling(key, codes))}
    asks = any(label.verdict.role in ("interviewer", "moderator") for label in codes.values())
    if not any(key in known for key in taken) and (len(taken) < 2 or not asks or colons.keys() & taken):
        taken = set()
    return {i for i, label in codes.items() if label.verdict.key in taken or ("." in label.name and _is_long(label))}


def _is_telling(key: str, codes: Mapping[int, Label]) -> bool:
    return any(
        label.verdict.role != "unknown" or label.verdict.kind == "code"
        for label in codes.values()
        if label.verdict.key == key
    )


def _is_long(label: Label) -> bool:
    """Tell a code in three pieces, "W1.P3.05", which needs no colon to be seen."""
    return label.verdict.kind == "code" and label.name.count(".") >= 2


def _alone(found: Sequence[Label | None], others: int, known: Mapping[str, str]) -> set[int]:
    """Return the lines that hold nothing but a label, if that is how the text names its speakers."""
    alone = {
        i
        for i, label in enumerate(found)
        if label and label.sign == "\n" and (label.verdict.kind in SURE or label.verdict.key in known)
    }
    return alone if len(alone) >= 3 and len(alone) > others else set()


def people_named(fields: Sequence[Field], found: Sequence[Label | None], lexicon: Lexicon) -> dict[str, str]:
    """Return the people whom the header names with a role: key of the name, and the words of the header.

    "Pewawancara : Rina (R)" explains the labels "Rina" and "R".
    """
    people: dict[str, str] = {}
    for field in fields:
        label = found[field.first]
        if label and label.verdict.kind == "role" and len(field.value.split()) <= 6:
            name, remark = split_remark(field.value)
            for one in (name, remark if len(remark) <= 4 else ""):
                if one:
                    people.setdefault(label_key(one, lexicon), f"{field.key} {field.value}")
    return people


def _doubtful(
    lines: Sequence[Line], found: Sequence[Label | None], accepted: Collection[int], kinds: Collection[int]
) -> list[int]:
    """Return lines that might begin with a label but were taken as talk: a name that occurs only once."""
    return [
        i
        for i in range(len(lines))
        if (label := found[i]) and label.sign == ":" and label.verdict.kind in ("name", "initials")
        if i not in accepted and i not in kinds and label.end < lines[i].end
    ]


def _kinds(
    text: str,
    lines: Sequence[Line],
    found: Sequence[Label | None],
    accepted: Collection[int],
    decided: Mapping[int, LineKind],
    lexicon: Lexicon,
) -> list[LineKind]:
    kinds: list[LineKind] = []
    counted = _Counting()
    for i, line in enumerate(lines):
        if i in decided:
            kinds.append(decided[i])
        elif i in accepted:
            kinds.append("label")
        else:
            label = found[i]
            kinds.append(_kind(text, line, label, counted, lexicon))
            if kinds[i] == "page_number" and _is_answer(text, lines, i, found, accepted):
                kinds[i] = "text"
    return kinds


def _kind(text: str, line: Line, label: Label | None, counted: _Counting, lexicon: Lexicon) -> LineKind:
    first = text[line.start]
    short = line.end - line.start <= _SHORT
    content = text[line.start : line.end] if short else ""
    if label and label.sign == ":" and label.verdict.kind == "note" and _heads_notes(label, line):
        return "note"
    if first in _NUMBER_SIGNS and short and is_page_number(content, lexicon):
        return "page_number"
    if first in _STAMP_SIGNS and short and is_timestamp(content):
        return "timestamp"
    if first.isdigit():
        return "number" if _NUMBERED.match(text, line.start, line.end) else "text"
    if first == "!" and text.startswith("![", line.start):
        return "image"
    if first in "#*_-=" and _MARKUP.match(text, line.start, line.end):
        return "note" if is_note_heading(bare(content), lexicon) else "heading"
    return _kind_of_words(content, first, counted, lexicon) if short and first.isalpha() else "text"


_NUMBER_SIGNS = frozenset("0123456789-–—|")
_STAMP_SIGNS = frozenset("0123456789[(<{#")


def _kind_of_words(content: str, first: str, counted: _Counting, lexicon: Lexicon) -> LineKind:
    if content[-1].isdigit() and is_page_number(content, lexicon):
        return "page_number"
    if not first.isupper():
        return "text"
    lettered = _LETTERED.match(content)
    if lettered and counted.expects(lettered["letter"]) and content[-1] not in ".?!,;":
        return "heading"
    return "note" if content[-1] not in ".?!,;:" and is_note_heading(bare(content), lexicon) else "text"


def _heads_notes(label: Label, line: Line) -> bool:
    """Tell a heading of the researcher's notes from talk: it has several words, or the line to itself."""
    return " " in label.verdict.key or label.end == line.end


def _is_answer(
    text: str, lines: Sequence[Line], i: int, found: Sequence[Label | None], accepted: Collection[int]
) -> bool:
    """Tell a figure that answers a question from a page number: it is all that was said."""
    if i == 0:
        return False
    before, label = lines[i - 1], found[i - 1]
    if i - 1 in accepted and label and label.end == before.end:
        return True
    last = i + 1 == len(lines) or bool(_NUMBERED.match(text, lines[i + 1].start, lines[i + 1].end))
    return not accepted and text[before.end - 1] == "?" and last


class _Counting:
    """Counts section letters, so that "P. Apa kabar" is no heading unless A to O came before."""

    def __init__(self) -> None:
        self._letters, self._numbers = 0, 0

    def expects(self, letter: str) -> bool:
        """Tell whether this is the next letter or Roman number, or the first again; count it if so."""
        if letter in (_ROMAN[self._numbers % len(_ROMAN)], _ROMAN[0]) and letter != chr(ord("A") + self._letters):
            self._numbers = _ROMAN.index(letter) + 1
            return True
        if letter in (chr(ord("A") + self._letters), "A"):
            self._letters = ord(letter) - ord("A") + 1
            return True
        return False
