"""Passages fall into topics by the words that go together in them, the same every time."""

import pytest

from qualcode.learn.features import TextFeatures
from qualcode.learn.topics import topics

KITCHEN = [f"{a} masak {b} di dapur" for a in ("ibu", "juru", "anak") for b in ("nasi", "sayur", "lauk")]
SEWING = [f"{a} jahit {b} dengan mesin" for a in ("latihan", "kursus", "anak") for b in ("baju", "rok", "tas")]
TEXTS = [*KITCHEN, *SEWING, "hujan"]


@pytest.fixture(scope="module")
def words():
    """Weights of words and pairs, with their names."""
    features = TextFeatures(min_df=1)
    matrix = features.fit_transform(TEXTS)
    return matrix[:, : len(features.words_)], features.words_


def found(words, n=2, seed=0, stop_words=("di", "dengan")):
    return topics(*words, stop_words=stop_words, n=n, seed=seed)


def test_words_that_go_together_are_a_topic(words):
    topic = {topic.words[0]: set(topic.rows) for topic in found(words)}
    kitchen = next(rows for word, rows in topic.items() if word in {"masak", "dapur"})
    sewing = next(rows for word, rows in topic.items() if word in {"jahit", "mesin"})
    assert kitchen == set(range(9))
    assert sewing == set(range(9, 18))


def test_a_passage_without_a_telling_word_is_in_no_topic(words):
    assert 18 not in {row for topic in found(words) for row in topic.rows}


def test_the_same_seed_gives_the_same_topics(words):
    assert found(words, n=4, seed=3) == found(words, n=4, seed=3)


def test_stop_words_and_what_holds_them_are_not_shown(words):
    shown = {word for topic in found(words) for phrase in topic.words for word in phrase.split()}
    assert shown.isdisjoint({"di", "dengan"})


def test_a_word_is_shown_once_in_a_topic(words):
    for topic in found(words, stop_words=()):
        shown = [word for phrase in topic.words for word in phrase.split()]
        assert len(shown) == len(set(shown))


def test_the_largest_topic_comes_first(words):
    sizes = [len(topic.rows) for topic in found(words, n=4)]
    assert sizes == sorted(sizes, reverse=True)


def test_there_are_never_more_topics_than_passages(words):
    assert len(found(words, n=90)) <= len(TEXTS)


def test_words_that_are_rare_or_everywhere_make_no_topic():
    features = TextFeatures(min_df=1)
    matrix = features.fit_transform(["panti satu", "panti dua", "panti tiga"])
    assert topics(matrix[:, : len(features.words_)], features.words_, stop_words=()) == []
