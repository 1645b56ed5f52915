"""The private cache of a project: what can be made again at any time, in a folder that only its owner can read."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile

from qualcode.store.project import Project


def folder(project: Project) -> Path:
    """Return the folder of a project's cache, made if it is not there; nobody else can open it (mode 0700)."""
    from platformdirs import user_cache_path

    path = user_cache_path("qualcode", appauthor=False) / str(project.value("select project_uid from setting"))
    for made in (path.parent, path):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def keep(project: Project, name: str, content: bytes) -> None:
    """Write a file of the cache in the place of all that begin like it (up to the first "-").

    Where nothing can be written nothing is kept: it will be made again.
    """
    with contextlib.suppress(OSError):
        place = folder(project)
        with NamedTemporaryFile(dir=place, delete=False) as file:
            file.write(content)
        Path(file.name).replace(place / name)
        for older in place.glob(f"{name.split('-')[0]}-*"):
            if older.name != name:
                older.unlink(missing_ok=True)


def kept(project: Project, name: str) -> Path | None:
    """Return a file of the cache, or None."""
    with contextlib.suppress(OSError):
        path = folder(project) / name
        return path if path.is_file() and os.access(path, os.R_OK) else None
    return None


def clear(project: Project) -> None:
    """Delete the cache of a project."""
    with contextlib.suppress(OSError):
        shutil.rmtree(folder(project))
