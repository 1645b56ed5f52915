"""Passages that say the same in nearly the same words are found; short answers that always return are not."""

import numpy as np
import pytest

from qualcode.learn import copies
from qualcode.learn.copies import LEAST_WORDS, near_copies
from qualcode.learn.features import TextFeatures

PASSAGES = (
    "anak-anak di sini makan tiga kali sehari bersama pengasuh",
    "anak-anak di sini makannya tiga kali sehari bersama pengasuh",
    "atap gudang sebelah bocor kalau hujan deras semalaman",
    "iya bu betul",
    "iya bu betul",
)


def _pieces(passages):
    features = TextFeatures(min_df=1)
    return features.fit_transform(passages)[:, len(features.words_) :]


def _pairs(passages, **options):
    words = np.array([len(passage.split()) for passage in passages])
    found = near_copies(_pieces(passages), words, **options).tocoo()
    return set(zip(found.row.tolist(), found.col.tolist(), strict=True))


def test_what_is_said_again_is_a_copy_of_the_other_and_not_of_itself():
    assert _pairs(PASSAGES) == {(0, 1), (1, 0)}


def test_short_answers_are_no_copies_however_alike():
    assert PASSAGES[3] == PASSAGES[4]
    assert PASSAGES[3].count(" ") + 1 < LEAST_WORDS
    assert _pairs([*PASSAGES[3:], "iya bu betul sekali", "iya bu betul sekali"]) == {(2, 3), (3, 2)}


@pytest.mark.parametrize(("likeness", "n"), [(0.2, 2), (0.999, 0)])
def test_how_much_alike_is_asked_for(likeness, n):
    assert len(_pairs(PASSAGES, likeness=likeness)) == n


def test_in_parts_it_is_the_same_as_at_once(monkeypatch):
    passages = [f"{first} {second}" for first in PASSAGES[:3] for second in PASSAGES]
    at_once = _pairs(passages)
    monkeypatch.setattr(copies, "_AT_ONCE", 4)
    assert _pairs(passages) == at_once
    assert at_once


def test_without_passages_there_are_none():
    assert near_copies(_pieces(PASSAGES)[:0], np.empty(0, dtype=int)).shape == (0, 0)
