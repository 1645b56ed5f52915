"""A Word document gives the text that Word shows in its body; what is left out is counted."""

from io import BytesIO

import docx as python_docx
import pytest
from read.office_files import SPACES, docx, p, table

from qualcode import language
from qualcode.segment.parsing import parse


def _text(reads, body, **parts):
    return reads(docx(body, **parts), ".docx")[0].text


BOX = "<w:txbxContent>" + p("di kotak") + "</w:txbxContent>"
RUNS = {
    "tab": ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
    "line break": ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", "a\nb\nc"),
    "page break": ('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a\nb"),
    "hyphens": ("<w:r><w:t>anak</w:t><w:noBreakHyphen/><w:t>anak ber</w:t><w:softHyphen/><w:t>main</w:t></w:r>", "anak-anak bermain"),
    "symbol": ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="x" w:char="2264"/><w:sym w:char="F123"/></w:r>', "•≤\ufffd"),
    "content control": ("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>isi</w:t></w:r></w:sdtContent></w:sdt>", "isi"),
    "hyperlink": ("<w:hyperlink><w:r><w:t>taut</w:t></w:r></w:hyperlink>", "taut"),
    "inserted": ("<w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:moveTo><w:r><w:t>c</w:t></w:r></w:moveTo>", "abc"),
    "deleted": ("<w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>c</w:t></w:r></w:moveFrom>", "a"),
    "field": ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r>', "7"),
    "comment": ('<w:commentRangeStart w:id="1"/><w:r><w:t>a</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r>', "a"),
    "tab stops are no tabs": ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r>", "a"),
    "old properties": ("<w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>a</w:t></w:r>", "a"),
    "line ends in the XML": ("<w:r><w:t>a\nb</w:t></w:r>", "a b"),
    "text box": (f"<w:r><w:t>a</w:t></w:r><w:r><w:pict><v:shape>{BOX}</v:shape></w:pict></w:r><w:r><w:t>b</w:t></w:r>", "ab\ndi kotak"),
    "text box once": (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
        "</mc:AlternateContent></w:r>", "\ndi kotak",
    ),
    "fallback alone": (f"<w:r><mc:AlternateContent><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>", "\ndi kotak"),
    "decomposed letters": ("<w:r><w:t>e\u0301</w:t></w:r>", "é"),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "expected"), RUNS.values(), ids=RUNS.keys())
def test_what_stands_in_a_paragraph(reads, runs, expected):
    assert _text(reads, f"<w:p>{runs}</w:p>" + p("akhir")) == f"{expected}\nakhir"


def test_a_paragraph_whose_end_was_deleted_goes_on(reads):
    body = p("Ya ", "<w:rPr><w:del/></w:rPr>") + p("begitu.") + p("Lalu", "<w:rPr><w:del/></w:rPr>")
    assert _text(reads, body) == "Ya begitu.\nLalu"


def test_the_strict_kind_of_docx_is_read(reads):
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    xml = f'<d:document xmlns:d="{strict}"><d:body><d:p><d:r><d:t>Ya.</d:t></d:r></d:p></d:body></d:document>'
    assert reads(docx("", document=xml), ".docx")[0].text == "Ya."


LISTS = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""
STYLES = """
<w:style w:styleId="Tanya"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Anak"><w:basedOn w:val="Tanya"/></w:style>
"""


def _item(text, number, level=None):
    at = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
    return p(text, f'<w:numPr>{at}<w:numId w:val="{number}"/></w:numPr>')


def _styled(text, style, more=""):
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


NUMBERED = {
    "decimal": ([_item("a", 1), p("x"), _item("b", 1, 0)], "1. a\nx\n2. b"),
    "levels begin again": ([_item("a", 1), _item("b", 1, 1), _item("c", 1, 1), _item("d", 1), _item("e", 1, 1)],
                           "1. a\n1.a) b\n1.b) c\n2. d\n2.a) e"),
    "bullets": ([_item("a", 2), _item("b", 2)], "- a\n- b"),
    "a new list begins again, once": ([_item("a", 1), _item("b", 3), _item("c", 3)], "1. a\n1. b\n2. c"),
    "roman from four": ([_item("a", 4), _item("b", 4)], "IV a\nV b"),
    "by style and its child": ([_styled("a", "Tanya"), _styled("b", "Anak")], "1. a\n2. b"),
    "style undone": ([_styled("a", "Tanya", '<w:numPr><w:numId w:val="0"/></w:numPr>')], "a"),
    "an unknown list": ([_item("a", 9)], "a"),
    "an empty item is counted, not shown": ([_item("a", 1), _item("", 1), _item("c", 1)], "1. a\n\n3. c"),
    "in a cell an empty item is shown": ([table([_item("", 1), "Ya"], [_item("", 1), "Tidak"])], "1.\tYa\n2.\tTidak"),
}  # fmt: skip


@pytest.mark.parametrize(("items", "expected"), NUMBERED.values(), ids=NUMBERED.keys())
def test_numbers_and_bullets_of_lists_are_written_out(reads, items, expected):
    assert _text(reads, "".join(items), numbering=LISTS, styles=STYLES) == expected


def _cells(source):
    return [[source.text[start:end] for start, end in row] for row in source.table]


SPANNED = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("lebar")}'
DOWN = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("tinggi")}'
TABLES = {
    "cells of several paragraphs": (table(["a", p("b") + p("c")], ["d", "e"]), [["a", "b\nc"], ["d", "e"]]),
    "a tab in a cell": (table(["<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>", "c"]), [["a b", "c"]]),
    "a cell across columns": (table([SPANNED, "c"], ["a", "b", "c"]), [["lebar", "", "c"], ["a", "b", "c"]]),
    "a cell across rows": (table([DOWN, "b"], ["<w:tcPr><w:vMerge/></w:tcPr>" + p(), "c"]), [["tinggi", "b"], ["", "c"]]),
    "a table in a cell": (table(["a", p("b") + table(["c", "d"], ["e", "f"]) + p("g")]), [["a", "b\nc d\ne f\ng"]]),
    "empty columns first": ("<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>" + p("b") + "</w:tc></w:tr></w:tbl>", [["", "b"]]),
    "a deleted row": (table(["a"]) + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("b") + "</w:tc></w:tr></w:tbl>", [["a"]]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TABLES.values(), ids=TABLES.keys())
def test_the_places_of_cells_are_recorded(reads, body, expected):
    source = reads(docx(p("Judul") + body + p("Akhir")), ".docx")[0]
    assert _cells(source) == expected
    rows = "\n".join("\t".join(row) for row in expected)
    assert source.text == f"Judul\n{rows}\nAkhir"


def test_the_table_of_the_transcript_is_told_from_others(reads):
    about = table(["Nama", "Ibu S"], ["Usia", "54"])
    first = table(["No", "Pelaku", "Transkrip"], ["1", "Peneliti", "Kenapa?"])
    goes_on = table(["No", "Pelaku", "Transkrip"], ["2", "Ibu S", "Karena kasihan."])
    signed = table(["Mengetahui", "Peneliti"])
    source = reads(docx(about + p() + first + p() + goes_on + signed), ".docx")[0]
    assert _cells(source) == [["No", "Pelaku", "Transkrip"], ["1", "Peneliti", "Kenapa?"], ["2", "Ibu S", "Karena kasihan."]]
    transcript = parse(source, language.get("id"))
    said = [(transcript.speakers[t.speaker].label, source.text[t.start : t.end]) for t in transcript.turns]
    assert (transcript.layout, said) == ("table", [("Peneliti", "Kenapa?"), ("Ibu S", "Karena kasihan.")])


LEFT_OUT = (
    "<w:p><w:r><w:t>Ya</w:t><w:footnoteReference w:id='2'/><w:endnoteReference w:id='2'/></w:r>"
    "<w:r><w:drawing><a:blip/></w:drawing><w:pict><v:imagedata/></w:pict></w:r></w:p><w:altChunk/>"
)


def test_what_is_left_out_is_counted(reads):
    source = reads(docx(LEFT_OUT), ".docx")[0]
    assert source.text == "Ya"
    assert source.warnings == (
        "2 footnotes or endnotes were left out.",
        "2 pictures were left out.",
        "1 embedded document was left out.",
    )


INTERVIEW = """Nama : Ibu S
Usia : 54 tahun

Peneliti : Kenapa ibu mendirikan yayasan ini?
Ibu S : Ya karena kasihan, anak-anak itu dak sekolah.
Peneliti : Bagaimana ibu menemukan anak-anak itu?
Ibu S : Kami dari pintu ke pintu.

Kadang ada tetangga yang ngasih tau."""


def test_the_same_text_gives_the_same_turns_as_txt(reads):
    document = python_docx.Document()
    for line in INTERVIEW.split("\n"):
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    word, plain = reads(out.getvalue(), ".docx")[0], reads(INTERVIEW, ".txt")[0]
    assert word.text == plain.text
    assert parse(word, language.get("id")).turns == parse(plain, language.get("id")).turns


def test_lists_and_tables_that_python_docx_writes(reads):
    document = python_docx.Document()
    document.add_paragraph("Apa kabar?", style="List Number")
    document.add_paragraph("Sudah lama?", style="List Number")
    document.add_paragraph("baik", style="List Bullet")
    cells = document.add_table(2, 2)
    cells.cell(0, 0).merge(cells.cell(0, 1)).text = "berdua"
    cells.cell(1, 1).text = "sendiri"
    out = BytesIO()
    document.save(out)
    source = reads(out.getvalue(), ".docx")[0]
    assert source.text == "1. Apa kabar?\n2. Sudah lama?\n- baik\nberdua\t\n\tsendiri"


def test_utf_16_is_read(reads):
    xml = f'<?xml version="1.0" encoding="UTF-16"?><w:document {SPACES}><w:body>{p("Ya é")}</w:body></w:document>'
    assert reads(docx("", document=xml.encode("utf-16")), ".docx")[0].text == "Ya é"
