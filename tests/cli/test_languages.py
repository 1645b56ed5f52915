"""Other languages and encodings from the command line: word forms, accents, what is found and what is said."""

import json
import os
import sys

import pytest

ENGLISH = """Interviewer: What were the prices like back then?
Respondent: They priced the meals too high, I think, and nobody could pay for the café.
Interviewer: And was there a meal at school?
Respondent: The children had their meals together, until the cafe closed and we had to cook.
"""
CODEBOOK = """codes:
  - name: cost
    definition: What things cost.
    rules: [price]
  - name: food
    definition: What people eat.
    rules: [meal, cafe]
"""
DANISH = "Interviewer: Hvor på øen boede du?\nMette: Nede ved åen, under træerne. Det var før broen.\n" * 3


@pytest.fixture
def talk(qualcode, tmp_path):
    (tmp_path / "talk.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(CODEBOOK)
    qualcode("init", "s", "--language", "en")
    qualcode("import", "talk.txt")
    qualcode("codebook", "load", "rules.yaml")
    return qualcode


def _marked(told):
    """Return which words are marked in the snippets, by segment."""
    rows = json.loads(told.stdout)["rows"]
    return [(row["segment"], row["snippet"].split("»")[1].split("«")[0]) for row in rows]


def test_find_meets_the_forms_of_a_word(talk):
    assert _marked(talk("find", "price", "--role", "interviewer", "--role", "respondent", "--format", "json")) == [
        (1, "prices"),
        (2, "priced"),
    ]
    assert (
        _marked(talk("find", "price", "--exact", "--role", "interviewer", "--role", "respondent", "--format", "json"))
        == []
    )


BOTH = [(2, "café"), (4, "cafe")]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("cafe", BOTH), ("CAFÉ", BOTH), ("cafe\u0301", BOTH), ('"cafe"', BOTH),
        ('"the café"', [(2, "the café"), (4, "the cafe")]), ("cafe NEAR/3 closed", [(4, "cafe")]),
        ("pay NEAR/3 cafe", [(2, "pay")]),
    ],
)  # fmt: skip
def test_find_takes_words_whatever_their_accents(talk, query, marked):
    assert _marked(talk("find", query, "--format", "json")) == marked


def test_concordance_marks_the_word_where_it_stands(talk):
    rows = json.loads(talk("concordance", "cafe", "--format", "json").stdout)["rows"]
    assert [(row["word"], ENGLISH[row["start"] : row["end"]]) for row in rows] == [("café", "café"), ("cafe", "cafe")]
    rows = json.loads(talk("concordance", "cafe", "--exact", "--format", "json").stdout)["rows"]
    assert [row["word"] for row in rows] == ["cafe"]


def test_rules_meet_the_forms_and_expand_shows_them(talk):
    rows = json.loads(talk("codebook", "expand", "--format", "json").stdout)["rows"]
    reached = {(row["code"], row["rule_word"], row["word"], row["how"]) for row in rows}
    assert reached == {
        ("cost", "price", "prices", "root"), ("cost", "price", "priced", "root"), ("food", "meal", "meal", "root"),
        ("food", "meal", "meals", "root"), ("food", "cafe", "cafe", "root"), ("food", "cafe", "café", "root"),
    }  # fmt: skip
    talk("autocode", "--apply")
    rows = json.loads(talk("excerpts", "--from", "rule", "--format", "json").stdout)["rows"]
    assert {(row["code"], row["segment"]) for row in rows} == {("cost", 2), ("food", 2), ("food", 4)}


def test_a_word_that_the_stem_wrongly_reaches_is_struck(talk):
    talk("codebook", "expand", "--strike", "priced")
    rows = json.loads(talk("codebook", "expand", "--format", "json").stdout)["rows"]
    assert [row["word"] for row in rows if row["rule_word"] == "price"] == ["prices"]


LOOKS_ENGLISH = (
    "talk: Language: looks English, read as Indonesian. To read it as English, import it with --language en."
)


def test_a_language_other_than_the_projects_is_said(qualcode, tmp_path):
    (tmp_path / "talk.txt").write_text(ENGLISH, encoding="utf-8")
    qualcode("init", "s")
    shown = qualcode("import", "talk.txt", "--dry-run")
    assert [line.split()[:2] for line in shown.stdout.splitlines()[::2]][:2] == [["source", "case"], ["talk", "en"]]
    assert shown.stdout.split()[2] == "language_found"
    assert shown.stderr == LOOKS_ENGLISH + "\n"
    row = json.loads(qualcode("import", "talk.txt", "--dry-run", "--format", "json").stdout)["rows"][0]
    assert (row["language"], row["language_found"], len(row["warnings"])) == ("id", "en", 1)
    assert qualcode("import", "talk.txt").stderr == LOOKS_ENGLISH + "\n1 source imported.\n"
    assert json.loads(qualcode("sources", "--format", "json").stdout)["rows"][0]["language"] == "id"


@pytest.mark.parametrize("options", [("--language", "en"), ("--language", "en-GB")])
def test_a_language_that_is_as_said_is_not_warned_of(qualcode, tmp_path, options):
    (tmp_path / "talk.txt").write_text(ENGLISH, encoding="utf-8")
    assert qualcode("import", "talk.txt", "--dry-run", *options).stderr == ""


def test_a_text_too_short_to_tell_is_not_warned_of(qualcode, tmp_path):
    (tmp_path / "talk.txt").write_text("Interviewer: Where?\nR: In town.\n")
    row = json.loads(qualcode("import", "talk.txt", "--dry-run", "--format", "json").stdout)["rows"][0]
    assert (row["language_found"], row["warnings"]) == (None, [])


def test_a_guessed_encoding_is_said_and_a_named_one_is_taken(qualcode, tmp_path):
    (tmp_path / "mac.txt").write_bytes(DANISH.encode("mac_roman"))
    qualcode("init", "s", "--language", "da")
    assert qualcode("import", "mac.txt", "--dry-run").stderr == (
        "mac: not UTF-8 (line 1); read as Mac Roman (mac_roman), a guess. "
        "If letters look wrong, save it as UTF-8 or import it with --encoding NAME.\n"
    )
    assert qualcode("import", "mac.txt", "--encoding", "mac_roman").stderr == "1 source imported.\n"
    assert "på øen" in qualcode("show", "mac").stdout


def test_an_encoding_may_be_named_for_tables_and_for_run(qualcode, tmp_path):
    (tmp_path / "rules.yaml").write_text(CODEBOOK)
    (tmp_path / "in").mkdir()
    table = "speaker,text\nMod,Hvor på øen boede du?\nMette,Nede ved åen under træerne.\n"
    (tmp_path / "in" / "t.csv").write_bytes(table.encode("mac_roman"))
    told = qualcode("run", "in", "--codebook", "rules.yaml", "--language", "da", "--encoding", "macroman")
    assert "not UTF-8" not in told.stderr
    assert "på øen" in qualcode("show", "t", "-p", "results/study.qualcode").stdout


@pytest.mark.parametrize("command", [("import", "mac.txt"), ("import", "mac.txt", "--dry-run")])
def test_an_unknown_encoding_is_one_error_with_near_names(qualcode, tmp_path, command):
    (tmp_path / "mac.txt").write_bytes(DANISH.encode("mac_roman"))
    qualcode("init", "s")
    told = qualcode(*command, "--encoding", "macromann", code=1)
    assert told.stderr.startswith('Error: There is no encoding "macromann". Nearest: macroman')
    assert told.stderr.count("\n") == 1


def test_a_stray_byte_is_said_with_its_line(qualcode, tmp_path):
    text = "Peneliti: Témpé itu apa?\n".encode() + b"Ibu S: Ya, t\xe9mp\xc3\xa9 goreng.\n"
    (tmp_path / "satu.txt").write_bytes(text)
    qualcode("init", "s")
    told = qualcode("import", "satu.txt").stderr
    assert told.startswith("satu: 1 byte is not UTF-8 (line 2); read as a Windows letter (cp1252). Check it.\n")
    assert "témpé goreng" in qualcode("show", "satu").stdout
    assert _marked(qualcode("find", "tempe", "--format", "json")) == [(2, "témpé")]


def test_how_a_table_of_cases_was_decoded_is_said(qualcode, texts):
    (texts / "cases.csv").write_bytes("case,sources\nPanti Melati – Café,melati/*\n".encode("cp1252"))
    qualcode("init", "s")
    assert "cases.csv: not UTF-8 (line 2); read as Windows-1252 (cp1252)" in qualcode("import", texts).stderr


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="file names are text there")
def test_a_file_name_that_is_not_utf_8_is_mended_and_said(qualcode, tmp_path):
    path = tmp_path / "in" / os.fsdecode(b"d\xe9sa") / os.fsdecode(b"caf\xe9.txt")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"Peneliti: Apa?\nIbu S: Ya, begitu.\n")
    qualcode("init", "s")
    assert qualcode("import", "in", "--dry-run").stderr == (
        "désa/café: the name of the file is not UTF-8; stored under this one.\n"
    )
    assert "1 source imported." in qualcode("import", "in").stderr
    rows = json.loads(qualcode("sources", "--format", "json").stdout)["rows"]
    assert [(row["source"], row["case"]) for row in rows] == [("désa/café", "désa")]


def test_a_word_that_is_not_utf_8_is_one_error(qualcode):
    qualcode("init", "s")
    told = qualcode("case", "set", "caf\udce9", "x=1", code=1)
    assert told.stderr == (
        "Error: A word of the command or the name of a file is not UTF-8. Type it anew, or rename the file.\n"
    )


LONG = "a" * 1_000_000


def test_a_code_name_of_a_megabyte_is_one_line(qualcode, tmp_path):
    (tmp_path / "rules.yaml").write_text(CODEBOOK.replace("cost", LONG))
    (tmp_path / "rules.csv").write_text(f"path,definition\n{LONG},x\n")
    qualcode("init", "s")
    said = 'a code name of 1000000 characters ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"): at most 200. Move the text to the '
    for name in ("rules.yaml, line 2", "rules.csv, line 2"):
        told = qualcode("codebook", "load", name.split(",")[0], code=1)
        assert told.stderr == f"Error: {name}: {said}definition.\n"
    (tmp_path / "good.yaml").write_text(CODEBOOK)
    qualcode("codebook", "load", "good.yaml")
    assert qualcode("codebook", "new", LONG, code=1).stderr == f"Error: {said}definition.\n"
    assert qualcode("codebook", "rename", "cost", LONG, code=1).stderr == f"Error: {said}definition.\n"
    assert len(qualcode("themes", "--code", LONG, code=1).stderr) < 400
