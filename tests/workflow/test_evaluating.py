"""What is said of suggestions was measured on sources that they were not learned from, and copies give nothing away."""

import json
import math
from random import Random

import numpy as np
import pytest
from scipy import sparse

from qualcode.errors import QualcodeError
from qualcode.learn import copies
from qualcode.query.filters import Filter
from qualcode.query.labels import CODED
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.workflow import held_out
from qualcode.workflow.evaluating import ALL_CODES, evaluate
from qualcode.workflow.held_out import deal
from qualcode.workflow.suggesting import suggest
from tests.interviews import answers
from tests.varied import fill, sayings


@pytest.fixture
def coded(empty, tmp_path):
    """Ten interviews in which nobody says the same twice, read and coded whole."""
    return fill(empty, tmp_path)


def _value(found, code, way, measure):
    """Return (value, low, high, n) of one figure."""
    return next(row[3:] for row in found.table.rows if row[:3] == (code, way, measure))


def _meant_by_chance():
    """Return answers whose codes have nothing to do with what is said."""
    codes, lines = zip(*sayings(), strict=True)
    return list(zip(Random(2).sample(codes, len(codes)), lines, strict=True))


def test_the_rules_alone_are_what_can_be_counted_by_hand(coded):
    said = {line: code for code, line in sayings()}
    texts = [answer[4] for answer in answers(coded)]
    coordination = [text for text in texts if said[text] == "coordination"]
    hit = [text for text in texts if "koordinasi" in text]
    found = evaluate(coded)
    assert _value(found, "coordination", "people", "coded")[0] == len(coordination)
    assert _value(found, "coordination", "rules", "precision")[::3] == (1.0, len(hit))
    recall, low, high, n = _value(found, "coordination", "rules", "recall")
    assert (recall, n) == (round(len(hit) / len(coordination), 6), len(coordination))
    assert low < recall < high


def test_what_is_learned_finds_what_the_rules_miss(coded):
    found = evaluate(coded)
    both, rules = (_value(found, "coordination", way, "recall")[0] for way in ("both", "rules"))
    assert both > rules + 0.3
    assert _value(found, "faith", "model", "f1")[0] > 0.9
    assert _value(found, ALL_CODES, "both", "calibration error")[0] < 0.1


def test_a_sentence_says_it_in_plain_words(coded):
    coordination, faith, never_seen = evaluate(coded).sentences
    assert coordination.startswith("coordination: of 10 suggestions all 10 (of ")
    assert (
        "of 10 passages it finds about 9 (8 to 10). Of 10 passages rules alone find about 3 (2 to 5)." in coordination
    )
    assert "rules" not in faith
    assert never_seen == "never_seen: 0 coded segments, too few to say; 10 are needed."


def test_a_code_of_too_few_has_no_figures_but_its_counts(coded):
    found = evaluate(coded)
    assert [row[1:4] for row in found.table.rows if row[0] == "never_seen"] == [
        ("people", "read", 120), ("people", "coded", 0),
    ]  # fmt: skip


def test_only_the_codes_asked_for_are_shown_and_figures_stay_the_same(coded):
    whole, one = evaluate(coded), evaluate(coded, Filter(codes=("faith",)))
    assert [row for row in one.table.rows if row[0] == "faith"] == [
        row for row in whole.table.rows if row[0] == "faith"
    ]
    assert {row[0] for row in one.table.rows} == {"faith", ALL_CODES}


def test_the_same_seed_gives_the_same_figures(coded):
    first = evaluate(coded, seed=3)
    assert evaluate(coded, seed=3) == first
    assert evaluate(coded, seed=4).table.rows != first.table.rows


def test_the_labels_of_a_source_change_nothing_in_what_is_said_of_it(coded, monkeypatch):
    monkeypatch.setattr(
        held_out, "deal", lambda sources, coded, folds, seed: np.unique(sources, return_inverse=True)[1]
    )
    before = held_out.held_out(coded)
    source = int(before.labels.sources[0])
    here = before.labels.sources == source
    with coded.change("uncode", coder="ani"):
        coded.execute("delete from coding where source_id = ?", [source])
    after = held_out.held_out(coded)
    assert (after.labels.values[here] != before.labels.values[here]).any()
    for way in held_out.WAYS:
        assert (after.said[way][here] == before.said[way][here]).all()
        assert (after.scores[way][here] == before.scores[way][here]).all()
    assert (after.scores["model"] != before.scores["model"]).any()


def test_passages_that_every_source_repeats_do_not_raise_a_score(empty, tmp_path, monkeypatch):
    """Codes are given by chance: whoever finds them again has learned passages by heart."""
    said = _meant_by_chance()
    copied = evaluate(fill(empty, tmp_path, said=said, each=4, again=12))
    by_heart = _value(copied, "faith", "both", "average precision")[0]
    share = _value(copied, "faith", "people", "coded")[0] / 160
    assert by_heart < share + 0.15
    nothing = sparse.csr_matrix((160, 160), dtype=bool)
    monkeypatch.setattr(copies, "near_copies", lambda pieces, words: nothing)
    assert _value(evaluate(empty), "faith", "both", "average precision")[0] > 0.9


def test_a_project_of_nothing_but_copies_scores_no_higher_than_one_without(empty, tmp_path, coded_by_chance):
    without = evaluate(coded_by_chance)
    copied = evaluate(fill(empty, tmp_path, said=_meant_by_chance(), each=0, again=12))
    assert copied.table.note["near_copies_left_out"] == 120
    assert _value(copied, "faith", "both", "f1")[0] <= _value(without, "faith", "both", "f1")[0]
    assert "faith: nothing would be suggested, so nothing is found." in copied.sentences


@pytest.fixture
def coded_by_chance(tmp_path_factory):
    """A project as the copied one, but nobody says anything twice."""
    from qualcode.store import Project

    folder = tmp_path_factory.mktemp("without")
    with Project.create(folder / "without.qualcode") as project:
        yield fill(project, folder, said=_meant_by_chance())


def test_few_sources_give_no_intervals_and_as_many_folds(empty, tmp_path):
    found = evaluate(fill(empty, tmp_path, sources=3, each=30))
    assert found.table.note["folds"] == 3
    assert {row[4] for row in found.table.rows} == {None}
    assert "it finds about 9." in found.sentences[1] or "it finds all 10" in found.sentences[1]


def test_one_source_or_few_segments_are_refused(empty, tmp_path):
    fill(empty, tmp_path, sources=2, each=12, read=0.5)
    with pytest.raises(QualcodeError, match=r"Segments of 2 or more sources must have been read, .* so far: 1"):
        evaluate(empty)


def test_a_handful_of_segments_is_refused(empty, tmp_path):
    fill(empty, tmp_path, sources=2, each=9)
    with pytest.raises(QualcodeError, match="Only 18 segments were read; 20 or more can be tested"):
        evaluate(empty)


def test_a_project_in_which_nothing_was_read_is_refused(project):
    with pytest.raises(QualcodeError, match="so far: 0"):
        evaluate(project)


@pytest.mark.parametrize(("drawn", "chosen"), [("random", False), ("source", False), ("best", True), ("chosen", True)])
def test_what_was_mostly_chosen_is_told(empty, tmp_path, drawn, chosen):
    assert evaluate(fill(empty, tmp_path, sources=2, drawn=drawn)).mostly_chosen is chosen


def test_accepted_suggestions_are_counted(empty, tmp_path):
    fill(empty, tmp_path, read=0.8)
    suggest(empty)
    ids = [row[0] for row in empty.rows("select id from suggestion order by id limit 4")]
    with empty.change("review", coder="ani"):
        for n, suggestion in enumerate(suggestions_by_ids(empty, json.dumps(ids))):
            decide(empty, suggestion, "accepted" if n else "rejected", "ani")
    accepted = _value(evaluate(empty), ALL_CODES, "both", "accepted")
    assert accepted == (0.75, None, None, 4)


def test_the_curve_adds_up_to_the_calibration_error(coded):
    found = evaluate(coded)
    n = sum(found.curve.column("n"))
    error = sum(row["n"] * abs(row["said"] - row["coded"]) for row in found.curve.records()) / n
    assert error == pytest.approx(_value(found, ALL_CODES, "both", "calibration error")[0], abs=2e-4)
    assert n == _value(found, ALL_CODES, "both", "calibration error")[3]


@pytest.mark.parametrize("folds", [2, 5, 40])
def test_a_source_is_wholly_in_one_fold_and_folds_are_alike(folds):
    draw = np.random.RandomState(0)
    sources = draw.randint(0, 20, size=600)
    coded = draw.uniform(size=(600, 3)) < [0.4, 0.1, 0.05]
    fold_of = deal(sources, coded, folds=folds, seed=0)
    n = min(folds, 20)
    assert sorted(set(fold_of.tolist())) == list(range(n))
    assert all(len(set(fold_of[sources == source].tolist())) == 1 for source in range(20))
    held = [coded[fold_of == fold].sum(axis=0) for fold in range(n)]
    if folds == 5:
        assert np.min(held, axis=0).min() >= 2
        assert np.ptp([(fold_of == fold).sum() for fold in range(n)]) < 60
    assert (deal(sources, coded, folds=folds, seed=0) == fold_of).all()


def test_every_label_is_tested_once(coded):
    tested = held_out.held_out(coded)
    assert int((tested.labels.values == CODED).sum()) == coded.value("select count(*) from coding")
    assert not any(math.isnan(p) for p in tested.probabilities[:, 0])
