"""A Word document gives the text that Word shows in its body; what is left out is counted."""

from io import BytesIO

import docx as python_docx
import pytest
from read.office_files import SPACES, docx, p, t, table

from qualcode import language
from qualcode.segment.parsing import parse


def _text(reads, body, **parts):
    return reads(docx(body, **parts), ".docx")[0].text


BOX = "<w:txbxContent>" + p("di kotak") + "</w:txbxContent>"
CHOICE = f"<mc:Choice Requires='wps'>{BOX}</mc:Choice>"
FALLBACK = f"<mc:Fallback>{BOX}</mc:Fallback>"
OLD = "<w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange></w:pPr>"
FIELD = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
RUNS = {
    "tab": (f"{t('a')}<w:r><w:tab/></w:r>{t('b')}", "a\tb"),
    "line break": (f"{t('a')}<w:r><w:br/></w:r>{t('b')}<w:r><w:cr/></w:r>{t('c')}", "a\nb\nc"),
    "page break": (f'{t("a")}<w:r><w:br w:type="page"/></w:r>{t("b")}', "a\nb"),
    "hyphen": (f"{t('anak')}<w:r><w:noBreakHyphen/></w:r>{t('anak')}", "anak-anak"),
    "soft hyphen": (f"{t('ber')}<w:r><w:softHyphen/></w:r>{t('main')}", "bermain"),
    "bullet sign": ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "•"),
    "sign of Unicode": ('<w:r><w:sym w:font="x" w:char="2264"/></w:r>', "≤"),
    "sign of a font": ('<w:r><w:sym w:font="x" w:char="F123"/></w:r>', "\ufffd"),
    "content control": (f"<w:sdt><w:sdtPr>{t('x')}</w:sdtPr><w:sdtContent>{t('isi')}</w:sdtContent></w:sdt>", "isi"),
    "hyperlink": (f"<w:hyperlink>{t('taut')}</w:hyperlink>", "taut"),
    "inserted": (f"{t('a')}<w:ins>{t('b')}</w:ins><w:moveTo>{t('c')}</w:moveTo>", "abc"),
    "deleted": (f"{t('a')}<w:del><w:r><w:delText>b</w:delText></w:r></w:del><w:moveFrom>{t('c')}</w:moveFrom>", "a"),
    "field": (f"{FIELD}{t('7')}", "7"),
    "comment": (f'<w:commentRangeStart w:id="1"/>{t("a")}<w:r><w:commentReference w:id="1"/></w:r>', "a"),
    "tab stops are no tabs": (f"<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{t('a')}", "a"),
    "old properties": (f"{OLD}{t('a')}", "a"),
    "line ends in the XML": (t("a\nb"), "a b"),
    "text box": (f"{t('a')}<w:r><w:pict><v:shape>{BOX}</v:shape></w:pict></w:r>{t('b')}", "ab\ndi kotak"),
    "text box once": (
        f"{t('a')}<w:r><mc:AlternateContent>{CHOICE}{FALLBACK}</mc:AlternateContent></w:r>",
        "a\ndi kotak",
    ),
    "fallback alone": (f"{t('a')}<w:r><mc:AlternateContent>{FALLBACK}</mc:AlternateContent></w:r>", "a\ndi kotak"),
    "decomposed letters": (t("e\u0301"), "é"),
}


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


def _level(n, format, text, start=1):
    inside = f'<w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{n}">{inside}</w:lvl>'


def _definition(n, *levels):
    return f'<w:abstractNum w:abstractNumId="{n}">{"".join(levels)}</w:abstractNum>'


def _list(n, definition, more=""):
    return f'<w:num w:numId="{n}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'


LISTS = (
    _definition(0, _level(0, "decimal", "%1."), _level(1, "lowerLetter", "%1.%2)"))
    + _definition(1, _level(0, "bullet", "o"))
    + _definition(2, _level(0, "upperRoman", "%1", start=4))
    + _list(1, 0)
    + _list(2, 1)
    + _list(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    + _list(4, 2)
)
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
GOES_ON = f"<w:tcPr><w:vMerge/></w:tcPr>{p()}"
INDENTED = f"<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
DELETED = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
TABLES = {
    "cells of several paragraphs": (table(["a", p("b") + p("c")], ["d", "e"]), [["a", "b\nc"], ["d", "e"]]),
    "a tab in a cell": (table([p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>"), "c"]), [["a b", "c"]]),
    "a cell across columns": (table([SPANNED, "c"], ["a", "b", "c"]), [["lebar", "", "c"], ["a", "b", "c"]]),
    "a cell across rows": (table([DOWN, "b"], [GOES_ON, "c"]), [["tinggi", "b"], ["", "c"]]),
    "a table in a cell": (table(["a", p("b") + table(["c", "d"], ["e", "f"]) + p("g")]), [["a", "b\nc d\ne f\ng"]]),
    "empty columns first": (INDENTED, [["", "b"]]),
    "a deleted row": (table(["a"]) + DELETED, [["a"]]),
}


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
    assert _cells(source) == [
        ["No", "Pelaku", "Transkrip"],
        ["1", "Peneliti", "Kenapa?"],
        ["2", "Ibu S", "Karena kasihan."],
    ]
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
