"""Long output goes through a pager when a person looks at it, as git does; colours only where they are wanted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import typer


def has_colour() -> bool:
    """Tell whether colours may be written: on a terminal, or forced; never with NO_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def page_out(text: str) -> None:
    """Print a text; on a terminal it is too short for, through PAGER (default less)."""
    lines = text.count("\n") + 1
    pager = os.environ.get("PAGER", "less")
    if not sys.stdout.isatty() or lines < shutil.get_terminal_size().lines or not shutil.which(pager.split()[0] or "-"):
        typer.echo(text, color=has_colour())
        return
    environment = {"LESS": "FRX", **os.environ}
    subprocess.run(pager.split(), input=text.encode(), env=environment, check=False)
