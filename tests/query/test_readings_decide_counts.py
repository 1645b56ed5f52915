"""Who coded and who read decides what counts: named coders alone, a consensus instead of others, every total once."""

from random import Random

import pytest

from qualcode.query.counting import COUNTS
from qualcode.query.crosstab import crosstab
from qualcode.query.filters import Filter
from qualcode.query.themes import themes
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding

CODERS = ("ani", "budi", "bersama")


@pytest.fixture
def coded(project):
    """The interviews coded at random by two coders, a third of the segments by a consensus too."""
    rng = Random(7)
    segments = project.rows("select source_id, start, stop from segment order by id")
    ids = code_ids(project)
    with project.change("code", coder="ani"):
        add_coder(project, "bersama", "consensus")
        for source, start, stop in segments:
            for coder in CODERS:
                if coder == "bersama" and rng.random() > 0.34:
                    continue
                for code in rng.sample(codebook(project).codes, rng.randint(1, 2)):
                    begin = rng.randrange(start, stop - 1)
                    add_coding(project, source, begin, rng.randint(begin + 1, stop), ids[code.uid], coder)
    return project


def _hits(project, coders):
    """Return (code, case, segment) of what counts, ancestors too, looked up one by one in the public view."""
    rows = project.rows("select code, study_case, segment_id, coder from coded where role <> 'interviewer' order by id")
    agreed = {segment for _code, _case, segment, coder in rows if coder == "bersama"} if "bersama" in coders else set()
    return {
        (above, case, segment)
        for code, case, segment, coder in rows
        if coder in coders and (coder == "bersama" or segment not in agreed)
        for above in {code, code.split("/")[0]}
    }


@pytest.mark.parametrize("coders", [CODERS, CODERS[:2], ("ani",), ("ani", "bersama")])
def test_segments_are_those_of_the_coders_who_count(coded, coders):
    expected = _hits(coded, coders)
    for row in themes(coded, Filter(coders=coders)).records():
        alike = [hit for hit in expected if hit[:2] == (row["code"], row["case"])]
        assert row["n"] == len(alike)
    assert len(expected) > len(coders)


@pytest.mark.parametrize("count", COUNTS)
def test_everybody_named_is_everybody(project, count):
    """Without a consensus nothing needs to be looked up for a coding; the counts are the same as when it is."""
    ids = code_ids(project)
    with project.change("code", coder="ani"):
        for source, start, stop in project.rows("select source_id, start, stop from segment order by id"):
            add_coding(project, source, start, stop - 1, ids[codebook(project).find("outreach").uid], "ani")
            add_coding(project, source, start + 1, stop, ids[codebook(project).find("agencies").uid], "budi")
    everybody = themes(project, count=count)
    with project.change("code", coder="citra"):
        add_coding(project, 1, 0, 4, ids[codebook(project).find("critique").uid], "citra")
    named = themes(project, Filter(coders=("ani", "budi")), count=count)
    assert [row[:5] for row in named.rows] == [row[:5] for row in everybody.rows]
    assert any(row["n"] for row in everybody.records())


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("columns", ["case", "role", "source"])
def test_totals_are_what_is_counted_without_columns(coded, count, columns):
    """A source or a person may stand in several columns, and is one in the total."""
    where = Filter(roles=("respondent", "interviewer"))
    whole = {row["code"]: row for row in themes(coded, where, by=None, count=count, rate="words").records()}
    for row in crosstab(coded, where, columns=columns, count=count, rate="words").records():
        if row[columns] == "(all)" and row["code"] in whole:
            expected = whole[row["code"]]
            assert {k: row[k] for k in ("n", "population", "read", "share", "rate")} == {
                k: expected[k] for k in ("n", "population", "read", "share", "rate")
            }
