"""Lines to a page: what every line is, and which labels name a speaker."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from qualcode.language.lexicon import Lexicon, bare
from qualcode.records import Row, Span, Style
from qualcode.segment.choose import Choice, Chooser, without_number
from qualcode.segment.cleaning import ends_sentence, is_page_number, is_timestamp
from qualcode.segment.closing import closing
from qualcode.segment.header import Field, entries_of, find_fields, front_matter, front_matter_fields, names_listed
from qualcode.segment.hints import NO_HINTS, Hints
from qualcode.segment.inner import cut_at_labels
from qualcode.segment.interviews import interviews
from qualcode.segment.labels import is_note_heading, label_key, split_remark
from qualcode.segment.legend import find_legend
from qualcode.segment.lines import Line, split_lines
from qualcode.segment.margin import lone_numbers, lone_times, margin_numbers, margin_strokes, without_numbers
from qualcode.segment.page import Label, LineKind, Page
from qualcode.segment.running import running_lines, system_lines
from qualcode.segment.shapes import Candidate, candidates, named_candidates, styled_candidates
from qualcode.segment.starts import paragraph_starts

_NUMBERED = re.compile(r"\(?\d{1,3}[.)-]+[ \t]*[^\d\s]")
_SECTION = re.compile(r"[^\W\d_]{3,20} (?:\d{1,2}|[IVX]{1,4})[ \t]*[:.–-]")
_LETTERED = re.compile(r"(?P<letter>[A-Z]|[IVX]{1,4})[.)][ \t]+\S")
_MARKUP = re.compile(
    r"#{1,6} |(\*\*|__)[^*_]{1,80}(\*\*|__)[ \t]*:?$|\* [^*\n]{2,60} \*$"
    r"|(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|_{3,}$|={3,}$|\+[-=+]{3,}$"
)
_RULED = re.compile(r"(?P<rule>[-–—=*~_.#])(?P=rule)+[ \t]*[^\n]{0,60}?[ \t]*(?P=rule){2,}$")
_ASIDE = re.compile(r"\[[^\[\]\n]{3,300}\]\.?$|\([^()\n]{3,300}\)\.?$")
_ASIDE_OF_ALL = re.compile(r"[^\W\d_][^\n:：.?!()\[\]]{0,24}[:：][ \t]*(?:\[[^\[\]\n]{2,60}\]|\([^()\n]{2,60}\))\.?$")
"""A name that labels nothing but a sound: "Semua: (tertawa)"."""
_TIER = re.compile(r"%[a-z]{3,5}:\s")
"""A line of the CHAT format that says what was done, not what was said: "%act: points at the window"."""
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SHORT = 70


def classify(
    text: str,
    lexicon: Lexicon,
    named: Mapping[str, str],
    *,
    lines: Sequence[Line] | None = None,
    rows: Sequence[Row] = (),
    table: Sequence[Sequence[Span]] = (),
    styles: Sequence[Style] = (),
    hints: Hints = NO_HINTS,
) -> Page:
    """Work out what every line of a text is.

    Parameters
    ----------
    named : mapping
        Keys of labels that the user named, and their names.
    lines : sequence of Line, optional
        The lines to look at, where they are not those of the text (cells of a table).
    rows, table, styles
        As in `qualcode.records.Source`.
    hints : Hints
        What the user says of how speakers are written.
    """
    lines = cut_at_labels(text, split_lines(text) if lines is None else lines)
    margin = margin_numbers(text, lines) or margin_strokes(text, lines)
    lines = without_numbers(text, lines, margin)
    matter = max(front_matter(text, lines), _above(text, lines, hints.header_lines))
    decided: dict[int, LineKind] = dict.fromkeys(range(matter), "front_matter")
    decided |= dict.fromkeys(lone_numbers(text, lines), "page_number")
    decided |= dict.fromkeys(lone_times(text, lines), "timestamp")
    decided |= dict.fromkeys(running_lines(text, lines, lexicon), "running")
    found = _candidates(text, lines, decided, styles)
    if hints.label_pattern:
        found = [tuple(named_candidates(text, line.start, line.end, hints.label_pattern)) for line in lines]
        named = {**{label_key(split_remark(one.name)[0], lexicon): "" for of_line in found for one in of_line}, **named}
    decided |= dict.fromkeys(system_lines(text, lines, found, lexicon), "system")
    legend, meanings = find_legend(text, lines, found, lexicon)
    decided |= dict.fromkeys(legend, "legend")
    found = _without(found, decided)
    entries = entries_of(text, lines, found, lexicon, {**meanings, **named}, spaced=not table)
    fields = find_fields(text, lines, entries, found, lexicon)
    decided |= {i: "header" for field in fields for i in range(field.first, field.last + 1)}
    begins = interviews(text, lines, fields, lexicon)
    decided |= {i: "heading" for i in begins if i not in decided}
    found = _without(found, decided)
    known = {**short_labels(found, lexicon), **names_listed(fields, found, lexicon), **meanings, **named}
    starts = paragraph_starts(text, lines)
    choice = Chooser(text, lines, found, starts, lexicon, known, decided, named).choose()
    decided |= dict.fromkeys(closing(text, lines, choice.labels, lexicon), "closing")
    labels = _labels(choice, len(lines))
    if explained := _explains_letters(text, lines, labels):
        decided[explained - 1], labels[explained - 1] = "legend", None
    return Page(
        text,
        lexicon,
        lines,
        _kinds(text, lines, labels, decided, lexicon),
        labels,
        starts=starts,
        choice=replace(choice, left=[i for i in choice.left if i not in decided]),
        known=known,
        header={**front_matter_fields(text, lines, matter), **_attributes(fields)},
        rows=rows,
        table=table,
        styles=styles,
        margin=margin,
        interviews=begins,
    )


def short_labels(found: Sequence[Sequence[Candidate]], lexicon: Lexicon) -> dict[str, str]:
    """Return the keys of labels that a longer one explains in brackets, "Interviewer (I)", with no words for them."""
    remarks = {split_remark(one.name)[1] for of_line in found for one in of_line if one.name.endswith((")", "]"))}
    return {label_key(remark, lexicon): "" for remark in remarks if 0 < len(remark) <= 6 and remark[0].isupper()}


def _above(text: str, lines: Sequence[Line], n: int) -> int:
    """Return how many of the lines stand within the first `n` of the text, empty ones counted too."""
    at = 0
    for _line in range(n):
        at = text.find("\n", at) + 1 or len(text)
    return sum(line.start < at for line in lines[:n])


def _candidates(
    text: str, lines: Sequence[Line], decided: Collection[int], styles: Sequence[Style]
) -> list[Sequence[Candidate]]:
    """Return for each line what may be a label at its start."""
    found: list[Sequence[Candidate]] = []
    at = 0
    for i, line in enumerate(lines):
        first = at
        while at < len(styles) and styles[at].start < line.end:
            at += 1
        of_line = () if i in decided else tuple(candidates(text, line.start, line.end))
        if at > first and i not in decided:
            of_line = (*of_line, *styled_candidates(text, line.start, line.end, styles[first:at]))
        found.append(of_line)
    return found


def _without(found: Sequence[Sequence[Candidate]], decided: Collection[int]) -> list[Sequence[Candidate]]:
    return [() if i in decided else of_line for i, of_line in enumerate(found)]


def _labels(choice: Choice, n: int) -> list[Label | None]:
    """Return the label of each line; one that was taken for a misspelt other gets its name."""
    labels: list[Label | None] = [None] * n
    for i, (one, verdict) in choice.labels.items():
        meant = choice.misspelt.get(verdict.key)
        name, verdict = choice.written[meant] if meant else (one.name, verdict)
        if choice.numbers_count:
            name = without_number(name)
        labels[i] = Label(one.start, one.end, name, verdict, one.shape, one.bullet)
    return labels


def _explains_letters(text: str, lines: Sequence[Line], labels: Sequence[Label | None]) -> int:
    """Return the number of the line, counted from 1, that explains letters above the talk: "t itu aku j kang ujang".

    It begins with one of the letters that label the turns, names them all, and an empty line is below it; else 0.
    """
    first = next((i for i, label in enumerate(labels) if label), len(labels))
    keys = {label.name for label in labels if label}
    if first + 1 >= len(lines) or not lines[first + 1].gap or not all(len(key) <= 2 for key in keys):
        return 0
    words = text[lines[first].start : lines[first].end].split()
    gaps = sum(bool(line.gap) for line in lines[first + 2 :])
    return first + 1 if keys <= set(words) and len(keys) > 1 and gaps < 0.5 * len(lines) else 0


def _attributes(fields: Sequence[Field]) -> dict[str, str]:
    """Return key and value of the entries; of two with the same key the first stays."""
    attributes: dict[str, str] = {}
    for field in fields:
        attributes.setdefault(field.key, field.value)
    return attributes


def _kinds(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    decided: Mapping[int, LineKind],
    lexicon: Lexicon,
) -> list[LineKind]:
    kinds: list[LineKind] = []
    counted = _Counting()
    capitals = _are_headings(text, lines)
    for i, line in enumerate(lines):
        if labels[i] is not None:
            kinds.append("label")
        elif i in decided:
            kinds.append(decided[i])
        else:
            kind = _kind(text, line, counted, lexicon)
            in_capitals = kind == "text" and capitals and _is_in_capitals(text, line)
            if kind == "page_number" and _is_answer(text, lines, i, labels):
                kind = "text"
            elif (kind in ("number", "text") and _heads_section(text, lines, labels, i)) or (
                in_capitals and not _interrupts(text, lines, i)
            ):
                kind = "heading"
            kinds.append(kind)
    return kinds


def _kind(text: str, line: Line, counted: _Counting, lexicon: Lexicon) -> LineKind:
    first = text[line.start]
    short = line.end - line.start <= _SHORT
    content = text[line.start : line.end] if short else ""
    if first in _NUMBER_SIGNS and short and is_page_number(content, lexicon):
        return "page_number"
    if first in _STAMP_SIGNS and short and is_timestamp(content):
        return "timestamp"
    if _NUMBERED.match(text, line.start, line.end):
        return "number"
    if first == "!" and text.startswith("![", line.start):
        return "image"
    if first in "#*_-=+" and _MARKUP.match(text, line.start, line.end):
        return "note" if is_note_heading(bare(content), lexicon) else "heading"
    if _RULED.match(text, line.start, line.end):
        return "heading"
    if first == "%" and _TIER.match(text, line.start, line.end):
        return "aside"
    if first in "[(" and _ASIDE.match(text, line.start, line.end):
        return "aside"
    if short and first.isalpha() and content[-1] in ")].]" and _ASIDE_OF_ALL.match(content):
        return "aside"
    if first.isalpha() and _heads_notes(text, line, lexicon):
        return "note"
    return _kind_of_words(content, first, counted, lexicon) if short and first.isalpha() else "text"


def _heads_section(text: str, lines: Sequence[Line], labels: Sequence[Label | None], i: int) -> bool:
    """Tell a numbered heading between turns from a numbered question: short, no sentence, a label on both sides."""
    if i + 1 >= len(lines) or labels[i + 1] is None:
        return False
    content = text[lines[i].start : lines[i].end]
    if not (_NUMBERED.match(content) or _SECTION.match(content)):
        return False
    spoken = {label.verdict.role for label in labels if label}
    told = len({label.verdict.key for label in labels if label}) > 1 and spoken != {"respondent"}
    return told and content[-1] not in ".?!,;:…" and len(content.split()) <= 6 and not _interrupts(text, lines, i)


def _are_headings(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether lines in capitals are so few that they head sections, and are no way of writing who speaks."""
    if text.isupper():
        return False
    return 0 < sum(_is_in_capitals(text, line) for line in lines) <= max(2, 0.12 * len(lines))


def _is_in_capitals(text: str, line: Line) -> bool:
    content = text[line.start : line.end]
    return (
        len(content) <= _SHORT
        and content.isupper()
        and content[-1] not in ".?!,;:…"
        and sum(map(str.isalpha, content)) > 4
    )


def _interrupts(text: str, lines: Sequence[Line], i: int) -> bool:
    """Tell whether the line before goes on in this one: it ends no sentence and no empty line is between."""
    return i > 0 and not lines[i].gap and not ends_sentence(text, lines[i - 1].end)


_NUMBER_SIGNS = frozenset("0123456789-–—|")
_STAMP_SIGNS = frozenset("0123456789[(<{#")


def _heads_notes(text: str, line: Line, lexicon: Lexicon) -> bool:
    """Tell a heading of the researcher's notes with a colon: it has several words, or the line to itself."""
    colon = text.find(":", line.start, min(line.end, line.start + _SHORT))
    if colon < 0:
        return False
    heading = bare(text[line.start : colon])
    return is_note_heading(heading, lexicon) and (" " in heading or colon + 1 == line.end)


def _kind_of_words(content: str, first: str, counted: _Counting, lexicon: Lexicon) -> LineKind:
    if content[-1].isdigit() and is_page_number(content, lexicon):
        return "page_number"
    if not first.isupper():
        return "text"
    lettered = _LETTERED.match(content)
    if lettered and counted.expects(lettered["letter"]) and content[-1] not in ".?!,;":
        return "heading"
    if content[-1] in ".?!,;:":
        return "text"
    if bare(content).startswith(lexicon.talk_titles):
        return "heading"
    return "note" if is_note_heading(bare(content), lexicon) else "text"


def _is_answer(text: str, lines: Sequence[Line], i: int, labels: Sequence[Label | None]) -> bool:
    """Tell a figure that answers a question from a page number: it is all that was said."""
    if i == 0:
        return False
    before, label = lines[i - 1], labels[i - 1]
    if label and label.end >= before.end:
        return True
    last = i + 1 == len(lines) or bool(_NUMBERED.match(text, lines[i + 1].start, lines[i + 1].end))
    return text[before.end - 1] in "?？؟" and (last or not any(labels))


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
