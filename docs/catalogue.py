"""Bring the catalogues of messages up to date: extract, merge, compile.

python docs/catalogue.py          update qualcode/locale and compile in place
python docs/catalogue.py --check  exit 1 if a message lacks a translation, or a catalogue or its compiled file is stale

Installing compiles too (hatch_build.py); after an edit of a .po file run this, so that an editable install shows it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from hatch_build import CATALOGUES, compile_all, compiled  # noqa: E402

PACKAGE = ROOT / "qualcode"
METHODS = [("**.py", "python"), ("export/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def catalogues() -> list[Path]:
    """Return the catalogues of all languages."""
    return sorted(ROOT.glob(CATALOGUES))


def extracted() -> Catalog:
    """Return a catalogue of every message in the package."""
    catalog = Catalog(project="qualcode", charset="utf-8")
    for _file, _line, message, _comments, _context in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        catalog.add(message)
    return catalog


def written(po: Path) -> Catalog:
    """Return a catalogue as its file says."""
    return read_po(BytesIO(po.read_bytes()), locale=po.parts[-3])


def merged(po: Path) -> Catalog:
    """Return a catalogue with the messages that the code has now, and their translations as far as there are any."""
    catalog = written(po)
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """Return the messages without a translation."""
    texts = [(m.id if isinstance(m.id, str) else m.id[0], m.string) for m in catalog if m.id]
    return [text for text, string in texts if not (all(string) if isinstance(string, (tuple, list)) else string)]


def problems(po: Path) -> Iterator[str]:
    """Yield what is wrong with a catalogue: untranslated, not what the code says, or compiled from something else."""
    now, mo = merged(po), po.with_suffix(".mo")
    yield from (f"no translation of {text!r}" for text in missing(now))
    if {m.id for m in written(po)} != {m.id for m in now}:
        yield "qualcode.po is stale; run python docs/catalogue.py"
    if not mo.exists() or mo.read_bytes() != compiled(po):
        yield "qualcode.mo is stale or missing; run python docs/catalogue.py"


def update(po: Path) -> None:
    """Write a catalogue anew with the messages that the code has now."""
    out = BytesIO()
    write_po(out, merged(po), sort_output=True, no_location=True, omit_header=False, width=110)
    po.write_bytes(_without_dates(out.getvalue()))


def main() -> int:
    """Update and compile, or check; returns the exit code."""
    if "--check" not in sys.argv:
        for po in catalogues():
            update(po)
        compile_all(ROOT)
    found = [f"{po.parts[-3]}: {problem}" for po in catalogues() for problem in problems(po)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


def _without_dates(po: bytes) -> bytes:
    """Leave out the header lines that change with every run or say nothing."""
    lines = po.splitlines(keepends=True)
    volatile = (b"-Date:", b"Generated-By", b"ADDRESS", b"Language-Team")
    return b"".join(line for line in lines if not any(word in line for word in volatile))


if __name__ == "__main__":
    sys.exit(main())
