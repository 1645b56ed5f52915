"""What looks wrong with how a text was read, each with how to see and mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.messages import N_, _
from qualcode.records import Doubt, Part, Speaker, Turn
from qualcode.segment.guess import Guess
from qualcode.segment.page import Page
from qualcode.segment.speech import Speech

_NAMED_LINES = 5
_CLOSE = 0.12
"""A second reading that scores less below the first is named."""
_NOTES = 0.15
"""Share of the letters in notes above which they are doubted."""
_WEAK = 0.55
"""Labels that explain less of a document are doubted."""
_UNKNOWN = 0.1
"""Share of the words that speakers without a role may say unsaid."""
_FEW_WORDS = 80
"""In a shorter talk it says nothing who speaks more."""
_ASKING_MARKS = ("?", "？", "؟")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of doubt: the share 0..1 of the confidence that it takes, and what it says, for `str.format`."""

    cost: float
    text: str


KINDS: Mapping[str, Kind] = {
    "no_speakers": Kind(0.5, N_(
        "No speakers were found, so every turn has the role unknown; --label-pattern says how they are written."
    )),
    "one_speaker": Kind(0.4, N_("Only one speaker was found; --dry-run shows what was taken for a label.")),
    "no_answers": Kind(0.4, N_("Questions only, and nothing answers them: this looks like an interview guide.")),
    "no_respondent": Kind(0.4, N_(
        'Nobody answers: every speaker asks or looks on; --speaker "LABEL=respondent" says who answers.'
    )),
    "talkative_interviewer": Kind(0.3, N_(
        "The interviewer has more words than those who answer: the roles may be the wrong way round."
    )),
    "roles_unknown": Kind(0.3, N_(
        'Who asks and who answers was not found; --speaker "LABEL=interviewer" says it.'
    )),
    "role_unknown": Kind(0.2, N_(
        'Speakers without a role say much of it; speaker list shows whom, --speaker "LABEL=respondent" gives a role.'
    )),
    "weak": Kind(0.25, N_(
        "What was taken for labels explains the text only in part; check the turns in --dry-run."
    )),
    "answers_ask": Kind(0.2, N_("{n} of {all} answers end in a question mark: speakers may be mixed up.")),
    "columns": Kind(0.2, N_(
        "Wide gaps within what was said: line {lines}. If it has two columns, save them as a table or one by one."
    )),
    "second": Kind(0.2, N_(
        'The layout "{second}" explains the text nearly as well as "{first}"; --layout {second} reads it so.'
    )),
    "labels_left": Kind(0.15, N_(
        "Begins like a speaker's label but was read as talk: line {lines}; --speaker names a label that counts."
    )),
    "notes": Kind(0.15, N_(
        "{share} % of the text was read as notes, which are not counted; --dry-run shows which lines."
    )),
    "roles_by_questions": Kind(0.1, N_(
        "Only the questions show who asks, no label says it; check the roles in --dry-run."
    )),
    "unlabelled": Kind(0.1, N_(
        "Only one speaker has a label; the lines in between were given to the other. Check them in --dry-run."
    )),
    "several": Kind(0.1, N_(
        "This looks like {n} interviews in one file; the next begins at line {line}: source split makes two of it."
    )),
    "missing_sign": Kind(0.05, N_(
        "A speaker's name without its sign was taken for a label: line {lines}; check it in --dry-run."
    )),
    "misspelt": Kind(0.05, N_(
        "A label that looks like another one misspelt was taken for it: line {lines}; speaker list shows who is who."
    )),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading made of a page, for doubts to look at; ``said`` are the words of each turn."""

    page: Page
    layout: str
    guesses: Mapping[str, Guess]
    parts: Sequence[Part]
    speakers: Sequence[Speaker]
    turns: Sequence[Turn]
    said: Sequence[Speech]
    by_questions: bool

    @property
    def roles(self) -> list[str]:
        """Return the role of each speaker."""
        return [speaker.role for speaker in self.speakers]

    def said_by(self, *roles: str) -> list[str]:
        """Return what speakers of these roles said, turn by turn."""
        who = self.roles
        return [
            words.text
            for turn, words in zip(self.turns, self.said, strict=True)
            if (who[turn.speaker] if turn.speaker is not None else "unknown") in roles
        ]

    def numbers(self, lines: Sequence[int]) -> list[int]:
        """Return where lines of the page stand in the text, counted from 1."""
        return [self.page.text.count("\n", 0, self.page.lines[i].start) + 1 for i in lines]


def said(doubt: Doubt) -> str:
    """Return a doubt in the user's words."""
    return _(KINDS[doubt.kind].text).format(line=doubt.line, **doubt.values)


def confidence(score: float, doubts: Sequence[Doubt]) -> float:
    """Return how far a reading can be trusted, 0..1: its score, less a share for each kind of doubt."""
    for kind in {doubt.kind for doubt in doubts}:
        score *= 1 - KINDS[kind].cost
    return round(score, 3)


def find_doubts(outcome: Outcome) -> list[Doubt]:
    """Return what looks wrong, the gravest first."""
    if outcome.layout == "rows":
        return []
    found = [doubt for look in _LOOKS for doubt in look(outcome)]
    return sorted(found, key=lambda doubt: -KINDS[doubt.kind].cost)


def runner_up(layout: str, guesses: Mapping[str, Guess]) -> tuple[str, float] | None:
    """Return the next best reading and its score; None where no other explains anything."""
    others = {
        name: round(guess.score, 3)
        for name, guess in guesses.items()
        if name not in (layout, "plain", "rows") and guess.score > 0.3
    }
    return max(others.items(), key=lambda item: item[1]) if others else None


def _no_speakers(outcome: Outcome) -> Iterator[Doubt]:
    if outcome.layout == "plain":
        yield Doubt("no_speakers")
        page = outcome.page
        lines = [page.line_text(i) for i, kind in enumerate(page.kinds) if kind in ("text", "number")]
        asking = sum(line.endswith(_ASKING_MARKS) for line in lines)
        if asking >= 3 and asking >= 0.5 * len(lines) and not any(page.labels):
            yield Doubt("no_answers")


def _one_speaker(outcome: Outcome) -> Iterator[Doubt]:
    if outcome.layout != "plain" and len(outcome.speakers) == 1:
        yield Doubt("one_speaker")


def _roles(outcome: Outcome) -> Iterator[Doubt]:
    if len(outcome.roles) < 2:
        return
    if not {"respondent", "unknown"} & set(outcome.roles):
        yield Doubt("no_respondent")
    silent = sum(len(turn.split()) for turn in outcome.said_by("unknown"))
    if set(outcome.roles) <= {"unknown", "observer"}:
        yield Doubt("roles_unknown")
    elif silent > _UNKNOWN * sum(len(words.text.split()) for words in outcome.said):
        yield Doubt("role_unknown")
    elif outcome.by_questions:
        yield Doubt("roles_by_questions")


def _talkative(outcome: Outcome) -> Iterator[Doubt]:
    asked = sum(len(turn.split()) for turn in outcome.said_by("interviewer"))
    answered = sum(len(turn.split()) for turn in outcome.said_by("respondent"))
    if answered and asked > answered and asked + answered > _FEW_WORDS and "moderator" not in outcome.roles:
        yield Doubt("talkative_interviewer")


def _answers_that_ask(outcome: Outcome) -> Iterator[Doubt]:
    answers = outcome.said_by("respondent")
    asking = sum(turn.rstrip('"”) ').endswith(_ASKING_MARKS) for turn in answers)
    if len(answers) >= 4 and asking > 0.3 * len(answers):
        yield Doubt("answers_ask", values={"n": asking, "all": len(answers)})


def _labels_left(outcome: Outcome) -> Iterator[Doubt]:
    if outcome.layout not in ("table", "rows"):
        yield from _about_lines("labels_left", outcome, outcome.page.choice.left)


def _slips(outcome: Outcome) -> Iterator[Doubt]:
    """Say where a misspelt label, or one without its sign, was taken."""
    if outcome.layout != "labels":
        return
    choice = outcome.page.choice
    misspelt = [i for i, (_one, verdict) in choice.labels.items() if verdict.key in choice.misspelt]
    missing = [i for i, (one, _verdict) in choice.labels.items() if one.shape == "missing"]
    yield from _about_lines("misspelt", outcome, misspelt)
    yield from _about_lines("missing_sign", outcome, missing)


def _about_lines(kind: str, outcome: Outcome, lines: Sequence[int]) -> Iterator[Doubt]:
    if lines:
        numbers = outcome.numbers(lines[:_NAMED_LINES])
        named = ", ".join(map(str, numbers)) + (", …" if len(lines) > _NAMED_LINES else "")
        yield Doubt(kind, numbers[0], {"lines": named, "n": len(lines)})


def _notes(outcome: Outcome) -> Iterator[Doubt]:
    sizes: dict[str, int] = {}
    for part in outcome.parts:
        sizes[part.kind] = sizes.get(part.kind, 0) + part.end - part.start
    letters = sum(sizes.get(kind, 0) for kind in ("speech", "note", "header", "label"))
    if letters > 200 and sizes.get("note", 0) > _NOTES * letters:
        yield Doubt("notes", values={"share": round(100 * sizes["note"] / letters)})


def _columns(outcome: Outcome) -> Iterator[Doubt]:
    """Say where lines of talk have a gap in their middle: codes or remarks in a second column read as words."""
    page = outcome.page
    if outcome.layout in ("table", "rows"):
        return
    first = next((i for i, label in enumerate(page.labels) if label), 0)
    lines = [i for i, kind in enumerate(page.kinds) if i >= first and kind in ("label", "text", "number")]
    starts = (label.end if (label := page.labels[i]) else page.lines[i].start for i in lines)
    gaps = [i for i, start in zip(lines, starts, strict=True) if _GAP.match(page.text, start, page.lines[i].end)]
    if len(gaps) >= 3 and len(gaps) >= _GAPS * len(lines):
        yield from _about_lines("columns", outcome, gaps)


_GAP = re.compile(r"[ \t]*\S.*?\S(?:[ ]{4,}|[ ]*\t[ \t]*)(?=\S)")
_GAPS = 0.15
"""Share of lines with a gap from which two columns are supposed."""


def _weak(outcome: Outcome) -> Iterator[Doubt]:
    score = outcome.guesses[outcome.layout].score
    if outcome.layout in ("labels", "questions", "table") and score < _WEAK:
        yield Doubt("weak")


def _second(outcome: Outcome) -> Iterator[Doubt]:
    second = runner_up(outcome.layout, outcome.guesses)
    if second and outcome.layout != "plain" and outcome.guesses[outcome.layout].score - second[1] < _CLOSE:
        yield Doubt("second", values={"second": second[0], "first": outcome.layout})


def _unlabelled(outcome: Outcome) -> Iterator[Doubt]:
    """Say where only one speaker has a label and the other was found by what stands between."""
    if outcome.layout == "labels" and outcome.page.choice.score.speakers == 1 and len(outcome.speakers) > 1:
        yield Doubt("unlabelled")


def _several(outcome: Outcome) -> Iterator[Doubt]:
    """Say where a file holds several interviews: a heading that counts them, or questions counted from 1 again."""
    begins = outcome.page.interviews
    if len(begins) > 1:
        yield Doubt("several", outcome.numbers(begins[1:2])[0], {"n": len(begins)})


_LOOKS = (
    _no_speakers, _one_speaker, _roles, _talkative, _answers_that_ask, _labels_left, _slips, _notes, _columns, _weak,
    _second, _unlabelled, _several,
)  # fmt: skip
