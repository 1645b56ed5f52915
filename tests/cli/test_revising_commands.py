"""The codebook changed from the command line: shown first, told after, undone as one."""

import json

import pytest


@pytest.fixture
def coded(study):
    study("code", "melati/ketua:4", "outreach", "coordination", "--coder", "ani")
    study("code", "kasih/ketua:4", "critique", "--coder", "ani")
    return study


def _codes(study):
    rows = json.loads(study("codebook", "show", "--format", "json").stdout)["rows"]
    return {row["code"].strip(): row["codings"] for row in rows}


def test_the_life_of_a_code(coded):
    coded("codebook", "new", "motivation/faith", "--definition", "Karena iman.", "--label", "id=Iman")
    coded("codebook", "rename", "outreach", "finding clients")
    coded("codebook", "move", "critique", "--under", "coordination")
    coded("codebook", "recolour", "coordination", "#336699")
    assert _codes(coded) == {
        "coordination": 1, "agencies": 0, "critique": 1, "finding clients": 1, "motivation": 0, "faith": 0,
    }  # fmt: skip
    coded("codebook", "move", "critique", "--top")
    told = coded("codebook", "merge", "finding clients", "critique")
    assert "1 coding has another code." in told.stderr
    assert _codes(coded)["critique"] == 2
    coded("undo")
    assert _codes(coded)["finding clients"] == 1


def test_a_dry_run_only_shows(coded):
    told = coded("codebook", "retire", "critique", "--dry-run")
    assert "gone" in told.stdout
    assert "critique is retired; 1 coding stays on it and is counted no more." in told.stderr
    assert "Nothing was changed." in told.stderr
    assert _codes(coded)["critique"] == 1


def test_split_by_rule_and_without_a_terminal(coded):
    assert "asked on a terminal" in coded("codebook", "split", "outreach", "door", code=1).stderr
    coded("codebook", "split", "outreach", "door", "--rule", "door=pintu ke pintu")
    assert _codes(coded)["door"] == 1


def test_split_asks_one_key_each(coded, monkeypatch):
    keys = iter("1q")
    monkeypatch.setattr("qualcode.cli.revising._on_a_terminal", lambda: True)
    monkeypatch.setattr("typer.getchar", lambda: next(keys))
    told = coded("codebook", "split", "outreach", "door", "other")
    assert "1 door  2 other" in told.stderr
    assert _codes(coded)["door"] == 1


def test_a_retired_code_is_told_with_the_tree(coded):
    coded("codebook", "retire", "critique")
    assert "1 coding has the retired code critique." in coded("codebook", "show").stderr


def test_diff_of_versions_and_files(coded, codebook_file, tmp_path):
    coded("codebook", "rename", "outreach", "jangkauan")
    coded("codebook", "recolour", "critique", "#112233")
    assert json.loads(coded("codebook", "diff", "--format", "json").stdout)["rows"] == [
        {"what": "changed", "code": "critique", "field": "colour", "before": "", "after": "#112233"}
    ]
    first = json.loads(coded("codebook", "diff", "1", "--format", "json").stdout)["rows"]
    assert [row["what"] for row in first] == ["changed", "renamed"]
    coded("codebook", "export", "now.yaml")
    assert json.loads(coded("codebook", "diff", "now.yaml", "--format", "json").stdout)["rows"] == []
    assert len(json.loads(coded("codebook", "diff", codebook_file, "now.yaml", "--format", "json").stdout)["rows"]) == 2
    assert 'no version "99"' in coded("codebook", "diff", "99", code=1).stderr


def test_load_asks_about_a_probable_rename(coded, codebook_file, tmp_path):
    edited = tmp_path / "edited.yaml"
    edited.write_text(codebook_file.read_text(encoding="utf-8").replace("name: critique", "name: kritik"), "utf-8")
    told = coded("codebook", "load", edited, code=1).stderr
    assert '--renamed "critique=kritik"' in told
    assert "critique" in _codes(coded)
    coded("codebook", "load", edited, "--renamed", "critique=kritik")
    assert _codes(coded)["kritik"] == 1
    coded("undo")
    told = coded("codebook", "load", edited, "--as-new").stderr
    assert "critique is retired; 1 coding stays on it" in told
    assert _codes(coded)["kritik"] == 0


def test_load_shows_first(coded, codebook_file, tmp_path):
    edited = tmp_path / "edited.yaml"
    edited.write_text(codebook_file.read_text(encoding="utf-8").replace("[pintu ke pintu]", "[pintu]"), "utf-8")
    told = coded("codebook", "load", edited, "--dry-run")
    assert '"pintu"' in told.stdout
    assert "Nothing was changed." in told.stderr


@pytest.mark.parametrize("suffix", ["md", "docx", "yaml", "csv"])
def test_export_to_read_and_to_load(coded, tmp_path, suffix):
    coded("codebook", "new", "bantuan", "--definition", "Uang dan barang.", "--label", "id=Bantuan")
    coded("codebook", "export", f"kode.{suffix}")
    path = tmp_path / f"kode.{suffix}"
    if suffix == "md":
        text = path.read_text(encoding="utf-8")
        assert "## bantuan (Bantuan)" in text
        assert "**Used:** 1 codings, 0 suggestions" in text
    elif suffix == "docx":
        from docx import Document

        texts = [p.text for p in Document(path).paragraphs]
        assert "Definition: Uang dan barang." in texts
    else:
        coded("codebook", "load", path)
        assert json.loads(coded("codebook", "diff", path, "--format", "json").stdout)["rows"] == []


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("move", "critique"), "Say where it goes"),
        (("new", "critique"), 'There is a code "critique" already'),
        (("new", "x", "--label", "Iman"), "--label takes LANGUAGE=TEXT"),
        (("rename", "kritikk", "x"), 'There is no code "kritikk"'),
        (("merge", "critique", "critique"), "merged into itself"),
    ],
)
def test_what_is_wrong_is_told(coded, arguments, error):
    assert error in coded("codebook", *arguments, code=1).stderr
