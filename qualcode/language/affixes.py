"""The forms that an Indonesian root takes, in formal, colloquial and Palembang speech.

``me-`` and ``pe-`` change with the first letter of the root (Sneddon et al., Indonesian Reference Grammar, 1.1):
baca, membaca; pukul, memukul; tulis, menulis; sapu, menyapu; kirim, mengirim; cek, mengecek. Talk drops
``me-`` and keeps the nasal ("nulis", "ngirim"), or sets ``nge-`` before any root ("ngelayani").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_NASALS = {
    **dict.fromkeys("lmnrwy", ("{root}",)),
    **dict.fromkeys("bv", ("m{root}",)),
    **dict.fromkeys("djz", ("n{root}",)),
    **dict.fromkeys("ghaeiouq", ("ng{root}",)),
    **dict.fromkeys("pf", ("m{rest}", "m{root}")),
    "t": ("n{rest}", "n{root}"),
    "k": ("ng{rest}", "ng{root}"),
    "s": ("ny{rest}", "n{root}", "ng{root}"),
    "c": ("n{root}", "ny{rest}"),
    "x": ("{root}",),
}
"""What ``me-`` makes of a root: the whole root after its nasal, or the rest of it after a nasal in its place."""

_SPOKEN_NASALS = {"l": ("ng{root}",), "r": ("ng{root}",), "h": ("ng{rest}",)}
"""Javanese and Palembang talk: "nglayani", "ngrawat", "ngadepi" (hadap)."""

_BEFORE_NASAL = "me|pe|sepe|kepe|berpe|mempe|terpe|dipe|ke"
_BEFORE_ROOT = (
    "di|ter|te|ke|se|ku|kau|per|ber|memper|member|diper|diber|teper|terper|pember|pemer|seper|keber|keter|berke"
    "|kese|terse|dise|menye|penye|dike|menge|mempe|antar|pasca|pe"
)
_BEFORE_AJAR = "bel|pel|mempel|dipel|terpel|pembel|berpel"  # belajar, mempelajari: living speech has it here only
_BEFORE_R = "be"  # berawat; bekerja, beternak: the r of ber- is lost before r and before a syllable in -er

_SUFFIXES = re.compile("(?:kan|i|in|an|ke|ken|ake|ne)?(?:an)?(?:nya|nyo|ku|mu|ne)?(?:lah|kah|pun|lo)?")
_SYLLABLE_IN_ER = re.compile("[^aeiou]er")
_STRIPPED = re.compile(r"(?:lah|kah|pun)$"), re.compile(r"(?:nya|nyo|ku|mu)$"), re.compile(r"k?an$")

_CLOSED_A = re.compile(r"a(?=[^aeiou]{1,2}$)")


@cache
def spellings(root: str) -> tuple[str, ...]:
    """Return `root` and how talk pronounces it: terima, terimo; pinjam, pinjem; pakai, pake; hidup, idup."""
    heard = [root]
    if root.endswith(("ai", "au")):
        heard.append(root[:-2] + ("e" if root.endswith("ai") else "o"))
    elif root.endswith("a"):
        heard.append(root[:-1] + "o")
    elif _CLOSED_A.search(root):
        heard.append(_CLOSED_A.sub("e", root))
    if root.startswith("h") and len(root) > 4:
        heard.append(root[1:])
    return tuple(heard)


def is_form(word: str, root: str) -> bool:
    """Tell whether a word (lower case) is a form of one spelling of a root: affixed, doubled, with clitics.

    Examples
    --------
    >>> [is_form(word, "damping") for word in ("pendampingan", "ngedampingi", "damping-mendampingi", "kampung")]
    [True, True, True, False]
    """
    heads, tail = _heads(root[0], _kind(root)), root[1:]
    return any(
        heads.fullmatch(word, 0, at) and _ends_well(word[at + len(tail) :], heads, tail) for at in _places(word, tail)
    )


def _places(word: str, tail: str) -> Iterator[int]:
    """Yield where the root without its first letter, which a nasal may swallow, stands in a word."""
    at = word.find(tail)
    while at >= 0:
        yield at
        at = word.find(tail, at + 1)


def _ends_well(rest: str, heads: re.Pattern[str], tail: str) -> bool:
    """Tell whether what follows the root is a suffix, or the root again ("anak-anaknya", "anak2nya")."""
    if _SUFFIXES.fullmatch(rest):
        return True
    if rest[:1] == "2":
        return _SUFFIXES.fullmatch(rest, 1) is not None
    again = rest[1:]
    return rest[:1] == "-" and any(
        heads.fullmatch(again, 0, at) and _SUFFIXES.fullmatch(again, at + len(tail)) for at in _places(again, tail)
    )


def stripped(word: str) -> set[str]:
    """Return `word` and what is left of it when particle, clitic and -kan or -an are taken off, one after the other.

    Not -i: "pencari" (seeker, of cari) would leave "pencar" (scatter).
    """
    left = {word}
    for ending in _STRIPPED:
        word = ending.sub("", word)
        left.add(word)
    return left


def _kind(root: str) -> str:
    """Return which prefixes of their own a root has."""
    if root == "ajar":
        return _BEFORE_AJAR
    return _BEFORE_R if root[0] == "r" or _SYLLABLE_IN_ER.match(root) else ""


@cache
def _heads(first: str, own: str) -> re.Pattern[str]:
    """Return the pattern of what may stand before the second letter of a root, by its first letter."""
    before = f"{_BEFORE_ROOT}|{own}" if own else _BEFORE_ROOT
    shapes = [*_NASALS.get(first, ()), *_SPOKEN_NASALS.get(first, ()), "nge{root}"]
    nasals = "|".join(re.escape(shape.format(root=first, rest="")) for shape in shapes)
    return re.compile(f"(?:{before})?{re.escape(first)}|(?:{_BEFORE_NASAL})?(?:{nasals})")
