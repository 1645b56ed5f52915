"""From what is said to the lines that a typist makes of it: labels, signs, leads, broken lines."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .labels import label, mistyped
from .styles import LEADS, SIGNS, TAILS, Style
from .talk import Utterance
from .words import UNSPACED, words

WIDTHS = (64, 70, 76)
BEGAN = datetime(2018, 3, 12, 10, 15, 4)


@dataclass(frozen=True)
class Block:
    """The lines of one turn, or of what stands between turns; ``turn`` counts from 0, None between turns."""

    lines: tuple[str, ...]
    turn: int | None = None
    opens: bool = False
    """Whether a question begins here, so that a heading may stand before it."""


def typed_up(style: Style, spoken: Sequence[Utterance], random: Random) -> list[Block]:
    """Return a block for each turn, or for each message of a messenger."""
    slips = _slips(style, spoken, random)
    breaking = Breaking.of(style, random)
    moods = _moods(style, spoken, random)
    blocks, seconds, number, question = [], random.randrange(2, 9), 0, 0
    seen: set[str] = set()
    for turn, said in enumerate(spoken):
        question += said.person.asks
        for paragraphs in [(p,) for p in said.typed] if style.chat else [said.typed]:
            number += 1
            later = seconds + 2 + sum(len(p) for p in paragraphs) // 14
            first = said.person.identity not in seen
            called = label(style.label, said.person, first=first, question=question) + moods.get(turn, "")
            marks = _times(seconds, later) | {"n": number}
            text = _turn(style, called, paragraphs, marks, slips.get(turn, ""))
            blocks.append(Block(tuple(breaking.lines(text)), turn, said.person.asks))
            seen.add(said.person.identity)
            seconds = later + random.randrange(1, 4)
    return blocks


def _turn(style: Style, called: str, paragraphs: Sequence[str], marks: dict[str, object], slip: str) -> str:
    """Return lead, label and words of one turn."""
    if slip == "mistyped":
        called = mistyped(called)
    sign = SIGNS["none"] if slip == "missing" else SIGNS[style.sign]
    between = "\n\n" if style.gap or style.wrap != "line" else "\n"
    line = sign.format(l=called, t=between.join(paragraphs), time=marks["time"])
    return LEADS[style.lead].format(**marks) + line + TAILS[style.tail].format(**marks)


def _slips(style: Style, spoken: Sequence[Utterance], random: Random) -> dict[int, str]:
    """Return which turn a slip of the fingers befalls: never the first few, from which the way is learnt."""
    kinds = [kind for kind in ("mistyped", "missing") if kind in style.noise]
    possible = range(5, len(spoken) - 1)
    return dict(zip(random.sample(possible, min(len(kinds), len(possible))), kinds, strict=False))


def _moods(style: Style, spoken: Sequence[Utterance], random: Random) -> dict[int, str]:
    """Return what is written behind the label of some answers: "Informan (sambil tertawa):"."""
    if "moods" not in style.noise:
        return {}
    answers = [turn for turn, said in enumerate(spoken) if turn > 2 and not said.person.asks]
    chosen = random.sample(answers, min(3, len(answers)))
    return {turn: f" ({random.choice(words(style.language).some('moods'))})" for turn in chosen}


def _times(start: int, end: int) -> dict[str, object]:
    now = BEGAN + timedelta(seconds=start * 4)
    return {
        "time": _clock(start),
        "later": _clock(end),
        "short": f"{start // 60:02}:{start % 60:02}",
        "dotted": f"{start // 60:02}.{start % 60:02}",
        "date": now.strftime("%d/%m/%Y"),
        "date_short": now.strftime("%d/%m/%y"),
        "clock": now.strftime("%H.%M"),
        "clock_s": now.strftime("%H:%M:%S"),
    }


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


@dataclass(frozen=True)
class Breaking:
    """Where lines end: width 0 leaves a paragraph on one line."""

    width: int
    indent: str

    @classmethod
    def of(cls, style: Style, random: Random) -> Breaking:
        """Return how lines end in this style."""
        if style.wrap == "line" or style.language in UNSPACED:
            return cls(0, "")
        return cls(random.choice(WIDTHS), " " * random.choice((4, 8, 12)) if style.wrap == "hanging" else "")

    def lines(self, text: str) -> list[str]:
        """Return the lines of a text."""
        if not self.width:
            return text.split("\n")
        return [line for paragraph in text.split("\n") for line in self._broken(paragraph)]

    def _broken(self, paragraph: str) -> list[str]:
        wrapped = textwrap.wrap(
            paragraph,
            self.width,
            subsequent_indent=self.indent,
            break_long_words=False,
            break_on_hyphens=False,
            expand_tabs=False,
            replace_whitespace=False,
        )
        return wrapped or [""]
