"""Which files an import reads: folders are walked, metadata is set apart, what is left out is said."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualcode import plugins
from qualcode.errors import ReadError
from qualcode.messages import _

METADATA = ("cases.csv", "speakers.csv")
NOT_TRANSCRIPTS = ("readme", "license", "licence", "copying", "notice")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; `name` is its path below the imported folder without suffix, `folder` the first step of it."""

    path: Path
    name: str
    folder: str | None


@dataclass(slots=True)
class Gathered:
    """Files in order of name, metadata files, (file, reason) of what is left out, and names that had to be mended."""

    files: list[Found] = field(default_factory=list)
    metadata: list[Path] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)


def gather(paths: Sequence[Path]) -> Gathered:
    """Walk files and folders.

    Raises
    ------
    ReadError
        If a path does not exist, or there is no file to read.
    """
    gathered = Gathered()
    for path in paths:
        if path.is_dir():
            _walk(path, gathered)
        elif path.exists():
            gathered.files.append(Found(path, _legible(path.stem, gathered), None))
        else:
            raise ReadError(_("{path}: there is no such file or folder.").format(path=path))
    if not gathered.files:
        known = ", ".join(plugins.names("readers"))
        places = ", ".join(map(str, paths))
        raise ReadError(
            _("{places}: no transcript found. Known kinds of files: {known}.").format(places=places, known=known)
        )
    return _named_apart(gathered)


def _walk(root: Path, gathered: Gathered) -> None:
    known = plugins.names("readers")
    for path in sorted(_files(root), key=lambda file: file.relative_to(root).as_posix()):
        inside = path.relative_to(root)
        if path.name.lower() in METADATA:
            gathered.metadata.append(path)
        elif path.stem.lower() in NOT_TRANSCRIPTS:
            gathered.skipped.append((legible(inside.as_posix()), _("not a transcript")))
        elif path.suffix.lower() not in known:
            gathered.skipped.append((legible(inside.as_posix()), _("files of this kind are not read")))
        else:
            folder = legible(inside.parts[0]) if len(inside.parts) > 1 else None
            gathered.files.append(Found(path, _legible(inside.with_suffix("").as_posix(), gathered), folder))


def legible(name: str) -> str:
    """Return the name of a file whose bytes are not UTF-8 with these bytes as Windows letters; any other as it is.

    Such names come out of old zip archives and Windows shares; a project file holds text only.
    """
    return os.fsencode(name).decode("cp1252", "replace") if _is_broken(name) else name


def _legible(name: str, gathered: Gathered) -> str:
    if _is_broken(name):
        gathered.renamed.append(legible(name))
    return legible(name)


def _is_broken(name: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in name)


def _files(root: Path) -> Iterator[Path]:
    """Yield what is no folder below `root`, hidden files and Word's lock files apart."""
    for path in root.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        if not hidden and (not path.is_dir() or path.suffix.lower() in plugins.BUILT_IN["readers"]):
            yield path


def _named_apart(gathered: Gathered) -> Gathered:
    """Keep the suffix in the names of files that would otherwise share one."""
    counts: dict[str, int] = {}
    for found in gathered.files:
        counts[found.name.casefold()] = counts.get(found.name.casefold(), 0) + 1
    gathered.files = [
        Found(f.path, f.name + f.path.suffix, f.folder) if counts[f.name.casefold()] > 1 else f for f in gathered.files
    ]
    return gathered
