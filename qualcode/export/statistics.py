"""A table for statistics programs: parquet (R, pandas, DuckDB) and sav (SPSS, PSPP, jamovi)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from qualcode.errors import WriteError
from qualcode.messages import _
from qualcode.query.spreading import note_line
from qualcode.query.table import Table, Tabular, missing_package, whole
from qualcode.query.variables import Variable, variable_names

if TYPE_CHECKING:
    from pandas import Series

LONGEST_TEXT = 32_767
"""Bytes of a text that SPSS takes."""
LONGEST_LABEL = 255
"""Bytes of a label of a variable that SPSS shows."""
LONGEST_LINE = 80
"""Bytes of a line of the notes of a file."""


def write_parquet(table: Tabular, *, raw: bool = False) -> Iterator[bytes]:
    """Yield a parquet file; types, ordered categories and the note go with it.

    Raises
    ------
    QualcodeError
        If pandas or pyarrow is not installed.
    """
    del raw
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise missing_package("pyarrow") from None
    out = BytesIO()
    whole(table).to_pandas().to_parquet(out, engine="pyarrow", index=False)
    yield out.getvalue()


def write_sav(table: Tabular, *, raw: bool = False) -> Iterator[bytes]:
    """Yield a file for SPSS: names that it takes, labels, categories as numbers with labels, levels of measurement.

    Raises
    ------
    WriteError
        If a text is longer than SPSS takes.
    QualcodeError
        If pandas or pyreadstat is not installed.
    """
    del raw
    try:
        from pyreadstat import write_sav as write
    except ImportError:
        raise missing_package("pyreadstat") from None
    everything = whole(table)
    variables = {v.name: v for v in everything.variables} or _plain_variables(everything)
    frame = everything.to_pandas().set_axis(list(variables), axis=1)
    coded = {name: _coded(frame[name], variable) for name, variable in variables.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.sav"
        write(
            frame.assign(**coded),
            path,
            file_label=_("made by qualcode"),
            note=_lines(note_line(table)),
            column_labels={name: _cut(v.label) for name, v in variables.items()},
            variable_value_labels={name: labels for name, v in variables.items() if (labels := _labels(v))},
            variable_measure={name: _measure(v, frame[name]) for name, v in variables.items()},
        )
        yield path.read_bytes()


def _plain_variables(table: Table) -> dict[str, Variable]:
    """Return a variable for each column of a table that says no more than its name."""
    names = variable_names(table.columns)
    return {name: Variable(name, label, "text") for name, label in zip(names, table.columns, strict=True)}


def _coded(column: Series, variable: Variable) -> Series:
    """Return a column as SPSS takes it: categories as 1, 2, …; numbers as floats, so that missing is missing."""
    if variable.type == "category":
        return column.cat.codes.replace(-1, float("nan")).astype(float) + 1
    if _is_number(column):
        return column.astype("Float64").astype(float)
    if variable.type == "date":
        return column.dt.date
    texts = column.astype(object).where(column.notna(), "").map(str)
    if texts.map(lambda text: len(text.encode())).max() > LONGEST_TEXT:
        raise WriteError(
            _('"{name}": a text is longer than the {n} bytes that SPSS takes. Write .csv or .parquet instead.').format(
                name=variable.name, n=LONGEST_TEXT
            )
        )
    return texts


def _is_number(column: Series) -> bool:
    from pandas.api.types import is_numeric_dtype

    return bool(is_numeric_dtype(column))


def _labels(variable: Variable) -> dict[int | float, str]:
    if variable.type == "0/1":
        return {0.0: _("no"), 1.0: _("yes")}
    return {float(n): category for n, category in enumerate(variable.categories, 1)}


def _measure(variable: Variable, column: Any) -> str:
    if variable.ordered:
        return "ordinal"
    return (
        "scale" if variable.type in ("date", "number") or (_is_number(column) and variable.type != "0/1") else "nominal"
    )


def _lines(note: str) -> list[str]:
    """Return a note in lines of at most 80 bytes, as SPSS keeps it."""
    widest = max((len(c.encode()) for c in note), default=1)
    return wrap(note, LONGEST_LINE // widest)


def _cut(label: str) -> str:
    return label.encode()[:LONGEST_LABEL].decode(errors="ignore")
