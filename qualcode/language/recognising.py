"""Which language a text looks to be in: by its script, or by the small words that a language cannot do without.

Not a library: on talk of a few sentences word lists are as sure as py3langid (benchmarks/languages.py), which loads
numpy; and they can say "undecided".
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from qualcode.language import subtag
from qualcode.language.wordlists import word_list
from qualcode.messages import N_, _

NAMES = {
    "id": N_("Indonesian"), "ms": N_("Malay"), "jv": N_("Javanese"), "en": N_("English"), "nl": N_("Dutch"),
    "de": N_("German"), "es": N_("Spanish"), "fr": N_("French"), "pt": N_("Portuguese"), "it": N_("Italian"),
    "da": N_("Danish"), "no": N_("Norwegian"), "sv": N_("Swedish"), "ru": N_("Russian"), "uk": N_("Ukrainian"),
    "ar": N_("Arabic"), "fa": N_("Persian"), "el": N_("Greek"), "he": N_("Hebrew"), "th": N_("Thai"),
    "ko": N_("Korean"), "ja": N_("Japanese"), "zh": N_("Chinese"),
}  # fmt: skip
SPACY_CODES = {"no": "nb"}
"""Codes under which spaCy has a language that we call otherwise."""

SAMPLES, SAMPLE = 4, 700
"""So many stretches of so many characters are looked at, so that a long text costs no more than a short one."""
FEWEST = 8
"""Words below which nothing is said."""
LEAST_SHARE = 0.12
"""Share of the words that must be known; names and answers of one word tell nothing."""
TELLING, TIMES = 3, 2.0
"""One language beats another by so many words that only it has, and so many times as many as only the other has."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")
_SCRIPTS = {
    "el": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
"""Scripts of one language each; Japanese before Chinese, whose characters it has too."""


def found(text: str) -> str:
    """Return the code of the language that a text looks to be in, or "" if it is too short or undecided.

    Examples
    --------
    >>> found("Nobody told us about the meeting until it was over, and then we had to go.")
    'en'
    >>> found("Ya, begitu.")
    ''
    """
    sample = _sample(text)
    by_script = _by_script(sample)
    if by_script:
        return by_script
    words = [word.lower().replace("’", "'") for word in _WORD.findall(sample)]
    return _by_words(words) if len(words) >= FEWEST else ""


def differs(code: str, read_as: str) -> bool:
    """Tell whether a language that was found is another than the one that a text is read as ("en-GB" is "en")."""
    tag = subtag(read_as)
    return bool(code) and tag not in (code, SPACY_CODES.get(code, code)) and not (code == "no" and tag == "nn")


def warning(code: str, read_as: str) -> str:
    """Return the line that says which language a text looks to be in, and as which it was read."""
    name, other = language_name(code), language_name(subtag(read_as))
    if code == "jv":
        text = _("Language: looks {found}, read as {language}. There are no rules for {found}.")
        return text.format(found=name, language=other)
    text = _("Language: looks {found}, read as {language}. To read it as {found}, import it with --language {code}.")
    return text.format(found=name, language=other, code=SPACY_CODES.get(code, code))


def language_name(code: str) -> str:
    """Return the name of a language in the language of messages; its code if there is none."""
    return _(NAMES[code]) if code in NAMES else code


def _sample(text: str) -> str:
    """Return stretches from beginning to end, cut at blanks."""
    if len(text) <= SAMPLES * SAMPLE:
        return text
    step = (len(text) - SAMPLE) // (SAMPLES - 1)
    stretches = (text[at : at + SAMPLE] for at in range(0, step * SAMPLES, step))
    return "\n".join(stretch.partition(" ")[2].rpartition(" ")[0] or stretch for stretch in stretches)


def _by_script(sample: str) -> str:
    """Return the language of the script of most letters, or ""; a Chinese character counts as a word."""
    if sample.isascii():
        return ""
    letters = sum(map(str.isalpha, sample))
    seen = {code: len(script.findall(sample)) for code, script in _SCRIPTS.items()}
    if seen["ja"] > 0.2 * (seen["ja"] + seen["zh"]):
        seen["ja"] += seen.pop("zh")
    code = max(seen, key=lambda key: seen[key])
    few = FEWEST if code in ("ja", "zh", "ko") else 4 * FEWEST
    return code if seen[code] >= few and seen[code] > letters / 2 else ""


def _by_words(words: list[str]) -> str:
    """Return the language that beats every other, or ""."""
    lists = _telling()
    counts = Counter(words)
    known = {code: sum(n for word, n in counts.items() if word in telling) for code, telling in lists.items()}
    best, second = sorted(known, key=lambda code: -known[code])[:2]
    if known[best] < LEAST_SHARE * len(words):
        return ""
    rivals = [code for code in known if code != best and 2 * known[code] > known[best]]
    return best if all(_beats(counts, lists[best], lists[rival]) for rival in [second, *rivals]) else ""


def _beats(counts: Counter[str], one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether clearly more words are in one list only than in the other only."""
    for_it = sum(n for word, n in counts.items() if word in one and word not in other)
    against = sum(n for word, n in counts.items() if word in other and word not in one)
    return for_it >= TELLING and for_it >= TIMES * against


@cache
def _telling() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in word_list("telling").items()}
