"""The command shows what a merge would bring, and does it only when told to."""

import json
import shutil


def _coded_copy(study, tmp_path):
    """Let budi code a passage on a copy, and return its path."""
    shutil.copy(tmp_path / "study.qualcode", tmp_path / "budi.qualcode")
    study("-p", tmp_path / "budi.qualcode", "code", "melati/ketua:2", "outreach", "--coder", "budi")
    return tmp_path / "budi.qualcode"


def test_a_dry_run_then_the_merge_then_its_undo(study, tmp_path):
    other = _coded_copy(study, tmp_path)
    mine = ("-p", tmp_path / "study.qualcode")
    dry = study(*mine, "merge", other, "--format", "json")
    rows = json.loads(dry.stdout)["rows"]
    shown = study(*mine, "merge", other).stdout.splitlines()
    assert shown[0].split("  ")[0] == "kind"
    assert [line.split() for line in shown if line.startswith("coding")] == [["coding", *"1100000"]]
    assert [(row["outcome"], row["n"]) for row in rows if row["kind"] == "coding"] == [("incoming", 1), ("added", 1)]
    assert dry.stderr == f"Nothing was changed. To merge: qualcode merge {other} --apply\n"
    done = study(*mine, "merge", other, "--apply", "--format", "json")
    assert done.stdout == dry.stdout
    assert done.stderr == "Merged: 1 coding added.\n"
    assert "outreach" in study(*mine, "excerpts").stdout
    assert study(*mine, "undo", "--yes").stderr.startswith("Taken back: merge of ")
    assert study(*mine, "doctor").stderr == "No problems found.\n"


def test_what_cannot_be_merged_is_one_clear_line(study, tmp_path):
    mine = ("-p", tmp_path / "study.qualcode")
    assert "no such project file" in study(*mine, "merge", "lain.qualcode", code=1).stderr
    (tmp_path / "catatan.qualcode").write_text("Ini bukan proyek.", encoding="utf-8")
    assert "not a qualcode project" in study(*mine, "merge", "catatan.qualcode", code=1).stderr
