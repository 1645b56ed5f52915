"""Two codes meet in a segment, on the same words, within some turns or in a source, each unit counted once."""

import itertools
import random

import pytest

from qualcode.errors import QualcodeError
from qualcode.query.cooccurrence import cooccurrence
from qualcode.query.filters import Filter
from qualcode.store.codebooks import code_ids, codebook
from qualcode.store.codings import add_coding
from qualcode.store.sources import find_source, text_of
from qualcode.workflow.autocoding import autocode

CASES = [
    # within, both, n, n_other, population, read
    ("segment", 1, 2, 2, 5, 3),
    ("overlap", 0, 2, 2, 5, 3),
    ("turns:1", 2, 4, 4, 8, 6),
    ("turns:2", 3, 6, 5, 10, 8),
    ("source", 1, 2, 1, 2, 2),
]


def _code(project, source, quote, *codes, coder="ani"):
    """Code the words `quote` of a source."""
    source_id = find_source(project, source).id
    start = text_of(project, source_id).index(quote)
    ids, book = code_ids(project), codebook(project)
    with project.change("code", coder=coder):
        for code in codes:
            add_coding(project, source_id, start, start + len(quote), ids[book.find(code).uid], coder)


def _pair(table, code, other, origin=None):
    (row,) = (r for r in table.records() if (r["code"], r["other"]) == (code, other) and origin in (None, r["from"]))
    return row


@pytest.fixture
def coded(project):
    """Outreach in the second turn and the fourth, critique beside it in the second and in the other interview."""
    _code(project, "melati/ketua", "Ya karena kasihan", "outreach")
    _code(project, "melati/ketua", "koordinasi dengan dinas sosial", "critique")
    _code(project, "melati/ketua", "Kami dari pintu ke pintu", "outreach")
    _code(project, "kasih/ketua", "Bantuannya dak tepat sasaran", "critique")
    return project


@pytest.mark.parametrize(("within", "both", "n", "n_other", "population", "read"), CASES)
def test_every_way_of_meeting(coded, within, both, n, n_other, population, read):
    row = _pair(cooccurrence(coded, within=within), "critique", "outreach")
    assert (row["both"], row["n"], row["n_other"]) == (both, n, n_other)
    assert (row["population"], row["read"]) == (population, read)
    in_common = 1 if within == "overlap" else both
    assert row["lift"] == (None if within == "overlap" else round(both * read / (n * n_other), 6))
    assert row["jaccard"] == round(both / (n + n_other - in_common), 6)


def test_overlap_is_of_what_has_either_and_says_why_there_is_no_lift(coded):
    """Outreach and critique share words in one of the two segments that have both; a third has critique alone."""
    _code(coded, "melati/ketua", "Kami dari pintu", "critique")
    table = cooccurrence(coded, within="overlap")
    row = _pair(table, "critique", "outreach")
    assert (row["both"], row["n"], row["n_other"]) == (1, 3, 2)
    assert row["jaccard"] == round(1 / 3, 6)
    assert row["lift"] is None
    assert "chance does not say" in table.note["lift"]
    assert "lift" not in cooccurrence(coded).note


def test_passages_that_share_words_overlap(coded):
    _code(coded, "melati/ketua", "kasihan, anak-anak", "critique", coder="budi")
    _code(coded, "melati/ketua", "karena kasihan, anak", "critique")
    assert _pair(cooccurrence(coded, within="overlap"), "critique", "outreach")["both"] == 1


def test_a_code_and_one_below_it_are_no_pair_and_sub_codes_count_once_for_it(project):
    _code(project, "melati/ketua", "Ya karena kasihan", "coordination/agencies", "coordination", "outreach")
    table = cooccurrence(project)
    pairs = {(r["code"], r["other"]) for r in table.records()}
    assert pairs == {
        ("coordination", "critique"),
        ("coordination", "outreach"),
        ("coordination/agencies", "critique"),
        ("coordination/agencies", "outreach"),
        ("critique", "outreach"),
    }
    row = _pair(table, "coordination", "outreach")
    assert (row["both"], row["n"]) == (1, 1)
    _code(project, "melati/ketua", "Kami dari pintu", "coordination/agencies", "outreach")
    assert _pair(cooccurrence(project), "coordination", "outreach")["both"] == 2
    alone = cooccurrence(project, Filter(subcodes=False))
    assert _pair(alone, "coordination", "outreach")["both"] == 1


def test_a_chosen_code_stands_first_and_each_pair_once(coded):
    table = cooccurrence(coded, Filter(codes=("outreach", "critique")))
    assert [(r["code"], r["other"]) for r in table.records()] == [
        ("critique", "coordination"),
        ("critique", "coordination/agencies"),
        ("critique", "outreach"),
        ("outreach", "coordination"),
        ("outreach", "coordination/agencies"),
    ]


def test_what_no_run_covered_is_none_and_runs_count_where_both_codes_ran(project):
    assert {tuple(r[3:]) for r in cooccurrence(project, Filter(origin="rule")).rows} == {
        (None, None, None, 0, None, None, None)
    }
    autocode(project, Filter(codes=("coordination",)), apply=True)
    autocode(project, Filter(codes=("outreach",), sources=("melati/ketua",)), apply=True)
    table = cooccurrence(project, Filter(origin="rule"))
    row = _pair(table, "coordination", "outreach")
    assert (row["both"], row["n"], row["n_other"], row["population"], row["read"]) == (1, 2, 1, 3, None)
    assert row["lift"] == 1.5
    assert _pair(table, "critique", "outreach")["both"] is None


def test_all_counts_people_and_rules_apart(coded):
    autocode(coded, apply=True)
    table = cooccurrence(coded, Filter(origin="all"))
    assert _pair(table, "critique", "outreach", "human")["both"] == 1
    assert _pair(table, "coordination", "outreach", "rule")["both"] == 1
    assert _pair(table, "critique", "outreach", "model")["both"] is None


def test_a_population_of_nothing_has_pairs_of_nothing(project):
    assert cooccurrence(project, Filter(cases=("(no case)",))).column("population") == [0] * 5


def test_the_note_says_the_unit_and_the_population(coded):
    note = cooccurrence(coded, within="turns:2").note
    assert (note["count"], note["within"], note["from"]) == ("turns:2", "turns:2", "human: ani")
    assert "except interviewer" in note["population"]


@pytest.mark.parametrize("within", ["", "turn", "turns:0", "turns:21", "turns:x", "turns:-1"])
def test_a_wrong_way_is_told(project, within):
    with pytest.raises(QualcodeError, match="segment, overlap, turns:N"):
        cooccurrence(project, within=within)


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_plain_sets(project, seed):
    """Codings by chance, against the same counted with sets of Python."""
    rng = random.Random(seed)
    ids, book = code_ids(project), codebook(project)
    names = ["coordination/agencies", "coordination", "critique", "outreach"]
    segments = project.rows(
        "select segment_id, source_id, turn, start, stop from segment_scope where role = 'respondent' order by 1"
    )
    spans = []
    with project.change("code", coder="ani"):
        for _n in range(14):
            _segment, source, _turn, start, stop = rng.choice(segments)
            begin = rng.randrange(start, stop - 1)
            end, name = rng.randint(begin + 1, stop), rng.choice(names)
            if add_coding(project, source, begin, end, ids[book.find(name).uid], "ani"):
                spans.append((name, source, begin, end))
    units = {"segment": {}, "overlap": {}, "turns:2": {}, "source": {}}
    for name, source, begin, end in spans:
        for code in {name, name.split("/")[0]}:
            for segment, of, turn, start, stop in segments:
                if of == source and start < end and stop > begin:
                    units["segment"].setdefault(code, set()).add(segment)
                    units["source"].setdefault(code, set()).add(source)
                    units["turns:2"].setdefault(code, set()).update((source, turn - d) for d in range(3))
                    characters = {(segment, at) for at in range(max(begin, start), min(end, stop))}
                    units["overlap"].setdefault(code, set()).update(characters)
    for within, of in units.items():
        table = cooccurrence(project, within=within)
        for one, other in itertools.combinations(["coordination", "critique", "outreach"], 2):
            met = of.get(one, set()) & of.get(other, set())
            row = _pair(table, one, other)
            assert row["both"] == len({at[0] for at in met} if within == "overlap" else met)
            assert row["n"] == len({at[0] for at in of.get(one, ())} if within == "overlap" else of.get(one, ()))
