"""Who codes: --coder, QUALCODE_CODER, else the name remembered for this user, outside every project."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.output import say
from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.messages import _

CoderOption = Annotated[
    str | None, typer.Option("--coder", help=_("Who codes; else QUALCODE_CODER, else the name given last time."))
]


def known_coder(given: str | None) -> str:
    """Return the coder's name, or "" while none is known; nobody is asked."""
    return " ".join((given or os.environ.get("QUALCODE_CODER") or _remembered()).split())


def require_coder(given: str | None) -> str:
    """Return the coder's name; asks for it on a terminal, and remembers the first one.

    Raises
    ------
    QualcodeError
        If no name is known and there is no terminal to ask on.
    """
    name = known_coder(given)
    said = bool(given)
    if not name:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise QualcodeError(_("Who codes? Give your name: --coder NAME, or set QUALCODE_CODER."))
        name, said = " ".join(typer.prompt(_("Your name as a coder"), err=True).split()), True
    if not key(name):
        raise QualcodeError(_("A coder needs a name."))
    if said and not _remembered():
        _remember(name)
    return name


def _file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("qualcode") / "coder.txt"


def _remembered() -> str:
    try:
        return _file().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _remember(name: str) -> None:
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(name + "\n", encoding="utf-8")
    except OSError:
        return
    say(_('From now on you code as "{name}" on this computer; --coder NAME says otherwise.').format(name=name))
