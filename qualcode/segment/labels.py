"""What words say of a label: its kind, the key by which two ways of writing it are one, the role it claims."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from qualcode.language.lexicon import Lexicon, bare
from qualcode.records import Role
from qualcode.segment.shapes import INVISIBLE

LabelKind = Literal[
    "known", "question", "answer", "role", "code", "person", "initials", "name", "header", "note", "never", "text"
]

SURE: frozenset[LabelKind] = frozenset({"known", "question", "answer", "role", "code", "person"})
"""Kinds that name a speaker at first sight; "initials" and "name" do so once they recur."""

_SIMPLE_CODE = re.compile(r"[A-Z]{1,3}[-. ]?\d{1,3}[A-Za-z]?")
_COMPOSITE_CODE = re.compile(
    r"[A-Z]{1,3}\d{0,3}(?:[./-][A-Z]{1,3}\d{0,3})+(?:[./-]\d{1,4})?|[A-Z]{1,3}\d{1,3}[./]\d{1,4}"
)
_INITIALS = re.compile(r"[^\W\d_]{1,3}")
_DOTTED = re.compile(r"(?:[^\W\d_]\.[ ]?){1,4}")
_PARENTHESIS = re.compile(r"[ \t]*[(\[]([^()\[\]]*)[)\]]?[ \t]*$")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_LETTERS_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a label is: its kind, the key by which two ways of writing are one, the role it says, words in brackets."""

    kind: LabelKind
    key: str
    role: Role = "unknown"
    remark: str = ""


_LONGEST_UNSURE = 4
"""Letters of a code behind which "?" says that the typist was not sure: "R?", "P2?"."""


def judge(label: str, lexicon: Lexicon, known: Collection[str] = ()) -> Verdict:
    """Decide what stands before a colon.

    Parameters
    ----------
    label : str
        As written, without colon, bullet and time.
    known : collection of str
        Keys of labels that a legend or a list of speakers names.
    """
    base, remark = split_remark(label)
    base = base.rstrip("?") if len(base) <= _LONGEST_UNSURE else base
    key = label_key(base, lexicon)
    if not key:
        return Verdict("text", "")
    if key in known and _listed(bare(base), lexicon) not in ("question", "answer"):
        return Verdict("known", key, said_role(base, lexicon), remark)
    return _judge_alone(base, key, remark, lexicon)


def _judge_alone(base: str, key: str, remark: str, lexicon: Lexicon) -> Verdict:
    kind = _listed(bare(base), lexicon) or _listed(bare(base.rstrip("0123456789")), lexicon)
    if kind:
        return Verdict(kind, key, _ROLE_OF_KIND.get(kind, "unknown"), remark)
    if is_role(base, lexicon):
        return Verdict("role", key, said_role(base, lexicon), remark)
    if _is_code(base, lexicon):
        return Verdict("code", key, said_role(base, lexicon), remark)
    if is_person(base, lexicon):
        return Verdict("person", key, "unknown", remark)
    words = bare(base).split()
    if words[0] in lexicon.header and len(words) <= 5:
        return Verdict("header", key, "unknown", remark)
    base = base.replace(".", "").replace(" ", "") if _DOTTED.fullmatch(base) else base
    if _INITIALS.fullmatch(base) and (len(base) == 1 or base.isupper()):
        return Verdict("initials", key, said_role(base, lexicon), remark)
    return Verdict("name" if _looks_like_name(base) else "text", key, "unknown", remark)


_YEAR = re.compile(r"[^\W\d_].*[ ,](?:19|20)\d\d$")
"""A date is nobody: "March 3, 2023" above a talk."""
_ROLE_OF_KIND: dict[str, Role] = {"question": "interviewer", "answer": "respondent"}


def _listed(plain: str, lexicon: Lexicon) -> LabelKind | None:
    if plain in lexicon.questions:
        return "question"
    if plain in lexicon.answers:
        return "answer"
    if is_note_heading(plain, lexicon):
        return "note"
    return "never" if plain in lexicon.never or _YEAR.search(plain) else None


def is_note_heading(plain: str, lexicon: Lexicon) -> bool:
    """Tell whether words (in bare form) head the researcher's own notes; a letter may count them off: "c. …"."""
    words = plain.split()
    if len(words) > 1 and len(words[0]) == 1:
        words = words[1:]
    return " ".join(words) in lexicon.notes or " ".join(words[:2]) in lexicon.notes


def split_remark(label: str) -> tuple[str, str]:
    """Part a label from the brackets behind it, "Informan 2 (Ibu S, 54 th)"; a mood behind those is left out."""
    label = _INVISIBLE.sub("", label).strip(" \t*_")
    found = _PARENTHESIS.search(label)
    if not found or not found.start():
        return label, ""
    base, remark = label[: found.start()], found[1].strip()
    return split_remark(base) if remark[:1].islower() and base.endswith((")", "]")) else (base, remark)


def label_key(base: str, lexicon: Lexicon) -> str:
    """Return the key of a label: case, blanks, stops and ways of counting left out, words for "answer" struck."""
    if _COMPOSITE_CODE.fullmatch(base):
        return _composite_key(base, lexicon)
    words = bare(_LETTERS_DIGITS.sub(" ", base)).split()
    if len(words) > 1 and set(words) & lexicon.answers:
        words = [word for word in words if word not in lexicon.answers] or words[:1]
    if len(words) == 1 or " ".join(words) in lexicon.questions:
        return _synonym(" ".join(words), lexicon)
    counted = [_counted(word, lexicon) for word in words[1:] if word not in lexicon.counters]
    return " ".join([words[0], *counted]) if words else ""


def _synonym(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.answers:
        return bare(lexicon.answer_label)
    return bare(lexicon.question_label) if word in lexicon.questions else word


def _counted(word: str, lexicon: Lexicon) -> str:
    """Write a number in figures: "II", "kedua" and "2" are one."""
    number = _ROMAN.get(word) or lexicon.ordinals.get(word)
    return str(number) if number else word.lstrip("0") if word.isdigit() else word


def _composite_key(code: str, lexicon: Lexicon) -> str:
    """Keep of "W1.P3.05" what names the speaker, "p 3": neither the interview nor the line."""
    pieces = re.split(r"[./-]", code)
    kept = [
        piece for piece in pieces if not piece.isdigit() and piece.rstrip("0123456789") not in lexicon.interview_codes
    ]
    return " ".join(_LETTERS_DIGITS.sub(" ", piece).casefold() for piece in kept or pieces[:1])


def said_role(base: str, lexicon: Lexicon) -> Role:
    """Return the role that a label says by a word or by its letters, else "unknown"."""
    words = bare(_LETTERS_DIGITS.sub(" ", base)).split()
    if len(words) > 1 and len(words[0]) > 2 and words[0].upper() in lexicon.codes:
        return lexicon.codes[words[0].upper()]
    if len(words) > 1 and words[0] not in lexicon.roles:
        words = [word for word in words if word not in lexicon.answers and word not in lexicon.honorifics] or words
    for n in range(min(3, len(words)), 0, -1):
        role = lexicon.roles.get(" ".join(words[:n]))
        if role:
            return role
    return code_role(base, lexicon)


def code_role(base: str, lexicon: Lexicon) -> Role:
    """Return the role that letters stand for: "P" alone asks, "I-1" with a number answers."""
    if _COMPOSITE_CODE.fullmatch(base):
        letters, number = [*_composite_key(base, lexicon).upper().split(), ""][:2]
    else:
        letters, number = base.rstrip("0123456789").rstrip(" .-").upper(), base[-1:] if base[-1:].isdigit() else ""
    codes = lexicon.numbered_codes if number else lexicon.codes
    return codes.get(letters, "unknown")


def is_role(base: str, lexicon: Lexicon) -> bool:
    """Tell whether a label is a word for a role, alone or with a number, a letter or a name behind."""
    words = [word.strip(".,-/&") for word in _LETTERS_DIGITS.sub(" ", base).replace("-", " ").split()]
    words = [word for word in words if word]
    plain = [word.casefold() for word in words]
    if not words:
        return False
    if (len(words) > 1 and plain[0] in lexicon.answers) or (plain[0] in lexicon.honorifics and len(words) > 1):
        words, plain = words[1:], plain[1:]
    for n in range(min(3, len(words)), 0, -1):
        if " ".join(plain[:n]) in lexicon.roles:
            return len(words) - n <= 4 and all(_goes_with_role(word, lexicon) for word in words[n:])
    return False


def _goes_with_role(word: str, lexicon: Lexicon) -> bool:
    plain = word.casefold()
    return (
        word[0].isupper()
        or word[0].isdigit()
        or plain in lexicon.ordinals
        or plain in lexicon.counters
        or plain in lexicon.answers
        or plain in lexicon.roles
        or plain in _ROMAN
        or len(word) == 1
    )


def _is_code(base: str, lexicon: Lexicon) -> bool:
    known = base in lexicon.codes if len(base) < 3 else base.upper() in lexicon.codes
    return bool(_SIMPLE_CODE.fullmatch(base) or _COMPOSITE_CODE.fullmatch(base) or known)


def is_person(base: str, lexicon: Lexicon) -> bool:
    """Tell whether a label is a form of address and a name or an office: "Pak Lurah", "Hj. Siti"."""
    first, _blank, rest = base.replace(".", ". ").partition(" ")
    words = rest.split()
    addressed = bare(first) in lexicon.honorifics or bare(first) in lexicon.titles
    return addressed and first[0].isupper() | first.islower() and _looks_like_name(rest.strip()) and len(words) <= 5


def _looks_like_name(label: str) -> bool:
    words = label.split()
    if not 0 < len(words) <= 5 or len(label) > 45:
        return False
    return all(not word[0].islower() for word in words) and not set(label) & set('?!"“”/=')
