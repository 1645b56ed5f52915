"""The effective value of an attribute for a segment, as one SQL expression.

The speaker's own (shared over the same person), else its own case's, else the source's, else, unless the speaker
was given a case of its own, the source's case's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.attribute_values import number, renamed, shown_values
from qualcode.query.variables import Variable
from qualcode.store.cases import cases, find_attribute
from qualcode.store.project import Project

if TYPE_CHECKING:
    from qualcode.query.filters import Filter


def sound_attribute(project: Project, name: str) -> int:
    """Return the id of an attribute by which segments can be told apart.

    Raises
    ------
    UnknownNameError
        If there is no such attribute.
    QualcodeError
        If one person has two values: it must be decided which holds.
    """
    attribute = find_attribute(project, name)
    clashes = _persons_of_several_values(project, attribute)
    if clashes:
        raise QualcodeError(
            _(
                'Attribute "{name}" has different values for the same person ({n} persons). '
                "Set one: qualcode speaker set SOURCE LABEL ATTRIBUTE=VALUE"
            ).format(name=name, n=clashes)
        )
    return attribute


def _persons_of_several_values(project: Project, attribute: int) -> int:
    """Return how many persons have several values of an attribute; two spellings of one value are one."""
    rows = project.rows(
        """
        select distinct speaker.person, value.value
          from value
          join speaker on speaker.id = value.speaker_id
         where value.attribute_id = ? and speaker.person is not null
         order by 1, 2
        """,
        [attribute],
    )
    shown = shown_values(project, attribute)
    values: dict[str, set[str]] = {}
    for person, value in rows:
        values.setdefault(person, set()).add(shown[value])
    return sum(len(several) > 1 for several in values.values())


@dataclass(frozen=True, slots=True)
class AttributeColumn:
    """An attribute as a column for statistics programs."""

    attribute: int
    variable: Variable

    def value(self, shown: str) -> str | float:
        """Return a value as it stands in the column: numbers as numbers, anything else as it is shown."""
        if self.variable.type == "number":
            size = number(shown)
            return int(size) if size.is_integer() else size
        return shown


def attribute_columns(project: Project) -> list[AttributeColumn]:
    """Return a column for each attribute, in the order in which they were made; an order of categories is kept.

    Raises
    ------
    QualcodeError
        If one person has two values of an attribute.
    """
    columns = []
    for name, kind, categories in project.rows("select name, type, categories from attribute order by id"):
        attribute = sound_attribute(project, name)
        order = json.loads(categories)
        if kind == "category" and not order:
            categories = list(dict.fromkeys(shown_values(project, attribute).values()))
        variable = Variable(
            name, name, kind, tuple(order or categories) if kind == "category" else (), ordered=bool(order),
            missing=_("not known, or not the same for all"),
        )  # fmt: skip
        columns.append(AttributeColumn(attribute, variable))
    return columns


def value_of_scope(project: Project, attribute: int) -> tuple[str, list[object]]:
    """Return SQL for the value that an attribute has for a row of `scope`, as it is shown, and what is bound in it."""
    sql, bound = _STORED, [attribute] * 5
    others = renamed(shown_values(project, attribute))
    if not others:
        return sql, [*bound]
    names = json.dumps(others, ensure_ascii=False)
    same = "select coalesce((select value from json_each(?) where key = stored.value), stored.value)"
    return f"({same} from (select {sql} as value) as stored)", [names, *bound]


_STORED = """
coalesce(
  (select value from value where attribute_id = ? and speaker_id = scope.speaker_id),
  (select min(value.value)
     from value
     join speaker on speaker.id = value.speaker_id
    where value.attribute_id = ? and speaker.person = scope.person),
  (select value.value
     from value
     join speaker on speaker.case_id = value.case_id and speaker.case_set = 1
    where value.attribute_id = ? and speaker.id = scope.speaker_id),
  (select value from value where attribute_id = ? and source_id = scope.source_id),
  (select value.value
     from value
     join source on source.case_id = value.case_id
    where value.attribute_id = ? and source.id = scope.source_id
      and coalesce((select case_set from speaker where id = scope.speaker_id), 0) = 0))
"""


@dataclass(frozen=True, slots=True)
class ValuesOfCases:
    """What an attribute is for each case of a population; what it is for others is not known.

    Attributes
    ----------
    own : by case, the value that was given to the case itself
    said : by case, the values of all its segments; None where one has none
    """

    own: Mapping[int, str]
    said: Mapping[int, frozenset[str | None]]

    @property
    def whole(self) -> dict[int, str]:
        """The value of each case as a whole: its own, else the one that all its segments have."""
        shared = {case: next(iter(values)) for case, values in self.said.items() if len(values) == 1}
        return {case: value for case, value in (shared | dict(self.own)).items() if value is not None}

    @property
    def without(self) -> list[int]:
        """The cases without any value."""
        return [case for case, values in self.said.items() if case not in self.own and values == {None}]

    @property
    def several(self) -> list[int]:
        """The cases whose segments have different values."""
        return [case for case, values in self.said.items() if len(values - {None}) > 1]

    @property
    def partly(self) -> list[int]:
        """The cases of which only some segments have a value."""
        return [case for case, values in self.said.items() if None in values and len(values) == 2]


def values_of_cases(project: Project, where: Filter, attribute: int) -> ValuesOfCases:
    """Return the values of an attribute for each case in a population."""
    shown = shown_values(project, attribute)
    own = project.rows(
        "select case_id, value from value where attribute_id = ? and case_id is not null order by case_id", [attribute]
    )
    population, bound = where.population(project)
    sql, of_value = value_of_scope(project, attribute)
    said: dict[int, set[str | None]] = {}
    for case, value in project.rows(
        f"""
        select distinct scope.case_id, {sql} as value
          from ({population}) as scope
         where scope.case_id is not null
         order by scope.case_id, value
        """,
        [*of_value, *bound],
    ):
        said.setdefault(case, set()).add(value)
    return ValuesOfCases(
        {case: shown[value] for case, value in own}, {case: frozenset(values) for case, values in said.items()}
    )


def undecided_cases(project: Project, values: ValuesOfCases) -> dict[str, str]:
    """Return for a note which cases are in no one group: their speakers differ, or only some have a value."""
    names = dict(cases(project))
    lists = {"several_values": values.several, "partly_known": values.partly}
    return {
        kind: f"{len(found)} ({', '.join(names[case] for case in found)})" for kind, found in lists.items() if found
    }
