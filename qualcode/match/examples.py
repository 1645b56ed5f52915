"""The codebook's own examples as a test of its rules."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.codebook import Codebook
from qualcode.language import Language
from qualcode.match.keywords import Matcher, Passage
from qualcode.records import Code, Example


@dataclass(frozen=True, slots=True)
class Miss:
    """An example on which the rules are wrong: of which code, and by which matched words if they hit it."""

    code: Code
    example: Example
    matched: str


def misses(book: Codebook, language: Language) -> list[Miss]:
    """Return the positive examples that no rule of the code or below it hits, and the negative ones that one does."""
    matcher = Matcher(book.codes, language)
    found: list[Miss] = []
    for code in book.codes:
        family = {c.uid for c in book.family(code)}
        if not any(c.rules for c in book.family(code)):
            continue
        for example in code.examples:
            hits = [s for s in matcher.find(Passage(example.text, "respondent")) if s.code in family]
            if bool(hits) is not example.positive:
                forms = ", ".join(dict.fromkeys(e.form for s in hits for e in s.evidence))
                found.append(Miss(code, example, forms))
    return found
