"""Files that no reader can take: broken, disguised, or built to do harm."""

from __future__ import annotations

import random
import struct
import zipfile

from read.office_files import SPACES, docx, p, relations, table, xlsx, zipped

SECRET = "RAHASIA"
"""Stands in every bad file that holds text; no error may repeat it."""

MB = 1_000_000
_ENTRY = b"PK\x01\x02"
MAIN = ("_rels/.rels", relations(("r", "officeDocument", "word/document.xml")))


def _member(name, *, method=zipfile.ZIP_DEFLATED, mode=0):
    info = zipfile.ZipInfo(name)
    info.compress_type = method
    info.external_attr = mode << 16
    return info


def _with(*members):
    """Return a good document with more members."""
    return zipped([MAIN, ("word/document.xml", _document(p(SECRET))), *members])


def _document(body, before=""):
    return f"{before}<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def _typed(declarations, text="&a;"):
    return docx("", document=_document(p(SECRET + text), f"<!DOCTYPE x [{declarations}]>"))


def _entity_bomb():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return _typed(f'<!ENTITY e0 "{SECRET}">{levels}', "&e11;")


def _utf_16_type():
    xml = _document(p(SECRET), '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>')
    return docx("", document=xml.encode("utf-16"))


def _flagged(content, flag):
    """Return a zip file whose first member has a flag set in the directory."""
    at = content.index(_ENTRY) + 8
    return content[:at] + struct.pack("<H", flag) + content[at + 2 :]


def _overlapping():
    """Return a zip file of which two directory entries point at the same bytes, as zip bombs do."""
    content = _with(("a", "x" * 100), ("b", "x" * 100))
    last = content.rindex(_ENTRY)
    before = content.rindex(_ENTRY, 0, last)
    return content[: last + 42] + content[before + 42 : before + 46] + content[last + 46 :]


def _lying():
    """Return a document whose directory says that it unpacks to little."""
    content = zipped([MAIN, ("word/document.xml", _document(p(SECRET + "x" * 5 * MB)))])
    at = content.rindex(_ENTRY) + 24
    return content[:at] + struct.pack("<I", 5000) + content[at + 4 :]


def _bomb(n):
    """Return about 1 MB that unpacks to n bytes of a document that would be well formed."""
    return docx("<w:p><w:r><w:t>" + "x" * n + "</w:t></w:r></w:p>")


def _nested_bomb():
    """Return a document with a member of which each byte unpacks to a thousand, and that member a zip of such."""
    inner = zipped([("bomb", b"\0" * 60 * MB)])
    return _with(("word/embeddings/a.docx", zipped([("bomb.zip", inner)])), ("word/media/b.bin", b"\0" * 60 * MB))


def _unpacked(xml):
    """Return a document that is stored as it is, so that no ratio gives it away."""
    return zipped([MAIN, ("word/document.xml", _document(xml))], zipfile.ZIP_STORED)


def _open_document():
    return zipped([("mimetype", "application/vnd.oasis.opendocument.text")], zipfile.ZIP_STORED)


def _deep():
    return docx("<w:tbl><w:tr><w:tc>" * 60 + p(SECRET) + "</w:tc></w:tr></w:tbl>" * 60)


WIDE = '<w:tcPr><w:gridSpan w:val="63"/></w:tcPr>'
NOT_ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + SECRET.encode() * 100

SMALL = {
    "an empty file": ("a.txt", lambda: b""),
    "nothing but blanks": ("a.txt", lambda: b" \n\t\r\n" * 100),
    "nothing but NUL bytes": ("a.txt", lambda: b"\0" * 5000),
    "binary data": ("a.txt", lambda: random.Random(1).randbytes(20_000)),
    "binary data in UTF-8": ("a.txt", lambda: bytes(range(1, 32)) * 100 + SECRET.encode()),
    "half a UTF-16 letter": ("a.txt", lambda: b"\xff\xfe" + SECRET.encode("utf-16-le") + b"a"),
    "a picture as txt": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + SECRET.encode()),
    "a docx as txt": ("a.txt", lambda: docx(p(SECRET))),
    "an rtf as txt": ("a.txt", lambda: b"{\\rtf1 " + SECRET.encode() + b"}"),
    "a kind that is not read": ("a.xyz", lambda: SECRET.encode()),
    "a picture as docx": ("a.docx", lambda: b"\x89PNG\r\n\x1a\n" + SECRET.encode()),
    "a doc as docx": ("a.docx", lambda: NOT_ZIP),
    "a locked docx": ("a.docx", lambda: NOT_ZIP + "EncryptedPackage".encode("utf-16-le")),
    "an rtf as docx": ("a.docx", lambda: b"{\\rtf1 " + SECRET.encode() + b"}"),
    "a pdf as docx": ("a.docx", lambda: b"%PDF-1.7 " + SECRET.encode()),
    "a txt as docx": ("a.docx", lambda: SECRET.encode()),
    "an xlsx as docx": ("a.docx", lambda: xlsx(f"<row><c><v>{SECRET}</v></c></row>")),
    "an odt as docx": ("a.docx", _open_document),
    "a zip as docx": ("a.docx", lambda: zipped([("a.txt", SECRET)])),
    "an empty zip as docx": ("a.docx", lambda: zipped([])),
    "a docx cut short": ("a.docx", lambda: docx(p(SECRET) * 2000)[:-300]),
    "a docx with a hole": ("a.docx", lambda: _damaged_inside(docx(p(SECRET + random.Random(2).randbytes(9000).hex())))),
    "a docx without document": ("a.docx", lambda: zipped([MAIN, ("word/styles.xml", "<a/>")])),
    "a docx without text": ("a.docx", lambda: docx(p() * 3)),
    "a docx of broken XML": ("a.docx", lambda: docx("", document=f"<w:document {SPACES}><w:body>{SECRET}</w:p>")),
    "a docx of other XML": ("a.docx", lambda: docx("", document=f"<a>{SECRET}</a>")),
    "an external entity": ("a.docx", lambda: _typed('<!ENTITY a SYSTEM "file:///etc/passwd">')),
    "an entity bomb": ("a.docx", _entity_bomb),
    "a document type in UTF-16": ("a.docx", _utf_16_type),
    "a document type in the styles": (
        "a.docx",
        lambda: zipped(
            [MAIN, ("word/document.xml", _document(p(SECRET, '<w:pStyle w:val="Daftar"/>'))),
             ("word/styles.xml", "<!DOCTYPE a><a/>"),
             ("word/_rels/document.xml.rels", relations(("s", "styles", "styles.xml")))]
        ),
    ),
    "a path that leads out": ("a.docx", lambda: _with(("../../etc/passwd", "x"))),
    "an absolute path": ("a.docx", lambda: _with(("/etc/passwd", "x"))),
    "a path with a drive": ("a.docx", lambda: _with(("C:/a", "x"))),
    "a path with a backslash": ("a.docx", lambda: _with(("word\\a", "x"))),
    "a path with a NUL byte": ("a.docx", lambda: _with(("word/XX", "x")).replace(b"word/XX", b"word/\0X")),
    "a symbolic link": ("a.docx", lambda: _with((_member("word/link", mode=0o120777), "/etc/passwd"))),
    "a member twice": ("a.docx", lambda: _with(("word/Document.xml", _document(p("lain"))))),
    "an encrypted member": ("a.docx", lambda: _flagged(docx(p(SECRET)), 1)),
    "a member packed by another method": ("a.docx", lambda: _with((_member("word/a", method=zipfile.ZIP_LZMA), "x"))),
    "members that overlap": ("a.docx", _overlapping),
    "a directory that lies": ("a.docx", _lying),
    "too many members": ("a.docx", lambda: _with(*((f"word/{n}", "") for n in range(10_001)))),
    "tables nested too deep": ("a.docx", _deep),
    "too many cells": ("a.docx", lambda: docx(table([WIDE] * 16_000))),
    "an empty xlsx": ("a.xlsx", lambda: xlsx("<row/><row><c/></row>")),
    "an xlsx without sheets": ("a.xlsx", lambda: xlsx()),
    "an xlsx of formulas only": ("a.xlsx", lambda: xlsx("<row><c><f>1+1</f></c></row>")),
    "a csv as xlsx": ("a.xlsx", lambda: f"a,b\n1,{SECRET}\n".encode()),
    "an xlsx as csv": ("a.csv", lambda: xlsx(f"<row><c><v>{SECRET}</v></c></row>")),
    "rows out of order": ("a.xlsx", lambda: xlsx('<row r="2"/><row r="1"/>')),
    "a row beyond the last": ("a.xlsx", lambda: xlsx(f'<row r="99999999"><c t="str"><v>{SECRET}</v></c></row>')),
    "a cell beyond the last column": ("a.xlsx", lambda: xlsx(f'<row><c r="ZZZZ1" t="str"><v>{SECRET}</v></c></row>')),
    "a csv of headings": ("a.csv", lambda: b"a,b\n"),
    "a csv without texts": ("a.csv", lambda: b"a,b\n1,2\n"),
    "an open quotation mark": ("a.csv", lambda: f'a,b\n1,"{SECRET} satu dua tiga empat lima\n2,x\n'.encode()),
}  # fmt: skip
"""What the file is: its name, and what makes its content."""


def _damaged_inside(content):
    """Return a zip file with a few packed bytes changed."""
    at = content.index(b"word/document.xml") + 600
    return content[:at] + b"\xff" * 50 + content[at + 50 :]


LARGE = {
    "a zip bomb": ("a.docx", lambda: _bomb(300 * MB)),
    "a zip bomb below 200 MB": ("a.docx", lambda: _bomb(190 * MB)),
    "a zip bomb in a zip": ("a.docx", _nested_bomb),
    "200 MB of empty paragraphs": ("a.docx", lambda: _unpacked("<w:p/>" * 30 * MB)),
    "150 MB of text": ("a.docx", lambda: _unpacked(p(SECRET * 1000) * 21_000)),
    "a tag of 14 MB": ("a.docx", lambda: _unpacked(f'<w:p a="{SECRET * 2 * MB}"/>')),
    "a workbook bomb": ("a.xlsx", lambda: xlsx(f'<row><c t="str"><v>{"x" * 250 * MB}</v></c></row>')),
    "160 MB of empty texts": ("a.xlsx", lambda: xlsx("<row/>", shared="<si/>" * 32 * MB, method=zipfile.ZIP_STORED)),
    "180 MB of empty cells": ("a.xlsx", lambda: xlsx("<row>" + "<c/>" * 45 * MB + "</row>", method=zipfile.ZIP_STORED)),
    "190 MB of wide texts": (
        "a.xlsx",
        lambda: xlsx(
            ("<row>" + f'<c t="str"><v>{"😀" + "a" * 10}</v></c>' * 16_000 + "</row>") * 320, method=zipfile.ZIP_STORED
        ),
    ),
    "millions of empty rows": ("a.xlsx", lambda: xlsx("<row/>" * 1_500_000)),
    "50 MB of empty lines": ("a.csv", lambda: b"a,b\n" + b"\n" * 49 * MB),
    "50 MB of empty cells": ("a.csv", lambda: b"a,b\n" + b",,,,,,,,,,,,,,,,,,,\n" * 2_400_000),
    "50 MB of small cells": ("a.csv", lambda: b"a,b\n" + (b"ab," * 16_000 + b"\n") * 1000),
    "50 MB of small cells and a wide letter": (
        "a.csv",
        lambda: b"a,b\n\xf0\x9f\x98\x80," + (b"ab," * 16_000 + b"\n") * 1000,
    ),
    "a line of 50 MB in a csv": ("a.csv", lambda: b"a,b\n" + b"," * 49 * MB),
}
"""The same, of files that are large once they are unpacked."""

QUICK = {"a zip bomb below 200 MB", "a zip bomb in a zip", "a tag of 14 MB"}
"""Those of them that are refused within a second."""
