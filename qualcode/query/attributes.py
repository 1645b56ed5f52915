"""The effective value of an attribute for a segment, as one SQL expression.

The speaker's own (shared over the same person), else its own case's, else the source's, else, unless the speaker
was given a case of its own, the source's case's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query.variables import Variable
from qualcode.store.cases import find_attribute
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
    clashes = project.value(
        """
        select count(*)
          from (select speaker.person
                  from value
                  join speaker on speaker.id = value.speaker_id
                 where value.attribute_id = ? and speaker.person is not null
                 group by speaker.person
                having count(distinct value.value) > 1)
        """,
        [attribute],
    )
    if clashes:
        raise QualcodeError(
            _(
                'Attribute "{name}" has different values for the same person ({n} persons). '
                "Set one: qualcode speaker set SOURCE LABEL ATTRIBUTE=VALUE"
            ).format(name=name, n=clashes)
        )
    return attribute


@dataclass(frozen=True, slots=True)
class AttributeColumn:
    """An attribute as a column for statistics programs."""

    attribute: int
    variable: Variable

    def value(self, stored: str) -> str | float:
        """Return a stored value as it stands in the column: numbers as numbers, categories as they are spelt there."""
        if self.variable.type == "number":
            number = float(stored.replace(",", "."))
            return int(number) if number.is_integer() else number
        return next((c for c in self.variable.categories if key(c) == key(stored)), stored)


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
            values = "select distinct value from value where attribute_id = ? order by value"
            categories = list({key(row[0]): row[0] for row in project.rows(values, [attribute])}.values())
        variable = Variable(
            name, name, kind, tuple(order or categories) if kind == "category" else (), ordered=bool(order),
            missing=_("not known, or not the same for all"),
        )  # fmt: skip
        columns.append(AttributeColumn(attribute, variable))
    return columns


def value_of_scope(attribute: str) -> str:
    """Return SQL for the value that attribute number `attribute` (bound five times) has for a row of `scope`."""
    return f"""
    coalesce(
      (select value from value where attribute_id = {attribute} and speaker_id = scope.speaker_id),
      (select min(value.value)
         from value
         join speaker on speaker.id = value.speaker_id
        where value.attribute_id = {attribute} and speaker.person = scope.person),
      (select value.value
         from value
         join speaker on speaker.case_id = value.case_id and speaker.case_set = 1
        where value.attribute_id = {attribute} and speaker.id = scope.speaker_id),
      (select value from value where attribute_id = {attribute} and source_id = scope.source_id),
      (select value.value
         from value
         join source on source.case_id = value.case_id
        where value.attribute_id = {attribute} and source.id = scope.source_id
          and coalesce((select case_set from speaker where id = scope.speaker_id), 0) = 0))
    """


def values_of_cases(project: Project, where: Filter, attribute: int) -> dict[int, list[str]]:
    """Return the values of an attribute for each case in a population: its own, else those of all its segments.

    No value, or several, means that the case as a whole has none.
    """
    own: dict[int, str] = dict(
        project.rows(
            "select case_id, value from value where attribute_id = ? and case_id is not null order by case_id",
            [attribute],
        )
    )
    population, bound = where.population(project)
    values: dict[int, list[str]] = {}
    for case, value in project.rows(
        f"""
        select distinct scope.case_id, {value_of_scope("?")} as value
          from ({population}) as scope
         where scope.case_id is not null
         order by scope.case_id, value
        """,
        [*[attribute] * 5, *bound],
    ):
        values.setdefault(case, []).extend([value] if value is not None else [])
    return values | {case: [own[case]] for case in values if case in own}
