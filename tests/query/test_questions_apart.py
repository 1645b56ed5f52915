"""What is asked depends on the question alone, not on what was asked in between; one without sense is refused."""

from __future__ import annotations

import pytest

from qualcode.errors import UnknownNameError
from qualcode.query.crosstab import crosstab
from qualcode.query.excerpts import excerpts
from qualcode.query.filters import Filter
from qualcode.query.matrix import matrix
from qualcode.query.themes import themes
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of


def code(project, source, quote, name, coder="ani"):
    """Code the words `quote` of a source."""
    source_id = find_source(project, source).id
    start = text_of(project, source_id).index(quote)
    with project.change("code", coder=coder):
        add_coding(
            project, source_id, start, start + len(quote), code_ids(project)[codebook(project).find(name).uid], coder
        )


def test_passages_come_as_they_would_alone_whatever_is_asked_in_between(project):
    """A consensus stands for what others coded there; the table of somebody without consensus is asked meanwhile."""
    code(project, "melati/ketua", "Ya karena kasihan", "outreach")
    code(project, "melati/ketua", "Kami dari pintu", "outreach")
    code(project, "kasih/ketua", "Bantuan", "outreach")
    with project.change("adjudicate", coder="bersama"):
        add_coder(project, "bersama", "consensus")
    for source, words in (("melati/ketua", "Ya karena kasihan"), ("kasih/ketua", "Bantuan")):
        code(project, source, words, "coordination", coder="bersama")
    alone = [excerpt.id for excerpt in excerpts(project)]
    found = []
    for excerpt in excerpts(project):
        found.append(excerpt.id)
        themes(project, Filter(coders=["ani"]))
    assert found == alone != []


@pytest.mark.parametrize(
    ("ask", "nearest"),
    [
        (lambda project: themes(project, count="segment"), "segments"),
        (lambda project: themes(project, rate="word"), "words"),
        (lambda project: crosstab(project, columns="case", count="source"), "sources"),
        (lambda project: matrix(project, cells="count"), "counts"),
        (lambda _project: Filter(origin="rules"), "rule"),
        (lambda _project: Filter(roles=["interviewers"]), "interviewer"),
    ],
)
def test_a_word_that_there_is_not_is_refused_with_the_nearest(ask, nearest, project):
    with pytest.raises(UnknownNameError, match=rf"Nearest: .*\b{nearest}\b"):
        ask(project)
