"""A document for people: blocks in order, written as one html page, as docx or as Markdown."""

from __future__ import annotations

from pathlib import Path

from qualcode.errors import WriteError
from qualcode.export.document.blocks import Document
from qualcode.export.files import write_file
from qualcode.messages import _

SUFFIXES = (".html", ".docx", ".md")


def document_bytes(document: Document, suffix: str) -> bytes:
    """Return a document as the bytes of a file; the same document gives the same bytes.

    Parameters
    ----------
    suffix : ".html", ".docx" or ".md"
        Markdown has no pictures; the figures that they show stand in the tables.
    """
    if suffix == ".html":
        from qualcode.export.document.html import html_bytes

        return html_bytes(document)
    if suffix == ".docx":
        from qualcode.export.document.docx import docx_bytes

        return docx_bytes(document)
    from qualcode.export.document.markdown import markdown_bytes

    return markdown_bytes(document)


def check_suffix(path: Path) -> None:
    """Refuse a file of a kind that documents are not written as.

    Raises
    ------
    WriteError
    """
    if path.suffix.lower() not in SUFFIXES:
        raise WriteError(_("{path}: a report is written as {known}.").format(path=path, known=", ".join(SUFFIXES)))


def write_document(document: Document, path: Path, *, force: bool = False) -> None:
    """Write a document; the suffix says how.

    Raises
    ------
    WriteError
        If the suffix is unknown or the file exists.
    """
    check_suffix(path)
    write_file(path, [document_bytes(document, path.suffix.lower())], force=force)
