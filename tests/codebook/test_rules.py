"""A rule is checked when it is read; what is wrong is named with its place and the way out."""

import pytest

from qualcode.codebook.rules import AllOf, AnyOf, Exact, Phrase, Regex
from qualcode.errors import CodebookError
from qualcode.match import parse_rule
from qualcode.records import Rule


@pytest.mark.parametrize(
    ("spec", "pattern"),
    [
        ("kerja sama", Phrase("kerja sama")),
        (" koordinasi ", Phrase("koordinasi")),
        ({"phrase": "kerja sama", "gap": 0}, Phrase("kerja sama", 0)),
        ({"exact": "PKH"}, Exact(("PKH",))),
        ({"exact": ["PKH", "Dinas Sosial"]}, Exact(("PKH", "Dinas Sosial"))),
        ({"regex": r"\bRp\d+"}, Regex(r"\bRp\d+")),
        (
            {"all": ["dana", {"exact": ["APBD"]}, {"any": ["kurang", {"regex": "minim"}]}], "within": 6, "gap": 1},
            AllOf((Phrase("dana", 1), Exact(("APBD",)), AnyOf((Phrase("kurang", 1), Regex("minim")))), 6),
        ),
    ],
)
def test_patterns(spec, pattern):
    assert parse_rule(Rule("r", spec)).pattern == pattern


def test_modifiers():
    spec = {
        "phrase": "bantuan",
        "not": ["bantuan hukum", {"exact": "LBH"}],
        "not_within": 3,
        "role": ["respondent", "moderator"],
        "after_question": ["dana"],
        "weight": 0.3,
        "strike": ["Pembantu"],
        "typos": False,
    }
    parsed = parse_rule(Rule("r", spec))
    assert parsed.excluded == (Phrase("bantuan hukum"), Exact(("LBH",)))
    assert (parsed.not_within, parsed.weight, parsed.typos) == (3, 0.3, False)
    assert parsed.roles == {"respondent", "moderator"}
    assert parsed.after_question == (Phrase("dana"),)
    assert parsed.strike == {"pembantu"}


def test_modifiers_have_defaults():
    parsed = parse_rule(Rule("r", "bantuan"))
    assert (parsed.not_within, parsed.weight, parsed.typos) == (5, 0.7, True)
    assert (parsed.excluded, parsed.roles, parsed.after_question, parsed.strike) == ((), set(), (), set())


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("", "needs text"),
        ("?!", "needs text"),
        (2015, "quotation marks"),
        ({}, "exactly one"),
        ({"weight": 0.5}, "exactly one"),
        ({"phrase": "a", "exact": "b"}, "exactly one of the keys .* has 2"),
        ({"phrase": 2015}, "quotation marks"),
        ({"exact": []}, "must not be empty"),
        ({"all": "dana"}, None),
        ({"regex": "(dana"}, "regular expression is wrong"),
        ({"frase": "dana"}, 'no key "frase" here. Nearest: phrase'),
        ({"phrase": "dana", "wieght": 0.5}, "Nearest: weight"),
        ({"any": [{"phrase": "dana", "weight": 0.5}]}, 'no key "weight" here'),
        ({"any": [2015]}, "quotation marks"),
        ({"any": [{}]}, "exactly one"),
        ({"phrase": "dana", "gap": 6}, '"gap" needs a whole number from 0 to 5'),
        ({"phrase": "dana", "gap": True}, '"gap" needs'),
        ({"phrase": "dana", "within": -1}, '"within" needs'),
        ({"phrase": "dana", "not_within": 1.5}, '"not_within" needs'),
        ({"phrase": "dana", "weight": 1.1}, '"weight" needs'),
        ({"phrase": "dana", "weight": "high"}, '"weight" needs'),
        ({"phrase": "dana", "role": "ketua"}, '"role" knows .*respondent'),
        ({"phrase": "dana", "strike": [1]}, '"strike" needs'),
        ({"phrase": "dana", "not": []}, '"not" needs a list'),
        ({"phrase": "dana", "typos": "no"}, '"typos" needs'),
    ],
)
def test_what_is_wrong_is_named(spec, message):
    rule = Rule("r", spec, line=14)
    if message is None:
        assert parse_rule(rule).pattern == AllOf((Phrase("dana"),))
        return
    with pytest.raises(CodebookError, match=rf'^code "Dana", line 14: .*{message}'):
        parse_rule(rule, "Dana")
