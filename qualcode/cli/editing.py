"""A text opened in the user's editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from qualcode.errors import QualcodeError
from qualcode.messages import _

_USUAL = ("nano", "vi", "notepad")


def edit(text: str, suffix: str = ".txt") -> str | None:
    """Let the user edit a text in VISUAL, EDITOR or a usual editor; None if it comes back as it was.

    The file is private and gone afterwards, whatever happens.

    Raises
    ------
    QualcodeError
        If there is no editor, it fails, or what it saves is not UTF-8.
    """
    command = _editor()
    with tempfile.TemporaryDirectory(prefix="qualcode-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"text{suffix}"
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        _run([*command, str(path)])
        try:
            edited = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise QualcodeError(
                _("What the editor {editor} saved cannot be read; save it as UTF-8.").format(editor=command[0])
            ) from None
    if not text.endswith("\n"):  # many editors end every file with a line end
        edited = edited.removesuffix("\n")
    return None if edited == text else edited


def _editor() -> list[str]:
    given = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if given:
        return shlex.split(given, posix=os.name != "nt")
    for name in _USUAL:
        if shutil.which(name):
            return [name]
    raise QualcodeError(_("There is no editor. Name one in the environment variable EDITOR."))


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        raise QualcodeError(
            _("The editor {editor} cannot be started ({reason}). Name another in EDITOR.").format(
                editor=command[0], reason=error.strerror
            )
        ) from None
    if done.returncode:
        raise QualcodeError(
            _("The editor {editor} failed (exit code {code}); nothing was changed.").format(
                editor=command[0], code=done.returncode
            )
        )
