"""What the pages say: keys that fit the screen, rules in short, nothing that could paint the terminal."""

import json

import pytest

from qualcode.messages import set_language
from qualcode.query.explanation import Explanation, RuleHit
from qualcode.terminal import keys, wording

MODES = ("next", "review", "adjudicate")


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("room", [58, 80, 120, 200])
def test_the_footer_fits_and_always_names_help_and_quit(room, mode, language):
    set_language(language)
    rows = keys.footer(mode, room, 2)
    assert 1 <= len(rows) <= 2
    assert [key.action for row in rows for key in row][-2:] == ["help", "quit"]
    assert all(sum(len(key.shown) + 1 + len(wording._(key.label)) + 2 for key in row) - 2 <= room for row in rows)


@pytest.mark.parametrize("mode", MODES)
def test_every_key_has_one_meaning(mode):
    pressed = [name for key in keys.of(mode) if key.pressed for name in key.pressed.split(",")]
    assert len(pressed) == len(set(pressed))
    assert len(keys.helped(mode)) > len(keys.of(mode))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("dak ado\n", "dak ado\n"),
        ("a\tb", "a b"),
        ("\x1b[31m", "□[31m"),
        ("kiri\u202ekanan", "kiri□kanan"),
        ("dua\u00a0kata", "dua kata"),
    ],
)
def test_text_keeps_its_length_and_paints_nothing(text, shown):
    assert wording.safe(text) == shown
    assert len(shown) == len(text)


@pytest.mark.parametrize(("seconds", "shown"), [(None, ""), (0, "0:00:00"), (3725.9, "1:02:05")])
def test_times_are_hours_minutes_seconds(seconds, shown):
    assert wording.clock(seconds) == shown


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        ("koordinasi", "koordinasi"),
        ({"phrase": "pintu ke pintu", "gap": 0}, "pintu ke pintu; gap 0"),
        ({"any": list("abcdefgh")}, "a / b / c / d / e / f / …"),
        ({"all": ["dinas", {"any": ["bantu", "tolong"]}], "within": 6}, "dinas + (bantu / tolong); within 6"),
    ],
)
def test_a_rule_is_told_in_short(spec, shown):
    found = Explanation(
        id="s1", code="outreach", source="a", origin="rule", score=0.7, is_probability=False, basis="",
        codebook=(3, "0123456789abcdef"), rules=[RuleHit("kata", json.dumps(spec), ["negated"])], words=[],
        intercept=None, rest=0.0, meaning=0.0, logit=None, reckoned=None, neighbours=[],
    )  # fmt: skip
    assert wording.explained(found) == [
        "outreach: suggested by the rules, score 0.70", "codebook version 3 (0123456789ab)", "", "kata (negated)",
        f"  rule: {shown}",
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "counted"), [("respondent", True), ("unknown", True), ("moderator", False)])
def test_what_tables_do_not_count_is_said_when_it_is_coded(role, counted):
    said = wording.coded("outreach", role)
    assert said.startswith("Coded: outreach")
    assert ("not counted in tables" not in said) == counted
