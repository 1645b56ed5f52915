"""Word documents and workbooks of raw XML, made in the tests."""

from __future__ import annotations

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    """Return a zip file of (name, content) pairs; a name may be a ZipInfo."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def relations(*targets, base=_RELATIONS):
    """Return a part of relationships of (id, kind, target)."""
    items = "".join(f'<Relationship Id="{i}" Type="{base}/{kind}" Target="{to}"/>' for i, kind, to in targets)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def docx(body, *, document=None, **parts):
    """Return a Word document of raw XML: the content of w:body, or the whole document; other parts by name."""
    xml = document or f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    inner = [(f"r{n}", name, f"{name}.xml") for n, name in enumerate(parts)]
    members = [
        ("_rels/.rels", relations(("r", "officeDocument", "word/document.xml"))),
        ("word/document.xml", xml),
        ("word/_rels/document.xml.rels", relations(*inner)),
        *((f"word/{name}.xml", f"<w:{name} {SPACES}>{content}</w:{name}>") for name, content in parts.items()),
    ]
    return zipped(members)


def t(text):
    """Return a run of text; XML may stand in it."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text="", properties=""):
    """Return a paragraph; text that begins with < is XML of its own."""
    runs = text if text.startswith("<") else t(text)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs if text else ''}</w:p>"


def table(*rows):
    """Return a table; a cell is a text or XML."""
    cells = ["".join(f"<w:tc>{c if c.startswith('<') else p(c)}</w:tc>" for c in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def xlsx(*sheets, styles="", shared="", properties="", method=zipfile.ZIP_DEFLATED):
    """Return a workbook of raw XML: the content of sheetData of each sheet."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1))
    parts = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    return zipped(
        [
            ("_rels/.rels", relations(("r", "officeDocument", "xl/workbook.xml"))),
            (
                "xl/workbook.xml",
                f'<workbook {main} xmlns:r="{_RELATIONS}">{properties}<sheets>{names}</sheets></workbook>',
            ),
            (
                "xl/_rels/workbook.xml.rels",
                relations(*parts, ("rs", "styles", "styles.xml"), ("rt", "sharedStrings", "/xl/sharedStrings.xml")),
            ),
            ("xl/styles.xml", f"<styleSheet {main}>{styles}</styleSheet>"),
            ("xl/sharedStrings.xml", f"<sst {main}>{shared}</sst>"),
            *(
                (f"xl/worksheets/sheet{n}.xml", f"<worksheet {main}><sheetData>{data}</sheetData></worksheet>")
                for n, data in enumerate(sheets, 1)
            ),
        ],
        method,
    )
