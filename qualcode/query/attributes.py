"""The effective value of an attribute for a segment, as one SQL expression.

The speaker's own (shared over the same person), else its own case's, else the source's, else, unless the speaker
was given a case of its own, the source's case's.
"""

from __future__ import annotations

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.store.cases import find_attribute
from qualcode.store.project import Project


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
