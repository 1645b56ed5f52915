"""Which labels name the speakers of a document: the best set of each shape, of all shapes the best."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.cleaning import ends_sentence
from qualcode.segment.labels import Verdict, judge, split_remark
from qualcode.segment.lines import Line
from qualcode.segment.score import Opening, SetScore, judge_set, weigh
from qualcode.segment.shapes import SHAPES, Candidate, after_lead
from qualcode.segment.spellings import misspelt, same_speakers
from qualcode.segment.voices import FIGURES, Voice, figures, stem

_SURE_ALONE = ("known", "role", "question", "answer", "person", "code")
_NO_SIGN = ("code", "capitals", "lone", "dot", "heading")
_WORDS_TOO = frozenset({"a", "i", "o", "e", "y", "u", "à", "è", "é"})
"""Single letters that are words: without a sign behind they are never taken for a label."""
_WORDS = re.compile(r"[^\n:：;|]+")
_QUESTION = re.compile("[?？؟]")
_BLANK = re.compile(r"[ \t]+")
_LONGEST_REST = 40
_NEARLY_ALL = 0.7
"""Share of lines with a label from which a rare name is taken for one more."""
_NEAR = 0.1
"""Scores that differ by less say that two shapes explain a document about as well."""
_PART, _FEWEST_OF_PART = 0.2, 4
"""Share of the lines, and lines, of a part without labels in which others are looked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The labels of a document.

    Attributes
    ----------
    shape : str
        Name of their shape, "" where no set explains the document.
    labels : mapping
        Number of a line, and the label that it begins with.
    misspelt : mapping
        Key of a label that was taken for another, and the key of that.
    written : mapping
        Key of a label, how it is written where it first occurs, and what words say of it.
    left : sequence of int
        Lines that begin like a label that recurs or has the shape of those taken, but were read as talk.
    scores : mapping
        Name of each shape that could be, and its score.
    numbers_count : bool
        Whether the numbers in labels count questions, not speakers: "T1", "J1", "T2", "J2".
    """

    shape: str
    score: SetScore
    labels: Mapping[int, tuple[Candidate, Verdict]] = field(default_factory=dict)
    misspelt: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, tuple[str, Verdict]] = field(default_factory=dict)
    left: Sequence[int] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    numbers_count: bool = False


NOTHING = Choice("", judge_set((), 0, shape=0.0))
"""No labels."""


class Chooser:
    """Chooses among the candidates of a document.

    Parameters
    ----------
    found : sequence
        For each line what may be a label at its start; empty for a line that is none.
    known : mapping
        Keys of labels that user, legend or header name.
    starts : sequence of bool
        For each line whether something new may begin there.
    decided : collection of int
        Lines that are known to be no talk.
    named : collection of str
        Those of the known keys that the user names.
    """

    def __init__(
        self,
        text: str,
        lines: Sequence[Line],
        found: Sequence[Sequence[Candidate]],
        starts: Sequence[bool],
        lexicon: Lexicon,
        known: Mapping[str, str],
        decided: Collection[int] = (),
        named: Collection[str] = (),
    ) -> None:
        self._text, self._lines, self._found, self._lexicon, self._known = text, lines, found, lexicon, known
        self._starts, self._decided = starts, decided
        self._verdicts: dict[str, Verdict] = {}
        self._asks: dict[int, bool] = {}
        self._numbers_count = False
        self._named_by_user = frozenset(named)

    def choose(self) -> Choice:
        """Return the labels that explain the document best, those of a part that somebody else typed too."""
        choice = self.choose_one_way()
        labels, renamed = self._with_other_part(choice.labels)
        left = [i for i in choice.left if i not in labels]
        return replace(choice, labels=labels, misspelt={**choice.misspelt, **renamed}, left=left)

    def choose_one_way(self) -> Choice:
        """Return the labels that explain the document best, all in one way of writing."""
        voices = self._voices()
        if any(_count_questions(found, self._line_asks) for found in voices.values()):
            self._numbers_count = True
            self._verdicts.clear()
            voices = self._voices()
        sets = {shape: self._best_set(shape, found) for shape, found in voices.items()}
        scores = {shape: self._score(shape, accepted) for shape, accepted in sets.items() if accepted}
        scores = {shape: one for shape, one in scores.items() if one.explains or self._named(sets[shape])}
        if not scores:
            return replace(NOTHING, left=self._left(voices, {}))
        best = _best(sets, scores)
        signed = {
            key: voice for shape, found in voices.items() if shape not in _NO_SIGN for key, voice in found.items()
        }
        renamed = misspelt(sets[best], {**signed, **voices[best]})
        labels = self._labels(best, {*sets[best], *renamed, *self._explained(voices[best], sets[best])})
        left = self._left({best: voices[best]}, labels, all_short=scores[best].parts["covering"] >= _NEARLY_ALL)
        written = {key: (self.written(voice.name), voice.verdict) for key, voice in sets[best].items()}
        ranked = {name: one.score for name, one in scores.items()}
        return Choice(best, scores[best], labels, renamed, written, left, ranked, self._numbers_count)

    def _with_other_part(
        self, labels: Mapping[int, tuple[Candidate, Verdict]]
    ) -> tuple[Mapping[int, tuple[Candidate, Verdict]], dict[str, str]]:
        """Add the labels of a part above or below that somebody else typed, "Lestari:" in one and "L-" in the other.

        Returns
        -------
        labels : dict
        renamed : dict
            Key of each label of that part, and the key of the same speaker in the other.
        """
        n = len(self._lines)
        for part in (range(min(labels, default=0)), range(max(labels, default=n) + 1, n)):
            if len(part) < max(_FEWEST_OF_PART, _PART * n):
                continue
            found = [of_line if i in part else () for i, of_line in enumerate(self._found[: part.stop])]
            if not any(found):
                continue
            lines, starts = self._lines[: part.stop], self._starts[: part.stop]
            other = Chooser(self._text, lines, found, starts, self._lexicon, self._known).choose_one_way()
            renamed = same_speakers(other.written, {verdict.key for _one, verdict in labels.values()})
            if renamed and other.score.parts["recurring"] == 1 and other.score.parts["covering"] >= _NEARLY_ALL:
                return {**labels, **other.labels}, {key: meant for key, meant in renamed.items() if key != meant}
        return labels, {}

    def verdict(self, name: str) -> Verdict:
        """Return what words say of a label, looked up once for each way of writing."""
        found = self._verdicts.get(name)
        if found is None:
            found = self._verdicts[name] = judge(self.written(name), self._lexicon, self._known)
        return found

    def written(self, name: str) -> str:
        """Return what to call a speaker: the label, without the number where numbers count questions, "T12"."""
        return without_number(name) if self._numbers_count else name

    def _voices(self) -> dict[str, dict[str, Voice]]:
        """Return for each shape its labels by key."""
        voices: dict[str, dict[str, Voice]] = defaultdict(dict)
        for i, candidates in enumerate(self._found):
            for one in candidates:
                verdict = self.verdict(one.name)
                if verdict.key:
                    voice = voices[one.shape].setdefault(verdict.key, Voice(one.name, verdict))
                    voice.lines.append(i)
                    if one.end >= self._lines[i].end:
                        voice.alone.add(i)
        return voices

    def _best_set(self, shape: str, voices: Mapping[str, Voice]) -> dict[str, Voice]:
        """Return the labels of one shape that name speakers."""
        family = Counter({key: len(voice.lines) for key, voice in voices.items()})
        for key, voice in voices.items():
            if stem(key) != key:
                family[stem(key) + " #"] += len(voice.lines)
        for key, voice in voices.items():
            first = bare(voice.name.split()[0])
            n = max(family[key], family[stem(key) + " #"] if voice.verdict.kind != "text" else 0)
            voice.weight = weigh(
                voice.name, voice.verdict.kind, n,
                shape=SHAPES[shape].weight, asks_first=first in self._lexicon.question_words, of=len(self._lines),
            )  # fmt: skip
        accepted = {key: voice for key, voice in voices.items() if voice.weight >= 0}
        accepted |= self._families(voices, accepted)
        accepted = self._without_phrases(self._without_lists(accepted))
        return self._with_alike(shape, voices, accepted)

    def _with_alike(self, shape: str, voices: Mapping[str, Voice], accepted: dict[str, Voice]) -> dict[str, Voice]:
        """Add names that begin a line or two, where nearly every line begins with a name written in the same way."""
        if not accepted:
            return accepted
        forms = {_form(voice) for voice in accepted.values()}
        alike = {key: voice for key, voice in voices.items() if key not in accepted and _form(voice) in forms}
        if not alike:
            return accepted
        wider = self._score(shape, {**accepted, **alike})
        better = wider.parts["covering"] >= _NEARLY_ALL and wider.score >= self._score(shape, accepted).score - 0.05
        return {**accepted, **alike} if better else accepted

    def _without_phrases(self, accepted: dict[str, Voice]) -> dict[str, Voice]:
        """Leave out words that are no names and always follow the same one: phrases with a colon in its talk."""
        names = {key: voice for key, voice in accepted.items() if voice.verdict.kind not in ("text", "name")}
        names = names if len(names) > 1 else {k: v for k, v in accepted.items() if v.verdict.kind != "text"}
        if len(names) < 2:
            return accepted
        places = sorted((i, key) for key, voice in names.items() for i in voice.lines)
        lines = [i for i, _key in places]

        def follows_one(voice: Voice) -> bool:
            before = {places[at - 1][1] if (at := bisect_left(lines, i)) else "" for i in voice.lines}
            return len(before) == 1 and not any(self._line_asks(i) for i in voice.lines)

        return {key: v for key, v in accepted.items() if v.verdict.kind != "text" or key in names or not follows_one(v)}

    def _families(self, voices: Mapping[str, Voice], accepted: Mapping[str, Voice]) -> dict[str, Voice]:
        """Return rare labels that are written like an accepted one but for a number: "Peserta 5" beside "Peserta 1"."""
        stems = {stem(key) for key in accepted if stem(key) != key}
        return {
            key: voice
            for key, voice in voices.items()
            if stem(key) in stems and stem(key) != key and voice.verdict.kind not in ("never", "header", "note")
        }

    def _without_lists(self, accepted: dict[str, Voice]) -> dict[str, Voice]:
        """Leave out unknown labels that all lie within one turn of the others: items of a list in an answer."""
        core = {key: voice for key, voice in accepted.items() if voice.weight >= 1.0}
        if len(core) < 2 or len(core) == len(accepted):
            return accepted
        borders = sorted(i for voice in core.values() for i in voice.lines)
        return {key: voice for key, voice in accepted.items() if key in core or not _is_item(voice, borders)}

    def _score(self, shape: str, accepted: Mapping[str, Voice]) -> SetScore:
        openings = [
            Opening(i, key, self._asks_at(i, alone=i in voice.alone), voice.verdict.kind, i in voice.alone)
            for key, voice in accepted.items()
            for i in voice.lines
        ]
        if all(voice.verdict.role == "respondent" for voice in accepted.values()) or len(accepted) == 1:
            openings += self._between(openings)
        openings.sort(key=lambda one: one.line)
        starts = sum(self._starts[openings[0].line :])
        return judge_set(openings, starts, shape=SHAPES[shape].weight)

    def _asks_at(self, i: int, *, alone: bool) -> bool:
        """Tell whether what follows the label of a line asks: the line itself, or the one below a label alone."""
        return self._line_asks(min(i + 1, len(self._lines) - 1) if alone else i)

    def _between(self, openings: Sequence[Opening]) -> list[Opening]:
        """Return openings without a label: the lines directly above labels of those who only answer, if most ask."""
        taken = {one.line for one in openings}
        above = [i - 1 for i in sorted(taken) if i and i - 1 not in taken]
        asking = [i for i in above if self._line_asks(i) or self._counted(i)]
        if len(asking) < max(2, 0.6 * len(taken)):
            return []
        return [Opening(i, "", self._line_asks(i), "text") for i in asking]

    def _counted(self, i: int) -> bool:
        """Tell whether a line begins with a number or a bullet."""
        line = self._lines[i]
        return after_lead(self._text, line.start, line.end) > line.start

    def _named(self, accepted: Mapping[str, Voice]) -> bool:
        """Tell whether the user named one of the labels: then they are labels, however they are spread."""
        return any(key in self._named_by_user for key in accepted)

    def _line_asks(self, i: int) -> bool:
        asks = self._asks.get(i)
        if asks is None:
            line = self._lines[i]
            asks = self._asks[i] = _QUESTION.search(self._text, line.start, line.end) is not None
        return asks

    def _labels(self, best: str, keys: Iterable[str]) -> dict[int, tuple[Candidate, Verdict]]:
        """Return the lines that begin with one of the labels, in the best shape or, for these labels, in another."""
        keys = set(keys)
        labels: dict[int, tuple[Candidate, Verdict]] = {}
        for i, candidates in enumerate(self._found):
            if not labels and not any(one.shape == best for one in candidates):
                continue
            for one in candidates if len(candidates) < 2 else sorted(candidates, key=lambda one: one.shape != best):
                verdict = self.verdict(one.name)
                if verdict.key in keys and (one.shape == best or self._may_differ(one, verdict, i)):
                    labels[i] = (one, verdict)
                    break
        return self._with_missing_signs(self._with_same_rests(labels))

    def _with_same_rests(self, labels: dict[int, tuple[Candidate, Verdict]]) -> dict[int, tuple[Candidate, Verdict]]:
        """Take what always follows a label on its line to the label, "KETUA: SUHARTANTO" above what was said."""
        rests: dict[str, set[str]] = defaultdict(set)
        speaking: set[str] = set()
        for i, (one, verdict) in labels.items():
            rests[verdict.key].add(self._text[one.end : self._lines[i].end].strip())
            if i + 1 in labels or i + 1 == len(self._lines):
                speaking.add(verdict.key)
        counts = Counter(verdict.key for _one, verdict in labels.values())
        same = {
            key
            for key, found in rests.items()
            if len(found) == 1 and counts[key] > 1 and 0 < len(min(found)) <= _LONGEST_REST and key not in speaking
        }
        if not same or len(same) < 0.5 * len(rests):
            return labels
        return {
            i: (one._replace(end=self._lines[i].end) if verdict.key in same else one, verdict)
            for i, (one, verdict) in labels.items()
        }

    def _with_missing_signs(self, labels: dict[int, tuple[Candidate, Verdict]]) -> dict[int, tuple[Candidate, Verdict]]:
        """Add the lines that begin with one of the names, a blank and a capital: somebody forgot the sign."""
        counts = Counter(one.name for one, _verdict in labels.values())
        names = {bare(name): self.verdict(name) for name, n in counts.items() if len(name) > 2 or n > 4}
        longest, first = max(map(len, names), default=0), min(labels, default=0)
        for i, line in enumerate(self._lines):
            if i <= first or i in labels or not self._starts[i] or i in self._decided:
                continue
            start = after_lead(self._text, line.start, line.end)
            found = _WORDS.match(self._text, start, min(line.end, start + longest + 2))
            for end in reversed([match.end() for match in _BLANK.finditer(found[0], 1)] if found else []):
                name = self._text[start : start + end].rstrip(" \t.")
                capital = start + end < line.end and not self._text[start + end].islower()
                if capital and bare(name) in names:
                    labels[i] = (Candidate(line.start, start + end, name, "missing"), names[bare(name)])
                    break
        return labels

    def _may_differ(self, one: Candidate, verdict: Verdict, i: int) -> bool:
        """Tell whether a label of the document counts on a line where it has another sign, or none."""
        if one.shape not in _NO_SIGN:
            return True
        if not self._starts[i] or verdict.key in _WORDS_TOO:
            return False
        return verdict.kind in _SURE_ALONE or one.shape == "lone"

    def _explained(self, voices: Mapping[str, Voice], accepted: Mapping[str, Voice]) -> set[str]:
        """Return the labels that tell in brackets which of the others they are: "Naomi Achterberg (NA)"."""
        return {key for key, one in voices.items() if self.verdict(one.verdict.remark or " ").key in accepted}

    def _left(
        self,
        voices: Mapping[str, Mapping[str, Voice]],
        labels: Mapping[int, tuple[Candidate, Verdict]],
        *,
        all_short: bool = False,
    ) -> list[int]:
        """Return lines that begin with a name before a sign and were not taken.

        Parameters
        ----------
        all_short : bool
            Whether any short phrase is told, because nearly every other line begins with a label.
        """
        left: set[int] = set()
        for shape, found in voices.items():
            if shape in _NO_SIGN:
                continue
            for voice in found.values():
                short = all_short and len(voice.name.split()) <= 4
                telling = voice.verdict.kind in ("name", "initials", "person") or len(voice.lines) >= 3 or short
                if (
                    telling
                    and (all_short or voice.verdict.kind not in ("note", "header"))
                    and voice.verdict.kind != "never"
                ):
                    left.update(i for i in voice.lines if i not in labels and not self._goes_on(i))
        return sorted(left)

    def _goes_on(self, i: int) -> bool:
        """Tell whether a line begins with a small letter in the middle of a sentence."""
        line = self._lines[i]
        opens = i == 0 or line.gap > 0 or ends_sentence(self._text, self._lines[i - 1].end)
        return not opens and self._text[line.start].islower()


_NUMBER_BEHIND = re.compile(r"[ .\-/]?\d{1,4}$")


def without_number(name: str) -> str:
    """Return a label without the number, and what stands in brackets behind it: "I10 (menunjuk)" is "I"."""
    base, _remark = split_remark(name)
    return _NUMBER_BEHIND.sub("", base) or name


def _count_questions(voices: Mapping[str, Voice], asks: Callable[[int], bool]) -> bool:
    """Tell whether numbers in labels count what is said: two stems and more whose numbers only rise.

    One is enough if its word means a question or an answer, "Soalan 1", "Soalan 2", or if its lines ask, or if other
    labels are codes whose last number is left out anyway.
    """
    stems: dict[str, list[tuple[int, int]]] = defaultdict(list)
    telling: set[str] = set()
    coded = False
    for key, voice in voices.items():
        lettered = any(letter.isalpha() for letter in stem(key))
        if lettered and stem(key) != key and voice.verdict.kind not in ("never", "header", "note"):
            stems[stem(key)] += [(i, int(figures(_last_word(key))[-6:])) for i in voice.lines]
            if voice.verdict.kind in ("question", "answer") or all(map(asks, voice.lines)):
                telling.add(stem(key))
        elif lettered and len(voice.lines) > 2 and split_remark(voice.name)[0][-1] in FIGURES:
            coded = True
    often = [stem for stem, places in stems.items() if len(places) >= 3]
    return (len(often) >= 2 or bool(telling.intersection(often)) or (coded and bool(often))) and all(
        _rises(sorted(stems[stem])) for stem in often
    )


def _best(sets: Mapping[str, Mapping[str, Voice]], scores: Mapping[str, SetScore]) -> str:
    """Return the shape that explains most; of two nearly as good, one that has all labels of the other and more."""
    best = max(scores, key=lambda shape: scores[shape].score)
    wider = [shape for shape, one in scores.items() if one.score >= scores[best].score - _NEAR]
    return max(wider, key=lambda shape: (sets[shape].keys() > sets[best].keys(), shape == best))


def _last_word(key: str) -> str:
    return key.rsplit(" ", 1)[-1]


def _rises(places: Sequence[tuple[int, int]]) -> bool:
    numbers = [number for _line, number in places]
    steps = list(pairwise(numbers))
    return len(set(numbers)) >= 0.7 * len(numbers) and sum(b > a for a, b in steps) >= 0.9 * len(steps)


def _form(voice: Voice) -> tuple[str, str, int]:
    """Return how a label is written: its kind, its case, and for one in small letters its words."""
    name = voice.name
    case = "upper" if name.isupper() else "lower" if name[0].islower() else "title"
    return voice.verdict.kind, case, len(name.split()) if voice.verdict.kind == "text" else 0


def _is_item(voice: Voice, borders: Sequence[int]) -> bool:
    """Tell whether an unknown label recurs with no border between its first and its last line."""
    first, last = voice.lines[0], voice.lines[-1]
    unknown = voice.verdict.kind in ("text", "name", "initials")
    return unknown and last > first and not any(first < border < last for border in borders)
