"""A file is written whole or not at all, and never over another without being told to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from qualcode.errors import WriteError
from qualcode.messages import _


def write_file(path: Path, content: Iterable[bytes], *, force: bool = False) -> None:
    """Write the pieces of `content` to a temporary file beside `path`, sync it, and rename it.

    Raises
    ------
    WriteError
        If the file exists and `force` is false, or it cannot be written.
    """
    if path.suffix == ".qualcode":
        raise WriteError(_("{path}: this is the name of a project; choose another.").format(path=path))
    if not force:
        refuse_existing(path)
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".qualcode-")
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        raise WriteError(_("{path}: cannot be written ({reason}).").format(path=path, reason=error.strerror)) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def refuse_existing(path: Path) -> None:
    """Refuse to write over a file.

    Raises
    ------
    WriteError
        If it exists.
    """
    if path.exists():
        raise WriteError(
            _("{path}: exists already. Write over it with --force, or choose another name.").format(path=path)
        )
