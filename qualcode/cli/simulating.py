"""The command simulate: what learning would have saved in this project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.evaluating import check_free, not_by_chance
from qualcode.cli.group import add
from qualcode.cli.options import Codes, Force, Format, NoSubcodes, Seed, make_filter, open_project
from qualcode.cli.output import progress, say, show
from qualcode.messages import _, ngettext, percent

if TYPE_CHECKING:
    from qualcode.query.table import Table
    from qualcode.workflow.simulating import Job, Simulation


def simulate(
    ctx: typer.Context,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    runs: Annotated[
        int, typer.Option("--runs", min=1, max=100, help=_("Replay so often, each time with other draws."))
    ] = 1,
    seed: Seed = 0,
    format: Format = "text",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help=_("A folder for simulate.csv and simulate.svg, or a .csv, .svg or .png.")),
    ] = None,
    force: Force = False,
) -> None:
    """Replay what was read and coded: how much had to be read to find most of each code?"""
    from qualcode.workflow.simulating import simulate as replayed

    files = _files(output) if output else []
    for path in files:
        check_free(path, force=force)
    with open_project(ctx) as project:
        where = make_filter(code=code, no_subcodes=no_subcodes)
        found = replayed(project, where, runs=runs, seed=seed, watch=_watched)
    show(_for_people(found.effort) if format == "text" else found.effort, format)
    for reason in found.refused:
        say(reason)
    if found.mostly_chosen:
        say(not_by_chance())
    for path in files:
        _write(found, path, force=force)


def _watched(jobs: Sequence[Job]) -> Iterator[Job]:
    n = len(jobs)
    say(ngettext("Replaying in {n} order …", "Replaying in {n} orders …", n).format(n=n))
    return progress(jobs)


def _for_people(effort: Table) -> Table:
    """Return the effort with a column a share: "120 (24%)", segments read and their share of all."""
    from qualcode.query.table import Table
    from qualcode.query.vocabulary import told

    cells: dict[tuple[str, int, str], dict[str, str]] = {}
    for code, coded, order, share, read, of in effort.rows:
        cells.setdefault((code, coded, told(order)), {})[percent(share)] = f"{round(read)} ({percent(read / of)})"
    shares = list(next(iter(cells.values())))
    return Table(
        ("code", "coded", "order", *shares), [(*key, *row.values()) for key, row in cells.items()], effort.note
    )


def _files(output: Path) -> list[Path]:
    """Return what is to be written: a name without suffix is a folder for the curves and the chart."""
    return [output] if output.suffix else [output / "simulate.csv", output / "simulate.svg"]


def _write(found: Simulation, path: Path, *, force: bool) -> None:
    """Write the curves as a table, or drawn."""
    from qualcode.export import write
    from qualcode.export.charts import SUFFIXES, write_chart
    from qualcode.export.charts.effort import effort_chart

    if path.suffix.lower() in SUFFIXES:
        write_chart(lambda: effort_chart(found.curves), path, force=force)
    else:
        write(found.curves, path, force=force)
    say(_("Written: {path}").format(path=path))


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    add(app, "simulate", simulate, _("Replay what was coded: how much reading would learning have saved?"), panel)
