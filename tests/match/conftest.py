"""Matchers for codes whose rules a test writes down."""

from collections import Counter

import pytest

from qualcode.language import get
from qualcode.match import Matcher, Passage
from qualcode.records import Code, Rule


@pytest.fixture
def matcher():
    """Build a matcher: one code per argument, its rules given as one spec or a list of specs."""

    def build(*codes, **options):
        rules = [spec if isinstance(spec, list) else [spec] for spec in codes]
        return Matcher(
            [
                Code(f"c{i}", f"C{i}", f"C{i}", rules=[Rule(f"r{i}.{n}", spec, n + 1) for n, spec in enumerate(specs)])
                for i, specs in enumerate(rules)
            ],
            get("id"),
            **options,
        )

    return build


@pytest.fixture
def hits(matcher):
    """Learn the words of a text and return the forms that a rule hits in it."""

    def find(spec, text, **passage):
        built = matcher(spec)
        words = " ".join([text, passage.get("question", "")]).lower()
        built.learn(Counter(words[start:end] for start, end in get("id").tokens(words)))
        return [evidence.form for found in built.find(Passage(text, **passage)) for evidence in found.evidence]

    return find
