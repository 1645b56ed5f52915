"""What each source brings that is new: codes by source in the order of collection."""

from __future__ import annotations

from typing import Any

from qualcode.errors import QualcodeError
from qualcode.measure.saturation import Shuffled, new_codes, shuffled_totals
from qualcode.measure.saturation import saturation as ruled
from qualcode.messages import _
from qualcode.query import readings
from qualcode.query.counting import Scope, note
from qualcode.query.coverage import covered
from qualcode.query.dimensions import dimension
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.origins import hits
from qualcode.query.table import DIGITS, Table
from qualcode.store.project import Project

COLUMNS = ("source", "collected_on", "new", "total", "shuffled", "shuffled_low", "shuffled_high", "run_share")


def saturation(
    project: Project,
    where: Filter = EVERYTHING,
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    random_state: int = 0,
) -> Table:
    """Count the codes that each source brings first, in the order of collection.

    Sources count where something was read (people), or that runs of all codes covered (rules, model; codes that were
    never run are left out). A code counts where it was given itself, not for what is below it.

    Parameters
    ----------
    base, run, threshold : as in `qualcode.measure.saturation.saturation`

    Returns
    -------
    Table
        `COLUMNS`, one row a source, by date of collection (those without one last) and import: codes that are new, all
        so far, their mean and 90 % over shuffled orders, and the new information of the run that ends here, 0..1. The
        note says ``base_codes``, after how many sources, plus the run, the codes were ``saturated``, and how many
        sources are ``undated``.

    Raises
    ------
    QualcodeError
        If people's codings and suggestions are asked for together, or the threshold is no share.
    """
    if where.origin == "all":
        raise QualcodeError(_("saturation counts one kind of coding: --from human, rule or model."))
    if not 0 <= threshold <= 1:
        raise QualcodeError(_("--threshold is a share from 0 to 1."))
    if base < 1 or run < 1:
        raise QualcodeError(_("The base and a run have one source at least."))
    sources = _sources(project, where)
    found = _found(project, where)
    codes = [found.get(source, set()) for source, _name, _date in sources]
    new, orders = new_codes(codes), shuffled_totals(codes, random_state=random_state)
    rule = ruled(new, base=base, run=run, threshold=threshold)
    rows = [
        [name, date, new[n], sum(new[: n + 1]), *_shown(orders[n]), None if share is None else round(share, DIGITS)]
        for n, ((_source, name, date), share) in enumerate(zip(sources, rule.shares, strict=True))
    ]
    said = _note(project, where) | {"base": base, "run": run, "threshold": threshold, "seed": random_state}
    said |= {"base_codes": rule.base_codes, "saturated": _("not yet") if rule.at is None else f"{rule.at} + {run}"}
    undated = sum(not date for _source, _name, date in sources)
    return Table(COLUMNS, rows, said | ({"undated": undated} if undated else {}))


def _shown(orders: Shuffled) -> tuple[float, int, int]:
    return round(orders.mean, DIGITS), orders.low, orders.high


def _sources(project: Project, where: Filter) -> list[tuple[int, str, str]]:
    """Return id, name and date of the sources that count, in order of collection."""
    sql, values = where.population(project)
    read = readings.read_by(project, where.coder_ids(project))
    within = f"scope.segment_id in {read}" if where.origin == "human" else "1"
    rows = project.rows(
        f"""
        select distinct source.id, source.name, coalesce(source.collected_on, '') as day
          from ({sql}) as scope
          join source on source.id = scope.source_id
         where {within}
         order by day = '', day, source.id
        """,
        values,
    )
    if where.origin == "human":
        return rows
    ran = covered(project, where.origin, subcodes=False)
    judged = [ran[code] for code in where.code_ids(project) if ran.get(code)]
    source_of = dict(project.rows(f"select segment_id, source_id from ({sql}) order by segment_id", values))
    everywhere = [{source_of[segment] for segment in of_code & source_of.keys()} for of_code in judged]
    return [row for row in rows if everywhere and all(row[0] in sources for sources in everywhere)]


def _found(project: Project, where: Filter) -> dict[int, set[int]]:
    """Return the codes given in each source, within the population."""
    population, values = where.population(project)
    ((hit_sql, hit_values),) = hits(project, where).values()
    chosen = set(where.code_ids(project))
    found: dict[int, set[int]] = {}
    for source, code in project.rows(
        f"""
        select distinct scope.source_id, hit.code_id
          from ({hit_sql}) as hit
          join ({population}) as scope on scope.segment_id = hit.segment_id
         order by 1, 2
        """,
        [*hit_values, *values],
    ):
        if code in chosen:
            found.setdefault(source, set()).add(code)
    return found


def _note(project: Project, where: Filter) -> dict[str, Any]:
    said = note(Scope(project, where, dimension(project, None), "sources"))
    return {"count": "codes"} | {name: what for name, what in said.items() if name not in ("count", "by")}
