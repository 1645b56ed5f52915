"""`sequence` says what follows what, `excerpts --with` returns what codes share; both in people's words."""

import json

import pytest


@pytest.fixture
def coded(study):
    """Ani coded three answers of melati; two codes share words, one follows."""
    study("code", "melati/ketua:2", "outreach", "--coder", "ani")
    study("code", "melati/ketua:2", "critique", "--quote", "karena kasihan", "--coder", "ani")
    study("code", "melati/ketua:4", "critique", "--coder", "ani")
    return study


def test_what_follows_what(coded):
    shown = coded("sequence").stdout
    assert "outreach  critique  1 of 1    100%" in shown
    assert "never_in_this_order: 12" in shown
    told = json.loads(coded("sequence", "--code", "outreach", "--within", 2, "--format", "json").stdout)
    assert told["note"]["within"] == 2
    row = next(r for r in told["rows"] if (r["code"], r["then"]) == ("outreach", "critique"))
    assert (row["followed"], row["n"], row["expected"], row["read"]) == (1, 1, 0.5, 2)


def test_the_words_that_two_codes_share(coded):
    shown = coded("excerpts", "--with", "outreach", "--with", "critique").stdout
    assert "outreach + critique  [human]" in shown
    assert "  | karena kasihan\n" in shown + "\n"
    alone = coded("excerpts", "--code", "critique", "--without", "outreach").stdout
    assert "melati/ketua, segment 4" in alone
    assert "segment 2" not in alone


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["excerpts", "--without", "outreach"], "--without needs --with or --code"),
        (["excerpts", "--with", "outreach", "--within", "paragraph"], 'There is no --within "paragraph"'),
        (["sequence", "--within", "0"], "--within is a number of segments from 1 to 20."),
    ],
)
def test_a_wrong_question_is_told(coded, words, message):
    assert message in coded(*words, code=1).stderr


def test_where_nobody_has_coded_the_command_for_suggestions_is_named(study):
    study("autocode", "--apply")
    assert "qualcode sequence --within 1 --from rule" in study("sequence").stderr
