"""Saturation takes sources in the order of collection, those that were read, and codes as they were given."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.query.filters import Filter
from qualcode.query.saturation import saturation
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode


def _code(project, source, quote, *codes):
    """Code the words `quote` of a source."""
    source_id = find_source(project, source).id
    start = text_of(project, source_id).index(quote)
    ids, book = code_ids(project), codebook(project)
    with project.change("code", coder="ani"):
        for code in codes:
            add_coding(project, source_id, start, start + len(quote), ids[book.find(code).uid], "ani")


def _rows(table):
    return [(r["source"], r["new"], r["total"]) for r in table.records()]


def test_sources_with_a_date_come_first(project):
    """Only the interview at melati has a date."""
    _code(project, "melati/ketua", "Ya karena kasihan", "coordination/agencies", "outreach")
    _code(project, "kasih/ketua", "Bantuannya dak tepat", "critique", "outreach")
    table = saturation(project, base=1, run=1, threshold=0.5)
    assert _rows(table) == [("melati/ketua", 2, 2), ("kasih/ketua", 1, 3)]
    assert table.column("collected_on") == ["2018-03-12", ""]
    assert table.column("run_share") == [None, 0.5]
    assert table.column("shuffled")[-1] == 3
    assert (table.note["base_codes"], table.note["saturated"]) == (2, "1 + 1")
    assert saturation(project, base=1, run=1).note["saturated"] == "not yet"


def test_sources_that_nobody_read_do_not_count(project):
    _code(project, "kasih/ketua", "Bantuannya dak tepat", "critique")
    assert _rows(saturation(project)) == [("kasih/ketua", 1, 1)]


def test_only_the_codes_asked_for_and_the_population_count(project):
    _code(project, "melati/ketua", "Ya karena kasihan", "coordination/agencies", "outreach")
    _code(project, "melati/ketua", "Koordinasi dengan kami", "critique")
    assert _rows(saturation(project)) == [("melati/ketua", 2, 2)]
    assert _rows(saturation(project, Filter(codes=("coordination",)))) == [("melati/ketua", 1, 1)]


def test_rules_count_where_runs_of_all_their_codes_were(project):
    assert saturation(project, Filter(origin="rule")).rows == []
    autocode(project, Filter(sources=("melati/ketua",)), apply=True)
    assert _rows(saturation(project, Filter(origin="rule"))) == [("melati/ketua", 3, 3)]
    autocode(project, apply=True)
    assert [row[1] for row in _rows(saturation(project, Filter(origin="rule")))] == [3, 1]


def test_people_and_machines_are_not_mixed(project):
    with pytest.raises(QualcodeError, match="--from human, rule or model"):
        saturation(project, Filter(origin="all"))


@pytest.mark.parametrize("threshold", [-0.1, 1.5, float("nan")])
def test_a_threshold_that_is_no_share_is_told(project, threshold):
    with pytest.raises(QualcodeError, match="a share from 0 to 1"):
        saturation(project, threshold=threshold)
