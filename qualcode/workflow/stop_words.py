"""The words of a project that say nothing by themselves: function words, fillers and negators, as written or spoken."""

from __future__ import annotations

from collections.abc import Collection

from qualcode import language as languages
from qualcode.store.project import Project
from qualcode.store.sources import languages as languages_of


def stop_words(project: Project, words: Collection[str]) -> frozenset[str]:
    """Return those of `words` (lower case) that are stop words or negators of a language of the project.

    A spoken or short form ("gak", "utk") is one if its normal form is.
    """
    found: set[str] = set()
    for language in map(languages.get, languages_of(project)):
        silent = language.stop_words | language.negators
        found.update(word for word in words if word in silent or language.normal(word) in silent)
    return frozenset(found)
