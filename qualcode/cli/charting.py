"""The commands chart …: what the counts show, as a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.analysis import Counted, Rated
from qualcode.cli.evaluating import check_free
from qualcode.cli.group import add, group
from qualcode.cli.options import (
    AsOf,
    Cases,
    Coders,
    Codes,
    Force,
    From,
    NoSubcodes,
    Roles,
    Seed,
    Sources,
    Where,
    make_filter,
    one_of,
    open_project,
)
from qualcode.cli.output import noted, say
from qualcode.errors import QualcodeError
from qualcode.messages import _

if TYPE_CHECKING:
    from qualcode.query.filters import Filter
    from qualcode.query.table import Table
    from qualcode.store import Project

Drawing = Annotated[Path, typer.Option("--output", "-o", help=_("The file to write: .svg, .png or .html."))]
AllCodes = Annotated[bool, typer.Option("--all-codes", help=_("Every code, not only themes."))]
By = Annotated[str, typer.Option("--by", help=_("case, source, speaker, person, role or an attribute."))]


def themes(
    ctx: typer.Context,
    output: Drawing,
    by: Annotated[
        str, typer.Option("--by", help=_("A panel for each: case, source, speaker, person, role or an attribute."))
    ] = "all",
    code: Codes = None,
    all_codes: AllCodes = False,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    count: Counted = "segments",
    rate: Rated = None,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Draw how often each code is used, as bars."""
    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    _draw(ctx, "themes", _File(output, force), as_of, chosen, _counted(chosen, all_codes, by, count, rate))


def heatmap(
    ctx: typer.Context,
    output: Drawing,
    by: By = "case",
    code: Codes = None,
    all_codes: AllCodes = False,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    count: Counted = "segments",
    rate: Rated = None,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Draw codes against cases, or anything else, as shaded cells."""
    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )
    _draw(ctx, "heatmap", _File(output, force), as_of, chosen, _counted(chosen, all_codes, by, count, rate))


def cooccur(
    ctx: typer.Context,
    output: Drawing,
    within: Annotated[
        str, typer.Option("--within", help=_("segment, overlap, turns:N (N turns before or after) or source."))
    ] = "segment",
    code: Annotated[
        list[str] | None, typer.Option("--code", help=_("Only pairs with this code or one below it; may be repeated."))
    ] = None,
    all_codes: AllCodes = False,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Draw which codes occur together: a network, or of many codes a matrix."""
    from qualcode.query.cooccurrence import cooccurrence

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )

    def query(project: Project) -> Table:
        return _themes_only(cooccurrence(project, chosen, within=within), chosen, all_codes, "code", "other")

    _draw(ctx, "cooccur", _File(output, force), as_of, chosen, query)


def saturation(
    ctx: typer.Context,
    output: Drawing,
    base: Annotated[int, typer.Option("--base", min=1, help=_("How many sources are the base."))] = 4,
    run: Annotated[int, typer.Option("--run", min=1, help=_("How many sources are a run."))] = 2,
    threshold: Annotated[
        float, typer.Option("--threshold", min=0, max=1, help=_("New information up to which codes are saturated."))
    ] = 0.05,
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    seed: Seed = 0,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Draw the new codes of each source."""
    from qualcode.query.saturation import saturation as counted

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )

    def query(project: Project) -> Table:
        return counted(project, chosen, base=base, run=run, threshold=threshold, random_state=seed)

    _draw(ctx, "saturation", _File(output, force), as_of, chosen, query)


def agree(
    ctx: typer.Context,
    output: Drawing,
    measure: Annotated[str, typer.Option("--measure", help=_("alpha, ac1, kappa or observed."))] = "alpha",
    coders: Annotated[
        str | None,
        typer.Option("--coders", help=_("Who is compared, with commas: ani,budi; rule is what the rules suggest.")),
    ] = None,
    count: Annotated[
        str, typer.Option("--count", help=_("What is compared: segments, sentences or characters."))
    ] = "segments",
    code: Codes = None,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    where: Where = None,
    no_intervals: Annotated[
        bool, typer.Option("--no-intervals", help=_("Skip confidence intervals (faster)."))
    ] = False,
    seed: Seed = 0,
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Draw how far coders agree on each code."""
    from qualcode.export.charts.agreement import MEASURES, of_measure
    from qualcode.query.agreement import agreement
    from qualcode.query.judgements import AGREEMENT_COUNTS

    chosen = make_filter(code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, where=where)
    names = [name.strip() for name in (coders or "").split(",") if name.strip()]
    counted, asked = one_of("--count", count, AGREEMENT_COUNTS), one_of("--measure", measure, MEASURES)

    def query(project: Project) -> Table:
        found = agreement(project, chosen, coders=names, count=counted, intervals=not no_intervals, seed=seed)
        return of_measure(found.table, asked)

    _draw(ctx, "agree", _File(output, force), as_of, chosen, query)


def codebook(
    ctx: typer.Context,
    output: Drawing,
    code: Codes = None,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    count: Counted = "codings",
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Draw the codes as a tree, with how often each is used."""
    from dataclasses import replace

    from qualcode.export.charts.tree import with_own
    from qualcode.query.counting import COUNTS
    from qualcode.query.themes import themes as counted

    chosen = make_filter(code=code, source=source, case=case, role=role, coder=coder, where=where, origin=origin)
    unit = one_of("--count", count, COUNTS)

    def query(project: Project) -> Table:
        rolled = counted(project, chosen, by=None, count=unit)
        above = {code.rpartition("/")[0] for code in rolled.column("code")}
        own = {}
        for code in dict.fromkeys(rolled.column("code")):
            if code in above:
                alone = replace(chosen, codes=(code,), subcodes=False)
                own[code] = counted(project, alone, by=None, count=unit).column("n")[0]
        return with_own(rolled, own)

    _draw(ctx, "codebook", _File(output, force), as_of, chosen, query)


def timeline(
    ctx: typer.Context,
    output: Drawing,
    code: Codes = None,
    all_codes: AllCodes = False,
    no_subcodes: NoSubcodes = False,
    source: Sources = None,
    case: Cases = None,
    role: Roles = None,
    coder: Coders = None,
    where: Where = None,
    origin: From = "human",
    as_of: AsOf = None,
    force: Force = False,
) -> None:
    """Draw where in each source the codes stand."""
    from qualcode.query.codeline import codeline

    chosen = make_filter(
        code=code, no_subcodes=no_subcodes, source=source, case=case, role=role, coder=coder, where=where, origin=origin
    )

    def query(project: Project) -> Table:
        return _themes_only(codeline(project, chosen), chosen, all_codes, "name")

    _draw(ctx, "timeline", _File(output, force), as_of, chosen, query)


def _counted(chosen: Filter, all_codes: bool, by: str, count: str, rate: str | None) -> Callable[[Project], Table]:
    """Return the query that themes and heatmap share."""
    from qualcode.query.counting import COUNTS, RATES
    from qualcode.query.themes import themes as counted

    unit, per = one_of("--count", count, COUNTS), one_of("--rate", rate, RATES) if rate else None

    def query(project: Project) -> Table:
        table = counted(project, chosen, by=None if by == "all" else by, count=unit, rate=per)
        return _themes_only(table, chosen, all_codes, "code")

    return query


def _themes_only(table: Table, chosen: Filter, all_codes: bool, *columns: str) -> Table:
    """Return the rows on themes, into which sub-codes are rolled up; all rows where codes were asked for."""
    if chosen.codes or all_codes:
        return table
    from dataclasses import replace

    places = [list(table.columns).index(name) for name in columns]
    return replace(table, rows=[row for row in table.rows if not any("/" in row[place] for place in places)])


@dataclass(frozen=True, slots=True)
class _File:
    """Where the chart is written, and whether over another file."""

    path: Path
    force: bool


def _draw(
    ctx: typer.Context, kind: str, file: _File, as_of: str | None, chosen: Filter, query: Callable[[Project], Table]
) -> None:
    """Count, draw, write, and say where.

    Raises
    ------
    QualcodeError
        If there is nothing to draw, or the file cannot be written.
    """
    from qualcode.export.charts import check_suffix
    from qualcode.export.charts.page import PAGE_SUFFIXES, write_page

    check_suffix(file.path, PAGE_SUFFIXES)
    check_free(file.path, force=file.force)
    with open_project(ctx, as_of=as_of) as project:
        table = query(project)
        _refuse_nothing(project, kind, table, chosen.origin)
    write_page(kind, noted(table, as_of), file.path, force=file.force)
    say(_("Written: {path}").format(path=file.path))


_COUNTS = {"themes": "n", "heatmap": "n", "cooccur": "both", "saturation": "total", "timeline": "source"}
"""The column that says whether there is anything to draw; a codebook is drawn unused, agreement says itself why not."""


def _refuse_nothing(project: Project, kind: str, table: Table, origin: str) -> None:
    """Refuse to draw nothing, and say what to do.

    Raises
    ------
    QualcodeError
    """
    if not project.value("select count(*) from code_tree"):
        raise QualcodeError(_("There is no code to draw yet. Load a codebook: qualcode codebook load FILE"))
    if kind in _COUNTS and not any(table.column(_COUNTS[kind])):
        raise QualcodeError(_why_nothing(project, kind, table, origin))


def _why_nothing(project: Project, kind: str, table: Table, origin: str) -> str:
    waiting = "select 1 from suggestion where not exists (select 1 from coding) limit 1"
    if origin == "human" and project.value(waiting):
        return _("No human coding yet, but the rules suggest some. See: qualcode {command} --from rule").format(
            command=f"chart {kind} -o {kind}.svg"
        )
    ran = project.value("select 1 from run where kind = ? limit 1", [origin])
    if origin == "rule" and not ran:
        return _("The rules were not run yet: qualcode autocode --apply")
    if origin == "model" and not ran:
        return _("The model was not run yet: qualcode suggest")
    if kind == "cooccur" and table.rows:
        return _("No two of these codes meet. Look farther: --within turns:3, or --within source")
    if origin in ("human", "all") and project.value("select 1 from coding limit 1") is None:
        return _("Nobody has coded yet: qualcode next, or let the rules suggest: qualcode autocode --apply")
    return _("Nothing to draw: no coding of these codes in these texts. Ask for more: --code, --source, --where …")


def add_to(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    chart = group(_("Pictures of the counts: svg, png, or a page with the figures."))
    add(chart, "themes", themes, _("Draw how often each code is used, as bars."))
    add(chart, "heatmap", heatmap, _("Draw codes against cases, or anything else, as shaded cells."))
    add(chart, "cooccur", cooccur, _("Draw which codes occur together: a network, or of many codes a matrix."))
    add(chart, "saturation", saturation, _("Draw the new codes of each source, and whether they have stopped coming."))
    add(chart, "agree", agree, _("Draw how far coders agree on each code."))
    add(chart, "codebook", codebook, _("Draw the codes as a tree, with how often each is used."))
    add(chart, "timeline", timeline, _("Draw where in each source the codes are, and who speaks."))
    app.add_typer(chart, name="chart", rich_help_panel=panel)
