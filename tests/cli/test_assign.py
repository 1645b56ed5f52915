"""Rounds of coding: who reads what, blind, and a copy of the project for each coder."""

import json
from pathlib import Path

import pytest

from qualcode.store import Project
from qualcode.store.assignments import Piece, plan
from qualcode.store.doctor import examine


def _rows(study):
    return json.loads(study("assign", "list", "--format", "json").stdout)["rows"]


@pytest.fixture
def rounds(study):
    study("autocode", "--apply")
    study("code", "melati/ketua:2", "coordination", "--coder", "budi", "--memo", "rahasia budi")
    study("assign", "make", "--coders", "ani,budi", "--double", "50%", "--by", "segment", "--seed", "3")
    return study


def test_every_segment_is_given_to_somebody_and_a_share_to_all():
    pieces = [Piece(1, k, k + 1, 10 + k % 7) for k in range(100)]
    chosen = plan(pieces, ["ani", "budi", "cici"], double=0.2, seed=5)
    total = sum(p.words for p in pieces)
    shared = sum(p.words for p in chosen.shared)
    assert 0.2 <= shared / total < 0.2 + 17 / total
    given = [*chosen.shared, *(p for own in chosen.own.values() for p in own)]
    assert sorted(given, key=lambda p: p.start) == pieces
    words = [sum(p.words for p in own) for own in chosen.own.values()]
    assert max(words) - min(words) <= 16
    assert plan(pieces, ["ani", "budi", "cici"], double=0.2, seed=5) == chosen
    assert plan(pieces, ["ani", "budi", "cici"], double=0.2, seed=6) != chosen


def test_a_round_by_segment(rounds):
    rows = _rows(rounds)
    assert {row["coder"] for row in rows} == {"ani", "budi"}
    shared = [row for row in rows if row["shared"]]
    assert {row["segments"] for row in shared if row["coder"] == "ani"} == {
        row["segments"] for row in shared if row["coder"] == "budi"
    }
    facts = json.loads(rounds("status", "--format", "json").stdout)["rows"]
    mine = {row["fact"]: row["value"] for row in facts if row["coder"] == "ani"}
    assert mine["assigned"] == mine["assigned_unread"] > 0
    assert mine["read"] == 0


def test_a_blind_round_hides_suggestions_until_asked(study):
    study("autocode", "--apply")
    study("assign", "make", "--coders", "ani", "--double", "0")
    assert "Suggested" not in study("show", "melati/ketua", "--coder", "ani", "--plain").stdout
    assert "Suggested" in study("show", "melati/ketua", "--coder", "budi", "--plain").stdout
    study("code", "melati/ketua:2", "coordination", "--coder", "ani")
    assert "Suggested" in study("show", "melati/ketua", "--coder", "ani", "--plain", "--reveal").stdout
    study("code", "melati/ketua:4", "coordination", "--coder", "ani")
    with Project.open(Path("study.qualcode")) as project:
        assert project.rows("select what from revealed") == [("both",)]
        assert project.rows("select seen from coding order by id") == [("none",), ("both",)]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--coders", "ani,ani"), "each once"),
        (("--coders", ","), "each once"),
        (("--coders", "ani", "--double", "150%"), "from 0% to 100%"),
        (("--coders", "ani", "--double", "sedikit"), "from 0% to 100%"),
        (("--coders", "ani", "--by", "halaman"), "--by"),
        (("--coders", "ani,budi"), 'The round "1" has been given out already'),
        (("--coders", "ani", "--source", "tidak ada"), "There is no source"),
    ],
)
def test_a_wrong_round_is_told(rounds, options, error):
    assert error in rounds("assign", "make", *options, code=1).stderr


def test_a_coders_copy_holds_nothing_of_others(rounds, tmp_path):
    rounds("code", "melati/ketua:5", "outreach", "--coder", "ani")
    rounds("assign", "export", "ani")
    assert "exists already" in rounds("assign", "export", "ani", code=1).stderr
    copy = tmp_path / "ani" / "study.qualcode"
    assert copy.stat().st_mode & 0o777 == 0o600
    with Project.open(copy) as project:
        assert project.rows("select coder.name from coding join coder on coder.id = coder_id") == [("ani",)]
        assert (
            project.value("select count(*) from reading where coder_id <> (select id from coder where key = 'ani')")
            == 0
        )
        assert (
            project.value("select count(*) from assignment where coder_id = (select id from coder where key = 'budi')")
            == 0
        )
        assert project.value("select count(*) from memo") == 0
        assert examine(project) == []
    assert b"rahasia budi" not in copy.read_bytes()
    assert b"rahasia budi" in (tmp_path / "study.qualcode").read_bytes()
    assert 'There is no coder "cici"' in rounds("assign", "export", "cici", code=1).stderr
