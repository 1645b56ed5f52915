"""Where coders differ is listed by pair of codes, over the segments that agree compares and no others."""

import pytest

from qualcode.query.agreement import agreement
from qualcode.query.disagreements import NONE, are_related, differing, disagreements
from qualcode.query.filters import Filter
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.memos import Target, add_memo
from qualcode.store.reading import add_reading
from qualcode.workflow.adjudicating import Adjudication
from qualcode.workflow.autocoding import autocode
from tests.interviews import answers

SUB = "coordination/agencies"


@pytest.fixture
def study(project):
    """A project with five answers, all of them read by Ani and Budi, and nothing coded."""
    with project.change("code none"):
        for coder in ("ani", "budi"):
            for _segment, source, start, stop, _text in answers(project):
                add_reading(project, add_coder(project, coder), source, start, stop, drawn="source")
    return project


def read(project, n, coder, **more):
    _segment, source, start, stop, _text = answers(project)[n]
    with project.change("code none", coder=coder):
        add_reading(project, add_coder(project, coder), source, start, stop, **({"drawn": "source"} | more))


def give(project, n, coder, *paths, **more):
    """Let a coder give codes to an answer; returns the ids of the codings."""
    _segment, source, start, stop, _text = answers(project)[n]
    ids = dict(project.rows("select path, code_id from code_tree order by 1"))
    with project.change("code", coder=coder):
        return [add_coding(project, source, start, stop, ids[path], coder, **more) for path in paths]


@pytest.mark.parametrize(
    ("ani", "budi", "pairs"),
    [
        (["critique"], ["critique"], []),
        (["critique"], [], [("critique", NONE, "", "ani", "budi")]),
        ([], ["critique"], [("critique", NONE, "", "budi", "ani")]),
        (["critique"], ["outreach"], [("critique", "outreach", "", "ani", "budi")]),
        (["outreach"], ["critique"], [("critique", "outreach", "", "budi", "ani")]),
        (["critique", "outreach"], ["critique"], [("outreach", NONE, "", "ani", "budi")]),
        (
            ["coordination", "outreach"],
            ["critique"],
            [("coordination", "critique", "", "ani", "budi"), ("critique", "outreach", "", "budi", "ani")],
        ),
        (["coordination"], [SUB], [("coordination", SUB, "sub-code", "ani", "budi")]),
        ([SUB, "coordination"], ["coordination"], [("coordination", SUB, "sub-code", "budi", "ani")]),
        (
            ["coordination", "critique"],
            [SUB],
            [("coordination", SUB, "sub-code", "ani", "budi"), ("critique", NONE, "", "ani", "budi")],
        ),
    ],
)
def test_what_one_gave_stands_against_what_the_other_gave_instead(study, ani, budi, pairs):
    give(study, 0, "ani", *ani)
    give(study, 0, "budi", *budi)
    found = disagreements(study)
    assert [tuple(row[:5]) for row in found.rows] == pairs
    assert {row["given"] for row in found.records()} <= {
        f"ani: {', '.join(sorted(ani)) or NONE}; budi: {', '.join(sorted(budi)) or NONE}"
    }


def test_a_row_says_where_and_what_was_said(study):
    (coding,) = give(study, 2, "ani", "critique")
    with study.change("memo add", coder="ani"):
        add_memo(study, Target(coding_id=coding), "Nada kesal.", add_coder(study, "ani"))
    found = disagreements(study)
    (row,) = found.records()
    _segment, _source, start, stop, text = answers(study)[2]
    assert row == {
        "code_a": "critique", "code_b": NONE, "relation": "", "coder_a": "ani", "coder_b": "budi",
        "source": "melati/ketua", "case": "melati", "segment": 2, "turn": 2, "speaker": "Ibu S", "start": start,
        "end": stop, "given": "ani: critique; budi: (none)", "memos": "ani: Nada kesal.", "settled": "",
        "text": text.replace("\n", " "),
    }  # fmt: skip
    assert found.note | {"codebook": "", "population": ""} == {
        "count": "segments", "coders": "ani, budi", "population": "", "segments": 5, "differ": 1, "settled": 0,
        "codebook": "",
    }  # fmt: skip


def test_the_most_frequent_pair_comes_first_then_source_and_place(study):
    for n in (0, 2, 4):
        give(study, n, "ani", "outreach")
    for n in (0, 1):
        give(study, n, "budi", "critique")
    found = differing(study)
    assert found.pairs == [(("outreach", NONE), 2), (("critique", "outreach"), 1), (("critique", NONE), 1)]
    assert [(row["source"], row["segment"]) for row in disagreements(study).records()] == [
        ("melati/ketua", 2), ("melati/ketua", 5), ("kasih/ketua", 2), ("kasih/ketua", 4),
    ]  # fmt: skip


def test_only_what_agree_compares_is_listed(study):
    give(study, 0, "ani", "critique", seen="suggestion")
    read(study, 1, "budi", seen="others")
    with study.change("test"):
        study.execute("update reading set seen = 'others' where start = ? and coder_id = 2", [answers(study)[1][2]])
    give(study, 1, "ani", "critique")
    give(study, 3, "ani", "critique")
    read(study, 3, "citra")
    found, compared = differing(study), agreement(study)
    assert (found.compared, list(found.coders)) == (compared.segments, compared.coders) == (3, ["ani", "budi", "citra"])
    assert [(d.source, d.segment) for d in found.segments] == [("melati/ketua", 4)]


def test_a_code_keeps_what_it_stands_against(study):
    give(study, 0, "ani", "critique")
    give(study, 0, "budi", "outreach")
    give(study, 1, "ani", SUB)
    assert differing(study, Filter(codes=("outreach",))).pairs == [(("critique", "outreach"), 1)]
    assert differing(study, Filter(codes=("coordination",))).pairs == [((SUB, NONE), 1)]
    assert differing(study, Filter(codes=("coordination",), subcodes=False)).segments == []


def test_three_coders_count_a_pair_once_a_segment_and_list_every_two(study):
    read(study, 0, "citra")
    give(study, 0, "ani", "critique")
    give(study, 0, "budi", "outreach")
    give(study, 0, "citra", "outreach")
    assert differing(study).pairs == [(("critique", "outreach"), 1)]
    assert [row[3:5] for row in disagreements(study).rows] == [("ani", "budi"), ("ani", "citra")]
    assert [side.coder for side in differing(study, coders=["citra", "ani"]).segments[0].sides] == ["citra", "ani"]


def test_renaming_coders_changes_no_pair(study):
    give(study, 0, "ani", "critique", SUB)
    give(study, 0, "budi", "outreach", "coordination")
    give(study, 1, "budi", "critique")
    before = differing(study).pairs
    with study.change("test"):
        study.execute("update coder set name = 'zul', key = 'zul' where name = 'ani'")
        study.execute("update coder set name = 'ani', key = 'ani' where name = 'budi'")
    assert differing(study).pairs == before
    assert differing(study, coders=["ani", "zul"]).pairs == before


def test_the_rules_differ_only_on_codes_that_they_have(project):
    """Nobody can hold a code without rules against the rules."""
    for n in range(len(answers(project))):
        read(project, n, "ani")
    with project.change("test"):
        project.execute("delete from rule where code_id = (select id from code where name = 'outreach')")
    autocode(project, apply=True)
    hit = next(n for n, answer in enumerate(answers(project)) if "tepat sasaran" in answer[4])
    give(project, hit, "ani", "outreach", seen="none")
    rows = disagreements(project, coders=["ani", "rule"]).records()
    assert [
        (row["code_a"], row["coder_a"]) for row in rows if row["segment"] == 4 and row["source"] == "kasih/ketua"
    ] == [("critique", "rule")]
    assert "outreach" not in {row["code_a"] for row in rows} | {row["code_b"] for row in rows}


def test_what_a_consensus_has_read_is_settled_and_agree_stays_as_it_was(study):
    give(study, 0, "ani", "critique")
    give(study, 1, "budi", "critique")
    before = agreement(study).table
    desk = Adjudication(study, "ani", name="kesepakatan")
    desk.take(desk.passage, ["ani"])
    found = differing(study)
    assert (found.settled, len(found.segments)) == (1, 2)
    assert [row["settled"] for row in disagreements(study).records()] == ["kesepakatan", ""]
    assert agreement(study).table == before


@pytest.mark.parametrize(
    ("codes", "related"),
    [(("a", "a/b"), True), (("a/b/c", "a"), True), (("a", "ab"), False), (("a/b", "a/c"), False), (("a", NONE), False)],
)
def test_codes_are_related_where_one_stands_under_the_other(codes, related):
    assert are_related(codes) == related
