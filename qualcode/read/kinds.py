"""What a file is by its content, whatever its name says."""

from __future__ import annotations

from qualcode.errors import ReadError
from qualcode.messages import N_, _

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"fLaC", "recording"),
    (b"SQLite format 3\0", "database"),
)
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.xml", "xlsx"),
    (b"application/vnd.oasis.opendocument", "odt"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMES = {
    "docx": N_("a Word document (.docx)"),
    "xlsx": N_("an Excel workbook (.xlsx)"),
    "doc": N_("an old Word or Excel file (.doc, .xls)"),
    "locked": N_("protected by a password"),
    "odt": N_("an OpenDocument file (.odt, .ods)"),
    "zip": N_("a zip archive"),
    "pdf": N_("a PDF"),
    "rtf": N_("an RTF document"),
    "picture": N_("a picture"),
    "recording": N_("a recording"),
    "database": N_("a database"),
    "text": N_("plain text"),
}
_ADVICE = {
    "docx": N_("Rename it to .docx."),
    "xlsx": N_("Rename it to .xlsx."),
    "locked": N_("Open it, remove the password and save it again."),
    "zip": N_("Unpack it and import what is inside."),
    "recording": N_("Import its transcript."),
    "picture": N_("Import the text as .docx or .txt."),
    "database": N_("Export its texts as .csv."),
    "text": N_("Rename it to .txt, or to .csv if it is a table."),
}
_SAVE_AGAIN = N_("Open it in Word, Excel or LibreOffice and save it as .docx or .xlsx.")


def kind_of(content: bytes) -> str:
    """Return the kind of a file by the bytes in it; what is not known is "text".

    Examples
    --------
    >>> kind_of(b"%PDF-1.7"), kind_of(b"Peneliti: ...")
    ('pdf', 'text')
    """
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content.startswith(_ZIP_STARTS):
        return next((kind for mark, kind in _IN_ZIP if mark in content), "zip")
    if content.startswith(_OLE):
        return "locked" if "EncryptedPackage".encode("utf-16-le") in content else "doc"
    if content[4:8] == b"ftyp" or (content.startswith(b"RIFF") and content[8:12] in (b"WAVE", b"AVI ")):
        return "recording"
    return "text"


def expect(content: bytes, *wanted: str) -> None:
    """Refuse a file that is something else than its name says.

    Raises
    ------
    ReadError
        What it is, and what to do.
    """
    kind = kind_of(content)
    if kind not in wanted:
        advice = _(_ADVICE.get(kind, _SAVE_AGAIN))
        raise ReadError(_("its content is {kind}, whatever its name says. {advice}").format(
            kind=_(_NAMES[kind]), advice=advice
        ))  # fmt: skip
