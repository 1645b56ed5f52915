"""The digests of the files that `run` wrote, so that it replaces its own files and no others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from qualcode.errors import WriteError
from qualcode.identity import now
from qualcode.messages import _
from qualcode.store.project import Project


def refuse_foreign(project: Project, folder: Path, names: list[str]) -> None:
    """Refuse to go on if a file of one of these names in `folder` was not written by `run`, or was edited since.

    Raises
    ------
    WriteError
    """
    for name in names:
        path = folder / name
        if path.exists() and not project.value("select 1 from written where sha256 = ?", [_digest(path.read_bytes())]):
            raise WriteError(
                _("{path}: was edited, or is not of this study. Move it away, or write over it with --force.").format(
                    path=path
                )
            )


def remember(project: Project, outputs: Mapping[str, bytes]) -> None:
    """Keep the digests of what is about to be written; inside a change. They outlive an undo."""
    rows = [(_digest(content), name, now()) for name, content in outputs.items()]
    project.execute_many("insert into written(sha256, name, at) values (?, ?, ?) on conflict do nothing", rows)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
