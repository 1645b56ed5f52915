"""agree, as a user types it."""

import csv
import io
import json
from random import Random

import pytest

from qualcode.store import Project
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from tests.interviews import CODEBOOK, answers, fill, interviews, meant


def _code(path, coder, *, wrong=0.0, seed=1):
    """Let a coder read and code all answers, some of them wrongly."""
    rng = Random(seed)
    with Project.open(path) as project:
        codes = dict(project.rows("select path, code_id from code_tree order by 1"))
        with project.change("code", coder=coder):
            coder_id = add_coder(project, coder)
            for _segment, source, start, stop, text in answers(project):
                add_reading(project, coder_id, source, start, stop, drawn="source", seen="none")
                theme = rng.choice(["faith", "critique"]) if rng.random() < wrong else meant(text)
                if theme:
                    add_coding(project, source, start, stop, codes[theme], coder, seen="none")


@pytest.fixture
def coded(qualcode, tmp_path):
    """The command line in a folder with a project of six interviews that Ani and Budi coded."""
    with Project.create(tmp_path / "study.qualcode") as project:
        fill(project, tmp_path, read=0)
    _code(tmp_path / "study.qualcode", "ani")
    _code(tmp_path / "study.qualcode", "budi", wrong=0.3)
    return qualcode


def coefficients(result):
    """Return the lines from the table of coefficients on: it stands below the disagreements."""
    lines = result.stdout.splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("code ")) :]


def test_agree_shows_a_line_a_code_and_says_what_to_make_of_it(coded):
    result = coded("agree")
    lines = coefficients(result)
    assert lines[0].split() == ["code", "agreed", "kappa", "alpha", "AC1", "coded", "n", "why"]
    assert lines[2].split() == ["coordination", "95.0", "%", "0.86", "0.86", "0.92", "22.5", "%", "80"]
    assert lines[4].split(maxsplit=4) == ["never_seen", "100.0", "%", "0.0", "%   80  nobody used the code"]
    assert "count: segments; coders: ani, budi; population: speech of every role except" in result.stdout
    assert "Sets of codes, alpha with MASI distance: 0.73, n = 80." in lines
    assert lines[-1] == "Alpha of .8 for firm, of .667 for tentative conclusions is a custom (Krippendorff), not a law."
    assert "Kappa misleads" not in result.stdout
    assert result.stderr == "No intervals: they need 10 sources that were read by two coders; there are 6.\n"


def test_agree_as_data_is_a_row_a_figure(coded):
    rows = list(csv.DictReader(io.StringIO(coded("agree", "--code", "faith", "--format", "csv").stdout)))
    assert [(row["code"], row["measure"], row["n"]) for row in rows] == [
        *[("faith", name, "80") for name in ("observed agreement", "kappa", "alpha", "ac1", "prevalence")],
        ("(all codes)", "alpha masi", "80"),
    ]
    table = json.loads(coded("agree", "--format", "json", "--count", "characters").stdout)
    assert table["note"] | {"codebook": ""} == {
        "count": "characters", "coders": "ani, budi", "segments": 80, "sources": 6, "codebook": "",
        "population": "speech of every role except interviewer, moderator and observer",
    }  # fmt: skip
    assert list(table["rows"][0]) == ["code", "measure", "coders", "value", "low", "high", "n", "reason"]
    nobody = [row for row in table["rows"] if row["code"] == "never_seen" and row["measure"] == "alpha-u"]
    assert [(row["value"], row["reason"]) for row in nobody] == [(None, "nobody used the code")]


def test_characters_add_alpha_u(coded):
    lines = coefficients(coded("agree", "--count", "characters"))
    assert lines[0].split() == ["code", "agreed", "kappa", "alpha", "AC1", "alpha-U", "coded", "n", "why"]
    assert any(line.startswith("All codes, alpha-U: 0.") for line in lines)


def test_three_coders_have_fleiss_kappa(coded, tmp_path):
    _code(tmp_path / "study.qualcode", "citra", wrong=0.2, seed=2)
    assert "Fleiss kappa" in coefficients(coded("agree"))[0]
    assert "Fleiss" not in coded("agree", "--coders", "citra, ani").stdout


def test_with_ten_sources_alpha_has_an_interval(qualcode, tmp_path):
    (tmp_path / "belajar.yaml").write_text(CODEBOOK, encoding="utf-8")
    qualcode("init", "study")
    qualcode("import", interviews(tmp_path / "texts", n=12))
    qualcode("codebook", "load", "belajar.yaml")
    for coder, wrong in (("ani", 0), ("budi", 0.4)):
        _code(tmp_path / "study.qualcode", coder, wrong=wrong)
    result = qualcode("agree", "--format", "json")
    assert result.stderr == ""
    alpha = next(row for row in json.loads(result.stdout)["rows"] if row["measure"] == "alpha")
    assert alpha["low"] < alpha["value"] < alpha["high"]
    assert "with fewer than 20 sources they hold in 89 to 93 %" in json.loads(result.stdout)["note"]["intervals"]
    assert "intervals: meant to hold in 95 %" in qualcode("agree").stdout
    assert "intervals" not in json.loads(qualcode("agree", "--no-intervals", "--format", "json").stdout)["note"]
    assert result.stdout == qualcode("agree", "--format", "json").stdout
    assert f"{alpha['value']:.2f} [{alpha['low']:.2f}, {alpha['high']:.2f}]" in qualcode("agree").stdout
    bare = json.loads(qualcode("agree", "--no-intervals", "--format", "json").stdout)["rows"]
    assert {row["low"] for row in bare} == {None}


def test_a_rare_code_with_a_low_kappa_is_named(coded, tmp_path):
    with Project.open(tmp_path / "study.qualcode") as project:
        code = project.value("select code_id from code_tree where path = 'never_seen'")
        for coder, (_segment, source, start, stop, _text) in zip(("ani", "budi"), answers(project), strict=False):
            with project.change("code", coder=coder):
                add_coding(project, source, start, stop, code, coder, seen="none")
    assert "chance alone would do so too. Read AC1 and the passages beside it for: never_seen." in coded("agree").stdout


def test_what_is_left_out_is_said(coded, tmp_path):
    with Project.open(tmp_path / "study.qualcode") as project, project.change("test"):
        project.execute("update reading set seen = 'suggestion' where id <= 2")
    assert "2 segments left out: read with a suggestion or codings of others in sight." in coded("agree").stderr


def test_one_coder_alone_is_told_what_to_do(qualcode, tmp_path):
    with Project.create(tmp_path / "study.qualcode") as project:
        fill(project, tmp_path)
    result = qualcode("agree", code=1)
    assert result.stderr == (
        "Error: Nothing can be compared: no segment was read by two coders. Give them the same to read: "
        "qualcode assign make --coders ani,budi --double 20%\n"
    )
    assert 'no --count "words"' in qualcode("agree", "--count", "words", code=1).stderr
