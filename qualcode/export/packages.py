"""Files that are zips of xml (docx, xlsx), written so that the same content is the same bytes on any day."""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

NO_TIME = datetime(1980, 1, 1)
"""The time of every file in a package: the first that a zip can hold."""


class TimelessZip(zipfile.ZipFile):
    """A zip whose files do not say when they were made."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **more: Any) -> None:
        """Add a file from its content; how it is compressed is decided here."""
        del args, more
        name = getattr(zinfo_or_arcname, "filename", zinfo_or_arcname)
        super().writestr(_entry(name), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **more: Any) -> None:
        """Add a file from the disk, piece by piece; how it is compressed is decided here."""
        del args, more
        with Path(filename).open("rb") as old, self.open(_entry(arcname or filename), "w") as new:
            shutil.copyfileobj(old, new)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(str(name), NO_TIME.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def timeless(package: bytes) -> bytes:
    """Return a zip with the same files in the same order, none of which says when it was made."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, TimelessZip(out, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item))
    return out.getvalue()


def workbook_bytes(book: Any) -> bytes:
    """Return the bytes of a workbook of openpyxl, without the name of whoever made it and when."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.creator = "qualcode"
    book.properties.created = book.properties.modified = NO_TIME
    out = BytesIO()
    ExcelWriter(book, TimelessZip(out, "w")).save()
    return out.getvalue()
