"""Bring the catalogues of messages up to date: extract, merge, compile.

python docs/catalogue.py          update qualcode/locale and compile
python docs/catalogue.py --check  exit 1 if a message lacks a translation or a compiled catalogue is stale
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "qualcode"
LOCALES = PACKAGE / "locale"
METHODS = [("**.py", "python"), ("export/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Return a catalogue of every message in the package."""
    catalog = Catalog(project="qualcode", charset="utf-8")
    for _file, _line, message, _comments, _context in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        catalog.add(message)
    return catalog


def translated(language: str) -> Catalog:
    """Return the catalogue of a language, merged with what the code says now."""
    path = LOCALES / language / "LC_MESSAGES" / "qualcode.po"
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    else:
        catalog = Catalog(locale=language, project="qualcode", charset="utf-8")
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as the program reads it; the same messages give the same bytes."""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Return the messages without a translation."""
    texts = [(m.id if isinstance(m.id, str) else m.id[0], m.string) for m in catalog if m.id]
    return [text for text, string in texts if not (all(string) if isinstance(string, (tuple, list)) else string)]


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.name for path in LOCALES.iterdir() if path.is_dir())


def main() -> int:
    """Update or check; returns the exit code."""
    check, problems = "--check" in sys.argv, 0
    for language in languages():
        catalog = translated(language)
        folder = LOCALES / language / "LC_MESSAGES"
        for text in missing(catalog):
            problems += 1
            print(f"{language}: no translation of {text!r}")
        if check:
            if (folder / "qualcode.mo").read_bytes() != compiled(catalog):
                problems += 1
                print(f"{language}: qualcode.mo is stale; run python docs/catalogue.py")
            continue
        out = BytesIO()
        write_po(out, catalog, sort_output=True, no_location=True, omit_header=False, width=110)
        (folder / "qualcode.po").write_bytes(_without_dates(out.getvalue()))
        (folder / "qualcode.mo").write_bytes(compiled(translated(language)))
    return 1 if problems else 0


def _without_dates(po: bytes) -> bytes:
    """Leave out the header lines that change with every run or say nothing."""
    lines = po.splitlines(keepends=True)
    volatile = (b"-Date:", b"Generated-By", b"ADDRESS", b"Language-Team")
    return b"".join(line for line in lines if not any(word in line for word in volatile))


if __name__ == "__main__":
    sys.exit(main())
