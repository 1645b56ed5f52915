"""Every figure of the methods section is one of the part that is reported, and of the people it is said of."""

import json

import pytest

from qualcode.export.document.blocks import Grid, Paragraph
from qualcode.export.report import study_report
from qualcode.messages import set_language
from qualcode.query.filters import Filter
from qualcode.query.methods import methods
from qualcode.store.cases import find_case, set_value
from qualcode.workflow.adjudicating import Adjudication
from tests.interviews import code_share, fill


@pytest.fixture
def coded(empty, tmp_path):
    """Six invented interviews: Ani and Budi read half of each on their own and differ; two passages are settled."""
    fill(empty, tmp_path)
    code_share(empty, 0.5, coder="budi", drawn="assigned")
    first = empty.value("select code_id from code_tree order by position limit 1")
    with empty.change("code"):
        empty.execute("update coding set code_id = ? where coder_id = 2 and id % 3 = 0", [first])
    desk = Adjudication(empty, "sari")
    for _time in range(2):
        desk.take(desk.passage, [desk.passage.sides[0].coder])
        desk.queue.advance()
    return empty


def _codings(project, *names):
    sql = "select count(*) from coding join coder on coder.id = coder_id where name in (select value from json_each(?))"
    return project.value(sql, [json.dumps(names)])


def _said(document):
    return " ".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def test_codings_of_a_consensus_are_not_said_to_be_the_coders(coded):
    assert _codings(coded, "consensus")
    assert f"made {_codings(coded, 'ani', 'budi')} codings" in _said(study_report(coded, charts=False))


def test_codings_are_those_of_the_part_that_is_reported(coded):
    source = coded.value("select name from source order by name limit 1")
    inside = coded.value(
        "select count(*) from coding join coder on coder.id = coder_id join source on source.id = source_id"
        " where coder.name = 'ani' and source.name = ?",
        [source],
    )
    found = methods(coded, Filter(sources=(source,), coders=("ani",)))
    assert found.work[0].codings == inside


def test_one_coder_alone_is_no_proof_that_nobody_read_twice(coded):
    assert "nothing is known" not in _said(study_report(coded, Filter(coders=("ani",)), charts=False))


def test_names_of_attributes_are_not_translated(coded):
    with coded.change("case load"):
        set_value(coded, "kind", "panti", case_id=find_case(coded, "panti0"))
    set_language("id")
    grids = [block for block in study_report(coded, charts=False).blocks if isinstance(block, Grid)]
    assert any("kind" in grid.header for grid in grids)
