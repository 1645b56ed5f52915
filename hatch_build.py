"""Compile the catalogues of messages whenever qualcode is built or installed, so that git keeps only their sources."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "qualcode/locale/*/LC_MESSAGES/qualcode.po"


def compiled(po: Path) -> bytes:
    """Return a catalogue as the program reads it; the same messages give the same bytes."""
    catalog = read_po(BytesIO(po.read_bytes()), locale=po.parts[-3])
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def compile_all(root: Path) -> None:
    """Write each catalogue beside its source."""
    for po in root.glob(CATALOGUES):
        po.with_suffix(".mo").write_bytes(compiled(po))


class Catalogues(BuildHookInterface):
    """Runs before every wheel, and before an editable install, which reads the files where they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `artifacts` in pyproject.toml puts the files into the wheel although git ignores them."""
        del version, build_data
        compile_all(Path(self.root))
