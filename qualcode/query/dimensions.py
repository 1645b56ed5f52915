"""What tables are broken down by: case, source, speaker, person, role or an attribute, with every value in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qualcode.query.attribute_values import shown_values
from qualcode.query.attributes import sound_attribute, value_of_scope
from qualcode.query.filters import NO_CASE
from qualcode.store.project import Project

FIGURES = frozenset(
    {"code", "from", "n", "population", "read", "share", "rate", "row_share", "column_share", "hidden", "note"}
)
"""Columns of counts; an attribute may have such a name too."""
FIXED = ("case", "source", "speaker", "person", "role")
MISSING = "(missing)"
ALL = "(all)"


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown.

    Attributes
    ----------
    name : str
        As the user gave it, or where a figure has that name another (`column_name`); the column of the table.
    sql : str
        Expression over a row of `scope`.
    values : sequence of values bound in `sql`.
    labels : mapping from what `sql` yields to what people read, in order.
    attribute : id of the attribute, if it is one.
    """

    name: str
    sql: str
    values: Sequence[object]
    labels: dict[object, str]
    attribute: int | None = None

    def label(self, found: object) -> str:
        """Return what people read for a value that `sql` yields."""
        return self.labels.get(found, MISSING if found is None else str(found))


def column_name(attribute: str, taken: Collection[str]) -> str:
    """Return the name of the column of an attribute: its own, with "_" behind it where a column has that name.

    Examples
    --------
    >>> column_name("n", FIGURES), column_name("tipologi", FIGURES)
    ('n_', 'tipologi')
    """
    return f"{attribute}_" if attribute in taken else attribute


def dimension(project: Project, by: str | None) -> Dimension:
    """Return the breakdown of this name; None is one row for all.

    Raises
    ------
    UnknownNameError
        If it is neither fixed nor an attribute.
    """
    if by is None:
        return Dimension("all", "0", (), {0: ALL})
    if by == "case":
        rows = project.rows("select id, name from study_case order by id")
        return Dimension(by, "coalesce(scope.case_id, 0)", (), dict(rows) | {0: NO_CASE})
    if by == "source":
        return Dimension(by, "scope.source_id", (), dict(project.rows("select id, name from source order by id")))
    if by in ("speaker", "person"):
        return _speakers(project, by)
    if by == "role":
        return Dimension(by, "scope.role", (), {})
    attribute = sound_attribute(project, by)
    shown = shown_values(project, attribute).values()
    sql, bound = value_of_scope(project, attribute)
    return Dimension(column_name(by, FIGURES), sql, bound, {value: value for value in shown}, attribute)


def persons_of_cases() -> Dimension:
    """Return the breakdown by case and person: values are json ``[case id or null, person]``, without labels."""
    return Dimension("person of a case", "json_array(scope.case_id, scope.person)", (), {})


def _speakers(project: Project, by: str) -> Dimension:
    rows = project.rows(
        """
        select speaker.id, coalesce(speaker.person, speaker.uid), speaker.person, speaker.label, source.name
          from speaker
          join source on source.id = speaker.source_id
         order by speaker.id
        """
    )
    if by == "speaker":
        return Dimension(by, "scope.speaker_id", (), {row[0]: f"{row[3]} @ {row[4]}" for row in rows})
    return Dimension(by, "scope.person", (), {row[1]: row[2] or f"{row[3]} @ {row[4]}" for row in reversed(rows)})
