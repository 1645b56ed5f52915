"""A word that a question does not know is refused, as on the command line; it never gives other figures in silence."""

import pytest

import qualcode


@pytest.fixture
def study(project):
    with qualcode.open(str(project.path)) as study:
        yield study


@pytest.mark.parametrize(
    "ask",
    [
        lambda p: p.themes(count="Segments"),
        lambda p: p.themes(rate="persons"),
        lambda p: p.matrix(cells="count"),
        lambda p: p.excerpts(having="coordination", within="paragraph"),
    ],
)
def test_a_wrong_word_is_refused(study, ask):
    with pytest.raises(qualcode.QualcodeError):
        ask(study)


def test_an_unknown_keyword_does_not_pass_in_silence(study):
    """A slip of the pen (codes for code) would count everything."""
    with pytest.raises((TypeError, qualcode.QualcodeError)):
        study.themes(codes="outreach")


def test_public_names_are_offered_for_completion():
    assert set(qualcode.__all__) <= set(dir(qualcode))
