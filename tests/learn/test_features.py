"""Texts become words, pairs and pieces, weighted as scikit-learn's own vectorizers weigh them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from qualcode.learn.explaining import WordShares
from qualcode.learn.features import TextFeatures

TEXTS = [
    "kami koordinasi dengan dinas sosial",
    "koordinasi koordinasi terus dak jalan",
    "anak-anak dak sekolah lagi",
    "dinas dak pernah datang",
]
WORDS = st.sampled_from(["dinas", "dak", "anak-anak", "ya", "koordinasi", "a", "sosial"])


def test_the_matrix_is_that_of_two_vectorizers():
    found = TextFeatures().fit_transform(TEXTS)
    words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)
    wanted = sparse.hstack([words.fit_transform(TEXTS), pieces.fit_transform(TEXTS)])
    assert found.shape == wanted.shape
    assert abs(found - wanted).max() < 1e-6


def test_what_was_learned_from_is_transformed_to_the_same_rows():
    features = TextFeatures()
    assert abs(features.fit_transform(TEXTS) - features.transform(TEXTS)).max() == 0


def test_a_word_that_was_not_learned_counts_by_its_pieces():
    features = TextFeatures(min_df=1).fit(["koordinasi jalan"])
    row = features.transform(["berkoordinasi"])
    assert row.nnz > 0
    assert (row.indices >= len(features.words_)).all()


def test_what_was_learned_goes_into_arrays_and_back():
    features = TextFeatures().fit(TEXTS)
    again = TextFeatures().from_arrays(features.to_arrays())
    assert abs(features.transform(TEXTS) - again.transform(TEXTS)).max() == 0
    assert list(again.get_feature_names_out()) == list(features.get_feature_names_out())


@pytest.mark.parametrize("min_df", [1, 2])
@given(words=st.lists(WORDS, min_size=1, max_size=12))
def test_the_shares_of_the_words_add_up_to_each_feature(min_df, words):
    features = TextFeatures(min_df=min_df).fit([*TEXTS, " ".join(words)])
    row = features.transform([" ".join(words)])
    shares = WordShares(features).shares(words, row.indices)
    coefficients = np.random.RandomState(0).normal(size=features.n_features_out_)
    assert np.allclose(shares.sum(axis=0), 1)
    together = (shares @ (coefficients[row.indices] * row.data)).sum()
    assert together == pytest.approx((row @ coefficients)[0], abs=1e-6)


def test_a_word_carries_its_own_pieces_and_half_of_each_pair():
    features = TextFeatures(min_df=1).fit(["dinas sosial"])
    row = features.transform(["dinas sosial"])
    shares = WordShares(features).shares(["dinas", "sosial"], row.indices)
    of = dict(zip(features.get_feature_names_out()[row.indices], shares.T.tolist(), strict=True))
    assert of["dinas"] == [1, 0]
    assert of["dinas sosial"] == [0.5, 0.5]
    assert of["sia"] == [0, 1]
