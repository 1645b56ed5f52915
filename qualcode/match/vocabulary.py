"""Which words of the corpus each word of a rule reaches: decided once per distinct word, looked up afterwards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from qualcode.language import Language
from qualcode.match.fuzzy import misspelt

Meeting: TypeAlias = Literal["exact", "root", "fuzzy"]
"""How a word is met: as written, as a form of the root, or through a typing error."""


@dataclass(frozen=True, slots=True)
class RuleWord:
    """One word of a rule (lower case) and what may stand for it."""

    text: str
    exact: bool = False
    typos: bool = True
    strike: frozenset[str] = frozenset()


class Vocabulary:
    """The distinct words of a corpus, each with the rule words that it stands for.

    Attributes
    ----------
    words : list of RuleWord
        A rule word's key is its place here.
    reached : dict of str to dict of int to Meeting
        Corpus word (lower case), and how it meets which keys.
    seen : set of str
        The corpus words that have been looked at.
    """

    def __init__(self, language: Language, refused: Collection[tuple[str, str]] = ()) -> None:
        self.words: list[RuleWord] = []
        self.reached: dict[str, dict[int, Meeting]] = {}
        self.seen: set[str] = set()
        self._language = language
        self._refused = frozenset(refused)
        self._keys: dict[RuleWord, int] = {}
        self._by_text: dict[str, list[int]] = defaultdict(list)

    def key(self, word: RuleWord) -> int:
        """Return the key of a rule word; the same word always has the same."""
        if word not in self._keys:
            self._keys[word] = len(self.words)
            self._by_text[word.text].append(len(self.words))
            self.words.append(word)
        return self._keys[word]

    def learn(self, words: Iterable[str]) -> None:
        """Find out which rule words are meant by corpus words that are new."""
        new = dict.fromkeys(word for word in words if word not in self.seen)
        self.seen.update(new)
        spelt = _by_spelling(new, self._language)
        by_root = {text: [key for key in keys if not self.words[key].exact] for text, keys in self._by_text.items()}
        reached = self._language.reach([text for text, keys in by_root.items() if keys], spelt)
        for text, keys in self._by_text.items():
            if text in new:
                self._meet(text, text, [key for key in keys if self.words[key].exact], "exact")
            for spelling in reached.get(text, ()):
                for word in spelt[spelling]:
                    self._meet(word, spelling, by_root[text], "exact" if word == text else "root")

    def learn_typos(self, words: Iterable[str], is_name: Callable[[str], bool]) -> None:
        """Find the typing errors of rule words, and of their forms in the corpus, among words met by nothing."""
        meant = self._forms_met()
        suspects = (word for word in words if word not in self.reached)
        found = misspelt(sorted(meant), sorted(suspects), self._is_real)
        for word, forms in found.items():
            for form in forms if not is_name(word) else ():
                keys = [key for key in meant[form] if (word, self.words[key].text) not in self._refused]
                self._meet(word, form, keys if (word, form) not in self._refused else [], "fuzzy")

    def frequency(self, counts: Mapping[str, int]) -> Counter[int]:
        """Return how often each rule word is met in a corpus with these counts of words."""
        found: Counter[int] = Counter()
        for word, keys in self.reached.items():
            for key in keys:
                found[key] += counts.get(word, 0)
        return found

    def met_by(self, key: int, meetings: Collection[Meeting]) -> tuple[str, ...]:
        """Return the corpus words that meet a rule word in one of these ways, in alphabetical order."""
        return tuple(sorted(word for word, keys in self.reached.items() if keys.get(key) in meetings))

    def _meet(self, word: str, spelling: str, keys: Iterable[int], meeting: Meeting) -> None:
        for key in keys:
            if not self.words[key].strike & {word, spelling}:
                self.reached.setdefault(word, {}).setdefault(key, meeting)

    def _forms_met(self) -> Mapping[str, list[int]]:
        forms: dict[str, list[int]] = defaultdict(list)
        for key, word in enumerate(self.words):
            if word.typos and not word.exact:
                forms[word.text].append(key)
        for form, keys in self.reached.items():
            tolerant = [key for key in keys if self.words[key].typos and not self.words[key].exact]
            forms[form] += [key for key in tolerant if self.words[key].text != form]
        return {form: keys for form, keys in forms.items() if keys}

    def _is_real(self, word: str) -> bool:
        return self._language.normal(word) != word or self._language.known(word)


def _by_spelling(words: Iterable[str], language: Language) -> dict[str, list[str]]:
    """Group words by what may be read in them: "nggak" also as "tidak", "kerja-sama" as "kerjasama" and its parts."""
    spelt: dict[str, list[str]] = defaultdict(list)
    for word in words:
        readings = {word, language.normal(word)}
        if "-" in word:
            readings |= {word.replace("-", ""), *word.split("-")} - {""}
        for reading in readings:
            spelt[reading].append(word)
    return spelt
