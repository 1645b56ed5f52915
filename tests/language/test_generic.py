"""Any language that spaCy knows can be cut into words and sentences; one that it does not know is refused."""

import subprocess
import sys

import pytest

from qualcode.errors import QualcodeError
from qualcode.language import generic, get

TALK = "we went there every single day and nobody told us anything at all"  # 13 words


@pytest.fixture(scope="module")
def english():
    return get("en")


def test_words_leave_punctuation_out(english):
    text = "We don't know, sir."
    assert [text[start:end] for start, end in english.tokens(text)] == ["We", "do", "n't", "know", "sir"]


def test_sentences(english):
    text = "  We came. Nobody was there!  "
    assert [text[start:end] for start, end in english.sentences(text)] == ["We came.", "Nobody was there!"]


def test_long_talk_is_cut_where_a_clause_opens(english):
    text = " ".join([TALK, "so", TALK, "then", TALK, "but", TALK])
    assert [text[start:end][:4] for start, end in english.sentences(text)] == ["we w", "then"]


FORMS = {
    "en": ("price", "price prices priced pricing", "prize precise"),
    "en-GB": ("meal", "meal meals", "meat"),
    "nl": ("prijs", "prijs prijzen", "prijzenswaardig"),
    "de": ("haus", "haus hauses häuser häusern hauser", "haut"),
    "es": ("información", "información informacion informaciones", "forma"),
    "fr": ("préparer", "préparer préparé préparée preparer", "présence"),
    "pt": ("trabalhar", "trabalhar trabalhava trabalhamos", "atrapalhar"),
    "sv": ("skola", "skola skolor", "skog"),
}


@pytest.mark.parametrize(("code", "forms"), FORMS.items())
def test_a_word_is_met_in_its_forms_by_their_stem(code, forms):
    root, met, others = forms
    reached = get(code).reach([root], {*met.split(), *others.split()})
    assert set(met.split()) <= reached[root]
    assert not reached[root] & set(others.split())


def test_a_word_is_met_without_its_accents_and_with_them(english):
    assert english.reach(["cafe", "naïve"], {"café", "cafés", "naive"}) == {
        "cafe": {"café", "cafés"},
        "naïve": {"naive"},
    }


def test_a_language_without_stemmer_still_folds_accents():
    assert get("is").reach(["ar"], {"ár", "art"}) == {"ar": {"ár"}}


def test_without_vectors_every_word_counts_as_known(english):
    assert english.known("servcie")


def test_looking_for_forms_does_not_load_spacy():
    code = "import sys; from qualcode.language import get; get('en').reach(['meal'], ['meals']); "
    code += "assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture
def trained(monkeypatch):
    """A language whose pipeline has lemmas (all plurals in -s) and a vector for one word."""
    import numpy
    import spacy

    nlp = spacy.blank("en")
    spacy.Language.component("plurals", func=strip_plurals)
    nlp.add_pipe("plurals", name="lemmatizer")
    nlp.vocab.reset_vectors(width=2)
    nlp.vocab.set_vector("service", numpy.ones(2, dtype="float32"))
    monkeypatch.setattr(generic, "_pipeline", lambda code: nlp)
    return generic.Generic("en")


def strip_plurals(doc):
    for token in doc:
        token.lemma_ = token.text.removesuffix("s")
    return doc


def test_with_lemmas_a_word_reaches_its_forms(trained):
    assert trained.reach(["services"], {"service", "services", "servants"}) == {"services": {"service", "services"}}


def test_with_vectors_a_word_without_one_is_unknown(trained):
    assert trained.known("service")
    assert not trained.known("servcie")


@pytest.mark.parametrize(("code", "negator"), [("en", "not"), ("nl", "niet"), ("de-AT", "nicht")])
def test_negators_are_known_and_no_stop_words(code, negator):
    language = get(code)
    assert negator in language.negators
    assert negator not in language.stop_words


def test_an_unknown_code_names_the_nearest():
    with pytest.raises(QualcodeError, match=r'no language "enn"\. Nearest: .*\ben\b'):
        get("enn")
