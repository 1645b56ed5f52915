"""Whose codings a chart shows: people's, the rules' or the model's; how each looks, in colour and in grey."""

from __future__ import annotations

from typing import Any

from qualcode.errors import QualcodeError
from qualcode.export.charts.sheet import INK
from qualcode.messages import N_, _
from qualcode.query.table import Table

ORIGINS = {
    "human": N_("coded by people"),
    "rule": N_("suggested by rules"),
    "model": N_("suggested by the model"),
}
"""As a legend says it."""
FILLS = {"human": ("#0072B2", None), "rule": ("#E69F00", "////"), "model": ("#DCEBF5", "xxxx")}
"""Colour and hatch; as greys the colours differ by at least a fifth of the way from black to white."""
_NOTHING = {
    "human": N_("People have read nothing yet."),
    "rule": N_("The rules were not run."),
    "model": N_("The model was not run."),
}


def one_origin(table: Table) -> None:
    """Refuse a table in which people's codings and suggestions stand side by side.

    Raises
    ------
    QualcodeError
    """
    if len(set(table.column("from"))) > 1:
        raise QualcodeError(_("This chart shows one kind of coding: --from human, rule or model."))


def nothing_from(origin: str) -> str:
    """Return the sentence for an origin of which there is nothing."""
    return _(_NOTHING[origin])


def swatch(origin: str) -> Any:
    """Return what a legend shows of an origin."""
    from matplotlib.patches import Patch

    colour, hatch = FILLS[origin]
    return Patch(facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.5)
