"""Conditions on attributes, as --where takes them: usia>=40, tipologi!=A, staff is missing."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query.attribute_values import comparable, shown_values
from qualcode.query.attributes import sound_attribute, value_of_scope
from qualcode.store.cases import check_value
from qualcode.store.project import Project

Operator = Literal["=", "!=", "<", ">", "<=", ">=", "is missing"]

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_WRITTEN = re.compile(r"(?P<name>[^=<>!]*[^=<>!\s])\s*(?P<operator><=|>=|!=|=|<|>)\s*(?P<value>.*)", re.DOTALL)
_MISSING = re.compile(r"(?P<name>.*\S)\s+is\s+missing", re.IGNORECASE)


class Condition(NamedTuple):
    """What the value of an attribute must be; what is missing fulfils "is missing" and nothing else."""

    attribute: str
    value: str = ""
    operator: Operator = "="

    def __str__(self) -> str:
        if self.operator == "is missing":
            return f"{self.attribute} {self.operator}"
        return f"{self.attribute} {self.operator} {self.value}"

    def sql(self, project: Project) -> tuple[str, list[object]]:
        """Return SQL that is true of the rows of `scope` that fulfil the condition, and its values.

        Values are compared by the type of the attribute: numbers by size, dates by time, categories by their order,
        text and names without regard to case.

        Raises
        ------
        UnknownNameError
            If there is no such attribute or category.
        QualcodeError
            If the value does not fit the type, or the type has no order.
        """
        attribute = sound_attribute(project, self.attribute)
        value, bound = value_of_scope(project, attribute)
        if self.operator == "is missing":
            return f"{value} is null", bound
        fulfilling = json.dumps(_fulfilling(project, attribute, self), ensure_ascii=False)
        return f"{value} in (select value from json_each(?))", [*bound, fulfilling]


def parse_condition(text: str) -> Condition:
    """Return the condition that is written as ``NAME=VALUE``, with another operator, or ``NAME is missing``.

    Raises
    ------
    QualcodeError
        If it is none of these.

    Examples
    --------
    >>> parse_condition("usia >= 40")
    Condition(attribute='usia', value='40', operator='>=')
    >>> parse_condition("staff is missing")
    Condition(attribute='staff', value='', operator='is missing')
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written:
        for known in _COMPARE:
            if known == written["operator"]:
                return Condition(written["name"], written["value"].strip(), known)
    missing = _MISSING.fullmatch(text.strip())
    if missing:
        return Condition(missing["name"], operator="is missing")
    raise QualcodeError(
        _(
            '--where takes ATTRIBUTE=VALUE, with != < > <= >= in place of =, or "ATTRIBUTE is missing"; not "{text}".'
        ).format(text=text)
    )


def _fulfilling(project: Project, attribute: int, condition: Condition) -> list[str]:
    """Return the values of an attribute, as they are shown, that fulfil a condition."""
    kind, order = project.rows("select type, categories from attribute where id = ?", [attribute])[0]
    rank = _ranking(condition, kind, json.loads(order))
    wanted = rank(condition.value)
    compare = _COMPARE[condition.operator]
    known = list(dict.fromkeys(shown_values(project, attribute).values()))
    if condition.operator == "=" and kind in ("text", "category"):
        _require_known(condition, kind, known)
    return [value for value in known if compare(rank(value), wanted)]


def _ranking(condition: Condition, kind: str, categories: Sequence[str]) -> Callable[[str], Any]:
    """Return what a value is compared by."""
    if kind == "category" and categories:
        places = {key(category): place for place, category in enumerate(categories)}
        if key(condition.value) not in places:
            raise UnknownNameError(condition.attribute, condition.value, categories)
        return lambda value: places[key(value)]
    if kind in ("number", "date"):
        _require(condition, "number" if kind == "number" else "date")
        return partial(comparable, kind)
    if condition.operator not in ("=", "!="):
        raise QualcodeError(
            _(
                'The values of "{name}" have no order for {operator}. Give it one: '
                "qualcode attribute type {name} number, date, or category --order LOW,…,HIGH"
            ).format(name=condition.attribute, operator=condition.operator)
        )
    return key


def _require_known(condition: Condition, kind: str, stored: Sequence[str]) -> None:
    """Refuse a value that nothing has, as a slip of the pen. Texts may be names of people, and are not listed."""
    if key(condition.value) in map(key, stored):
        return
    if kind == "category":
        raise UnknownNameError(condition.attribute, condition.value, stored)
    raise QualcodeError(
        _('No case, speaker or source has the value "{value}" of {name}. See the values: themes --by {name}').format(
            value=condition.value, name=condition.attribute
        )
    )


def _require(condition: Condition, kind: Literal["number", "date"]) -> None:
    """Refuse a condition whose value has not the type of the attribute."""
    try:
        check_value(condition.attribute, condition.value, kind)
    except QualcodeError:
        example = "40" if kind == "number" else "2018-03-12"
        text = _('--where {condition}: the values of "{name}" are compared with a value like {example}.')
        written = f"{condition.attribute}{condition.operator}{condition.value}"
        raise QualcodeError(text.format(condition=written, name=condition.attribute, example=example)) from None
