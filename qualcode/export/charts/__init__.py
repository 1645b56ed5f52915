"""Charts as svg or png: the same table gives the same bytes, legible in print and without colour."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, filterwarnings

from qualcode.errors import WriteError
from qualcode.export.files import write_file
from qualcode.messages import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".svg", ".png")
LOOK: dict[Any, Any] = {
    "font.family": "sans-serif", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False,
    "axes.titlesize": 10, "axes.titlelocation": "left", "legend.frameon": False, "hatch.linewidth": 0.6,
    "text.parse_math": False, "svg.fonttype": "none", "svg.hashsalt": "qualcode", "savefig.dpi": 200,
}  # fmt: skip
"""How every chart looks; text stays text in svg, so that it can be searched, read aloud and edited."""


def write_chart(draw: Callable[[], Figure], path: Path, *, force: bool = False) -> None:
    """Draw a figure in the common look and write it; the suffix says how.

    Parameters
    ----------
    draw : callable
        Makes the figure (matplotlib.figure.Figure, never by pyplot, so that no display is looked for).
    force : bool
        Replace a file that exists.

    Raises
    ------
    WriteError
        If the suffix is neither .svg nor .png, or the file exists.
    """
    check_suffix(path, SUFFIXES)
    write_file(path, [chart_bytes(draw, path.suffix.lower())], force=force)


def check_suffix(path: Path, known: tuple[str, ...]) -> None:
    """Refuse a file whose suffix is not `known`.

    Raises
    ------
    WriteError
    """
    if path.suffix.lower() not in known:
        raise WriteError(_("{path}: charts are written as {known}.").format(path=path, known=", ".join(known)))


def chart_bytes(draw: Callable[[], Figure], suffix: str) -> bytes:
    """Return a drawn figure as the bytes of a file, without date or version of a program.

    Settings of matplotlib on this computer do not count. A letter that its font lacks is an empty box in png; in svg
    the font of whoever reads it is used.
    """
    from matplotlib.style import context

    out = BytesIO()
    with context(["default", LOOK]), catch_warnings():
        filterwarnings("ignore", r"Glyph .* missing from font", UserWarning)
        nothing = dict.fromkeys(("Date", "Creator", "Type", "Format") if suffix == ".svg" else ("Software",))
        draw().savefig(out, format=suffix[1:], metadata=nothing)
    return out.getvalue()
