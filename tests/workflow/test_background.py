"""A coder reads on while it is learned in another process; nothing of hers waits or is changed."""

import time

import pytest

from qualcode.query.filters import Filter
from qualcode.store import history
from qualcode.workflow.active_learning import LEARN_AFTER
from qualcode.workflow.background import LearningTask, learn
from qualcode.workflow.desk import Desk
from qualcode.workflow.learning import Learner
from qualcode.workflow.suggesting import suggest
from tests.conftest import content
from tests.interviews import answers, fill, meant


@pytest.fixture
def coded(empty, tmp_path):
    """Six interviews, 40 % of whose answers Ani has read and coded."""
    return fill(empty, tmp_path, read=0.4)


def _wait_for_learned(desk):
    """Wait while it is learned, however long it takes; tell whether anything was."""
    while desk.learning.is_learning:
        if desk.take_learned():
            return True
        time.sleep(0.1)
    return False


def test_after_ten_decisions_the_queue_is_what_was_learned(coded):
    suggest(coded)
    desk = Desk(coded, "ani", mode="review")
    runs = coded.value("select count(*) from run")
    try:
        for _decision in range(LEARN_AFTER):
            passage = desk.passage
            right = meant(passage.said.text) == passage.asked.code
            desk.decide(passage.asked, "accepted" if right else "rejected", passage)
            desk.queue.advance()
        decided = coded.value("select count(*) from decision")
        assert _wait_for_learned(desk)
        assert coded.value("select count(*) from run") == runs + 1
        assert coded.value("select automatic from change order by seq desc limit 1") == 1
        assert coded.value("select count(*) from decision") == decided == LEARN_AFTER
        waiting = {entry.suggestion for entry in desk.queue.entries[desk.queue.at :]}
        assert waiting
        assert desk.passage.asked is not None
        assert desk.learning.outlook("coordination").read > 0
        assert desk.undo().startswith("review")
    finally:
        desk.close()


def test_next_best_begins_with_the_most_probable_and_draws_each_third_by_chance(coded):
    desk = Desk(coded, "ani", order="best")
    try:
        drawn = [entry.drawn for entry in desk.queue.entries[:6]]
        assert drawn == ["best", "best", "random", "best", "best", "random"]
        passage = desk.passage
        assert meant(passage.said.text) is not None
        desk.read_nothing(passage)
        code, how = coded.rows("select drawn_for, drawn from reading order by id desc limit 1")[0]
        assert how == "best"
        assert coded.value("select path from code_tree where code_id = ?", [code]) == meant(passage.said.text)
    finally:
        desk.close()


def test_next_puts_in_order_and_stores_nothing(coded):
    before = content(coded)
    task = LearningTask(coded.path, "ani", "next", Filter(), "balanced")
    learned = learn(coded, Learner(coded), task)
    assert content(coded) == before
    unread = {answer[0] for answer in answers(coded)}
    assert {entry.segment_id for entry in learned.entries} <= unread
    assert [entry.drawn for entry in learned.entries[:3]] == ["balanced", "balanced", "random"]


def test_learning_for_review_is_a_run_that_undo_passes_over(coded):
    suggest(coded)
    task = LearningTask(coded.path, "ani", "review", Filter())
    learned = learn(coded, Learner(coded), task)
    assert {entry.drawn for entry in learned.entries} == {"best"}
    assert history.last_command(coded).command == "suggest"
    assert coded.value("select count(distinct command_id) from change where command = 'suggest' and automatic = 1") == 1


def test_what_is_drawn_from_some_sources_only_is_chosen(coded):
    where = Filter(sources=("panti0/wawancara0",))
    desk = Desk(coded, "ani", order="random", where=where)
    assert {(entry.drawn, entry.drawn_for) for entry in desk.queue.entries} == {("chosen", None)}
    suggest(coded)
    review = Desk(coded, "ani", mode="review", where=where)
    assert {(entry.drawn, entry.drawn_for) for entry in review.queue.entries} == {("chosen", None)}


def test_random_order_says_so(coded):
    desk = Desk(coded, "ani", order="random")
    assert {entry.drawn for entry in desk.queue.entries} == {"random"}
    assert [e.segment_id for e in desk.queue.entries] == [
        e.segment_id for e in Desk(coded, "ani", order="random").queue.entries
    ]
    assert [e.segment_id for e in desk.queue.entries] != [e.segment_id for e in Desk(coded, "ani").queue.entries]
