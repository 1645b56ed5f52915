"""The model learns from what people read and coded, suggests the rest, and every suggestion can be reckoned again."""

import json

import pytest

from qualcode.errors import QualcodeError
from qualcode.query.explanation import explain
from qualcode.query.filters import Filter
from qualcode.query.labels import UNKNOWN, labels
from qualcode.store import cache, history
from qualcode.store.decisions import decide, suggestions_by_ids
from qualcode.store.sources import find_source
from qualcode.workflow.erasing import erase, target_sources
from qualcode.workflow.learning import Learner, Options
from qualcode.workflow.suggesting import suggest
from tests.conftest import content
from tests.interviews import answers, code_share, fill, meant


@pytest.fixture
def coded(empty, tmp_path):
    """Six interviews, half of whose answers Ani has read and coded."""
    return fill(empty, tmp_path)


def _suggested(project):
    """Return (code, what was said, score) of what the model suggests."""
    return project.rows(
        """
        select code_tree.path, substr(source.text, start + 1, stop - start), score
          from suggestion
          join source on source.id = suggestion.source_id
          join code_tree on code_tree.code_id = suggestion.code_id
          join run on run.id = suggestion.run_id and run.kind = 'model'
         order by source.name, start, path
        """
    )


def test_it_finds_most_of_what_is_left(coded):
    suggest(coded)
    found = {(code, text) for code, text, _score in _suggested(coded)}
    known = labels(coded).values
    left = {
        (meant(answer[4]), answer[4])
        for answer, row in zip(answers(coded), known, strict=True)
        if (row == UNKNOWN).all() and meant(answer[4])
    }
    assert len(found & left) >= 0.9 * len(left)
    assert len(found & left) >= 0.8 * len(found)


def test_a_probability_is_about_right(coded):
    outcome = suggest(coded)
    suggested = _suggested(coded)
    right = sum(meant(text) == code for code, text, _score in suggested)
    expected = sum(outcome.table.column("expected"))
    assert outcome.calibrated
    assert abs(expected - right) <= 0.25 * len(suggested)


def test_only_what_nobody_has_judged_is_suggested(coded):
    suggest(coded)
    rest = [a[4] for a, row in zip(answers(coded), labels(coded).values, strict=True) if (row == UNKNOWN).all()]
    assert set() < {text for _code, text, _score in _suggested(coded)} <= set(rest)


def test_the_same_data_and_seed_give_the_same(coded):
    suggest(coded, options=Options(seed=4))
    first, run = _suggested(coded), json.loads(coded.value("select parameters from run order by id desc limit 1"))
    suggest(coded, options=Options(seed=4))
    assert _suggested(coded) == first
    again = json.loads(coded.value("select parameters from run order by id desc limit 1"))
    assert again == run
    assert len(run["data_sha256"]) == 64


def test_one_undo_takes_the_run_back(coded):
    suggest(coded)
    before = content(coded)
    code_share(coded, 0.6, coder="budi")
    middle = content(coded)
    suggest(coded)
    history.undo(coded, coder="")
    assert content(coded) == middle
    assert middle != before


def test_a_code_with_too_few_examples_is_refused_by_name(coded):
    outcome = suggest(coded)
    assert [refused.code for refused in outcome.refused] == ["never_seen"]
    assert outcome.refused[0].reason == ("never_seen: it has no rules, and 0 of 3 examples are coded. Code 3 more.")
    with pytest.raises(QualcodeError, match="never_seen: it has no rules"):
        suggest(coded, Filter(codes=("never_seen",)))


def test_before_anything_was_read_it_only_orders(empty, tmp_path):
    project = fill(empty, tmp_path, read=0)
    outcome = suggest(project)
    assert not outcome.calibrated
    assert outcome.table.column("expected") == [None, None]
    assert {code for code, _text, _score in _suggested(project)} == {"coordination", "critique"}
    found = explain(project, f"s{project.value('select uid from suggestion order by id limit 1')}")
    assert not found.is_probability
    assert found.reckoned is None


def test_what_the_machine_said_is_never_learned_from(coded):
    suggest(coded)
    first = Learner(coded).learn().digest()
    suggest(coded)
    assert Learner(coded).learn().digest() == first


def test_a_rejected_suggestion_is_learned_from_and_not_suggested_again(coded):
    suggest(coded)
    row = coded.value("select id from suggestion order by score desc, id limit 1")
    chosen = suggestions_by_ids(coded, f"[{row}]")[0]
    with coded.change("review rejected", coder="ani"):
        decide(coded, chosen, "rejected", "ani")
    suggest(coded)
    assert coded.value("select 1 from suggestion where uid = ?", [chosen.uid]) is None
    told = json.loads(coded.value("select parameters from run order by id desc limit 1"))["learned_from"]
    assert told["rejected_suggestions"] == 1


def test_limit_and_fewer_make_less(coded):
    everything = suggest(coded).stored
    assert suggest(coded, options=Options(limit=1)).table.column("suggested") == [1, 1, 1]
    assert suggest(coded, options=Options(fewer=True)).stored <= everything
    assert all(score >= 0.35 for _code, _text, score in _suggested(coded))


def test_a_filter_leaves_other_suggestions_alone(coded):
    suggest(coded)
    faith = [row for row in _suggested(coded) if row[0] == "faith"]
    suggest(coded, Filter(codes=("coordination",)), Options(limit=1))
    assert [row for row in _suggested(coded) if row[0] == "faith"] == faith
    assert len([row for row in _suggested(coded) if row[0] == "coordination"]) == 1


def test_every_suggestion_is_reckoned_again_from_what_is_stored(coded):
    """Contributions and intercept add up to the logit, and the logit and the rules to the probability."""
    suggest(coded)
    for (uid,) in coded.rows("select uid from suggestion order by id"):
        found = explain(coded, f"s{uid}")
        if found.logit is not None:
            together = sum(weight for _word, weight in found.words) + found.rest + found.meaning + found.intercept
            assert together == pytest.approx(found.logit, abs=1e-6)
        assert found.reckoned.score == pytest.approx(found.score, abs=1e-6)
        assert found.codebook[0] == 1


def test_an_explanation_names_rules_words_and_coded_passages_that_are_alike(coded):
    suggest(coded)
    uid = coded.value(
        """
        select suggestion.uid
          from suggestion
          join code_tree on code_tree.code_id = suggestion.code_id
         where path = 'coordination'
         order by score desc, suggestion.id
         limit 1
        """
    )
    found = explain(coded, f"s{uid}")
    assert found.basis == "model and rules"
    assert {hit.words for hit in found.rules} == {"koordinasi"}
    assert "koordinasi" in {word for word, weight in found.words if weight > 0}
    assert len(found.neighbours) == 3
    assert found.neighbours[0].similarity >= found.neighbours[2].similarity > 0
    assert all(meant(near.text) == "coordination" for near in found.neighbours)


def test_the_words_of_the_evidence_stand_where_it_says(coded):
    suggest(coded)
    rows = coded.rows(
        """
        select substr(source.text, start + 1, stop - start), evidence
          from suggestion
          join source on source.id = source_id
         order by suggestion.id
        """
    )
    for text, evidence in rows:
        for item in json.loads(evidence):
            if "form" in item:
                assert text[item["start"] : item["end"]] == item["form"]


def test_features_are_kept_until_a_text_changes(coded):
    suggest(coded)
    kept = list(cache.folder(coded).iterdir())
    assert [file.name.split("-")[0] for file in kept] == ["features"]
    assert cache.folder(coded).stat().st_mode & 0o077 == 0
    stamp = kept[0].stat().st_mtime_ns
    suggest(coded)
    assert kept[0].stat().st_mtime_ns == stamp
    erase(coded, target_sources(coded, find_source(coded, "panti0/wawancara0").name))
    assert list(cache.folder(coded).iterdir()) == []
    suggest(coded)
    assert [file.name == kept[0].name for file in cache.folder(coded).iterdir()] == [False]


def test_a_damaged_cache_is_made_again(coded):
    suggest(coded)
    first = _suggested(coded)
    file = next(cache.folder(coded).iterdir())
    file.write_bytes(file.read_bytes()[:1000])
    suggest(coded)
    assert _suggested(coded) == first


def test_a_large_corpus_is_learned_in_chunks(coded, monkeypatch):
    """Beyond what is held in memory features come from a sample, and rows are made chunk by chunk."""
    monkeypatch.setattr("qualcode.workflow.corpus.MOST_HELD", 20)
    monkeypatch.setattr("qualcode.workflow.corpus.SAMPLE", 60)
    monkeypatch.setattr("qualcode.workflow.corpus.CHUNK", 7)
    outcome = suggest(coded)
    right = sum(meant(text) == code for code, text, _score in _suggested(coded))
    assert right >= 0.7 * outcome.stored > 0
    assert list(cache.folder(coded).iterdir()) == []
