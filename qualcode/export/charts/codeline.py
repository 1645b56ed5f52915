"""Where in a source its codes stand: a panel a source, a row a code, and who speaks in a band below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.export.charts.origins import ORIGINS
from qualcode.export.charts.sheet import GAP, INK, Sheet, height, legend_height, quiet, widest, wrapped
from qualcode.export.charts.words import caption, codes_said, with_n
from qualcode.messages import _, ngettext
from qualcode.query.colours import PALETTE
from qualcode.query.table import Table
from qualcode.query.vocabulary import told

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PANELS = 12
LABELS = 2.2
_WIDTH, _BAND = 5.6, 0.16  # inches
_NARROWEST = 0.004
"""Share of the line that a passage takes at least, so that it is seen."""
_ROLES = {
    "interviewer": ("#59636d", None),
    "moderator": ("#98a1aa", "xxxx"),
    "observer": ("#c2c9cf", "----"),
    "respondent": ("#e4e8eb", None),
    "unknown": ("white", "////"),
}
Span = tuple[float, float]


def code_lines(table: Table) -> Figure:
    """Return the passages of each code along each source, people's filled and suggestions hollow.

    Parameters
    ----------
    table : Table
        As `qualcode.query.codeline.codeline` gives it. The first `MOST_PANELS` sources are drawn; the caption says
        how many are not.
    """
    panels = _panels(table)[:MOST_PANELS]
    codes = [code for code in _codes(table) if any(code in panel.codes for panel in panels)]
    names = {code: wrapped(code, LABELS) for code in codes}
    row = max(0.2, *(height(name) + 0.04 for name in names.values()))
    left = widest(with_n(names[code], panel.codes.get(code, 0)) for panel in panels for code in codes) + GAP
    high = row * len(codes) + _BAND
    titles = [wrapped(panel.source, left + _WIDTH, bold=True) for panel in panels]
    head = max(map(height, titles)) + 0.06
    each = head + high + 0.33
    marks, legend = _legend(panels)
    top = legend_height(legend, left + _WIDTH)
    sheet = Sheet(left + _WIDTH + GAP, top + each * len(panels), title=title(table), caption=below(table))
    sheet.legend(0, marks, legend)
    for place, panel in enumerate(panels):
        y = top + each * place + head
        sheet.text(0, y - 0.05, titles[place], weight="bold", va="bottom")
        sheet.text(left - 0.08, y + high + 0.04, _unit(panel), va="top", ha="right")
        axes = sheet.axes(left, y, _WIDTH, high)
        _draw(axes, panel, codes, _origins(panels), _BAND / row)
        axes.set_yticks(range(len(codes)), [with_n(names[code], panel.codes.get(code, 0)) for code in codes])
    return sheet.figure


def title(_table: Table) -> str:
    """Return the title of the chart."""
    return _("Where the codes are")


def describe(table: Table) -> str:
    """Return the chart in words: how many passages, codes and sources, and which code is where most often."""
    panels = _panels(table)
    n = sum(sum(panel.codes.values()) for panel in panels)
    counts = [(code, panel.source, times) for panel in panels for code, times in panel.codes.items()]
    code, source, times = max(counts, key=lambda count: count[2])
    sources = ngettext("{n} source", "{n} sources", len(panels)).format(n=len(panels))
    said = ngettext(
        "{n} passage of {codes} along {sources}. Most often: {code} in {source}: {times}.",
        "{n} passages of {codes} along {sources}. Most often: {code} in {source}: {times}.",
        n,
    )
    return said.format(
        n=n, codes=codes_said(len(_codes(table))), sources=sources, code=code, source=source, times=times
    )


def figures(table: Table) -> Table:
    """Return how many passages each code has in each source: source, code, from, n, unit, first, last."""
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for record in table.records():
        if record["what"] == "code":
            found.setdefault((record["source"], record["name"], record["from"]), []).append(record)
    rows = [
        [*key, len(group), group[0]["unit"], min(r["start"] for r in group), max(r["end"] for r in group)]
        for key, group in found.items()
    ]
    return Table(("source", "code", "from", "n", "unit", "first", "last"), rows, table.note)


@dataclass(frozen=True, slots=True)
class _Panel:
    """One source: its passages by code and origin, how many passages each code has, the colours, who speaks when."""

    source: str
    unit: str
    passages: Mapping[tuple[str, str], Sequence[Span]]
    codes: Mapping[str, int]
    colours: Mapping[str, str]
    speech: Sequence[tuple[str, Span]]


def _codes(table: Table) -> list[str]:
    """Return the codes that there are, in codebook order."""
    order = {record["name"]: record["order"] for record in table.records() if record["what"] == "code"}
    return sorted(order, key=lambda code: order[code])


def _panels(table: Table) -> list[_Panel]:
    by_source: dict[str, list[Mapping[str, Any]]] = {}
    for record in table.records():
        by_source.setdefault(record["source"], []).append(record)
    return [_panel(source, records) for source, records in by_source.items()]


def _panel(source: str, records: Sequence[Mapping[str, Any]]) -> _Panel:
    passages: dict[tuple[str, str], list[Span]] = {}
    codes: dict[str, int] = {}
    colours: dict[str, str] = {}
    speech = []
    for record in records:
        span = (record["start"], record["end"])
        if record["what"] == "speech":
            speech.append((record["name"], span))
        else:
            passages.setdefault((record["name"], record["from"]), []).append(span)
            codes[record["name"]] = codes.get(record["name"], 0) + 1
            colours[record["name"]] = record["colour"]
    return _Panel(source, records[0]["unit"], passages, codes, colours, speech)


def _draw(axes: Axes, panel: _Panel, codes: Sequence[str], origins: Sequence[str], band: float) -> None:
    """Draw one source; a row is one unit high and has a lane for each origin, the band below has `band` units."""
    from matplotlib.ticker import MaxNLocator

    start, end = min(s for _role, (s, _e) in panel.speech), max(e for _role, (_s, e) in panel.speech)
    axes.set_xlim(start, end)
    axes.set_ylim(len(codes) - 0.5 + band, -0.5)
    for y in range(len(codes)):
        axes.axhline(y, color="#e3e7eb", linewidth=0.6, zorder=0)
    least = (end - start) * _NARROWEST
    for (code, origin), spans in panel.passages.items():
        lane = codes.index(code) - 0.36 + 0.72 * origins.index(origin) / len(origins)
        look = _look(origin, panel.colours[code])
        _blocks(axes, _joined(spans, least), lane, 0.72 / len(origins) - 0.04, **look)
    for role, (colour, hatch) in _ROLES.items():
        spans = [span for said, span in panel.speech if said == role]
        _blocks(axes, spans, len(codes) - 0.5, band, facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.2)
    quiet(axes)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True, min_n_ticks=1))


def _unit(panel: _Panel) -> str:
    return {"minutes": _("minute"), "turns": _("turn")}[panel.unit]


def _joined(spans: Iterable[Span], least: float) -> list[Span]:
    """Return spans of at least this width, those that touch as one: what the eye cannot part is one mark."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        end = max(end, start + least)
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _look(origin: str, colour: str) -> dict[str, Any]:
    """Return how passages are drawn: people's filled, suggestions hollow."""
    if origin == "human":
        return {"facecolor": colour, "edgecolor": INK, "linewidth": 0.3}
    return {"facecolor": "white", "edgecolor": colour, "linewidth": 1.0}


def _blocks(axes: Axes, spans: Sequence[Span], low: float, high: float, **look: Any) -> None:
    """Draw a block on each span, all as one path: thousands of them stay a small file."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if spans:
        corners = [
            [(start, low), (end, low), (end, low + high), (start, low + high), (start, low)] for start, end in spans
        ]
        steps = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        path = Path([corner for block in corners for corner in block], steps * len(spans))
        axes.add_patch(PathPatch(path, clip_on=False, **look))


def _origins(panels: Sequence[_Panel]) -> list[str]:
    """Return whose passages there are; in a row they stand one above the other in this order."""
    there = {origin for panel in panels for _code, origin in panel.passages}
    return [origin for origin in ORIGINS if origin in there]


def _legend(panels: Sequence[_Panel]) -> tuple[list[Any], list[str]]:
    """Return marks and words of the legend: whose passages, and the roles in the band."""
    from matplotlib.patches import Patch

    origins = _origins(panels)
    marks = [Patch(**_look(origin, PALETTE[0])) for origin in origins]
    names = [_(ORIGINS[origin]) for origin in origins]
    for role, (colour, hatch) in _ROLES.items():
        if any(role == said for panel in panels for said, _span in panel.speech):
            marks.append(Patch(facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.4))
            names.append(_("band below: {role}").format(role=told(role)))
    return marks, names


def below(table: Table) -> str:
    """Return the caption: how many passages, and which sources are not drawn."""
    panels = _panels(table)
    n = sum(sum(panel.codes.values()) for panel in panels[:MOST_PANELS])
    more, without = max(0, len(panels) - MOST_PANELS), table.note["without"]
    undrawn = ngettext(
        "{n} more source is not drawn; choose with --source.",
        "{n} more sources are not drawn; choose with --source.",
        more,
    )
    empty = ngettext("{n} source has no such passage.", "{n} sources have no such passage.", without)
    lanes = _("In a row: people above, then rules, then the model.") if len(_origins(panels)) > 1 else ""
    return caption(
        table,
        _("n: passages of the code in the source, {n} in all.").format(n=n),
        lanes,
        undrawn.format(n=more) if more else "",
        empty.format(n=without) if without else "",
    )
