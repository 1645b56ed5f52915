"""The command evaluate: how far suggestions can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.group import add
from qualcode.cli.options import Codes, Force, Format, NoSubcodes, Output, Seed, make_filter, open_project
from qualcode.cli.output import progress, say, show, text
from qualcode.messages import _, decimal, ngettext

if TYPE_CHECKING:
    from qualcode.workflow.evaluating import Evaluation


def evaluate(
    ctx: typer.Context,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    folds: Annotated[
        int, typer.Option("--folds", min=2, help=_("Parts of the sources; each is tested by what the others teach."))
    ] = 5,
    curve: Annotated[
        bool, typer.Option("--curve", help=_("Show whether probabilities hold: the points of the calibration curve."))
    ] = False,
    seed: Seed = 0,
    format: Format = "text",
    output: Output = None,
    force: Force = False,
) -> None:
    """Measure on what people have read how good suggestions are."""
    from qualcode.workflow.evaluating import evaluate as measured

    check_free(output, force=force)
    with open_project(ctx) as project:
        where = make_filter(code=code, no_subcodes=no_subcodes)
        found = measured(project, where, folds=folds, seed=seed, progress=progress)
    if format == "text" and output is None and not curve:
        typer.echo(_for_people(found))
    else:
        show(found.curve if curve else found.table, format, output, force=force)
    for doubt in _doubts(found):
        say(doubt)


def _for_people(found: Evaluation) -> str:
    overall = [
        _("Calibration error over all codes: {value}, from {n} labels; 0 is best.").format(value=decimal(value), n=n)
        for _code, _way, measure, value, _low, _high, n in found.table.rows
        if measure == "calibration error"
    ]
    parts = ["\n".join(found.sentences), "\n".join(overall), *([text(found.short)] if found.short.rows else [])]
    return "\n\n".join(part for part in parts if part)


def _doubts(found: Evaluation) -> list[str]:
    """Return what a reader has to know before she trusts the figures."""
    from qualcode.measure import LEAST_GROUPS

    doubts = []
    note = found.table.note
    if note["near_copies_left_out"]:
        doubts.append(
            ngettext(
                "{n} of {read} read segments is nearly the same in another source: where that one was tested, nothing "
                "was learned from it.",
                "{n} of {read} read segments are nearly the same in other sources: where these were tested, nothing "
                "was learned from them.",
                note["near_copies_left_out"],
            ).format(n=note["near_copies_left_out"], read=note["read"])
        )
    if note["sources"] < LEAST_GROUPS:
        doubts.append(
            _("No intervals: they need {least} sources that were read; there are {n}.").format(
                least=LEAST_GROUPS, n=note["sources"]
            )
        )
    if found.mostly_chosen:
        doubts.append(not_by_chance())
    return doubts


def check_free(path: Path | None, *, force: bool) -> None:
    """Refuse a file that exists before anything is reckoned for minutes.

    Raises
    ------
    WriteError
    """
    if path is not None and path.exists() and not force:
        from qualcode.errors import WriteError

        raise WriteError(
            _("{path}: exists already. Write over it with --force, or choose another name.").format(path=path)
        )


def not_by_chance() -> str:
    """Return the warning for what was mostly chosen, or read because it looked as if it had a code."""
    return _(
        "Most of what was read was not drawn by chance: the figures hold for what was read, not for the whole corpus."
    )


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "evaluate", evaluate, _("Measure how good suggestions are, on what people have read."), panel)
