"""One speaker under two labels: a label misspelt, a short form in a part of the text, the labels of a second typist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qualcode.segment.voices import Voice, figures

_CLOSE = 85
"""Similarity 0..100 from which a rare label is a frequent one misspelt."""


def misspelt(accepted: Mapping[str, Voice], voices: Mapping[str, Voice]) -> dict[str, str]:
    """Return rare labels that are a frequent one with a typing error."""
    from rapidfuzz import fuzz

    frequent = {
        key: voice
        for key, voice in accepted.items()
        if len(key) >= 5 and len(voice.lines) >= (2 if voice.verdict.kind == "role" else 3)
    }
    if not frequent:
        return {}
    found: dict[str, str] = {}
    for key, voice in voices.items():
        if voice.verdict.kind in ("known", "never", "note"):
            continue
        for other, written in frequent.items():
            similar = fuzz.ratio(key, other)
            if other not in (key, *found) and _is_other(key, voice, other, written, similar):
                found[key] = other
    return found


def _is_other(key: str, voice: Voice, other: str, written: Voice, similar: float) -> bool:
    """Tell whether a label is another one misspelt, or a short form that takes its place in a part of the text."""
    if figures(other) != figures(key):
        return False
    roles = {voice.verdict.role, written.verdict.role} - {"unknown"}
    if len(roles) > 1:
        return False
    rare = len(voice.lines) <= 2 and len(key) >= 4 and voice.verdict.kind != "role"
    misspelt_role = voice.verdict.kind == written.verdict.kind == "role" and bool(roles)
    if similar >= _CLOSE and (rare or misspelt_role) and len(voice.lines) <= len(written.lines):
        return True
    apart = voice.lines[0] > written.lines[-1] or voice.lines[-1] < written.lines[0]
    return apart and len(key) <= 4 < len(other) and _stands_for(key, other)


def same_speakers(keys: Iterable[str], others: Iterable[str]) -> dict[str, str]:
    """Return for each label of a part the one of the other part that it shortens or that shortens it; {} if not all."""
    same: dict[str, str] = {}
    for key in keys:
        meant = [other for other in others if _stands_for(*sorted((key, other), key=len))]
        if len(meant) == 1:
            same[key] = meant[0]
    return same if 1 < len(same) == len(set(same.values())) and len(same) == len(list(keys)) else {}


def _stands_for(short: str, long: str) -> bool:
    """Tell whether letters occur in this order in a name or one of its words: "jb" in "john berg", "g" in "pak g"."""
    letters = short.replace(" ", "")
    return any(_abbreviates(letters, form) for form in (long, *long.split()))


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether the letters of a short form stand in the same order in the long one, the first at its start."""
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)
