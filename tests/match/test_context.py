"""What stands around a hit decides whether it counts, and whether it is denied."""

import pytest

from qualcode.match import Passage


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("tidak ada koordinasi", True),
        ("Tidak pernah ada koordinasi", True),
        ("nggak ada koordinasi", True),
        ("dak katek koordinasi", True),
        ("durung ono koordinasi", True),
        ("tanpa koordinasi", True),
        ("tidak satu dua koordinasi", True),
        ("tidak satu dua tiga koordinasi", False),
        ("koordinasi tidak", False),
        ("Tidak, koordinasi jalan", False),
        ("Tidak ada. Koordinasi jalan", False),
        ("Tidak, tidak ada koordinasi", True),
        ("ada koordinasi", False),
    ],
)
def test_a_negator_shortly_before_marks_the_hit_and_keeps_it(matcher, text, negated):
    (suggestion,) = matcher("koordinasi").find(Passage(text))
    assert [evidence.negated for evidence in suggestion.evidence] == [negated]


@pytest.mark.parametrize(
    ("rule", "text", "forms"),
    [
        ({"not": ["hukum"]}, "bantuan hukum", []),
        ({"not": ["hukum"]}, "bantuan untuk warga", ["bantuan"]),
        ({"not": ["hukum"], "not_within": 1}, "bantuan soal hukum", ["bantuan"]),
        ({"not": ["hukum"], "not_within": 2}, "bantuan soal hukum", []),
        ({"not": ["hukum"], "not_within": 1}, "bantuan hukum, lalu ada lagi bantuan", ["bantuan"]),
        ({"not": [{"exact": "bantuannya"}], "not_within": 0}, "bantuannya atau bantuan", ["bantuan"]),
        ({"not": [{"regex": "hu.um"}]}, "hukum dan bantuan", []),
    ],
)
def test_company_that_rules_a_hit_out(hits, rule, text, forms):
    assert hits({"phrase": "bantu", **rule}, text) == forms


@pytest.mark.parametrize(
    ("roles", "role", "n"),
    [
        ("respondent", "respondent", 1),
        ("respondent", "interviewer", 0),
        (["respondent", "unknown"], "unknown", 1),
        (["respondent", "observer"], "moderator", 0),
    ],
)
def test_only_turns_of_a_role(hits, roles, role, n):
    assert len(hits({"phrase": "dana", "role": roles}, "dana", role=role)) == n


@pytest.mark.parametrize(
    ("question", "n"),
    [("Bagaimana pendanaannya?", 1), ("Dari mana asalnya, Bu?", 0), ("", 0)],
)
def test_only_after_a_question(hits, question, n):
    rule = {"exact": ["cukup"], "after_question": ["dana", {"exact": "anggaran"}]}
    assert len(hits(rule, "Ya, cukup", question=question)) == n


def test_the_question_is_not_part_of_the_passage(hits):
    assert hits("dana", "Ya, cukup", question="Dananya cukup?") == []
