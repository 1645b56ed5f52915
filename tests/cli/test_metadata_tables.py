"""Cases, speakers and codebooks come from any table that `import` reads; what is wrong with it is one clear line."""

import csv
import json
import re
from io import BytesIO, StringIO

import openpyxl
import pytest
from read.office_files import docx, table

CASES = [["case", "sources", "ketua"], ["kasih", "kasih/*", "Bu Renée, S.Sos."], ["melati", "melati/*", "Pak Dedé"]]
SPEAKERS = [["source", "label", "name", "role"], ["melati/*", "Ibu S", "Bu Renée, S.Sos.", "observer"]]
CODES = [
    ["path", "definition"],
    ["dukungan", "Bantuan dari warung,\ndapur dan kafé."],
    ["dukungan/uang", "Iuran; arisan."],
]


def _csv(rows, delimiter=","):
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def _xlsx(rows):
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


WAYS = {
    "commas": ("csv", lambda rows: _csv(rows).encode()),
    "semicolons": ("csv", lambda rows: _csv(rows, ";").encode()),
    "a line sep=;": ("csv", lambda rows: b"sep=;\r\n" + _csv(rows, ";").encode()),
    "a BOM": ("csv", lambda rows: _csv(rows, ";").encode("utf-8-sig")),
    "a BOM and a line sep=": ("csv", lambda rows: ("sep=\t\r\n" + _csv(rows, "\t")).encode("utf-8-sig")),
    "UTF-16": ("csv", lambda rows: _csv(rows, "\t").encode("utf-16")),
    "Windows-1252": ("csv", lambda rows: _csv(rows, ";").encode("cp1252")),
    "tabs": ("tsv", lambda rows: _csv(rows, "\t").encode()),
    "a workbook": ("xlsx", _xlsx),
    "an empty line above": ("csv", lambda rows: b"\r\n" + _csv(rows).encode()),
}


def _rows(run, *command):
    return json.loads(run(*command, "--format", "json").stdout)["rows"]


@pytest.fixture(params=WAYS)
def written(request, tmp_path):
    """Return a function that writes rows in one of the ways."""
    suffix, content = WAYS[request.param]

    def write(rows):
        (tmp_path / f"tabel.{suffix}").write_bytes(content(rows))
        return f"tabel.{suffix}"

    return write


def test_cases(study, written):
    said = study("case", "load", written(CASES)).stderr
    assert said.splitlines()[-1] == "2 cases loaded."
    assert [(row["case"], row["ketua"]) for row in _rows(study, "case", "list")] == [
        ("kasih", "Bu Renée, S.Sos."),
        ("melati", "Pak Dedé"),
    ]
    assert {row["source"]: row["case"] for row in _rows(study, "sources")}["melati/ketua"] == "melati"


def test_speakers(qualcode, texts, written):
    qualcode("init", "studi")
    qualcode("import", "texts", "--speakers", written(SPEAKERS))
    found = {row["label"]: row for row in _rows(qualcode, "speaker", "list")}["Ibu S"]
    assert (found["name"], found["role"]) == ("Bu Renée, S.Sos.", "observer")


def test_codes(qualcode, written, tmp_path):
    qualcode("init", "studi")
    qualcode("codebook", "load", written(CODES))
    qualcode("codebook", "export", "keluar.csv")
    with (tmp_path / "keluar.csv").open(encoding="utf-8", newline="") as file:
        assert [[row["path"], row["definition"]] for row in csv.DictReader(file)] == CODES[1:]


COMMANDS = {
    "cases": ("case", "load"),
    "speakers": ("import", "texts", "--speakers"),
    "codes": ("codebook", "load"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("tiada.csv", "there is no such file."),
        ("tiada.xlsx", "there is no such file."),
        ("folder.csv", "this is a folder or a device, not a file."),
        ("folder.xlsx", "this is a folder or a device, not a file."),
        ("kosong.csv", "the file is empty."),
        ("terbuka.csv", "the quotation mark in the row of line 2 is not closed."),
        (
            "teks.xlsx",
            "its content is plain text, whatever its name says. Rename it to .txt, or to .csv if it is a table.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(study, tmp_path, command, name, reason):
    for suffix in ("csv", "xlsx"):
        (tmp_path / f"folder.{suffix}").mkdir()
    (tmp_path / "kosong.csv").write_bytes(b"\n\n")
    (tmp_path / "terbuka.csv").write_text('case,label,path\n"satu,dua,tiga\n', encoding="utf-8")
    (tmp_path / "teks.xlsx").write_text("case,label,path\n", encoding="utf-8")
    assert study(*command, name, code=1).stderr == f"Error: {name}: {reason}\n"


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS.keys())
def test_what_is_guessed_of_a_table_is_said(study, tmp_path, command):
    rows = {"case": CASES, "import": SPEAKERS, "codebook": CODES}[command[0]]
    (tmp_path / "tabel.csv").write_bytes(_csv(rows, ";").encode("cp1252"))
    said = study(*command, "tabel.csv").stderr
    assert re.search(r"^tabel.csv: not UTF-8 \(line [23]\); read as Windows-1252 \(cp1252\), a guess\.", said, re.M)


def test_cases_from_a_table_in_a_word_document(study, tmp_path):
    (tmp_path / "kasus.docx").write_bytes(docx(table(CASES[0], CASES[1])))
    assert study("case", "load", "kasus.docx").stderr == "1 case loaded.\n"


@pytest.mark.parametrize("before", ["", "sep=;\n"])
def test_the_line_of_a_mistake_is_that_of_the_file(study, tmp_path, before):
    first = before.count("\n")
    (tmp_path / "kasus.csv").write_text(f'{before}case;catatan\nsatu;"dua\nbaris"\nSatu;x\n', encoding="utf-8")
    assert study("case", "load", "kasus.csv", code=1).stderr == (
        f'Error: kasus.csv, line {first + 4}: case "Satu" occurs twice.\n'
    )
    (tmp_path / "kode.csv").write_text(f'{before}path;definition\nsatu;"dua\nbaris"\nSatu;x\n', encoding="utf-8")
    assert study("codebook", "load", "kode.csv", code=1).stderr == (
        f'Error: kode.csv, line {first + 4}: code "Satu" is defined twice, first in line {first + 2}.\n'
    )


def test_the_main_job_says_what_was_guessed_of_the_codebook(qualcode, texts, tmp_path):
    (tmp_path / "kode.csv").write_bytes(_csv([[*CODES[0], "catatan"], *CODES[1:]]).encode("cp1252"))
    said = qualcode("run", "texts", "--codebook", "kode.csv", "-o", "hasil").stderr
    assert "kode.csv: not UTF-8 (line 3); read as Windows-1252 (cp1252), a guess." in said
    assert "kode.csv: columns left out: catatan." in said
