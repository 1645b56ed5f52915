"""A table with a column of speakers is one transcript, any other a survey with a source for each column of texts."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from read.office_files import xlsx

from qualcode import language
from qualcode.errors import ReadError
from qualcode.export.tables import write_csv
from qualcode.query.table import Table
from qualcode.read.short_names import short_names
from qualcode.segment.parsing import parse
from tests.effort import calls

LONG = "Kami tidak pernah dapat bantuan dari dinas"
SECOND = "Anak-anak sekolah lagi berkat yayasan ini sekarang"


def workbook(*sheets):
    """Return the bytes of a workbook of rows, written by openpyxl."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for n, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Lembar {n + 1}")
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(source):
    return [(source.text[row.start : row.end], row.label, row.case, dict(row.values)) for row in source.rows]


def _said(source):
    transcript = parse(source, language.get("id"))
    return [
        (transcript.speakers[turn.speaker].label, source.text[turn.start : turn.end], turn.start_s)
        for turn in transcript.turns
    ]


def _cells(source):
    return [[source.text[start:end] for start, end in row] for row in source.table]


SURVEY = f"""id,panti,usia,masalah,solusi
R1,Melati,54,"{LONG}, sama sekali.",NA
R2,Kasih,n/a,"{SECOND}

Baris kedua.",
R3,,31,,{LONG} kabupaten
"""


def test_a_survey_has_a_source_for_each_column_of_texts(reads):
    first, second = reads(SURVEY, ".csv", id_column="ID ", case_column="panti", text_columns=("masalah", "solusi"))
    assert (first.name, first.file_part, first.empty, first.media_type) == ("file#masalah", "masalah", 1, "text/csv")
    assert first.text == f"{LONG}, sama sekali.\n\n{SECOND}\n\nBaris kedua."
    assert _rows(first) == [
        (f"{LONG}, sama sekali.", "R1", "Melati", {"usia": "54"}),
        (f"{SECOND}\n\nBaris kedua.", "R2", "Kasih", {}),
    ]
    assert (second.name, second.empty) == ("file#solusi", 2)
    assert _rows(second) == [(f"{LONG} kabupaten", "R3", None, {"usia": "31"})]


def test_columns_of_texts_are_found_and_rows_are_numbered(reads):
    source = reads(f"kota,jawaban bebas\nJambi,{LONG}\n\nJambi,{SECOND}\nMedan,{LONG} lagi\n", ".csv")[0]
    assert source.name == "file#jawaban"
    assert [(row.label, row.values["kota"]) for row in source.rows] == [("1", "Jambi"), ("3", "Jambi"), ("4", "Medan")]


FORMS = {
    "semicolons": f"kota;jawab ini\nJambi;{LONG}, ya\nMedan;{SECOND}\n",
    "tabs": f"kota\tjawab ini\nJambi\t{LONG}, ya\nMedan\t{SECOND}\n",
    "said": f"sep=;\nkota;jawab ini\nJambi;{LONG}, ya\nMedan;{SECOND}\n",
    "a comma in the heading": f'kota;"jawab ini"\nJambi;"{LONG}, ya"\nMedan;{SECOND}\n',
    "windows line ends": f'kota,jawab ini\r\nJambi,"{LONG}, ya"\r\nMedan,{SECOND}\r\n',
    "utf-16": ("\ufeff" + f"kota\tjawab ini\nJambi\t{LONG}, ya\nMedan\t{SECOND}\n").encode("utf-16-le"),
    "BOM": "\ufeff" + f'kota,jawab ini\nJambi,"{LONG}, ya"\nMedan,{SECOND}\n',
    "NUL": f'kota,jawab\0 ini\nJambi,"{LONG}, ya"\nMedan,{SECOND}\n',
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS.keys())
def test_delimiter_and_encoding_are_found(reads, content):
    source = reads(content, ".csv")[0]
    assert source.file_part == "jawab ini"
    assert [(row[0], row[3]) for row in _rows(source)] == [
        (f"{LONG}, ya", {"kota": "Jambi"}),
        (SECOND, {"kota": "Medan"}),
    ]


WARNED = {
    "double ids": (f"id,jawab\nA,{LONG}\na,{SECOND}\n", {"id_column": "id", "text_columns": ("jawab",)},
                   "1 row has the id of another and was given a number behind it."),
    "ragged rows": (f"kota,jawab\nJambi,{LONG}\nMedan,{SECOND},lebih\n\n", {},
                    "1 row has more cells than there are headings; the surplus was kept. Check row 3."),
    "no heading": (f"kota,\nJambi,{LONG}\nMedan,{SECOND}\n", {},
                   "1 column without a heading was named by its number: column 2."),
    "double headings": (f"kota,Kota,jawab\nJambi,1,{LONG}\nMedan,2,{SECOND}\n", {},
                        "1 heading occurs twice; the second was given a number."),
    "cp1252": (f"kota,jawab\nJambi,{LONG} é\n".encode("cp1252"), {},
               "not UTF-8 (line 2); read as Windows-1252 (cp1252), a guess. "
               "If letters look wrong, save it as UTF-8 or import it with --encoding NAME."),
    "a title above": (f"Survei\n\nkota,usia,jawab\nJambi,31,{LONG}\n", {}, "2 rows above the headings were left out."),
    "a quotation mark within a cell": (f'kota,jawab\n"Jambi"x,{LONG}\n', {},
                                       "line 2: a quotation mark within a cell; check the cells of this row."),
}  # fmt: skip


@pytest.mark.parametrize(("content", "options", "warning"), WARNED.values(), ids=WARNED.keys())
def test_what_is_odd_in_a_table_is_said(reads, content, options, warning):
    source = reads(content, ".csv", **options)[0]
    assert warning in source.warnings
    assert source.rows


def test_ids_and_headings_that_stand_twice_are_told_apart(reads):
    source = reads(f"id,x,X,jawab\nA,1,2,{LONG}\na,3,4,{SECOND}\n", ".csv", id_column="id", text_columns=("jawab",))[0]
    assert [(row.label, row.values) for row in source.rows] == [
        ("A", {"x": "1", "X (2)": "2"}),
        ("a (2)", {"x": "3", "X (2)": "4"}),
    ]


def test_line_ends_of_other_kinds_in_a_cell_end_no_row(reads):
    source = reads(f"kota,jawab\r\nJambi,{LONG}\u2028ya\x0bbegitu\r\nMedan,{SECOND}\r\n", ".csv")[0]
    assert [row[0] for row in _rows(source)] == [f"{LONG}\nya\nbegitu", SECOND]


REFUSED = {
    "no such text column": ({"text_columns": ("masalha",)}, 'there is no column "masalha". Nearest: masalah.'),
    "no such id column": ({"id_column": "xyz"}, 'there is no column "xyz". Columns: id, panti, usia, masalah, solusi.'),
    "no such case column": (
        {"case_column": "xyz"},
        'there is no column "xyz". Columns: id, panti, usia, masalah, solusi.',
    ),
    "no such speaker column": (
        {"speaker_column": "xyz"},
        'there is no column "xyz". Columns: id, panti, usia, masalah, solusi.',
    ),
}


@pytest.mark.parametrize(("options", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_column_that_is_not_there_is_an_error_that_lists_what_is(reads, tmp_path, options, message):
    with pytest.raises(ReadError) as error:
        reads(SURVEY, ".csv", **options)
    assert str(error.value) == f"{tmp_path / 'file.csv'}: {message}"


def test_a_table_without_texts_names_its_columns_and_the_option(reads):
    with pytest.raises(ReadError, match=r"Name one with --text-column.*Columns: a, b\.$"):
        reads("a,b\n1,2\n3,4\n", ".csv")


def test_our_own_guard_is_taken_off(reads):
    answers = [f"={LONG}", f"-{LONG}", f" +{SECOND}", f"'{SECOND}", f"@{SECOND} ya"]
    content = b"".join(write_csv(Table(["no", "jawab"], [[n, answer] for n, answer in enumerate(answers)], {})))
    source = reads(content, ".csv", text_columns=("jawab",))[0]
    assert [row[0] for row in _rows(source)] == [answer.strip() for answer in answers]


def test_a_long_field_is_read_whole(reads):
    source = reads(f'a,b\n1,"{"kata " * 100_000}"\n', ".csv")[0]
    assert source.rows[0].end == len("kata " * 100_000) - 1


DIALOGUE = """No,Waktu,Pelaku,Transkrip,Lembaga,Kelas,Kota,Tahun,Sumber
1,00:00:05,Peneliti,"Kenapa ibu
mendirikan yayasan ini?",A,B,C,2018,D
2,00:01:10,Ibu S,Karena kasihan.,A,B,C,2018,D
3,,,Anak-anak itu dak sekolah.,A,B,C,2018,D
"""
TURNS = [
    ("Peneliti", "Kenapa ibu\nmendirikan yayasan ini?", 5.0),
    ("Ibu S", "Karena kasihan.\tA\tB\tC\t2018\tD\n3\t\t\tAnak-anak itu dak sekolah.", 70.0),
]


def test_a_table_with_speakers_is_one_transcript(reads):
    sources = reads(DIALOGUE, ".csv")
    assert len(sources) == 1
    assert (sources[0].name, sources[0].rows) == ("file", ())
    assert _cells(sources[0])[0] == ["No", "Waktu", "Pelaku", "Transkrip", "", "", "", "", ""]
    assert _cells(sources[0])[1][3] == "Kenapa ibu\nmendirikan yayasan ini?"
    assert _said(sources[0]) == TURNS


def test_a_column_of_speakers_may_be_named_by_the_user(reads):
    content = DIALOGUE.replace("Pelaku", "Yang bicara").replace("Transkrip", "Kata-katanya")
    source = reads(content, ".csv", speaker_column="yang bicara")[0]
    assert _cells(source)[0][2:4] == ["speaker", "text"]
    assert source.text.startswith("No\tWaktu\tYang bicara (speaker)\tKata-katanya (text)\tLembaga\t")
    assert _said(source) == TURNS


def test_a_speaker_column_that_the_user_calls_an_id_is_a_survey(reads):
    content = f"informan,jawab\nA,{LONG}\nB,{SECOND}\n"
    assert [row.label for row in reads(content, ".csv", id_column="informan")[0].rows] == ["A", "B"]


def test_a_workbook_is_read_as_a_csv_is(reads):
    rows = [
        ["No", "Waktu", "Pelaku", "Transkrip"],
        [1, time(0, 0, 5), "Peneliti", "Kenapa?"],
        [2, time(0, 1, 10), "Ibu S", "Ya."],
    ]
    source = reads(workbook(rows), ".xlsx")[0]
    assert _said(source) == [("Peneliti", "Kenapa?", 5.0), ("Ibu S", "Ya.", 70.0)]


def test_cells_of_a_workbook_are_text_as_people_read_them(reads):
    rows = [
        ["bulat", "pecahan", "hari", "saat", "benar", "kosong", "jawab"],
        [12, 0.1 + 0.2, date(2018, 3, 12), datetime(2018, 3, 12, 14, 30), True, None, f"{LONG}\nBaris kedua é"],
    ]
    source = reads(workbook([[]], rows, [["lain"]], []), ".xlsx", text_columns=("jawab",))[0]
    assert _rows(source) == [
        (
            f"{LONG}\nBaris kedua é", "1", None,
            {"bulat": "12", "pecahan": "0.3", "hari": "2018-03-12", "saat": "2018-03-12 14:30:00", "benar": "TRUE"},
        )
    ]  # fmt: skip
    assert source.warnings == ("read from the sheet Lembar 2; left out: Lembar 3. To read another: --sheet NAME",)


RAW = {
    "inline text in runs": ('<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c>', "ab"),
    "shared text": ('<c t="s"><v>0</v></c>', "bersama"),
    "a shared text that is not there": ('<c t="s"><v>7</v></c>', ""),
    "escaped": ('<c t="str"><v>a_x000D__x000A_b</v></c>', "a\nb"),
    "an error": ('<c t="e"><v>#N/A</v></c>', "#N/A"),
    "a long number": ("<c><v>6281234567890</v></c>", "6281234567890"),
    "scientific": ("<c><v>1.5E-2</v></c>", "0.015"),
    "duration": ('<c s="1"><v>1.0430555555555556</v></c>', "25:02:00"),
    "own date": ('<c s="2"><v>43171</v></c>', "2018-03-12"),
    "no such day": ('<c s="2"><v>-5</v></c>', "-5"),
    "a formula with its result": ("<c><f>1+1</f><v>2</v></c>", "2"),
}
CELL_STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="[h]:mm:ss"/>'
    '<numFmt numFmtId="171" formatCode="[$-421]dd\\ mmmm\\ yyyy"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>'
)


@pytest.mark.parametrize(("cell", "expected"), RAW.values(), ids=RAW.keys())
def test_kinds_of_cells(reads, cell, expected):
    head = '<row><c t="inlineStr"><is><t>x</t></is></c><c t="inlineStr"><is><t>jawab</t></is></c></row>'
    row = f'<row>{cell}<c t="inlineStr" r="B2"><is><t>{LONG}</t></is></c></row>'
    source = reads(xlsx(head + row, styles=CELL_STYLES, shared="<si><t>bersama</t></si>"), ".xlsx")[0]
    assert dict(source.rows[0].values) == ({"x": expected} if expected else {})


def test_rows_that_a_workbook_leaves_out_count(reads):
    def row(n, text):
        return f'<row r="{n}"><c r="C{n}" t="inlineStr"><is><t>{text}</t></is></c></row>'

    source = reads(xlsx(row(2, "jawab") + row(5, LONG)), ".xlsx")[0]
    assert (source.file_part, source.rows[0].label) == ("jawab", "3")


def test_formulas_without_result_are_counted(reads):
    rows = [["n", "jawab"], ["=1+1", LONG], ["=2+2", SECOND]]
    source = reads(workbook(rows), ".xlsx")[0]
    assert source.warnings == (
        "2 formulas have no stored result and were read as empty (columns n). Open the file in Excel or LibreOffice, "
        "save it, and import it again.",
    )


@pytest.mark.parametrize(
    ("cell", "read"), [("'=1", "=1"), ("' -x", " -x"), ("'kata' =x", "'kata' =x"), ("'ya'", "'ya'")]
)
def test_the_guard_of_our_exports_is_taken_off_at_the_start_of_a_cell(cell, read):
    from qualcode.read.delimited import read_delimited

    assert read_delimited(f"a,b\n{cell},x\n".encode()).rows[1][0] == read


def test_the_rows_of_a_sheet_for_metadata():
    from qualcode.read.sheets import first_sheet

    rows = first_sheet(workbook([["case", "n"], [], ["A", 5]])).rows
    assert [list(row) for row in rows] == [["case", "n"], [], ["A", "5"]]


def test_four_times_the_rows_are_about_four_times_the_work(reads):
    def read(n):
        rows = "".join(f"R{row},Jambi,{LONG} nomor {row}\n" for row in range(n))
        assert len(reads(f"id,kota,jawab\n{rows}", ".csv", id_column="id")[0].rows) == n

    read(100)
    assert calls(lambda: read(4_000)) < 4.4 * calls(lambda: read(1_000))


NAMES = {
    "the first telling word": (["Apa masalah utama petani?", "Apa harapan Bapak/Ibu?"], ["masalah", "harapan"]),
    "as many as it takes": (["Pendapat tentang harga", "Pendapat tentang air"], ["pendapat-harga", "pendapat-air"]),
    "English": (["What is your main problem?", "What would you change?"], ["problem", "change"]),
    "only words that say nothing": (["Apa itu?"], ["apa"]),
    "a number stays": (["column 2", "column 3"], ["column-2", "column-3"]),
    "no longer than 25": (["Keberlangsungan-kelompoktanisejahtera bersama"], ["keberlangsungan"]),
    "equal after the cut": (["x" * 30 + " a", "x" * 30 + " b"], ["x" * 25, "x" * 25 + "-2"]),
}  # fmt: skip


@pytest.mark.parametrize(("headings", "names"), NAMES.values(), ids=NAMES.keys())
def test_short_names_of_columns(headings, names):
    assert short_names(headings, "id") == names


NO_ANSWERS = ["-", "--", ".", "N/A", "n/a", "NA", "(tidak ada jawaban)", "Tidak dijawab", "no answer", "k. A."]
ANSWERS = ["tidak ada", "tidak tahu", "tidak", "belum", "none", "0"]


def test_what_is_no_answer_is_counted_as_empty_and_a_short_answer_is_kept(reads):
    rows = "".join(f'{n},"{cell}"\n' for n, cell in enumerate([*NO_ANSWERS, *ANSWERS, LONG, ""], 1))
    source = reads(f"no,jawab\n{rows}", ".csv", text_columns=("jawab",))[0]
    assert [row[0] for row in _rows(source)] == [*ANSWERS, LONG]
    assert source.empty == len(NO_ANSWERS) + 1
    assert (
        f'{len(NO_ANSWERS)} cells say only that there is no answer ("-", "n/a" …) and were counted as empty.'
        in source.warnings
    )


def test_names_of_rows_without_a_heading_shift_no_column(reads):
    """R writes the names of rows without a heading above them."""
    source = reads(f'"kota","jawab"\n"1","Jambi","{LONG}"\n"2","Medan","{SECOND}"\n', ".csv")[0]
    assert (source.file_part, [dict(row.values) for row in source.rows]) == (
        "jawab",
        [{"column 1": "1", "kota": "Jambi"}, {"column 1": "2", "kota": "Medan"}],
    )


NO_QUESTIONS = {
    "addresses": ("alamat", ["Jl. Melati No. 5 RT 3 RW 2", "Jl. Mawar No. 7 RT 1 RW 4", "Jl. Kenanga No. 9 RT 2 RW 2"]),
    "questions": ("pertanyaan", ["Apa masalah di sini?", "Apa harapan Ibu nanti?", "Siapa yang membantu Ibu?"]),
}


@pytest.mark.parametrize(("heading", "cells"), NO_QUESTIONS.values(), ids=NO_QUESTIONS.keys())
def test_what_is_long_and_no_answer_is_offered_and_not_taken(reads, heading, cells):
    rows = zip(cells, [LONG, SECOND, f"{LONG} lagi"], strict=True)
    sources = reads(f"{heading};cerita\n" + "".join(f"{cell};{said}\n" for cell, said in rows), ".csv")
    assert [source.file_part for source in sources] == ["cerita"]
    assert any(f'"{heading}" may also be an open question' in warning for warning in sources[0].warnings)
