"""What the page and the typist added: page and margin numbers, broken lines, time marks, noise in brackets."""

from __future__ import annotations

import re

from qualcode.language.lexicon import Lexicon, bare
from qualcode.segment.marks import Mark
from qualcode.segment.stamps import CLOCK, MARKED, STAMP

_NUMBER = re.compile(r"[-–—| ]{0,6}\d{1,4}(?: ?[/|] ?\d{1,4})?[-–—| ]{0,6}")
_OPENING = re.compile(r"[\[(（<{#!]|(?<!\w)\.(?=hh)|:[0-5]\d:[0-5]\d")
_INLINE = re.compile(
    rf"(?P<stamp>{MARKED})"
    r"|(?P<link>!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)(?:\{[^}\n]{0,200}\})?|(?<=\])\((?:https?:|/|www\.)[^)\s]{0,500}\))"
    r"|(?P<pause>\((?:\.{1,3}|-{1,3}|…|\d{1,2}[.,]\d{1,2}|\d{1,2}(?=s))s?\)|\.h{2,6}(?!\w)|\(\([^()\n]{1,60}\)\))"
    r"|(?P<bracket>[(\[](?:[^()\[\]\n]{2,60}|[\u3040-\u9fff])[)\]]|（[^（）\n]{1,60}）)"
)
_HOURS = re.compile(rf"(?<!\S){CLOCK}(?!\S)")
_SENTENCE_ENDS = ".?!…"
_CLOSERS = "\"'”’)]*_"
_NO_SOUND = frozenset("0123456789.,;:?!/=+&%")
_YEARS = range(1900, 2100)


def is_page_number(content: str, lexicon: Lexicon) -> bool:
    """Tell whether a line alone is a page number or a margin number: "12", "- 3 -", "Halaman 4", "Page 3 of 9"."""
    if len(content) > 24:
        return False
    if _NUMBER.fullmatch(content):
        return not (content.isdigit() and int(content) in _YEARS)
    words = bare(content).split()
    figures = [word for word in words if word.isdigit()]
    others = [word for word in words if not word.isdigit()]
    if (
        len(words) == 4
        and words[1].isdigit()
        and words[3].isdigit()
        and int(words[1]) <= int(words[3])
        and len(words[2]) <= 4
    ):
        return True
    named = " ".join(others) in lexicon.pages or all(word in lexicon.pages for word in others)
    return 0 < len(figures) <= 2 and bool(others) and named


def is_timestamp(content: str) -> bool:
    """Tell whether a line is nothing but a time mark."""
    return len(content) < 40 and bool(_STAMP.fullmatch(content))


_STAMP = re.compile(STAMP)


def inline_marks(text: str, lexicon: Lexicon) -> list[Mark]:
    """Return the time marks and the noise within lines, in order: ``[00:12:31]``, ``(tertawa)``, link targets."""
    marks: list[Mark] = []
    at = 0
    for opening in _OPENING.finditer(text):
        if opening.start() >= at:
            mark = _inline_mark(text, opening, at, lexicon)
            if mark:
                marks.append(mark)
                at = mark.end
    return marks


def emphasis_marks(text: str) -> list[Mark]:
    """Return the marks of the asterisks around words in bold, "Dia **tidak pernah** absen"."""
    pairs = _EMPHASIS.finditer(text) if "**" in text else ()
    return [Mark(at, at + 2, "noise", "emphasis") for found in pairs for at in (found.start(), found.end() - 2)]


_EMPHASIS = re.compile(r"(?<![*\w])\*\*(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])\*\*(?![*\w])")


def _inline_mark(text: str, opening: re.Match[str], at: int, lexicon: Lexicon) -> Mark | None:
    """Return the mark that begins at an opening sign, or around the minutes of a time that begins after `at`."""
    if opening[0][0] == ":":
        hours = _HOURS.search(text, max(at, opening.start() - 3), opening.end() + 5)
        return Mark(hours.start(), hours.end(), "timestamp", "time") if hours else None
    found = _INLINE.match(text, opening.start())
    if found is None:
        return None
    if found["stamp"]:
        return Mark(found.start(), found.end(), "timestamp", "time")
    if found["pause"]:
        return Mark(found.start(), found.end(), "noise", "pause")
    if found["link"]:
        return Mark(found.start(), found.end(), "noise", "link")
    return Mark(found.start(), found.end(), "noise", "sound") if _is_sound(text, found, lexicon) else None


def _is_sound(text: str, found: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether brackets hold a sound: a word that is known for one, or a few small words between two sentences."""
    if is_noise(found[0], lexicon) or _is_remark(text, found):
        return True
    words = found[0][1:-1].split()
    if not 0 < len(words) <= 3 or words[0][0].isupper() or set(found[0]) & _NO_SOUND:
        return False
    before, behind = (
        text[max(0, found.start() - 3) : found.start()].rstrip(" \t"),
        text[found.end() : found.end() + 3].lstrip(" \t"),
    )
    ended = not before or before[-1] in _SENTENCE_ENDS + _CLOSERS + "\n。？！؟।:"
    if (not behind or behind[0] == "\n") and words[0][0].lower() == words[0][0].upper():
        return True
    return ended and (not behind or behind[0] == "\n" or (not behind[0].islower() and behind[0] not in ".,;"))


def _is_remark(text: str, found: re.Match[str]) -> bool:
    """Tell what the typist wrote in square brackets: a sentence behind a sentence, or what a gap sets off at the end.

    "Ne m'en parlez pas. [Il sort une facture.] Regardez.", "Tidak boleh mandi.      [cek lagi!]"
    """
    if found[0][0] != "[" or len(found[0].split()) < 2:
        return False
    before = text[max(0, found.start() - 3) : found.start()]
    behind = text[found.end() : found.end() + 1]
    sentence = found[0][1].isupper() and found[0][-2] == "." and before.rstrip()[-1:] in tuple(_SENTENCE_ENDS)
    return sentence or (before.endswith("  ") and behind in ("", "\n"))


def is_noise(bracket: str, lexicon: Lexicon) -> bool:
    """Tell whether brackets hold a sound or a gap in the recording, "(tertawa)", and not something said."""
    words = bare(bracket)
    first = words.split()
    timed = len(first) > 1 and first[0] in lexicon.noise and all(word.isdigit() for word in first[1:])
    return words in lexicon.noise or " ".join(first[:2]) in lexicon.noise or timed


def break_rule(text: str, end: int, start: int, *, empty: int, interrupted: bool, width: int) -> str:
    """Decide how speech goes on over a line end: "join", "hyphen" or "paragraph".

    Parameters
    ----------
    end, start : int
        Where the speech before ends and where it goes on.
    empty : int
        Empty lines between.
    interrupted : bool
        Whether a page number stands between, so that an empty line means little.
    width : int
        Width of the lines where they were broken, else 0.
    """
    opens_small = text[start].islower()
    if text[end - 1] in "-‐" and end > 1 and text[end - 2].isalpha() and opens_small:
        return "hyphen"
    closed = ends_sentence(text, end)
    if opens_small and not closed:
        return "join"
    if empty:
        return "join" if interrupted and not closed else "paragraph"
    if interrupted or not width:
        return "paragraph" if closed or not interrupted else "join"
    return "join" if not closed or _is_full(text, end, start, width) else "paragraph"


def ends_sentence(text: str, end: int) -> bool:
    """Tell whether ``text[:end]`` ends like a sentence, closing quotation marks and brackets left out."""
    while end and text[end - 1] in _CLOSERS:
        end -= 1
    return bool(end) and text[end - 1] in _SENTENCE_ENDS


def _is_full(text: str, end: int, start: int, width: int) -> bool:
    """Tell whether the next word had no more room on the line that ends at `end`."""
    begin = text.rfind("\n", 0, end) + 1
    stop = start
    while stop < len(text) and stop < start + 30 and not text[stop].isspace():
        stop += 1
    return (end - begin) + 1 + (stop - start) > 0.9 * width


def is_reduplication(text: str, hyphen: int, start: int) -> bool:
    """Tell whether a hyphen at a line end belongs to the word: "anak-" / "anaknya" is one, "ke-" / "giatan" none."""
    begin, stop = hyphen, start
    while begin and text[begin - 1].isalpha():
        begin -= 1
    while stop < len(text) and text[stop].isalpha():
        stop += 1
    first, second = text[begin:hyphen].casefold(), text[start:stop].casefold()
    return len(first) >= 3 and len(second) >= 3 and (second.startswith(first) or first.endswith(second))
