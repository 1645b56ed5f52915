"""What the other columns of a survey say: of the case where they are the same all over it, else of the respondent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qualcode.records import Row, Source, Speaker

CaseValues = dict[str, dict[str, str]]


def split_values(source: Source) -> tuple[Source, CaseValues]:
    """Part the values that belong to cases from those of rows.

    Returns
    -------
    Source
        With rows that keep only their own values.
    CaseValues
        Attributes by case: columns that have one value within each case, and more than one row in some case.
    """
    cases: dict[str, list[Row]] = {}
    for row in source.rows:
        if row.case is not None:
            cases.setdefault(row.case, []).append(row)
    if len(cases) < 2 or all(len(rows) == 1 for rows in cases.values()):
        return source, {}
    columns = dict.fromkeys(name for row in source.rows for name in row.values)
    constant = [name for name in columns if all(_one_value(rows, name) for rows in cases.values())]
    values = {case: {name: rows[0].values.get(name, "") for name in constant} for case, rows in cases.items()}
    kept = [replace(row, values={n: v for n, v in row.values.items() if n not in constant}) for row in source.rows]
    return replace(source, rows=kept), values


def _one_value(rows: Sequence[Row], name: str) -> bool:
    return len({row.values.get(name, "") for row in rows}) == 1


def same_person(source: Source, speakers: Sequence[Speaker]) -> list[Speaker]:
    """Make the respondent of a row one person in all columns of the same survey."""
    file = source.name.rsplit("#", 1)[0]
    return [replace(who, person=who.person or f"{file}:{who.label}") for who in speakers]
