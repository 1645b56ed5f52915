"""The parts of an Office file and how they refer to each other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from qualcode.errors import ReadError
from qualcode.messages import _
from qualcode.read.archive import Archive
from qualcode.read.markup import Attributes, read_through


@dataclass(frozen=True, slots=True)
class Relation:
    """One reference of a part: the last step of its type ("styles", "worksheet") and the part it leads to."""

    kind: str
    part: str


def relations(archive: Archive, part: str = "") -> dict[str, Relation]:
    """Return what a part refers to, by id; of the whole package without a part. External references are left out."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relation] = {}

    def relation(attributes: Attributes) -> None:
        if attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            found[attributes.get("Id", "")] = Relation(kind, target.lstrip("/"))

    if listing in archive:
        read_through(archive.pieces(listing), listing, {"rel:Relationship": relation})
    return found


def main_part(archive: Archive) -> str:
    """Return the part that holds the document or workbook.

    Raises
    ------
    ReadError
        If the package names none.
    """
    for relation in relations(archive).values():
        if relation.kind == "officeDocument":
            return relation.part
    raise ReadError(_("it is a zip archive without a document in it. Unpack it and import what is inside."))


def part_of_kind(archive: Archive, part: str, kind: str) -> str | None:
    """Return the part of a kind that `part` refers to, or None."""
    return next((r.part for r in relations(archive, part).values() if r.kind == kind and r.part in archive), None)
