"""Tables as people keep them: nothing of them is dropped in silence, and what they are for is known."""

import csv
import json

import pytest
from openpyxl import Workbook

from qualcode.store import Project

WATER = "Airnya keruh kalau hujan datang."
WELL = "Sumur kering sejak bulan Juli."
BUY = "Beli air galon dari kota tiap minggu."


@pytest.fixture
def project(qualcode):
    """The command line in a folder with an empty project."""
    qualcode("init", "studi")
    return qualcode


def _book(path, **sheets):
    """Write a workbook: a sheet for each list of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return book


def _sources(run):
    return [row["source"] for row in json.loads(run("sources", "--format", "json").stdout)["rows"]]


def _text(path, source):
    """Return the whole text of a source, notes too."""
    with Project.open(path) as project:
        return project.value("select text from source where name = ?", [source])


def _attributes(path):
    with Project.open(path) as project:
        return project.rows(
            """
            select speaker.label, attribute.name, value.value
              from value
              join attribute on attribute.id = value.attribute_id
              join speaker on speaker.id = value.speaker_id
             order by speaker.id, attribute.name
            """
        )


SURVEY = [
    ["Waktu", "Nama responden", "Dusun", "Apa kesulitan utama Bapak/Ibu soal air?", "Apa harapan Bapak/Ibu?"],
    ["2025-08-22 10:01", "R1", "Hulu", WATER, "Air bersih tiap hari"],
    ["2025-08-22 10:05", "R2", "Hulu", WELL, "Dibuatkan sumur bor baru"],
    ["2025-08-22 10:12", "R3", "Hilir", BUY, "Ada pipa dari kota"],
    ["2025-08-22 10:20", "R4", "Hilir", "-", "Harga airnya turun sedikit"],
    ["2025-08-22 10:31", "R5", "Hilir", "Kami tampung air hujan di drum.", None],
]


def test_both_open_questions_of_a_survey_are_sources_with_short_names(project, tmp_path):
    _book(tmp_path / "survei-air.xlsx", Jawaban=SURVEY)
    told = project("import", "survei-air.xlsx").stderr
    assert _sources(project) == ["survei-air#harapan", "survei-air#kesulitan"]
    assert "survei-air#kesulitan: answers to: Apa kesulitan utama Bapak/Ibu soal air?" in told
    assert '--id-column "Nama responden", --case-column "Dusun"' in told
    assert 'survei-air#kesulitan: 1 cell says only that there is no answer ("-", "n/a" …)' in told
    assert "2 sources imported." in told


def test_a_column_that_may_be_a_question_is_offered(project, tmp_path):
    rows = [["id", "jawaban", "usul"], *([f"A{n}", f"{WATER} {n}", f"tambah pipa {n} lagi"] for n in range(5))]
    _book(tmp_path / "survei.xlsx", Lembar=rows)
    told = project("import", "survei.xlsx").stderr
    assert '"usul" may also be an open question; it was kept as an attribute. To read it: --text-column NAME' in told
    project("import", "survei.xlsx", "--text-column", "usul")
    assert _sources(project) == ["survei#jawaban", "survei#usul"]


def test_hidden_sheets_are_named_and_the_first_visible_one_is_read(project, tmp_path):
    book = _book(tmp_path / "a.xlsx", Draf=[["id", "jawaban"], [1, BUY]], Akhir=[["id", "jawaban"], [1, WATER]])
    book["Draf"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    told = project("import", "a.xlsx").stderr
    assert "1 hidden sheet was left out: Draf. To read it: --sheet NAME" in told
    project("import", "a.xlsx", "--sheet", "draf")
    assert _sources(project) == ["a#draf#jawaban", "a#jawaban"]
    assert (
        'there is no sheet "Lain". Sheets: Draf, Akhir.'
        in project("import", "a.xlsx", "--sheet", "Lain", code=1).stderr
    )


def test_sheets_with_the_same_headings_are_all_read_and_others_named(project, tmp_path):
    head = ["Pembicara", "Transkrip"]
    first = [head, ["Peneliti", "Dari mana airnya?"], ["Bu Ida", WATER]]
    second = [head, ["Peneliti", "Cukup tidak?"], ["Pak Dul", WELL]]
    _book(tmp_path / "w.xlsx", Petunjuk=[["Daftar singkatan"]], Ida=first, Dul=second, Angka=[["a", "b"], [1, 2]])
    told = project("import", "w.xlsx").stderr
    assert _sources(project) == ["w#dul", "w#ida"]
    assert "the sheets Ida, Dul have the same headings and were all read." in told
    assert "read from the sheet Ida, Dul; left out: Petunjuk, Angka." in told


def test_merged_cells_hold_for_all_their_rows_and_what_is_hidden_is_said(project, tmp_path):
    rows = [["id", "desa", "jawaban soal air"], ["a", "Hulu", WATER], ["b", None, WELL], ["c", "Hilir", BUY]]
    book = _book(tmp_path / "m.xlsx", Lembar=rows)
    page = book["Lembar"]
    page.merge_cells("B2:B3")
    page.row_dimensions[3].hidden = True
    page.column_dimensions["A"].hidden = True
    book.save(tmp_path / "m.xlsx")
    told = project("import", "m.xlsx", "--id-column", "id").stderr
    assert "1 hidden row was read too: row 3." in told
    assert "1 hidden column was read too: id." in told
    assert _attributes(tmp_path / "studi.qualcode") == [
        ("a", "desa", "Hulu"),
        ("b", "desa", "Hulu"),
        ("c", "desa", "Hilir"),
    ]


def test_a_merged_answer_is_one_answer(project, tmp_path):
    rows = [["id", "jawaban"], ["a", WATER], ["b", None], ["c", BUY]]
    book = _book(tmp_path / "m.xlsx", Lembar=rows)
    book["Lembar"].merge_cells("B2:B3")
    book.save(tmp_path / "m.xlsx")
    told = project("import", "m.xlsx").stderr
    assert "merged cells in the column of texts jawaban were read once, in their first row." in told
    assert len(json.loads(project("segments", "--format", "json").stdout)["rows"]) == 2


def test_formulas_without_results_keep_their_own_message(project, tmp_path):
    rows = [["id", "bagian satu", "gabungan"], *([n, f"air {n}", f'=B{n + 1}&" habis"'] for n in range(1, 4))]
    _book(tmp_path / "rumus.xlsx", Lembar=rows)
    told = project("import", "rumus.xlsx", code=1).stderr
    assert "3 formulas have no stored result and were read as empty (columns gabungan). Open the file in Excel" in told


def test_of_two_columns_of_texts_the_one_in_the_projects_language_is_speech(project, tmp_path):
    rows = [
        ["speaker", "English", "Bahasa asli"],
        ["1", "Where does the water come from?", "Airnya dari mana, Bu?"],
        ["2", "From the well, it is dry now.", "Dari sumur, sekarang sudah kering."],
        ["1", "And then, what do you do?", "Terus bagaimana, kalau sudah begitu?"],
        ["2", "We buy it in the town.", "Kami beli di kota saja."],
    ]
    _book(tmp_path / "dua.xlsx", Lembar=rows)
    told = project("import", "dua.xlsx").stderr
    assert 'the text was read from the column "Bahasa asli"; "English" also holds text' in told
    assert "--text-column NAME" in told
    assert "Kami beli di »kota« saja." in project("find", "kota").stdout
    assert "We buy it in the town." in _text(tmp_path / "studi.qualcode", "dua")
    again = project("import", "dua.xlsx", "--dry-run", "--text-column", "English", "--format", "json").stdout
    assert [turn["text"] for turn in json.loads(again)["rows"][0]["turns"]][3] == "We buy it in the town."


def test_a_column_without_a_name_is_told(project, tmp_path):
    rows = [
        ["mulai", "speaker", None, "text"],
        ["0:01", "1", "catatan awal", "Mari mulai ya."],
        ["0:05", "2", "", "Ya."],
    ]
    _book(tmp_path / "t.xlsx", Lembar=rows)
    told = project("import", "t.xlsx").stderr
    assert "1 column without a heading was named by its number: column 3." in told
    assert "catatan awal" in _text(tmp_path / "studi.qualcode", "t")


def test_rows_that_run_over_keep_what_is_beyond(project, tmp_path):
    text = f"id,desa,jawaban\n1,Hulu,{WATER}\n2,Hulu,Kami beli air, di kota, tiap Jumat\n3,Hilir\n4,Hilir,{BUY}\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    told = project("import", "r.csv").stderr
    assert "1 row has more cells than there are headings; the surplus was kept. Check row 3." in told
    assert "1 row has fewer cells than there are headings; the others were read as empty. Check row 4." in told
    assert "Kami beli air, di kota, tiap Jumat" in project("show", "r#jawaban").stdout


ONE_LINE = {
    "id,jawaban\n": "the table has headings but no row below them.",
    "Pembicara;Transkrip\n": "the table has headings but no row below them.",
    "\n \n": "the file is empty.",
    ",,\n,,\n": "there is no text in it.",
}


@pytest.mark.parametrize(("content", "error"), ONE_LINE.items())
def test_a_table_without_rows_is_one_clear_line(project, tmp_path, content, error):
    (tmp_path / "kosong.csv").write_text(content, encoding="utf-8")
    told = project("import", "kosong.csv", code=1).stderr
    assert told.splitlines() == [f"Error: kosong.csv: {error}", "0 sources imported."]


BOOKS = {
    "buku.csv": "code,definition\nHarga,Harga jual kopi\nUtang,Pinjaman\nUtang/bank,Kredit bank\n",
    "buku2.csv": "Kode;Definisi;Warna latar\nHarga;Harga jual kopi;x\nUtang > bank;Kredit bank;y\n",
    "buku3.tsv": "Tema\tKode\tDefinisi\nUtang\tbank\tKredit bank\n\tHarga\tHarga jual kopi\n",
}


@pytest.mark.parametrize("name", [*BOOKS, "buku.xlsx"])
def test_a_codebook_in_a_table_is_known_and_loaded(project, tmp_path, name):
    if name.endswith(".xlsx"):
        _book(tmp_path / name, Kode=[["Kode", "Definisi"], ["Harga", "Harga jual kopi"], ["Utang/bank", "Kredit bank"]])
    else:
        (tmp_path / name).write_text(BOOKS[name], encoding="utf-8")
    told = project("import", name, code=1).stderr
    assert f"{name}: this looks like a codebook" in told
    assert "qualcode codebook load FILE" in told
    loaded = project("codebook", "load", name).stderr
    assert ("columns left out: Warna latar" in loaded) is (name == "buku2.csv")
    project("codebook", "export", "keluar.csv")
    with (tmp_path / "keluar.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["path"]: row["definition"] for row in csv.DictReader(file)}
    assert codes == {"Harga": "Harga jual kopi", "Utang": codes["Utang"], "Utang/bank": "Kredit bank"}


def test_a_codebook_among_interviews_is_left_out_and_said(project, tmp_path):
    folder = tmp_path / "bahan"
    folder.mkdir()
    (folder / "buku.csv").write_text(BOOKS["buku.csv"], encoding="utf-8")
    (folder / "ida.txt").write_text("Peneliti: Dari mana airnya?\nIbu Ida: Dari sumur.\n", encoding="utf-8")
    told = project("import", "bahan").stderr
    assert "buku: left out (this looks like a codebook" in told
    assert "1 source imported." in told


CODED = {
    "maxqda": "Farbe;Dokumentgruppe;Dokumentname;Code;Segment\n"
    ";;Gespräch 1;Arbeit > Alltag;Morgens kaufe ich ein.\n;;Gespräch 1;Hilfe;Meine Tochter hilft mir.\n"
    ";;Gespräch 2;Arbeit > Alltag;Abends wird gespült.\n",
    "atlas": 'ID,Document,Quotation Content,Codes\n1:1,Gespräch 1,Morgens kaufe ich ein.,Arbeit/Alltag\n'
    '1:2,Gespräch 1,Meine Tochter hilft mir.,Hilfe\n2:1,Gespräch 2,Abends wird gespült.,Arbeit/Alltag\n',
}  # fmt: skip


@pytest.mark.parametrize("program", CODED)
def test_segments_coded_elsewhere_become_codings_and_sources(project, tmp_path, program):
    (tmp_path / "s.csv").write_text(CODED[program], encoding="utf-8")
    told = project("import", "s.csv", code=1).stderr
    assert "this is a table of segments that were coded elsewhere" in told
    assert "qualcode import FILE --coding-sheet" in told
    command = ("import", "s.csv", "--coding-sheet", "--coder", "ani")
    told = project(*command).stderr
    assert "2 documents are not in the project; their passages become sources, one a paragraph" in told
    assert "columns left out: " in told
    assert _sources(project) == []
    project(*command, "--apply")
    project(*command, "--apply")
    rows = json.loads(project("excerpts", "--format", "json").stdout)["rows"]
    assert sorted((row["source"], row["code"], row["quote"]) for row in rows) == [
        ("Gespräch 1", "Arbeit/Alltag", "Morgens kaufe ich ein"),
        ("Gespräch 1", "Hilfe", "Meine Tochter hilft mir"),
        ("Gespräch 2", "Arbeit/Alltag", "Abends wird gespült"),
    ]
    project("undo", "--yes")
    assert _sources(project) == []


def test_a_passage_is_looked_for_in_its_document_alone(project, tmp_path):
    for name in ("satu", "dua"):
        (tmp_path / f"{name}.txt").write_text(f"Peneliti: Apa?\nIbu {name.title()}: {WATER}\n", encoding="utf-8")
    project("import", "satu.txt", "dua.txt")
    rows = f"Dokumen;Kode;Segmen\nsatu.txt;Air;{WATER}\ndua;Air;{WELL}\n"
    (tmp_path / "s.csv").write_text(rows, encoding="utf-8")
    told = project("import", "s.csv", "--coding-sheet", "--coder", "ani", "--apply")
    assert "2 coded rows: 1 found in the sources, 1 codings, 1 left out." in told.stderr
    assert "its words do not occur in its document" in told.stdout
    assert [row["source"] for row in json.loads(project("excerpts", "--format", "json").stdout)["rows"]] == ["satu"]


def test_a_document_that_was_erased_is_not_made_again(project, tmp_path):
    (tmp_path / "s.csv").write_text(CODED["maxqda"], encoding="utf-8")
    command = ("import", "s.csv", "--coding-sheet", "--coder", "ani", "--apply")
    project(*command)
    project("erase", "Gespräch 2", "--yes")
    told = project(*command)
    assert "its document was erased from this project on purpose" in told.stdout
    assert _sources(project) == ["Gespräch 1"]


def test_our_own_coding_sheet_is_known(study, tmp_path):
    study("export", "coding-sheet", "kerja.xlsx", "--coder", "ani")
    assert "this is a coding sheet. Bring it in with: qualcode import FILE --coding-sheet" in study(
        "import", "kerja.xlsx", code=1
    ).stderr  # fmt: skip
