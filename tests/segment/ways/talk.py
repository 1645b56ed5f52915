"""Who speaks in a document, and what is said, before anybody types it up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from .labels import TELL_THE_ROLE, Person
from .styles import Style
from .words import LATIN, Pair, Words

CODES = (("P", "N"), ("P", "I"), ("T", "J"), ("I", "R"), ("PN", "IN"), ("P", "RP"), ("PW", "NS"))
CODES_ELSEWHERE = (("I", "R"), ("Q", "A"), ("I", "P"), ("INT", "RES"))
CODES_IN_GROUPS = (("M", "P"), ("F", "R"), ("MOD", "P"), ("M", "FG"))


@dataclass(frozen=True)
class Utterance:
    """What one person says without a break: paragraphs as heard, and as typed (with what a typist puts between)."""

    person: Person
    heard: tuple[str, ...]
    typed: tuple[str, ...]


def cast(style: Style, words: Words, random: Random) -> list[Person]:
    """Return who speaks, in the order in which they come up: who asks first, unless the other greets first."""
    asking, answering, observing = {
        "one": (1, 1, 0),
        "two_askers": (2, 1, 0),
        "group": (1, random.choice((2, 3, 4, 5)), 0),
        "observed": (1, random.choice((2, 3)), 1),
    }[style.cast]
    if observing and (style.label not in TELL_THE_ROLE or not words.some("roles.observer")):
        observing = 0
    lead = "moderator" if answering > 1 else "interviewer"
    roles = [(lead, asking), ("respondent", answering)]
    roles = [*(roles[::-1] if "greeting" in style.noise else roles), ("observer", observing)]
    counts = [(role, n, of) for role, of in roles for n in range(1, of + 1)]
    drawn = _Drawn(words, random, many=answering > 1)
    return [drawn.person(role, n, of, index) for index, (role, n, of) in enumerate(counts, 1)]


class _Drawn:
    """Names, words and codes that one document keeps to."""

    def __init__(self, words: Words, random: Random, *, many: bool):
        self.words, self.random = words, random
        answering = words.some("roles.participant") if many else []
        self.word = {
            "interviewer": random.choice(words.some("roles.interviewer")),
            "moderator": random.choice(words.some("roles.moderator") or words.some("roles.interviewer")),
            "respondent": random.choice(answering or words.some("roles.respondent")),
            "observer": random.choice(words.some("roles.observer") or [""]),
        }
        self.misspelt = {role: random.choice(words.some(key) or [""]) for role, key in MISSPELT.items()}
        asks, answers = random.choice(CODES_IN_GROUPS if many else self._codes())
        self.code = {"interviewer": asks, "moderator": asks, "respondent": answers, "observer": "OBS"}
        self.speaker_word = random.choice(words.some("roles.speaker") or ["Speaker"])
        self.names = self._names()

    def _codes(self) -> Sequence[tuple[str, str]]:
        return CODES if self.words.language in ("id", "ms", "jv") else CODES_ELSEWHERE

    def _names(self) -> Iterator[tuple[str, str]]:
        """Yield names of which no two share a first name or initials, with how they are addressed."""
        women, men = self.words.some("people.women"), self.words.some("people.men")
        titles = [self.random.choice(self.words.some(f"people.{who}") or [""]) for who in ("woman", "man")]
        everybody = [(name, titles[0]) for name in women] + [(name, titles[1]) for name in men]
        self.random.shuffle(everybody)
        seen: set[str] = set()
        for name, title in everybody:
            parts = name.split(" ")
            initials = (parts[0][0] + parts[1][0] if len(parts) > 1 else name[:2]).upper()
            if not seen & {initials, parts[0], parts[0][0]}:
                seen |= {initials, parts[0], parts[0][0]}
                yield name, title

    def person(self, role: str, n: int, of: int, index: int) -> Person:
        name, title = next(self.names)
        digits = f"{self.random.randrange(10**8):08}"
        return Person(
            identity=name,
            role=role,
            role_word=self.word[role],
            misspelt=self.misspelt.get(role) or self.word[role],
            code=self.code[role],
            code_long={"interviewer": "INT", "moderator": "MOD", "respondent": "RES"}.get(role, "OBS"),
            name=name,
            title=title,
            aged=str(self.words.table["people"].get("aged", "{age}")).format(age=self.random.randrange(19, 78)),
            phone=f"+62 8{digits[:2]}-{digits[:4]}-{digits[4:]}",
            speaker_word=self.speaker_word,
            n=n,
            of=of,
            index=index,
        )


MISSPELT = {"interviewer": "roles.misspelt", "respondent": "roles.misspelt_respondent"}


def talk(style: Style, people: Sequence[Person], words: Words, random: Random) -> list[Utterance]:
    """Return what is said, in order; consecutive questions of the stock, so that one follows from the other."""
    remarks = _cycled(words.remarks, random)
    spoken = [
        Utterance(person, heard, heard)
        for number, pair in enumerate(some_pairs(style.pairs, words, random))
        for person, heard in _exchange(pair, number, people, words, remarks, random)
    ]
    spoken = [*_greeting(style, people, words, random), *spoken]
    spoken = _observed(spoken, people, words, random)
    for change in (_with_colons, _with_laughs):
        spoken = change(style, spoken, words, random)
    return spoken


def some_pairs(n: int, words: Words, random: Random) -> list[Pair]:
    """Return up to `n` pairs that follow one another in the stock."""
    n = min(n, len(words.pairs))
    start = random.randrange(len(words.pairs) - n + 1)
    return list(words.pairs[start : start + n])


def _cycled(lines: Sequence[str], random: Random) -> Iterator[str]:
    """Yield the lines by chance, none again before all have been used."""
    while True:
        yield from random.sample(lines, len(lines))


def _greeting(style: Style, people: Sequence[Person], words: Words, random: Random) -> Iterator[Utterance]:
    """Let who answers speak first, as at a door."""
    if "greeting" in style.noise:
        line = (random.choice(words.some("greetings")),)
        yield Utterance(next(p for p in people if p.role == "respondent"), line, line)


def _exchange(
    pair: Pair, number: int, people: Sequence[Person], words: Words, remarks: Iterator[str], random: Random
) -> Iterator[tuple[Person, tuple[str, ...]]]:
    asking = [p for p in people if p.asks]
    answering = [p for p in people if p.role == "respondent"]
    asks, answers = asking[number % len(asking)], answering[number % len(answering)]
    yield asks, (pair.question,)
    if len(pair.answer) > 1 and words.some("backchannels") and random.random() < 0.3:
        yield answers, pair.answer[:1]
        yield asks, (random.choice(words.some("backchannels")),)
        yield answers, pair.answer[1:]
    else:
        yield answers, pair.answer
    if len(answering) > 1 and random.random() < 0.6:
        others = [p for p in answering if p is not answers]
        yield random.choice(others), (next(remarks),)


def _observed(spoken: list[Utterance], people: Sequence[Person], words: Words, random: Random) -> list[Utterance]:
    """Put in what an observer says, after an answer."""
    for observer in (p for p in people if p.role == "observer"):
        for remark in words.some("observer"):
            at = random.choice([i for i, u in enumerate(spoken) if u.person.role == "respondent"]) + 1
            spoken = [*spoken[:at], Utterance(observer, (remark,), (remark,)), *spoken[at:]]
    return spoken


def _with_colons(style: Style, spoken: list[Utterance], words: Words, random: Random) -> list[Utterance]:
    """Let people say what looks like a label: "Pertama: kami data dulu."."""
    if "colons" not in style.noise:
        return spoken
    return [_ending(u, words, random) if u.person.role == "respondent" and random.random() < 0.4 else u for u in spoken]


def _ending(said: Utterance, words: Words, random: Random) -> Utterance:
    more = random.choice(words.some("with_colon"))
    joined = (*said.heard[:-1], f"{said.heard[-1]} {more}") if random.random() < 0.5 else (*said.heard, more)
    return replace(said, heard=joined, typed=joined)


def _with_laughs(style: Style, spoken: list[Utterance], words: Words, random: Random) -> list[Utterance]:
    """Let the typist write in brackets what was heard beside words, at the end of a paragraph or between sentences."""
    if "laughs" not in style.noise:
        return spoken
    return [_laughing(u, words, random) if random.random() < 0.25 else u for u in spoken]


def _laughing(said: Utterance, words: Words, random: Random) -> Utterance:
    laugh = random.choice(words.some("laughs"))
    first, stop, rest = said.typed[0].partition(". ")
    typed = f"{first}. {laugh} {rest}" if stop and words.language in LATIN else f"{said.typed[0]} {laugh}"
    return replace(said, typed=(typed, *said.typed[1:]))
