"""Who asks and who answers: what words claim, and what the talk shows: who asks, opens, speaks little.

Words decide where they say a role. A letter ("P") or the talk decides by the sum of what stands in `EVIDENCE`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from qualcode.language.lexicon import Lexicon, bare
from qualcode.records import Role

EVIDENCE: Mapping[str, float] = {
    "asking": 3.0,
    "letter": 0.6,
    "opening": 0.35,
    "brief": 0.35,
    "naming": 0.7,
    "addressed": -0.4,
}
"""What speaks for it that somebody is the one who asks: the share of turns that ask (drawn towards .3 where they are
few), a letter that often means it, the first turn, turns shorter than the others' (natural logarithm of the ratio, at
most 2), the share of turns that name somebody else who speaks, a form of address."""

_MARGIN = 0.7
"""By so much the one who asks must lead; of two equals nobody is guessed."""
_MARGIN_OF_TWO = 0.55
"""The same where only two speak."""
_ASKS = 0.5


class Claim(NamedTuple):
    """What a label says of its speaker's role.

    A mere letter is not ``sure``. ``addressed``: "Ibu …", "Pak …". ``family``: what several labels have in common that
    differ by their number, "p" of "P1" and "P2".
    """

    role: Role
    sure: bool
    addressed: bool = False
    family: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody speaks: turns, the share 0..1 that ask, the mean number of words, whether the talk opens with it.

    ``naming`` is the share 0..1 of turns in which another speaker is named.
    """

    turns: int
    asking: float
    words: float
    opens: bool
    naming: float = 0.0


@dataclass(frozen=True, slots=True)
class Decided:
    """The role of each speaker, and whether only questions, no word and no letter, told who asks."""

    roles: Sequence[Role]
    by_questions: bool = False


def manner(
    turns: Sequence[str], lexicon: Lexicon, *, opens: bool, marked: bool = True, others: Collection[str] = ()
) -> Manner:
    """Return how somebody speaks in these turns.

    Parameters
    ----------
    marked : bool
        Whether anybody writes question marks in the talk; if not, a question word anywhere in a turn asks.
    others : collection of str
        Words of the names of the other speakers, in small letters.
    """
    n = max(1, len(turns))
    asking = sum(asks(turn, lexicon) if marked else _has_question_word(turn, lexicon) for turn in turns) / n
    naming = sum(not set(bare(turn).split()).isdisjoint(others) for turn in turns) / n if others else 0.0
    return Manner(len(turns), asking, sum(len(turn.split()) for turn in turns) / n, opens, naming)


def asks(turn: str, lexicon: Lexicon) -> bool:
    """Tell whether somebody asks something in a turn: a question mark, or a question word first."""
    if "?" in turn or "？" in turn or "؟" in turn:
        return True
    words = bare(turn[:60]).split()
    return bool(words) and (words[0] in lexicon.question_words or " ".join(words[:2]) in lexicon.question_words)


def _has_question_word(turn: str, lexicon: Lexicon) -> bool:
    return not lexicon.question_words.isdisjoint(bare(turn).split())


def decide_roles(claims: Sequence[Claim], manners: Mapping[int, Manner]) -> Decided:
    """Return the role of each speaker.

    Parameters
    ----------
    claims : sequence of Claim
        One a speaker.
    manners : mapping
        Index of a speaker, and how she or he speaks.
    """
    roles: list[Role] = [claim.role if claim.sure else "unknown" for claim in claims]
    if "moderator" in roles:
        return Decided([_in_group(role, claim) for role, claim in zip(roles, claims, strict=True)])
    unknown = [i for i, role in enumerate(roles) if role == "unknown"]
    if not unknown:
        return Decided(roles)
    askers = [] if "interviewer" in roles else _askers(claims, roles, manners)
    if askers:
        lettered = any(claim.role != "unknown" for claim in claims)
        for i in askers:
            roles[i] = "moderator" if claims[i].role == "moderator" and len(claims) > 2 else "interviewer"
        return Decided(_others(roles, claims, manners), by_questions=not lettered)
    if "interviewer" in roles:
        return Decided(_others(roles, claims, manners))
    return Decided(
        [claim.role if claim.role != "moderator" else role for role, claim in zip(roles, claims, strict=True)]
    )


def _in_group(role: Role, claim: Claim) -> Role:
    """Return the role of somebody in a moderated group: who is not said to be another takes part."""
    if role != "unknown":
        return role
    return "observer" if claim.role == "observer" else "respondent"


def _askers(claims: Sequence[Claim], roles: Sequence[Role], manners: Mapping[int, Manner]) -> list[int]:
    """Return who asks: those for whom clearly more speaks than for everybody else; of equals nobody."""
    if len(claims) < 2:
        return []
    known = {i: _evidence(i, claims, roles, manners) for i in manners if roles[i] != "observer"}
    ranked = sorted(known, key=lambda i: -known[i])
    margin = _MARGIN_OF_TWO if len(claims) == 2 else _MARGIN
    mixed = len({claims[i].family for i in manners}) > 1
    quiet = {claims[i].family for i in manners if mixed and claims[i].family and manners[i].asking < _ASKS}
    several = [
        i for i in ranked if manners[i].asking >= _ASKS and manners[i].turns > 1 and claims[i].family not in quiet
    ]
    for asking in [several[:n] for n in range(len(several), 0, -1)] + [ranked[:1]]:
        rest = max((known[i] for i in known if i not in asking), default=0.0)
        if asking and 2 * len(asking) <= len(claims) + 1 and min(known[i] for i in asking) - rest >= margin:
            return asking if all(_may_ask(claims[i], roles[i], manners[i]) for i in asking) else []
    return []


def _may_ask(claim: Claim, role: Role, manner: Manner) -> bool:
    """Tell whether neither a word nor the talk speaks against it."""
    if role != "unknown" or (claim.role == "respondent" and manner.asking < _ASKS):
        return False
    return manner.asking >= 0.2 or manner.naming >= 0.3 or claim.role in ("interviewer", "moderator")


def _evidence(i: int, claims: Sequence[Claim], roles: Sequence[Role], manners: Mapping[int, Manner]) -> float:
    """Return how much speaks for it that somebody asks, in the unit of `EVIDENCE`."""
    if roles[i] == "respondent":
        return -2.0
    mine = manners[i]
    others = [one for j, one in manners.items() if j != i]
    words = sum(one.words * one.turns for one in others) / max(1, sum(one.turns for one in others))
    letter = {"interviewer": 1.0, "moderator": 1.0, "respondent": -1.0}.get(claims[i].role, 0.0)
    if claims[i].role == "moderator" and len(claims) < 3:
        letter = 0.0
    brief = max(-2.0, min(2.0, log((words + 1) / (mine.words + 1))))
    return (
        EVIDENCE["asking"] * (mine.asking * mine.turns + 0.6) / (mine.turns + 2)
        + EVIDENCE["letter"] * letter
        + EVIDENCE["opening"] * mine.opens
        + EVIDENCE["brief"] * brief
        + EVIDENCE["naming"] * mine.naming
        + EVIDENCE["addressed"] * claims[i].addressed
    )


def _others(roles: Sequence[Role], claims: Sequence[Claim], manners: Mapping[int, Manner]) -> list[Role]:
    """Give who is not yet known the role of a respondent, save who asks as much as an interviewer."""
    decided = list(roles)
    for i, role in enumerate(roles):
        if role != "unknown":
            continue
        said = claims[i].role
        asking = manners[i].asking if i in manners else 0.0
        if said == "observer":
            decided[i] = "observer"
        elif said == "interviewer" and asking >= 0.25:
            decided[i] = "interviewer"
        elif asking < _ASKS or said == "respondent" or len(claims) != 2 or "interviewer" in roles:
            decided[i] = "respondent"
    return decided
