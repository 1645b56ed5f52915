"""The effective value of an attribute for a segment, as one SQL expression.

The speaker's own (shared over the same person), else its own case's, else the source's, else, unless the speaker
was given a case of its own, the source's case's.
"""

from __future__ import annotations


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
