"""The commands chart … write a picture of what the counting commands count, or say in one line why there is none."""

import re
from xml.etree import ElementTree

import pytest
from interviews import fill

from qualcode.store import Project

KINDS = ("themes", "heatmap", "cooccur", "saturation", "codebook", "timeline")


@pytest.fixture(scope="module")
def coded_file(tmp_path_factory):
    """A project that two coders have read and coded alike."""
    folder = tmp_path_factory.mktemp("coded")
    from interviews import code_share

    with Project.create(folder / "study.qualcode") as project:
        fill(project, folder, read=0.6)
        code_share(project, 0.6, coder="budi")
    return folder / "study.qualcode"


@pytest.fixture
def coded(qualcode, coded_file, tmp_path):
    (tmp_path / "study.qualcode").write_bytes(coded_file.read_bytes())
    return qualcode


def _text(path):
    root = ElementTree.parse(path).getroot()
    return " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")).replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize("kind", [*KINDS, "agree"])
def test_each_chart_is_written_twice_the_same(coded, tmp_path, kind):
    options = ["--within", "source"] if kind == "cooccur" else []
    done = coded("chart", kind, *options, "-o", "one.svg")
    assert done.stdout == ""
    assert done.stderr == "Written: one.svg\n"
    coded("chart", kind, *options, "-o", "two.svg")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "coordination" in _text(tmp_path / "one.svg") or kind == "saturation"


def test_a_chart_shows_what_the_table_counts(coded, tmp_path):
    coded("chart", "themes", "-o", "themes.svg")
    counted = coded("themes", "--by", "all", "--format", "csv").stdout.splitlines()[1:]
    text = _text(tmp_path / "themes.svg")
    for line in counted:
        code, _all, _from, n, _population, _read, share = line.split(",")[:7]
        assert f"{n} ({float(share):.0%})" in text
        assert code in text
    assert "Codings of people: ani, budi." in text


def test_only_themes_are_drawn_unless_sub_codes_are_asked_for(study, tmp_path):
    study("autocode", "--apply")
    study("chart", "themes", "--from", "rule", "-o", "themes.svg")
    assert "coordination/agencies" not in _text(tmp_path / "themes.svg")
    assert "Themes" in _text(tmp_path / "themes.svg")
    study("chart", "themes", "--from", "rule", "--all-codes", "-o", "all.svg")
    assert "coordination/agencies" in _text(tmp_path / "all.svg")
    study("chart", "themes", "--from", "rule", "--code", "coordination", "-o", "named.svg")
    text = _text(tmp_path / "named.svg")
    assert "coordination/agencies" in text
    assert "critique" not in text
    study("chart", "timeline", "--from", "rule", "-o", "line.svg")
    assert "coordination/agencies" not in _text(tmp_path / "line.svg")


def test_the_codebook_shows_own_and_rolled_up_counts(study, tmp_path):
    study("autocode", "--apply")
    study("code", "melati/ketua:2", "coordination/agencies", "--coder", "ani")
    study("code", "kasih/ketua:2", "coordination", "--coder", "ani")
    study("chart", "codebook", "-o", "tree.svg")
    assert "2 (1 itself)" in _text(tmp_path / "tree.svg")


def test_filters_and_units_reach_the_chart(coded, tmp_path):
    coded(
        "chart", "heatmap", "--by", "source", "--case", "panti1", "--coder", "ani", "--rate", "words", "-o", "heat.svg"
    )
    text = _text(tmp_path / "heat.svg")
    assert "panti1/wawancara1" in text
    assert "panti0" not in text
    assert "per 1,000 words" in text
    assert "Codings of people: ani." in text
    coded("chart", "agree", "--measure", "observed", "--no-intervals", "-o", "agree.svg")
    assert "1.00, " in _text(tmp_path / "agree.svg")


def test_a_chart_as_of_an_older_state_says_so(coded, tmp_path):
    coded("chart", "themes", "--as-of", "2999-01-01", "-o", "then.svg")
    assert "As of: 2999-01-01." in _text(tmp_path / "then.svg")


@pytest.mark.parametrize("kind", ["themes", "heatmap", "cooccur", "saturation", "timeline"])
def test_where_only_suggestions_wait_the_command_that_shows_them_is_named(study, kind):
    study("autocode", "--apply")
    said = study("chart", kind, "-o", "chart.svg", code=1).stderr
    assert said.startswith("Error: No human coding yet")
    assert said.endswith(f"See: qualcode chart {kind} -o {kind}.svg --from rule\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["themes"], "Nobody has coded yet: qualcode next"),
        (["themes", "--from", "rule"], "The rules were not run yet: qualcode autocode --apply"),
        (["themes", "--from", "model"], "The model was not run yet: qualcode suggest"),
        (["agree"], "Nothing can be compared"),
        (["themes", "--code", "koordinas"], 'There is no code "koordinas"'),
        (["themes", "--count", "pages"], 'There is no --count "pages"'),
        (["heatmap", "--from", "all"], "This chart shows one kind of coding"),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_line(study, tmp_path, arguments, said):
    if "all" in arguments:
        study("autocode", "--apply")
    done = study("chart", *arguments, "-o", "chart.svg", code=1)
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "chart.svg").exists()


def test_pairs_that_never_meet_are_sought_farther(coded):
    assert "--within source" in coded("chart", "cooccur", "-o", "pairs.svg", "--code", "never_seen", code=1).stderr


def test_a_project_without_codes_says_how_to_load_them(qualcode):
    qualcode("init", "study")
    assert "qualcode codebook load FILE" in qualcode("chart", "codebook", "-o", "tree.svg", code=1).stderr


def test_a_file_is_asked_for_and_none_is_written_over(coded, tmp_path):
    assert "--output" in coded("chart", "themes", code=2).stderr
    (tmp_path / "themes.svg").write_text("mine")
    assert "exists already" in coded("chart", "themes", "-o", "themes.svg", code=1).stderr
    assert (tmp_path / "themes.svg").read_text() == "mine"
    coded("chart", "themes", "-o", "themes.svg", "--force")
    assert (tmp_path / "themes.svg").read_text().startswith("<?xml")
    assert "charts are written as .svg, .png, .html" in coded("chart", "themes", "-o", "themes.pdf", code=1).stderr


def test_a_page_is_in_the_language_of_the_reader(coded, tmp_path):
    coded("chart", "heatmap", "-o", "peta.html", "--lang", "id")
    page = (tmp_path / "peta.html").read_text(encoding="utf-8")
    assert '<html lang="id">' in page
    assert "Kode menurut kasus" in page
    assert re.search(r"<td[^>]*>\d+ \(\d+%\)</td>", page)
