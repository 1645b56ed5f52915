"""How far the reading of a code is: what counts as drawn, and what cannot be said."""

import pytest

from qualcode.query.filters import Filter
from qualcode.query.outlook import outlook_table, outlooks
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.store.reading import add_reading
from qualcode.workflow.suggesting import suggest
from tests.interviews import answers, code_share, fill, meant


@pytest.fixture
def filled(empty, tmp_path):
    return fill(empty, tmp_path, read=0)


def _one(project, code="coordination", **options):
    return next(o for o in outlooks(project, Filter(codes=(code,)), **options) if o.code == code)


def _read(project, count, drawn, drawn_for=None, skip=0):
    paths = dict(project.rows("select path, code_id from code_tree order by 1"))
    with project.change("code", coder="ani"):
        coder_id = add_coder(project, "ani")
        for _segment, source, start, stop, text in answers(project)[skip : skip + count]:
            add_reading(project, coder_id, source, start, stop, drawn=drawn, drawn_for=paths.get(drawn_for))
            if meant(text):
                add_coding(project, source, start, stop, paths[meant(text)], "ani", drawn=drawn)


def test_with_nothing_read_nothing_is_said(filled):
    found = _one(filled)
    assert (found.verdict, found.read, found.remaining, found.p) == ("nothing", 0, None, None)


def test_what_was_read_by_chance_tells_how_much_is_left(filled):
    code_share(filled, 0.5, drawn="random")
    found = _one(filled)
    left = sum(meant(answer[4]) == "coordination" for answer in answers(filled)) - found.found
    assert found.at_random == found.read == found.usable
    assert found.remaining.low <= left <= found.remaining.high
    assert found.verdict == "go on"


def test_what_was_read_in_the_order_of_the_sources_tells_nothing(filled):
    code_share(filled, 0.5, drawn="source")
    found = _one(filled)
    assert (found.verdict, found.usable, found.remaining) == ("not valid", 0, None)
    assert found.found > 0


def test_what_was_drawn_for_another_code_does_not_count(filled):
    _read(filled, 30, "balanced", "faith")
    assert _one(filled, "faith").usable == 30
    assert _one(filled, "coordination").usable == 0


def test_when_all_is_read_reading_on_does_not_pay(filled):
    _read(filled, len(answers(filled)), "random")
    found = _one(filled)
    assert (found.verdict, found.p) == ("stop", 0.0)
    assert (found.remaining.low, found.remaining.high) == (0, 0)


def test_a_higher_target_is_harder(filled):
    _read(filled, len(answers(filled)) - 3, "random")
    assert _one(filled, target=0.8).p <= _one(filled, target=0.95).p


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_a_judged_suggestion_counts_for_its_code_alone(filled, state):
    suggest(filled)
    code = filled.value("select code_id from code_tree where path = 'coordination'")
    ids = filled.rows("select id from suggestion where code_id = ? order by score desc, id limit 1", [code])
    chosen = suggestions_by_ids(filled, str([ids[0][0]]))[0]
    with filled.change("review", coder="ani"):
        decide(filled, chosen, state, "ani", drawn="best", drawn_for=code)
    assert _one(filled).usable == 1
    assert _one(filled, "faith").usable == 0


def test_the_table_has_a_row_a_code(filled):
    code_share(filled, 0.5)
    table = outlook_table(outlooks(filled))
    assert table.column("code") == ["coordination", "faith", "never_seen", "critique"]
    assert table.column("verdict")[2] in ("go on", "stop")
