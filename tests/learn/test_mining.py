"""Words that tell coded passages from the others are ranked, with what each would do as a rule."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from qualcode.learn.mining import PhraseCounts, effect, log_odds, odds_beyond

STOP_WORDS = {"di", "yang", "dan", "kami"}
CODED = ["rapat bersama di kelurahan", "kami rapat bersama dinas", "rapat bersama lagi", "koordinasi dan rapat"]
OTHER = ["makan di panti", "makan siang yang enak", "anak main bola", "anak makan", "rapat pengurus"]
UNREAD = ["tidur siang", "rapat bersama sekolah"]


def ranked(hits=(), **options):
    documents = CODED + OTHER + UNREAD
    values = np.array([1] * len(CODED) + [0] * len(OTHER) + [-1] * len(UNREAD), dtype=np.int8)
    hit = np.array([any(word in document.split() for word in hits) for document in documents])
    return PhraseCounts(documents, values >= 0, STOP_WORDS).ranked(values, hit, **options)


def test_words_of_coded_passages_are_found():
    assert set(ranked()) == {"rapat bersama", "rapat"}


def test_the_clearest_comes_first():
    texts = ["rapat baru"] * 6 + ["rapat lama"] * 3 + ["baru"] * 2 + ["lama"] * 9
    values = np.array([1] * 9 + [0] * 11, dtype=np.int8)
    found = PhraseCounts(texts, values >= 0, STOP_WORDS).ranked(values, np.zeros(20, dtype=bool))
    assert found[0] == "rapat"
    assert found.index("rapat baru") < found.index("baru")


def test_a_word_in_every_passage_tells_nothing():
    held = sparse.csc_matrix(np.ones((4, 1), dtype=bool))
    odds = odds_beyond(np.array([1, 1, 0, 0], dtype=np.int8), np.zeros(4, dtype=bool), held)
    assert odds.tolist() == [0]


def test_a_phrase_in_the_same_passages_as_its_words_stands_for_them():
    assert "bersama" not in set(ranked())


def test_nothing_is_told_by_stop_words_alone_or_at_an_end():
    texts = ["kami di sini", "kami di sini", "pintu di pintu", "pintu di pintu", "lain"]
    counts = PhraseCounts(texts, np.ones(5, dtype=bool), STOP_WORDS)
    found = counts.ranked(np.array([1, 1, 1, 1, 0], dtype=np.int8), np.zeros(5, dtype=bool))
    assert set(found) == {"sini", "pintu di pintu"}


def test_where_rules_hit_phrases_are_not_compared():
    assert ranked(hits=["bersama"]) == ["rapat"]
    assert ranked(hits=["rapat"]) == []


def test_only_the_clearest_are_returned():
    assert len(ranked(most=1)) == 1


def test_passages_without_words_have_no_phrases():
    counts = PhraseCounts(["", ""], np.ones(2, dtype=bool), STOP_WORDS)
    assert counts.ranked(np.array([1, 0], dtype=np.int8), np.zeros(2, dtype=bool)) == []


def test_log_odds_are_those_of_the_paper():
    """Equations 16, 20 and 22 of Monroe, Colaresi and Quinn, written out for one phrase."""
    y, n, x, m, prior = 6, 20, 2, 50, 30 * 0.1
    first, second = y + prior, x + prior
    delta = math.log(first / (n + 30 - first)) - math.log(second / (m + 30 - second))
    z = delta / math.sqrt(1 / first + 1 / second)
    found = log_odds(np.array([6.0]), 20, np.array([2.0]), 50, np.array([0.1]), prior=30)
    assert found[0] == pytest.approx(z)


@given(st.integers(0, 10), st.integers(0, 10))
def test_swapping_the_groups_turns_the_odds_around(a, b):
    def odds(first, second):
        return log_odds(np.array([float(first)]), 10, np.array([float(second)]), 10, np.array([0.1]))[0]

    assert odds(a, b) == pytest.approx(-odds(b, a))
    assert bool(odds(a, b) > 0) is (a > b)


def test_what_other_passages_hold_too_is_less_clear():
    odds = log_odds(np.array([6.0, 6.0]), 10, np.array([0.0, 3.0]), 10, np.array([0.3, 0.45]))
    assert odds[0] > odds[1] > 0


def test_what_is_seen_often_is_clearer_than_what_is_seen_once():
    odds = log_odds(np.array([1.0, 8.0]), 20, np.array([0.0, 0.0]), 20, np.array([0.02, 0.15]))
    assert odds[1] > odds[0] > 0


def test_the_effect_of_a_rule():
    values = np.array([1, 1, 1, 0, 0, -1, -1], dtype=np.int8)
    rules = np.array([1, 0, 0, 1, 0, 0, 1], dtype=bool)
    found = effect(values, rules, np.array([1, 1, 0, 0, 1, 1, 1], dtype=bool))
    assert (found.coded, found.of_coded) == (2, 3)
    assert (found.not_coded, found.of_not_coded) == (1, 2)
    assert (found.new_coded, found.new_not_coded, found.new_unread, found.of_unread) == (1, 1, 1, 2)
    assert found.precision == (1 / 2, 2 / 4)
    assert found.recall == (1 / 3, 2 / 3)


def test_rules_that_hit_nothing_have_no_precision():
    values = np.array([1, 0], dtype=np.int8)
    found = effect(values, np.zeros(2, dtype=bool), np.array([1, 0], dtype=bool))
    assert math.isnan(found.precision[0])
    assert found.precision[1] == 1
    assert found.recall == (0, 1)
