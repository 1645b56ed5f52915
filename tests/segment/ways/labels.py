"""How a typist calls a person, in every form that a style can ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody who speaks. ``n`` of ``of`` counts people of the same role, ``index`` everybody, both from 1."""

    identity: str
    role: str
    role_word: str
    misspelt: str
    code: str
    code_long: str
    name: str
    title: str
    aged: str
    phone: str
    speaker_word: str
    n: int
    of: int
    index: int

    @property
    def asks(self) -> bool:
        """Tell whether this is who leads the talk."""
        return self.role in ("interviewer", "moderator")

    @property
    def first(self) -> str:
        """The first name, or the name where there is one word only."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """Two capitals."""
        words = self.name.split(" ")
        return (words[0][0] + words[1][0] if len(words) > 1 else self.name[:2]).upper()


def counted(word: str, person: Person, between: str = "") -> str:
    """Return the word with its number where there are several of that role."""
    return f"{word}{between}{person.n}" if person.of > 1 else word


def numbered(word: str, person: Person, between: str = "") -> str:
    """Return the word with its number; who asks alone has none."""
    return counted(word, person, between) if person.role != "respondent" else f"{word}{between}{person.n}"


def role(person: Person) -> str:
    """Informan, Informan 2."""
    return counted(person.role_word, person, " ")


def titled(person: Person) -> str:
    """Bu Siti; who asks is called by the role, as those do who type up their own interviews."""
    return role(person) if person.role != "respondent" else f"{person.title} {person.first}".strip()


def remarked(person: Person) -> str:
    """Informan 2 (Ibu S, 54 th)."""
    if person.role != "respondent":
        return role(person)
    initial = f"{person.title} {person.first[0]}".strip()
    return f"{numbered(person.role_word, person, ' ')} ({initial}, {person.aged})"


def named_role(person: Person) -> str:
    """Rina (Peneliti)."""
    return f"{person.first} ({person.role_word})"


def announced(person: Person) -> str:
    """Interviewer (I), as it stands before the first turn."""
    return f"{role(person)} ({counted(person.code, person)})"


FORMS: dict[str, Callable[[Person], str]] = {
    "role": role,
    "role_caps": lambda p: role(p).upper(),
    "role_lower": lambda p: role(p).lower(),
    "role_number": lambda p: numbered(p.role_word, p, " "),
    "misspelt": lambda p: counted(p.misspelt, p, " "),
    "code": lambda p: counted(p.code, p),
    "code_lower": lambda p: counted(p.code, p).lower(),
    "code_number": lambda p: numbered(p.code, p),
    "code_dash": lambda p: numbered(p.code, p, "-"),
    "code_long": lambda p: counted(p.code_long, p),
    "initials": lambda p: p.initials,
    "first": lambda p: p.first,
    "first_caps": lambda p: p.first.upper(),
    "first_lower": lambda p: p.first.lower(),
    "title": titled,
    "title_lower": lambda p: titled(p).lower(),
    "named_role": named_role,
    "full": lambda p: p.name,
    "full_lower": lambda p: p.name.lower(),
    "phone": lambda p: p.phone,
    "speaker": lambda p: f"{p.speaker_word} {p.index}",
    "letter": lambda p: "ABCDEFGH"[p.index - 1],
    "remark": remarked,
    "long_short": lambda p: counted(p.code, p),
    "code_turn": lambda p: p.code,
}
TELL_THE_ROLE = frozenset(
    {"role", "role_caps", "role_lower", "role_number", "misspelt", "remark", "long_short", "named_role"}
    | {"code", "code_lower", "code_number", "code_dash", "code_long", "code_turn"}
)
ANY_SCRIPT = frozenset(["role", "role_number", "first", "full", "title", "speaker"])
"""Forms that do without capitals and Latin letters."""


def label(form: str, person: Person, *, first: bool, question: int) -> str:
    """Return what stands for this person.

    ``first`` tells that it is before the person's first turn; ``question`` counts the questions so far, which some
    write behind the code: "T1: … J1: … T2: …", where the number counts no people.
    """
    if form == "code_turn":
        return f"{person.code}{question}"
    return announced(person) if form == "long_short" and first else FORMS[form](person)


def mistyped(written: str) -> str:
    """Return a label with two inner letters exchanged, as fingers do."""
    for at in range(len(written) // 2, len(written) - 1):
        pair = written[at : at + 2]
        if pair.isalpha() and pair[0] != pair[1]:
            return written[:at] + pair[::-1] + written[at + 2 :]
    return written
