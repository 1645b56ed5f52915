"""`report` writes one file; a wrong word writes none."""

import pytest


@pytest.fixture
def ruled(study):
    """The study with suggestions of the rules."""
    study("autocode", "--apply")
    return study


@pytest.mark.parametrize("name", ["r.html", "r.docx", "r.md"])
def test_a_report_in_every_format(ruled, tmp_path, name):
    told = ruled("report", "-o", name, "--from", "rule", "--no-charts").stderr
    assert told.startswith(f"Written: {name}\nNo groups of cases are compared: name an attribute with --by")
    assert (tmp_path / name).stat().st_size > 2000


def test_where_nobody_has_coded_the_command_for_suggestions_is_named(ruled):
    told = ruled("report", "-o", "r.md").stderr
    assert "See: qualcode report -o r.md --from rule" in told


def test_what_is_asked_for_is_in_it(ruled, tmp_path):
    ruled(
        "report", "-o", "r.md", "--from", "rule", "--title", "Orsos Palembang", "--quotes", "1", "--code", "critique",
        "--case", "kasih",
    )  # fmt: skip
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert text.startswith("# Orsos Palembang\n")
    assert "### critique" in text
    assert "### outreach" not in text
    assert text.count("> Pak Rahman, kasih, kasih/ketua, turn 4") == 1


def test_in_indonesian(ruled, tmp_path):
    ruled("--lang", "id", "report", "-o", "r.html", "--from", "rule", "--no-charts")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert '<html lang="id">' in page
    assert "Studi ini bertumpu pada 2 sumber dari 2 kasus" in page


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "r.pdf"], "r.pdf: a report is written as .html, .docx, .md."),
        (["-o", "r.md", "--by", "tipologi"], 'There is no attribute "tipologi"'),
        (["-o", "r.md", "--code", "koordinasy"], 'There is no code "koordinasy"'),
        (["-o", "r.md", "--from", "rules"], 'There is no --from "rules"'),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(ruled, tmp_path, words, message):
    before = sorted(tmp_path.iterdir())
    assert message in ruled("report", *words, code=1).stderr
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_exists_is_kept(ruled, tmp_path):
    (tmp_path / "r.md").write_text("mine", encoding="utf-8")
    assert "exists already" in ruled("report", "-o", "r.md", "--no-charts", code=1).stderr
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == "mine"
    ruled("report", "-o", "r.md", "--no-charts", "--force")
