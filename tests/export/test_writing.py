"""What leaves the project can be opened anywhere and runs nothing."""

import csv
import json
import zipfile
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from qualcode.errors import WriteError
from qualcode.export import write
from qualcode.export.files import write_file
from qualcode.export.tables import guard, json_text, md_text, write_csv, write_xlsx
from qualcode.query.table import Stream, Table

DANGEROUS = ["=1+1", "+62711", "-", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "  =1", "'=1"]
TABLE = Table(("kode", "n"), [(cell, i) for i, cell in enumerate(DANGEROUS)], {"count": "segments", "from": "rule"})


@pytest.mark.parametrize("cell", DANGEROUS[:-1])
def test_no_csv_cell_is_a_formula(cell):
    assert guard(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["aman", "", None, -3, 2.5, "a=b", "'=1"])
def test_harmless_cells_stay(cell):
    assert guard(cell) == cell


def test_csv_rows_carry_their_note():
    rows = list(csv.reader(StringIO(b"".join(write_csv(TABLE)).decode("utf-8-sig"), newline="")))
    assert rows[0] == ["kode", "n", "note"]
    assert {row[2] for row in rows[1:]} == {"count: segments; from: rule"}


def test_xlsx_cells_are_text_and_never_formulas():
    book = load_workbook(BytesIO(b"".join(write_xlsx(TABLE))))
    sheet, about = book.worksheets
    cells = [sheet.cell(row, 1) for row in range(2, len(DANGEROUS) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value.strip("\r\t ") for cell in cells] == [text.strip("\r\t ") for text in DANGEROUS]
    assert [row[0].value for row in about.iter_rows()] == ["count", "from"]
    assert book.properties.creator == "qualcode"


def test_the_same_table_is_the_same_workbook_on_any_day(monkeypatch):
    first = b"".join(write_xlsx(TABLE))
    monkeypatch.setattr("time.localtime", lambda *_when: (2031, 5, 6, 7, 8, 9, 1, 126, 0))
    assert first == b"".join(write_xlsx(TABLE))
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {item.date_time[0] for item in package.infolist()} == {1980}
        assert b"2026" not in package.read("docProps/core.xml")


def test_xlsx_cuts_what_a_cell_cannot_hold_and_marks_it():
    table = Table(("text",), [("a" * 40_000,), ("b\x00\x1fc",)])
    sheet = load_workbook(BytesIO(b"".join(write_xlsx(table)))).worksheets[0]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("…")
    assert sheet["A3"].value == "bc"


def test_json_has_note_and_rows():
    assert json.loads(json_text(TABLE))["rows"][1] == {"kode": "+62711", "n": 1}


def test_markdown_cells_stay_in_their_column():
    assert "| a\\|b c | 1 |" in md_text(Table(("kode", "n"), [("a|b\nc", 1)]))


def test_a_stream_counts_what_goes_through(tmp_path):
    stream = Stream(("a",), ([n] for n in range(3)), {})
    write(stream, tmp_path / "a.csv")
    assert stream.n == 3
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfa\r\n0\r\n1\r\n2\r\n"


def test_raw_csv_is_left_alone(tmp_path):
    write(TABLE, tmp_path / "a.csv", raw=True)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"kode,n,note\r\n=1+1,0")


@pytest.mark.parametrize(
    ("name", "message"), [("a.pdf", "not written"), ("a.qualcode", "not written"), ("there.csv", "exists already")]
)
def test_what_cannot_be_written_is_refused(tmp_path, name, message):
    (tmp_path / "there.csv").write_text("mine")
    with pytest.raises(WriteError, match=message):
        write(TABLE, tmp_path / name)
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_a_write_that_fails_half_way_leaves_the_old_file(tmp_path):
    def broken():
        yield b"half"
        raise OSError(28, "No space left on device")

    target = tmp_path / "a.csv"
    target.write_text("old")
    with pytest.raises(WriteError, match="No space left"):
        write_file(target, broken(), force=True)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_file_is_private(tmp_path):
    write(TABLE, tmp_path / "a.csv")
    assert oct((tmp_path / "a.csv").stat().st_mode & 0o777) == "0o600"
