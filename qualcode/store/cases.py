"""Cases (what is compared, as an Orso), attributes with types, and their values on cases, speakers and sources."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from qualcode.errors import QualcodeError, UnknownNameError
from qualcode.identity import key, new_uid
from qualcode.messages import _
from qualcode.store.project import Project

Type = Literal["text", "category", "number", "date"]
TYPES: tuple[Type, ...] = ("text", "category", "number", "date")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def add_case(project: Project, name: str) -> int:
    """Return the id of the case of this name; it is made if there is none."""
    found = project.value("select id from study_case where key = ?", [key(name)])
    if found is None:
        found = project.execute(
            "insert into study_case(uid, name, key) values (?, ?, ?)", [new_uid(), " ".join(name.split()), key(name)]
        ).lastrowid
    return int(found or 0)


def cases(project: Project) -> list[tuple[int, str]]:
    """Return (id, name) of every case, in the order in which they were made."""
    return [(row[0], row[1]) for row in project.rows("select id, name from study_case order by id")]


def find_case(project: Project, name: str) -> int:
    """Return the id of the case of this name.

    Raises
    ------
    UnknownNameError
    """
    found = project.value("select id from study_case where key = ?", [key(name)])
    if found is None:
        raise UnknownNameError("case", name, [case for _id, case in cases(project)])
    return int(found)


def add_attribute(project: Project, name: str, kind: Type = "text", categories: Sequence[str] = ()) -> int:
    """Return the id of the attribute of this name; it is made, with this type, if there is none."""
    found = project.value("select id from attribute where key = ?", [key(name)])
    if found is None:
        found = project.execute(
            "insert into attribute(uid, name, key, type, categories) values (?, ?, ?, ?, ?)",
            [new_uid(), " ".join(name.split()), key(name), kind, json.dumps(list(categories), ensure_ascii=False)],
        ).lastrowid
    return int(found or 0)


def set_type(project: Project, name: str, kind: Type, categories: Sequence[str] = ()) -> None:
    """Give an attribute a type; a category may have its values in order.

    Raises
    ------
    QualcodeError
        If a stored value does not fit the type; the first such value's place is named.
    UnknownNameError
        If there is no such attribute.
    """
    attribute_id = find_attribute(project, name)
    for (value,) in project.rows("select value from value where attribute_id = ? order by id", [attribute_id]):
        check_value(name, value, kind, categories)
    project.execute(
        "update attribute set type = ?, categories = ? where id = ?",
        [kind, json.dumps(list(categories), ensure_ascii=False), attribute_id],
    )


def find_attribute(project: Project, name: str) -> int:
    """Return the id of the attribute of this name.

    Raises
    ------
    UnknownNameError
    """
    found = project.value("select id from attribute where key = ?", [key(name)])
    if found is None:
        known = [row[0] for row in project.rows("select name from attribute order by id")]
        raise UnknownNameError("attribute", name, known)
    return int(found)


def check_value(name: str, value: str, kind: Type, categories: Sequence[str] = ()) -> None:
    """Refuse a value that does not fit the type of its attribute.

    Raises
    ------
    QualcodeError
    """
    if not _fits(value, kind, categories):
        raise QualcodeError(
            _('Attribute "{name}": a value is no {kind}. Mend it, or give the attribute another type.').format(
                name=name, kind=_(kind)
            )
        )


def _fits(value: str, kind: Type, categories: Sequence[str]) -> bool:
    if kind == "category":
        return not categories or key(value) in {key(c) for c in categories}
    if kind == "number":
        return _NUMBER.fullmatch(value.strip()) is not None
    return kind == "text" or _is_date(value)


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value.strip())
    except ValueError:
        return False
    return True


def set_value(
    project: Project,
    name: str,
    value: str,
    *,
    case_id: int | None = None,
    speaker_id: int | None = None,
    source_id: int | None = None,
) -> None:
    """Set an attribute of a case, a speaker or a source; an empty value is missing and is not stored.

    Raises
    ------
    QualcodeError
        If the value does not fit the attribute's type.
    """
    attribute_id = add_attribute(project, name)
    kind, categories = project.rows("select type, categories from attribute where id = ?", [attribute_id])[0]
    target, target_id = next(
        (column, row_id)
        for column, row_id in (("case_id", case_id), ("speaker_id", speaker_id), ("source_id", source_id))
        if row_id is not None
    )
    old = project.value(f"select id from value where attribute_id = ? and {target} = ?", [attribute_id, target_id])
    value = value.strip()
    if value:
        check_value(name, value, kind, json.loads(categories))
    if not value:
        project.execute("delete from value where id = ?", [old])
    elif old is not None:
        project.execute("update value set value = ? where id = ?", [value, old])
    else:
        project.execute(
            f"insert into value(uid, attribute_id, {target}, value) values (?, ?, ?, ?)",
            [new_uid(), attribute_id, target_id, value],
        )


def assign_source(project: Project, source_id: int, case_id: int | None) -> None:
    """Say to which case a source belongs; None is no case."""
    project.execute("update source set case_id = ? where id = ?", [case_id, source_id])
