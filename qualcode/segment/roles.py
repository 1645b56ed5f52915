"""Who asks and who answers: what labels claim, and where they say nothing, who asks the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qualcode.language.lexicon import Lexicon, bare
from qualcode.records import Role

_ASKS = 0.5
_LEAD = 0.25


class Claim(NamedTuple):
    """What a label says of its speaker's role; a mere letter is not ``sure``."""

    role: Role
    sure: bool


def decide_roles(claims: Sequence[Claim], shares: Mapping[int, float]) -> list[Role]:
    """Return the role of each speaker.

    Parameters
    ----------
    claims : sequence of Claim
        One a speaker.
    shares : mapping
        Index of a speaker, and the share 0..1 of the turns that ask.
    """
    roles = [claim.role for claim in claims]
    for i, claim in enumerate(claims):
        if not claim.sure and _contradicted(i, claims, shares):
            roles[i] = "unknown"
    if "moderator" in roles:
        return ["respondent" if role == "unknown" else role for role in roles]
    return _by_questions(roles, shares)


def asking_share(turns: Sequence[str], lexicon: Lexicon) -> float:
    """Return the share 0..1 of turns that ask: a question mark, or a question word first."""
    return sum(asks(turn, lexicon) for turn in turns) / len(turns) if turns else 0.0


def asks(turn: str, lexicon: Lexicon) -> bool:
    """Tell whether somebody asks something in a turn."""
    if "?" in turn:
        return True
    words = bare(turn[:40]).split()
    return bool(words) and words[0] in lexicon.question_words


def _contradicted(i: int, claims: Sequence[Claim], shares: Mapping[int, float]) -> bool:
    """Tell whether letters mislead: "P" never asks while somebody else does, or "I" does all the asking.

    A lone "M" beside one other speaker moderates nothing.
    """
    role, mine = claims[i].role, shares.get(i, 0.0)
    others = max((share for j, share in shares.items() if j != i and not _surely(claims[j])), default=0.0)
    if role == "moderator":
        return len(claims) < 3
    if role == "interviewer":
        return mine < _LEAD and others > _ASKS
    return mine > _ASKS and mine > others + _LEAD


def _surely(claim: Claim) -> bool:
    return claim.sure and claim.role == "respondent"


def _by_questions(roles: list[Role], shares: Mapping[int, float]) -> list[Role]:
    unknown = [i for i, role in enumerate(roles) if role == "unknown"]
    if not unknown:
        return roles
    decided = list(roles)
    if "interviewer" not in roles:
        asker = _asker(roles, unknown, shares)
        if asker is None:
            return roles
        decided[asker] = "interviewer"
    for i in unknown:
        if decided[i] == "unknown" and shares.get(i, 0.0) < _ASKS:
            decided[i] = "respondent"
    return decided


def _asker(roles: Sequence[Role], unknown: Sequence[int], shares: Mapping[int, float]) -> int | None:
    """Return who of the unknown asks the questions: clearly more than anybody else; of two equals nobody."""
    if len(roles) < 2:
        return None
    ranked = sorted(unknown, key=lambda i: -shares.get(i, 0.0))
    best = shares.get(ranked[0], 0.0)
    rest = max((shares.get(i, 0.0) for i in range(len(roles)) if i != ranked[0]), default=0.0)
    return ranked[0] if best >= _ASKS and best >= rest + _LEAD else None
