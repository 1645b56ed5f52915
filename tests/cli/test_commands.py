"""Each command shows what it did, refuses what is wrong in one line, and its output can be read by machines."""

import csv
import json
import shutil
from io import StringIO

import pytest

from qualcode.cli.app import app


def test_the_daily_path(qualcode, texts, codebook_file):
    assert qualcode("init", "study").stderr == "Made study.qualcode. Next: qualcode import FOLDER\n"
    assert qualcode("import", texts).stderr == "2 sources imported.\n"
    assert qualcode("import", texts).stderr == (
        'kasih/ketua: left out (already there as "kasih/ketua").\n'
        'melati/ketua: left out (already there as "melati/ketua").\n'
        "0 sources imported.\n"
    )
    assert qualcode("codebook", "load", codebook_file).stderr == "4 codes new, 0 changed, 0 retired.\n"
    assert qualcode("autocode").stderr == "Nothing was changed. To store the suggestions: qualcode autocode --apply\n"
    assert qualcode("autocode", "--apply").stderr == "5 suggestions stored.\n"
    assert qualcode("themes", "--from", "rule").stdout == (
        "code                     kasih   melati\n"
        "---------------------  -------  -------\n"
        "coordination            0 (0%)  2 (67%)\n"
        "coordination/agencies   0 (0%)  1 (33%)\n"
        "critique               1 (50%)   0 (0%)\n"
        "outreach                0 (0%)  1 (33%)\n"
        "\n"
        "count: segments; by: case; population: speech of every role except interviewer, moderator and observer; "
        f"from: rule; codebook: {json.loads(qualcode('themes', '--format', 'json').stdout)['note']['codebook']}\n"
    )
    assert qualcode("undo").stderr.startswith("Taken back: autocode --apply of ")
    assert qualcode("redo").stderr.startswith("Done again: autocode --apply of ")
    assert qualcode("doctor").stderr == "No problems found.\n"


def test_where_people_coded_nothing_the_command_for_the_rules_is_told(study):
    study("autocode", "--apply")
    assert "qualcode themes --from rule" in study("themes").stderr
    assert "qualcode excerpts --from rule" in study("excerpts").stderr


def test_the_project_and_the_language_may_stand_before_or_after(study, tmp_path):
    path = tmp_path / "study.qualcode"
    for arguments in (("-p", path, "status"), ("status", "-p", path), ("status", f"--project={path}")):
        assert "sources      2" in study(*arguments).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("themes", "--from", "rule"),
        ("excerpts", "--from", "rule"),
        ("segments",),
        ("sources",),
        ("status",),
        ("log",),
        ("find", "koordinasi"),
        ("case", "list"),
        ("attribute", "list"),
        ("speaker", "list"),
        ("show", "melati/ketua"),
        ("codebook", "show"),
        ("codebook", "expand"),
        ("autocode",),
    ],
)
@pytest.mark.parametrize("format", ["text", "csv", "json", "md"])
def test_every_listing_has_every_format(study, arguments, format):
    study("autocode", "--apply")
    out = study(*arguments, "--format", format).stdout
    if format == "json":
        answer = json.loads(out)
        assert set(answer) == {"note", "rows"}
        assert answer["rows"]
    elif format == "csv":
        rows = list(csv.reader(StringIO(out)))
        assert len({len(row) for row in rows}) == 1
    else:
        assert out.strip()


FIELDS = {
    "segments": {"source", "n", "unit", "turn", "speaker", "role", "case", "start", "end", "text"},
    "excerpts": {
        "id", "source", "case", "speaker", "role", "turn", "segment", "start", "end", "code", "from", "score",
        "evidence", "created_at", "text", "quote", "before", "after", "turns", "segments",
    },
    "themes": {"code", "case", "n", "population", "read", "share", "rate"},
}  # fmt: skip


@pytest.mark.parametrize("command", list(FIELDS))
def test_the_fields_that_scripts_depend_on(study, command):
    study("autocode", "--apply")
    options = () if command == "segments" else ("--from", "rule")
    rate = ("--rate", "words") if command == "themes" else ()
    answer = json.loads(study(command, *options, *rate, "--format", "json").stdout)
    assert FIELDS[command] <= set(answer["rows"][0])
    if command == "themes":
        assert {"count", "population", "from"} <= set(answer["note"])


def test_a_dry_run_of_an_import_shows_what_would_be_made(qualcode, texts):
    answer = json.loads(qualcode("import", texts, "--dry-run", "--format", "json").stdout)
    row = next(row for row in answer["rows"] if row["source"] == "melati/ketua")
    assert {
        "source",
        "path",
        "media_type",
        "language",
        "layout",
        "score",
        "header",
        "speakers",
        "turns",
        "parts",
    } <= set(row)
    assert row["header"] == {"Nama": "Ibu S", "Usia": "54 tahun", "Hari/Tanggal": "Senin, 12 Maret 2018"}
    assert [(t["speaker"], t["role"]) for t in row["turns"]][:2] == [
        ("Peneliti", "interviewer"),
        ("Ibu S", "respondent"),
    ]
    assert row["turns"][1]["text"].endswith("Kami juga koordinasi dengan dinas sosial.")
    assert "".join(str(p["start"]) for p in row["parts"][:1]) == "0"
    text = qualcode("import", texts, "--dry-run").stdout
    assert "Peneliti (interviewer), Ibu S (respondent)" in text


@pytest.mark.parametrize("command", ["--dry-run", "--explain-layout"])
def test_a_dry_run_says_that_the_project_is_damaged(study, tmp_path, command):
    """It would read the files by the settings of no project, and an import would then do something else."""
    project = tmp_path / "study.qualcode"
    project.write_bytes(project.read_bytes()[:5000])
    refused = study("import", "texts", command, code=1)
    assert refused.stderr.startswith("Error: study.qualcode")
    assert refused.stderr == study("import", "texts", code=1).stderr
    assert refused.stdout == ""


def test_a_dry_run_asks_which_of_two_projects(study, tmp_path):
    shutil.copy(tmp_path / "study.qualcode", tmp_path / "lain.qualcode")
    refused = study("import", "texts", "--dry-run", code=1).stderr
    assert refused == "Error: There are 2 projects here: lain.qualcode, study.qualcode. Choose one with -p NAME.\n"


def test_a_dry_run_asks_for_a_project_that_is_named_and_is_not_there(qualcode, texts, monkeypatch):
    monkeypatch.setenv("QUALCODE_PROJECT", "tiada.qualcode")
    assert "tiada.qualcode" in qualcode("import", texts, "--dry-run", code=1).stderr


def test_headers_become_attributes_of_the_only_respondent(study):
    assert "Usia" in study("attribute", "list").stdout
    assert "2018-03-12" in study("sources").stdout


def test_cases_are_set_and_loaded(study, tmp_path):
    study("case", "set", "melati", "tipologi=A", "--source", "melati/ketua")
    (tmp_path / "kasus.csv").write_text("case;sources;staf\nkasih;kasih/*;7\nMelati;;26\n", encoding="utf-8")
    assert study("case", "load", "kasus.csv").stderr == "2 cases loaded.\n"
    rows = json.loads(study("case", "list", "--format", "json").stdout)["rows"]
    assert [(r["case"], r["tipologi"], r["staf"]) for r in rows] == [("kasih", "", "7"), ("melati", "A", "26")]
    study("attribute", "type", "tipologi", "category", "--order", "C,B,A")
    assert "C < B < A" in study("attribute", "list").stdout
    assert "no number" in study("case", "set", "kasih", "staf=tujuh", code=1).stderr
    assert 'type "number"' not in study("attribute", "type", "tipologi", "number", code=1).stdout


def test_speakers_are_corrected(study):
    study("speaker", "set", "melati/ketua", "Ibu S", "--role", "observer", "--person", "s")
    assert "observer" in study("speaker", "list", "--source", "melati/ketua").stdout
    assert study("speaker", "join", "melati/ketua", "Peneliti", "Ibu S").stderr == "3 turns moved.\n"
    assert "Peneliti" not in study("speaker", "list", "--source", "melati/ketua").stdout
    study("undo")
    assert "Peneliti" in study("speaker", "list", "--source", "melati/ketua").stdout


def test_the_codebook_is_expanded_and_a_word_struck(study):
    assert "koordinsi" in study("codebook", "expand", "--code", "coordination").stdout
    study("codebook", "expand", "--strike", "koordinsi")
    assert "koordinsi" not in study("codebook", "expand", "--code", "coordination").stdout
    assert "No rule reaches" in study("codebook", "expand", "--strike", "koordinsi", code=1).stderr
    study("undo")
    assert "koordinsi" in study("codebook", "expand").stdout


def test_the_codebook_goes_out_and_comes_back_the_same(study, tmp_path):
    for name in ("a.yaml", "a.csv"):
        study("codebook", "export", name)
        assert study("codebook", "load", name).stderr == "0 codes new, 0 changed, 0 retired.\n"
    assert "exists already" in study("codebook", "export", "a.csv", code=1).stderr


def test_a_code_that_a_file_lacks_is_retired_and_comes_back(study, tmp_path, codebook_file):
    text = codebook_file.read_text()
    shorter = tmp_path / "kurang.yaml"
    shorter.write_text(text[: text.index("  - name: outreach")])
    assert study("codebook", "load", shorter).stderr == "0 codes new, 0 changed, 1 retired.\n"
    assert "outreach" not in study("codebook", "show").stdout
    study("codebook", "load", codebook_file)
    assert "outreach" in study("codebook", "show").stdout


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "md"])
def test_excerpts_are_exported_and_never_over_another_file(study, suffix, tmp_path):
    study("autocode", "--apply")
    file = tmp_path / f"kutipan.{suffix}"
    assert study("export", "excerpts", file).stderr == f"5 passages written to {file}.\n"
    assert "exists already" in study("export", "excerpts", file, code=1).stderr
    study("export", "excerpts", file, "--force")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("status", "-p", "nothere"), 1, "there is no such project file"),
        (("import", "nothere"), 1, "there is no such file or folder"),
        (("themes", "--code", "koperasi"), 1, 'There is no code "koperasi"'),
        (("themes", "--from", "robot"), 1, "robot"),
        (("themes", "--format", "pdf"), 1, "pdf"),
        (("show", "melati"), 1, "Nearest: melati/ketua"),
        (("themes", "--where", "tipologi"), 1, "ATTRIBUTE=VALUE"),
        (("export", "excerpts", "a.pdf"), 1, "not written"),
        (("export", "excerpts", "a.qualcode"), 1, "not written"),
        (("init", "study"), 1, "exists already"),
        (("init", "baru", "--language", "qq"), 1, "qq"),
        (("undo", "--frobnicate"), 2, "No such option"),
        (("frobnicate",), 2, "No such command"),
        (("segment", "--unit", "word"), 1, "word"),
        (("speaker", "set", "melati/ketua", "Ibu X", "--role", "observer"), 1, "Nearest: Ibu S"),
        (("case", "load", "nothere.csv"), 1, "there is no such file"),
        (("codebook", "load", "nothere.yaml"), 1, "nothere.yaml: there is no such file."),
    ],
)
def test_what_is_wrong_is_told_in_one_line(study, arguments, code, message):
    result = study(*arguments, code=code)
    assert message in result.stderr
    if code == 1:
        assert result.stderr.count("\n") == 1
        assert result.stdout == ""


def test_nothing_is_lost_when_a_file_is_changed_and_imported_again(study, texts):
    file = texts / "melati" / "ketua.txt"
    file.write_text(file.read_text() + "Ibu S : Sama-sama.\n")
    assert "Import the changed file under a new name: --as NAME" in study("import", file.parent.parent, code=1).stderr
    assert "1 source imported" in study("import", file, "--as", "melati/ketua-2").stderr
    assert "melati/ketua-2" in study("sources").stdout


def test_the_same_text_under_another_name_is_not_stored_twice(study, texts):
    (texts / "salinan.txt").write_bytes((texts / "melati" / "ketua.txt").read_bytes() + b"")
    assert 'salinan: left out (already there as "melati/ketua")' in study("import", texts).stderr


def test_the_main_job_and_again_after_an_edit(qualcode, texts, codebook_file, tmp_path):
    result = qualcode("run", texts, "--codebook", codebook_file, "-o", "hasil")
    assert "outreach" in result.stdout
    files = {path.name for path in (tmp_path / "hasil").iterdir()}
    assert files == {"study.qualcode", "excerpts.xlsx", "themes.csv", "report.html"}
    codebook_file.write_text(codebook_file.read_text().replace("[pintu ke pintu]", "[pintu ke pintu, tetangga]"))
    (texts / "baru.txt").write_text("Peneliti : Dari mana?\nIbu T : Dari tetangga, Pak.\n")
    again = qualcode("run", texts, "--codebook", codebook_file, "-o", "hasil")
    assert "1 source imported" in again.stderr
    report = (tmp_path / "hasil" / "report.html").read_text()
    assert "Dari tetangga, Pak." in report
    assert "<script" not in report
    assert "http" not in report
    project = tmp_path / "hasil" / "study.qualcode"
    for command in again.stderr.split("Next:\n")[1].splitlines():
        qualcode(*command.split()[1:])
    qualcode("undo", "-p", project)
    assert "baru" not in qualcode("sources", "-p", project).stdout


def test_the_main_job_does_not_write_over_what_somebody_edited(qualcode, texts, codebook_file, tmp_path):
    qualcode("run", texts, "--codebook", codebook_file, "-o", "hasil")
    (tmp_path / "hasil" / "themes.csv").write_text("mine")
    assert "was edited" in qualcode("run", texts, "--codebook", codebook_file, "-o", "hasil", code=1).stderr
    assert (tmp_path / "hasil" / "themes.csv").read_text() == "mine"
    qualcode("run", texts, "--codebook", codebook_file, "-o", "hasil", "--force")
    assert (tmp_path / "hasil" / "themes.csv").read_text() != "mine"


def test_a_run_without_transcripts_leaves_nothing(qualcode, codebook_file, tmp_path):
    assert "no such file or folder" in qualcode("run", "nothere", "--codebook", codebook_file, code=1).stderr
    assert "nothere.yaml: there is no such file" in qualcode("run", ".", "--codebook", "nothere.yaml", code=1).stderr
    assert not (tmp_path / "results").exists()


def test_a_bad_file_does_not_stop_the_others(qualcode, texts, codebook_file):
    (texts / "rusak.txt").write_bytes(b"")
    result = qualcode("run", texts, "--codebook", codebook_file, code=1)
    assert "rusak.txt: the file is empty." in result.stderr
    assert "2 sources imported" in result.stderr


def test_every_command_explains_itself():
    from typer.main import get_command

    def commands(command, path=()):
        yield path, command
        for name, inner in getattr(command, "commands", {}).items():
            yield from commands(inner, (*path, name))

    for path, command in commands(get_command(app)):
        assert command.help, path
        for parameter in command.params:
            assert getattr(parameter, "help", None), (path, parameter.name)
