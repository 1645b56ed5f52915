"""The forms that an Indonesian root takes: one pattern per root, in formal, colloquial and Palembang speech.

``me-`` and ``pe-`` change with the first letter of the root (Sneddon et al., Indonesian Reference Grammar, 1.1):
baca, membaca; pukul, memukul; tulis, menulis; sapu, menyapu; kirim, mengirim; cek, mengecek. Talk drops
``me-`` and keeps the nasal ("nulis", "ngirim"), or sets ``nge-`` before any root ("ngelayani").
"""

from __future__ import annotations

import re
from functools import cache

_NASALS = {
    **dict.fromkeys("lmnrwy", ("{root}",)),
    **dict.fromkeys("bfv", ("m{root}",)),
    **dict.fromkeys("djz", ("n{root}",)),
    **dict.fromkeys("ghaeiouq", ("ng{root}",)),
    "p": ("m{rest}", "m{root}"),
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

_SUFFIX = "(?:kan|i|in|an|ke|ken|ake|ne)?(?:an)?(?:nya|nyo|ku|mu|ne)?(?:lah|kah|pun|lo)?"
_STRIPPED = re.compile(r"(?:lah|kah|pun)$"), re.compile(r"(?:nya|nyo|ku|mu)$"), re.compile(r"k?an$")

_CLOSED_A = re.compile(r"a(?=[^aeiou]{1,2}$)")
_VOWEL = re.compile(r"[aeiou]+")


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


@cache
def forms(root: str) -> re.Pattern[str]:
    """Return the pattern that matches every form of one spelling of a root.

    Examples
    --------
    >>> [bool(forms("damping").fullmatch(word)) for word in ("pendampingan", "ngedampingi", "kampung")]
    [True, True, False]
    """
    core = f"(?:(?:{_before_root(root)})?{re.escape(root)}|(?:{_BEFORE_NASAL})?(?:{_after_nasal(root)}))"
    return re.compile(f"{core}(?:2|-{core})?{_SUFFIX}")


def stripped(word: str) -> set[str]:
    """Return `word` and what is left of it when particle, clitic and -kan or -an are taken off, one after the other.

    Not -i: "pencari" (seeker, of cari) would leave "pencar" (scatter).
    """
    left = {word}
    for ending in _STRIPPED:
        word = ending.sub("", word)
        left.add(word)
    return left


def _before_root(root: str) -> str:
    if root == "ajar":
        return f"{_BEFORE_ROOT}|{_BEFORE_AJAR}"
    if root[0] == "r" or re.match("[^aeiou]er", root):
        return f"{_BEFORE_ROOT}|{_BEFORE_R}"
    return _BEFORE_ROOT


def _after_nasal(root: str) -> str:
    shapes = [*_NASALS.get(root[0], ()), *_SPOKEN_NASALS.get(root[0], ()), "nge{root}"]
    return "|".join(re.escape(shape.format(root=root, rest=root[1:])) for shape in shapes)
