"""What a column is for a statistics program: a name it takes, a label, a type, what missing means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.messages import _
from qualcode.query.table import Table, Tabular

LONGEST = 64
"""Bytes of a variable's name that SPSS takes."""
TAKEN = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
"""Words that SPSS keeps for itself."""

Type = Literal["text", "category", "number", "date", "0/1", "count", "rate"]
DICTIONARY = ("variable", "label", "type", "values", "missing", "definition")


@dataclass(frozen=True, slots=True)
class Variable:
    """One column.

    Attributes
    ----------
    name : str
        Letters, digits and underscores, at most 64 bytes, unlike every other in the table (see `variable_names`).
    label : str
        What people call it: the path of a code, the name of an attribute.
    categories : sequence of str
        The values of a category, in their order; `ordered` says whether that order means something.
    missing : str
        What an empty cell means.
    definition : str
        Of a code, from the codebook.
    """

    name: str
    label: str
    type: Type
    categories: Sequence[str] = ()
    ordered: bool = False
    missing: str = ""
    definition: str = ""


def dictionary(table: Tabular) -> Table:
    """Return the data dictionary of a table, a row a variable: variable, label, type, values, missing, definition."""
    rows = [(v.name, v.label, v.type, _values(v), v.missing, v.definition) for v in table.variables]
    return Table(DICTIONARY, rows, table.note)


def _values(variable: Variable) -> str:
    if variable.type == "0/1":
        return _("0 = no, 1 = yes")
    return (" < " if variable.ordered else "; ").join(variable.categories)


def variable_names(labels: Iterable[str]) -> list[str]:
    """Return a name for each label that SPSS, R and Stata take, in the same order, no two alike.

    Examples
    --------
    >>> variable_names(["jenis pelayanan/pangan", "Jenis-pelayanan: pangan", "30 hari", "by"])
    ['jenis_pelayanan_pangan', 'Jenis_pelayanan_pangan_2', 'v30_hari', 'by_']
    """
    names: list[str] = []
    seen: set[str] = set()
    for label in labels:
        whole = _name(label)
        name, n = whole, 1
        while name.casefold() in seen:
            n += 1
            name = f"{_cut(whole, LONGEST - len(str(n)) - 1)}_{n}"
        seen.add(name.casefold())
        names.append(name)
    return names


def _name(label: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c))
    name = re.sub(r"\W+", "_", plain).strip("_") or "v"
    if not name[0].isalpha():
        name = f"v{name}"
    return f"{name}_" if name.casefold() in TAKEN else _cut(name, LONGEST)


def _cut(name: str, most: int) -> str:
    return name.encode()[:most].decode(errors="ignore").rstrip("_")
