"""The legend above a transcript: ``P: Peneliti``, ``RP1 = Responden pertama``, ``(P = Pewawancara, I = Informan)``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.labels import is_person, label_key, said_role, split_remark
from qualcode.segment.lines import Line
from qualcode.segment.page import Label

_PAIR = re.compile(
    r"(?:^|(?<=[(;,:\s]))(?P<code>[A-Z]{1,4}[-. ]?\d{0,3})[ \t]{0,8}(?:[:=]|[-–—](?=[ \t]))[ \t]{0,8}"
    r"(?P<meaning>[^\W\d_][^;:=\n]{0,70}?)[ \t]{0,8}(?=$|[;)]|,?[ \t]{1,8}[A-Z]{1,4}[-. ]?\d{0,3}[ \t]{0,8}[:=])"
)
_FIRST_LINES = 60


def find_legend(
    text: str, lines: Sequence[Line], found: Sequence[Label | None], lexicon: Lexicon
) -> tuple[set[int], dict[str, str]]:
    """Return the numbers of the lines that are legend, and what it says: key of a label, and the words for it.

    The legend ends where the first turn begins.
    """
    numbers: set[int] = set()
    meanings: dict[str, str] = {}
    for i, line in enumerate(lines[:_FIRST_LINES]):
        pairs = _pairs(text[line.start : min(line.end, line.start + 400)], meanings, lexicon)
        if pairs:
            numbers |= {i - 1, i} if i and bare(text[lines[i - 1].start : lines[i - 1].end]) in lexicon.legend else {i}
            meanings.update(pairs)
        elif _is_turn(found[i]):
            break
    return numbers, meanings


def _is_turn(label: Label | None) -> bool:
    return label is not None and label.sign == ":" and label.verdict.kind in ("code", "initials", "role", "answer")


def _pairs(line: str, before: Mapping[str, str], lexicon: Lexicon) -> dict[str, str]:
    """Return the pairs of one line, if all of its meanings are speakers and none was explained before."""
    pairs: dict[str, str] = {}
    for pair in _PAIR.finditer(line):
        key, meaning = label_key(pair["code"].strip(), lexicon), pair["meaning"].strip(" ,.")
        if key in before or key in pairs or not _is_meaning(meaning, lexicon):
            return {}
        pairs[key] = meaning
    return pairs


def _is_meaning(meaning: str, lexicon: Lexicon) -> bool:
    words = meaning.split()
    if len(meaning) < 3 or len(words) > 9 or set(meaning) & set('?!"“”') or bare(words[0]) in lexicon.greetings:
        return False
    return said_role(split_remark(meaning)[0], lexicon) != "unknown" or is_person(meaning, lexicon)
