"""Indonesian, as it is written and as it is spoken in Palembang and elsewhere: our own rules, measured."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property

from qualcode.language import affixes, roots
from qualcode.language.accents import fold
from qualcode.language.sentences import Abbreviations, cut_long, sentences, whole_words
from qualcode.language.wordlists import word_list, words_of
from qualcode.records import Span

SHORTEST_ROOT = 4
"""Letters of a root that takes affixes; a shorter one ("ibu") is met as a whole word only."""

_TOKEN = re.compile(
    r"(?:[Rr][Pp]\.?)?\d+(?:[.,/:]\d+)+"  # 1.500.000, Rp.2.000, 12/05/2020, 08.30
    r"|[^\W\d_](?:[./][^\W\d_]{1,4})+(?!\w)"  # s/d, a.n, S.Sos, M.Si
    r"|\w+(?:[-'’]\w+)*"  # anak-anak, di-monitor, Jum'at; "kan.terus" and "ibu/bapak" are two words
)
_LENGTHENED = re.compile(r"(\w)\1{2,}")


class Indonesian:
    """The `Language` of Indonesian text: formal, colloquial, and Palembang Malay words in it."""

    code = "id"

    @cached_property
    def negators(self) -> frozenset[str]:
        """The words that turn a statement around, in normal form."""
        return words_of("negators", self.code)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """Function words and fillers, negators not among them; for features, never for matching."""
        return frozenset().union(*map(frozenset, word_list(f"stop_words_{self.code}").values()))

    def tokens(self, text: str) -> list[Span]:
        """Return the words of `text` in order; reduplications, amounts and degrees are one word."""
        return [found.span() for found in _TOKEN.finditer(text)]

    def sentences(self, text: str) -> list[Span]:
        """Return the sentences of `text` in order; long talk without punctuation is cut where clauses open."""
        tokens = self.tokens(text)
        found = whole_words(sentences(text, self._abbreviations), tokens)
        return cut_long(found, tokens, text, self._openers)

    def normal(self, word: str) -> str:
        """Return `word` in lower case, its spoken or short form replaced ("nggak", "tdk": "tidak")."""
        word = word.lower()
        if word in self._normal:
            return self._normal[word]
        word = _LENGTHENED.sub(r"\1", word) if not word.isdigit() else word
        return self._normal.get(word, word)

    def reach(self, wanted: Collection[str], words: Collection[str]) -> dict[str, set[str]]:
        """Return for each root those of `words` (lower case) that are forms of it; a listed root of its own is none.

        Accents do not count: "témpé" is "tempe".
        """
        spelt: dict[str, list[str]] = defaultdict(list)
        for word in words:
            spelt[fold(word)].append(word)
        lines = "\n" + "\n".join(spelt) + "\n"
        return {root: {word for form in _reached(fold(root), lines) for word in spelt[form]} for root in wanted}

    def known(self, word: str) -> bool:
        """Tell whether `word` (lower case) is a spoken form that we list, or its stem a listed root."""
        return word in self._normal or roots.has_root(fold(word))

    @cached_property
    def _abbreviations(self) -> Abbreviations:
        return Abbreviations(*(words_of("abbreviations_id", key) for key in ("opening", "closing", "domains")))

    @cached_property
    def _openers(self) -> frozenset[str]:
        return words_of("breaks", self.code)

    @cached_property
    def _normal(self) -> dict[str, str]:
        tables = word_list(f"normal_{self.code}").values()
        return {spoken: normal for table in tables for normal, spoken_forms in table.items() for spoken in spoken_forms}


def _reached(root: str, lines: str) -> set[str]:
    if len(root) < SHORTEST_ROOT:
        return {root} if f"\n{root}\n" in lines else set()
    return {word for heard in affixes.spellings(root) for word in _forms(root, heard, lines)}


def _forms(root: str, heard: str, lines: str) -> Iterator[str]:
    """Yield the words of `lines` that the affixes make of a root as `heard`; its tail finds the candidates."""
    tail, at = heard[1:], 0
    while (at := lines.find(tail, at)) >= 0:
        start, end = lines.rfind("\n", 0, at) + 1, lines.index("\n", at)
        word = lines[start:end]
        if affixes.is_form(word, heard) and not _is_another(word, root, tail):
            yield word
        at = end


def _is_another(word: str, root: str, tail: str) -> bool:
    """Tell "kepala" from "pala" and "sendirian" from "diri": a root of its own holds the tail, and begins otherwise."""
    own = (left for left in affixes.stripped(word) if tail in left and left in roots.roots())
    return any(not left.startswith(root) for left in own)
