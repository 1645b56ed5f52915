"""Open ends: readers, languages and writers are named, and loaded when their name is asked for.

Built-in ones are named here as ``module:attribute``; others register an entry point in the group
``qualcode.readers``, ``qualcode.languages`` or ``qualcode.writers`` and go through the same door.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal

Group = Literal["readers", "languages", "writers"]

BUILT_IN: dict[Group, dict[str, str]] = {
    "readers": {
        ".txt": "qualcode.read.text:read_text",
        ".md": "qualcode.read.text:read_text",
        ".docx": "qualcode.read.docx:read_docx",
        ".csv": "qualcode.read.sheets:read_csv",
        ".tsv": "qualcode.read.sheets:read_csv",
        ".xlsx": "qualcode.read.sheets:read_xlsx",
    },
    "languages": {"id": "qualcode.language.indonesian:Indonesian", "ms": "qualcode.language.malay:Malay"},
    "writers": {
        ".csv": "qualcode.export.tables:write_csv",
        ".json": "qualcode.export.tables:write_json",
        ".md": "qualcode.export.tables:write_md",
        ".xlsx": "qualcode.export.tables:write_xlsx",
        ".parquet": "qualcode.export.statistics:write_parquet",
        ".sav": "qualcode.export.statistics:write_sav",
    },
}


def names(group: Group) -> list[str]:
    """Return the names known in `group`, built-in ones first."""
    from importlib.metadata import entry_points

    others = {point.name for point in entry_points(group=f"qualcode.{group}")} - BUILT_IN[group].keys()
    return [*BUILT_IN[group], *sorted(others)]


def load(group: Group, name: str) -> Any | None:
    """Return what is registered as `name` in `group`, or None."""
    target = BUILT_IN[group].get(name)
    if target:
        module, attribute = target.split(":")
        return getattr(import_module(module), attribute)
    from importlib.metadata import entry_points

    for point in entry_points(group=f"qualcode.{group}", name=name):
        return point.load()
    return None
