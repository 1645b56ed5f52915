"""Function words, fillers and negators of a project's languages are known in every spoken form."""

from qualcode.store.sources import find_source, set_language
from qualcode.workflow.stop_words import stop_words

WORDS = ["yang", "utk", "gak", "dak", "rapat", "dinas", "nicht"]


def test_spoken_and_short_forms_count(empty):
    assert stop_words(empty, WORDS) == {"yang", "utk", "gak", "dak"}


def test_the_languages_of_the_sources_count_too(project):
    with project.change("segment"):
        set_language(project, find_source(project, "melati/ketua").id, "de")
    assert stop_words(project, WORDS) == {"yang", "utk", "gak", "dak", "nicht"}
