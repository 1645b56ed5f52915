"""A table as people read it: counts spread into a cross table, and its note in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.messages import _, decimal, grouped, percent
from qualcode.query.table import Table, Tabular
from qualcode.query.vocabulary import told, told_cell, told_note, told_value


def note_line(table: Tabular) -> str:
    """Return the note in one line, as machine formats have it: "count: segments; population: …"."""
    return "; ".join(f"{name}: {value}" for name, value in table.note.items())


def note_told(table: Tabular) -> str:
    """Return the note in one line in the language of messages."""
    return "; ".join(f"{told(name)}: {told_note(name, value)}" for name, value in table.note.items())


def shown_cells(table: Table) -> tuple[Sequence[str], list[list[Any]]]:
    """Return header and rows as people read them: counts as a cross table, anything else as it is."""
    if table.spread:
        return spread(table)
    fixed = [None if at in table.named else name for at, name in enumerate(table.columns)]
    header = [told(name) if name else table.columns[at] for at, name in enumerate(fixed)]
    rows = [
        [told_cell(name, cell) if name else cell for name, cell in zip(fixed, row, strict=True)] for row in table.rows
    ]
    return header, rows


def spread(table: Table) -> tuple[Sequence[str], list[list[Any]]]:
    """Return the header and rows of the cross table that a long table spreads into, cells as people read them."""
    assert table.spread is not None
    down, across, _n = table.spread
    origins = list(dict.fromkeys(table.column("from"))) if "from" in table.columns else [""]
    header = list(dict.fromkeys(str(value) for value in table.column(across)))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for record in table.records():
        cell = cells.setdefault((record[down], str(record[across])), {})
        cell[record.get("from", "")] = cell_text(record)
    rows = []
    for code in dict.fromkeys(table.column(down)):
        found = [cells.get((code, column), {}) for column in header]
        rows.append([code, *(" + ".join(cell.get(origin, "") for origin in origins) for cell in found)])
    heads = [told(down), *(told_value(across, value) for value in header)]
    return heads, [*rows, *_read(table, across, header)]


def _read(table: Table, across: str, header: Sequence[str]) -> list[list[Any]]:
    """Return a last row that says how much of each column's population people have read, where anybody has."""
    human = [r for r in table.records() if r.get("from") == "human"] if "read" in table.columns else []
    read = {str(r[across]): (r["read"], r["population"]) for r in human}
    if not any(n for n, _population in read.values()):
        return []
    cells = [
        _("{n} of {population}").format(n=grouped(n), population=grouped(of)) for n, of in map(read.__getitem__, header)
    ]
    return [[_("(read)"), *cells]]


def cell_text(record: Mapping[str, Any]) -> str:
    """Return a count as people read it: "12 (34%)", with a rate "12 (3.4)", "0", "not read", "not run"."""
    if record["n"] is None:
        return _("not run")
    if record.get("from") == "human" and record["population"] and not record["read"]:
        return _("not read")
    share = record.get("share")
    if "rate" in record:
        return grouped(record["n"]) + ("" if record["rate"] is None else f" ({decimal(record['rate'], 1)})")
    return grouped(record["n"]) if share is None else f"{grouped(record['n'])} ({percent(share)})"
