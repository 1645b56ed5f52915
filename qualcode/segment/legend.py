"""The legend above a transcript: ``P: Peneliti``, ``RP1 = Responden pertama``, ``(P = Pewawancara, I = Informan)``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.labels import is_person, label_key, said_role, split_remark
from qualcode.segment.lines import Line
from qualcode.segment.shapes import Candidate

_CODE = r"[A-Z](?:\.?[A-Z]){0,3}\.?[- ]?\d{0,3}"
_PAIR = re.compile(
    rf"(?:^|(?<=[(;,:\s•*-]))(?P<code>{_CODE})[ \t]{{0,8}}(?:[:：]?[ \t]{{0,8}}=|[:：]|[-–—](?=[ \t])|\t)[ \t]{{0,8}}"
    rf"(?P<meaning>[^\W\d_][^;:=\n]{{0,70}}?)[ \t]{{0,8}}(?=$|[;)]|[,.]?[ \t]{{1,8}}{_CODE}[ \t]{{0,8}}[:=])"
)
_SEAT = re.compile(r"\((?P<code>\d{1,2}|[A-Z]{1,3})\)[ \t]*(?P<meaning>[^\W\d_][^()\n]{1,30}?)(?=[,;.]|[ \t]*\(|$)")
"""A seat and who sits there: "(1) Arman, (2) Bu Cici"."""
_BESIDE = re.compile(r"(?P<meaning>[^\W\d_]{3,20})[ \t]+\((?P<code>[^\W_]{1,4})\)")
_FIRST_LINES = 60
_REACH, _BRIEF = 400, 60
_LONGEST = 9
"""Words of a meaning."""


def find_legend(
    text: str, lines: Sequence[Line], found: Sequence[Sequence[Candidate]], lexicon: Lexicon
) -> tuple[set[int], dict[str, str]]:
    """Return the numbers of the lines that are legend, and what it says: key of a label, and the words for it.

    A line is legend if its codes recur below and what it says of them is no utterance. Words that no list knows are
    meanings, too, where a heading, an empty line below or a known word beside them tells the block from talk.
    """
    short = [line for line in lines[:_FIRST_LINES] if text[line.start] in "(•*-" or text[line.start].isupper()]
    reach = [text[line.start : min(line.end, line.start + _REACH)] for line in short]
    likely = [words for words in reach if len(words) <= _BRIEF or "=" in words or "(" in words]
    if not any(_BESIDE.search(words) or _PAIR.search(words) or _SEAT.search(words) for words in likely):
        return set(), {}
    counts = _counts(found, lexicon)
    explained = _explained(text, lines, counts, lexicon)
    block: dict[int, dict[str, str]] = {}
    seen: set[str] = set()
    for i, line in enumerate(lines[:_FIRST_LINES]):
        pairs = _pairs(text[line.start : min(line.end, line.start + _REACH)], lexicon)
        new = {key: meaning for key, meaning in pairs.items() if counts[key] > 1 or len(pairs) > 1}
        if not pairs and _is_turn(found[i], counts, lexicon):
            break
        if not new:
            continue
        if new.keys() & seen or not all(_may_be_meaning(meaning, lexicon) for meaning in pairs.values()):
            break
        block[i] = pairs
        seen |= pairs.keys()
    legend, meanings = _believed(text, lines, block, lexicon)
    return legend, {**explained, **meanings}


def _explained(text: str, lines: Sequence[Line], counts: Mapping[str, int], lexicon: Lexicon) -> dict[str, str]:
    """Return the codes in brackets behind a word for a role, wherever it stands: "Enumerator (E): Wahyu"."""
    found: dict[str, str] = {}
    for line in lines[:_FIRST_LINES]:
        for one in _BESIDE.finditer(text, line.start, min(line.end, line.start + _REACH)):
            key = label_key(one["code"], lexicon)
            if counts[key] > 1 and said_role(one["meaning"], lexicon) != "unknown":
                found.setdefault(key, one["meaning"])
    return found


def _believed(
    text: str, lines: Sequence[Line], block: Mapping[int, Mapping[str, str]], lexicon: Lexicon
) -> tuple[set[int], dict[str, str]]:
    meanings = {key: meaning for pairs in block.values() for key, meaning in pairs.items()}
    heads = {i - 1 for i in block if i and bare(text[lines[i - 1].start : lines[i - 1].end]) in lexicon.legend}
    told = sum(_is_meaning(meaning, lexicon) for meaning in meanings.values())
    set_off = bool(block) and max(block) + 1 < len(lines) and lines[max(block) + 1].gap > 0
    if len(meanings) < 2 and not heads and not told:
        return set(), {}
    if not told and not heads and not (set_off and all(len(meaning.split()) <= 5 for meaning in meanings.values())):
        return set(), {}
    return set(block) | heads, meanings


def _counts(found: Sequence[Sequence[Candidate]], lexicon: Lexicon) -> Counter[str]:
    """Count for each key the lines that begin with it, whatever sign is behind."""
    keys: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for candidates in found:
        of_line = set()
        for one in candidates:
            if len(one.name) > 12:
                continue
            if one.name not in keys:
                keys[one.name] = label_key(split_remark(one.name)[0], lexicon)
            of_line.add(keys[one.name])
        counts.update(of_line)
    return counts


def _is_turn(candidates: Sequence[Candidate], counts: Mapping[str, int], lexicon: Lexicon) -> bool:
    return any(one.shape == "colon" and counts[label_key(split_remark(one.name)[0], lexicon)] > 1 for one in candidates)


def _pairs(line: str, lexicon: Lexicon) -> dict[str, str]:
    """Return the pairs of one line."""
    pairs: dict[str, str] = {}
    seats = list(_SEAT.finditer(line))
    for pair in seats if len(seats) > 1 else _PAIR.finditer(line):
        pairs.setdefault(label_key(pair["code"].strip(), lexicon), pair["meaning"].strip(" ,."))
    return pairs


def _may_be_meaning(meaning: str, lexicon: Lexicon) -> bool:
    words = meaning.split()
    if len(meaning) < 3 or len(words) > _LONGEST or set(meaning) & set('?!"“”…'):
        return False
    return bare(words[0]) not in lexicon.greetings


def _is_meaning(meaning: str, lexicon: Lexicon) -> bool:
    return said_role(split_remark(meaning)[0], lexicon) != "unknown" or is_person(meaning, lexicon)
