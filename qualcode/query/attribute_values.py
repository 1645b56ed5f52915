"""When two values of an attribute are one, and how that one is shown: by the attribute's type, as first written."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from contextlib import suppress
from datetime import date

from qualcode.identity import key
from qualcode.store.project import Project


def comparable(kind: str, value: str) -> Hashable:
    """Return what a value of an attribute of this type is compared by.

    Examples
    --------
    >>> comparable("number", "03") == comparable("number", "3,0"), comparable("text", "Panti") == "panti"
    (True, True)
    >>> comparable("date", "20180312") == comparable("date", "2018-03-12")
    True
    """
    # A value that another file brought may not fit the type; it is then no other than itself.
    with suppress(ValueError):
        if kind == "number":
            return number(value)
        if kind == "date":
            return date.fromisoformat(value.strip())
    return key(value)


def number(value: str) -> float:
    """Return a stored number; a comma is a decimal comma.

    Examples
    --------
    >>> number("3,5"), number("12")
    (3.5, 12.0)
    """
    return float(value.strip().replace(",", "."))


def shown_values(project: Project, attribute: int) -> dict[str, str]:
    """Return for each stored value of an attribute how it is shown, in the order in which they are shown.

    All that are one value are shown alike: as the order of categories has it, else as it was written first. Categories
    come in their order, numbers by size, dates by time, others by name.
    """
    kind, categories = project.rows("select type, categories from attribute where id = ?", [attribute])[0]
    order = json.loads(categories) if kind == "category" else []
    spelt = {comparable(kind, category): category for category in order}
    places = {comparable(kind, category): place for place, category in enumerate(order)}
    stored = [
        value
        for (value,) in project.rows(
            "select value from value where attribute_id = ? group by value order by min(id)", [attribute]
        )
    ]
    for value in stored:
        spelt.setdefault(comparable(kind, value), value)
    shown = {value: spelt[comparable(kind, value)] for value in stored}

    def place(value: str) -> tuple[int, float, str]:
        same = comparable(kind, value)
        return places.get(same, len(places)), same if isinstance(same, float) else 0.0, shown[value]

    return {value: shown[value] for value in sorted(stored, key=place)}


def renamed(shown: Mapping[str, str]) -> dict[str, str]:
    """Return only the values that are shown otherwise than they are stored."""
    return {value: name for value, name in shown.items() if value != name}
