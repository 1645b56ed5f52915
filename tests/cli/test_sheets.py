"""Coding in a spreadsheet program and back: only what was changed comes in, nothing is guessed."""

import json

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from qualcode.store import Project
from qualcode.store.doctor import examine

HEAD = ["source", "segment", "case", "speaker", "context", "code 1", "code 2", "code 3", "code 4", "text", "memo"]


@pytest.fixture
def sheet(study):
    study("code", "melati/ketua:4", "outreach", "--coder", "ani")
    study("code", "melati/ketua:5", "none", "--coder", "ani")
    study("code", "melati/ketua:5", "critique", "--coder", "budi")
    study("export", "coding-sheet", "kerja.xlsx", "--coder", "ani")
    return study


def _edit(tmp_path, edits, name="kerja.xlsx"):
    book = load_workbook(tmp_path / name)
    for cell, value in edits.items():
        book.worksheets[0][cell] = value
    book.save(tmp_path / "kembali.xlsx")
    return "kembali.xlsx"


def _rows(tmp_path):
    with Project.open(tmp_path / "study.qualcode") as project:
        assert examine(project) == []
        return project.rows(
            """
            select code_tree.path, quote, coder.name
              from coding
              join coder on coder.id = coder_id
              join code_tree on code_tree.code_id = coding.code_id
             order by coding.start, code_tree.path
            """
        )


def _find(tmp_path, text):
    sheet = load_workbook(tmp_path / "kerja.xlsx").worksheets[0]
    return next(row[0].row for row in sheet.iter_rows(min_row=2) if text in str(row[9].value))


def test_the_sheet_has_lists_context_and_hidden_keys(sheet, tmp_path):
    book = load_workbook(tmp_path / "kerja.xlsx")
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]][:11] == HEAD
    assert [page.column_dimensions[letter].hidden for letter in "KLMNO"] == [False, True, True, True, True]
    offer = page.data_validations.dataValidation[0]
    assert (str(offer.sqref), offer.formula1) == ("F2:I6", "'codebook'!$A$2:$A$6")
    assert [row[0].value for row in book.worksheets[1].iter_rows()][:3] == ["code", "none", "coordination"]
    rows = {row[9].value: row for row in page.iter_rows(min_row=2)}
    coded = next(row for text, row in rows.items() if text.startswith("Kami dari pintu"))
    assert (coded[4].value, coded[5].value) == ("Bagaimana ibu menemukan anak-anak itu?", "outreach")
    read = next(row for text, row in rows.items() if text.startswith("Kadang"))
    assert read[5].value == "none"
    assert "critique" not in {cell.value for row in page.iter_rows(min_row=2) for cell in row}


def test_what_was_changed_comes_back_and_no_more(sheet, tmp_path):
    four, five = _find(tmp_path, "pintu"), _find(tmp_path, "Kadang")
    kasih = _find(tmp_path, "tepat sasaran")
    back = _edit(
        tmp_path,
        {f"F{four}": "coordination/agencies", f"F{five}": "outreach", f"K{five}": "tanya lagi", f"F{kasih}": "none"},
    )
    told = sheet("import", back, "--coding-sheet", "--coder", "ani").stderr
    assert "2 codings new, 1 taken back, 1 read without a code, 1 memos" in told
    assert "Nothing was changed" in told
    assert len(_rows(tmp_path)) == 2
    sheet("import", back, "--coding-sheet", "--apply", "--coder", "ani")
    assert [(path, coder) for path, _quote, coder in _rows(tmp_path)] == [
        ("coordination/agencies", "ani"), ("critique", "budi"), ("outreach", "ani"),
    ]  # fmt: skip
    with Project.open(tmp_path / "study.qualcode") as project:
        assert project.rows("select text from memo") == [("tanya lagi",)]
        assert project.value("select count(*) from reading where drawn = 'sheet'") == 1
    sheet("undo", "--coder", "ani")
    assert len(_rows(tmp_path)) == 2


def test_a_sheet_that_was_not_changed_changes_nothing(sheet, tmp_path):
    told = sheet("import", "kerja.xlsx", "--coding-sheet", "--apply", "--coder", "ani").stderr
    assert "0 codings new, 0 taken back, 0 read without a code, 0 memos" in told
    assert json.loads(sheet("log", "--format", "json").stdout)["rows"][0]["command"] == "code"


def test_what_is_not_known_is_listed_and_nothing_comes_in(sheet, tmp_path):
    four, five = _find(tmp_path, "pintu"), _find(tmp_path, "Kadang")
    back = _edit(tmp_path, {f"F{four}": "outreech", f"J{five}": "Kadang ada yang lain.", f"G{five}": "critique"})
    told = sheet("import", back, "--coding-sheet", "--apply", "--coder", "ani", code=1)
    assert 'There is no code "outreech". Nearest: outreach' in told.stdout
    assert "its text is not the one in the project" in told.stdout
    assert "2 rows cannot be brought in" in told.stderr
    assert len(_rows(tmp_path)) == 2


def test_a_coding_over_several_segments_is_not_taken_back_by_one_row(study, tmp_path):
    study("code", "melati/ketua:4-5", "critique", "--coder", "ani")
    study("export", "coding-sheet", "kerja.xlsx", "--coder", "ani")
    back = _edit(tmp_path, {f"F{_find(tmp_path, 'pintu')}": None})
    told = study("import", back, "--coding-sheet", "--coder", "ani")
    assert "critique goes beyond this segment" in told.stdout


def test_cells_are_text_never_formulas(study, tmp_path, texts):
    (texts / "melati" / "rumus.txt").write_text("Peneliti : Apa?\nIbu S : =1+1 itu dua.\n", encoding="utf-8")
    study("import", texts)
    study("export", "coding-sheet", "kerja.xlsx", "--coder", "ani")
    sheet = load_workbook(tmp_path / "kerja.xlsx").worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "=1+1 itu dua." in {cell.value for row in sheet.iter_rows() for cell in row}


TABLE = [
    ["Verbatim", "Koding", "Tema", "Catatan"],
    ["“Kami dari pintu ke pintu.”", "dari pintu ke pintu", "Penjangkauan", ""],
    ["Bantuannya dak tepat sasaran", "critique; kecewa", "", "nada marah"],
    ["Makan tiga kali,  tempat tidur", "Koordinasi", "", ""],
    ["Kalimat ini tidak ada di mana-mana", "critique", "", ""],
    ["anak-anak itu", "critique", "", ""],
    ["Tanpa kode", "", "", ""],
]


def _written(tmp_path, kind):
    path = tmp_path / f"koding.{kind}"
    if kind == "csv":
        path.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in TABLE), encoding="utf-8")
    elif kind == "xlsx":
        book = Workbook()
        for row in TABLE:
            book.active.append(row)
        book.save(path)
    else:
        document = Document()
        document.add_paragraph("Hasil koding")
        table = document.add_table(rows=0, cols=4)
        for row in TABLE:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.save(path)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx"])
def test_a_table_coded_by_hand(study, tmp_path, kind):
    path = _written(tmp_path, kind)
    told = study("import", path, "--coding-sheet", "--coder", "dewi")
    assert "5 coded rows: 3 found in the sources, 4 codings, 2 left out." in told.stderr
    assert "its words occur in no source" in told.stdout
    assert "its words occur in 2 places" in told.stdout
    assert "free code: open/Penjangkauan/dari pintu ke pintu" in told.stderr
    assert _rows(tmp_path) == []
    study("import", path, "--coding-sheet", "--coder", "dewi", "--apply")
    assert sorted(_rows(tmp_path)) == [
        ("coordination", "Makan tiga kali, tempat tidur", "dewi"),
        ("critique", "Bantuannya dak tepat sasaran", "dewi"),
        ("open/Penjangkauan/dari pintu ke pintu", "Kami dari pintu ke pintu", "dewi"),
        ("open/kecewa", "Bantuannya dak tepat sasaran", "dewi"),
    ]
    with Project.open(tmp_path / "study.qualcode") as project:
        assert project.rows("select text from memo") == [("nada marah",)]
        assert {row[0] for row in project.rows("select drawn from reading")} == {"imported"}
    study("import", path, "--coding-sheet", "--coder", "dewi", "--apply")
    assert len(_rows(tmp_path)) == 4


def test_a_coded_transcript_is_imported_first_then_its_codes(study, tmp_path):
    path = tmp_path / "wawancara.csv"
    path.write_text(
        "Pembicara,Transkrip,Koding\nPeneliti,Siapa yang membantu?,\n"
        "Bu Ida,Tetangga dan pak RT yang selalu datang.,bantuan warga\n",
        encoding="utf-8",
    )
    study("import", path)
    study("import", path, "--coding-sheet", "--coder", "dewi", "--apply")
    assert _rows(tmp_path) == [("open/bantuan warga", "Tetangga dan pak RT yang selalu datang", "dewi")]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("import", "texts", "--coding-sheet", "--coder", "ani"), "there is no table in it"),
        (("import", "kecil.yaml", "--coding-sheet", "--coder", "ani"), "there is no table in it"),
        (("import", "a.csv", "b.csv", "--coding-sheet"), "one file at a time"),
        (("import", "lain.csv", "--coding-sheet", "--coder", "ani"), "It needs a column of quotes"),
        (("export", "coding-sheet", "kerja.csv", "--coder", "ani"), "a coding sheet is an .xlsx file"),
    ],
)
def test_what_is_wrong_is_told(study, tmp_path, arguments, error):
    (tmp_path / "lain.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert error in study(*arguments, code=1).stderr


def test_memos_in_one_file(study, tmp_path):
    study("memo", "add", "Rapat.", "--coder", "ani")
    study("export", "memos", "memo.md")
    assert "Rapat." in (tmp_path / "memo.md").read_text(encoding="utf-8")
