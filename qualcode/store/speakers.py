"""Speakers corrected after import: name, role, case, person; two labels made one."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.errors import UnknownNameError
from qualcode.identity import key
from qualcode.store import images
from qualcode.store.cases import add_case, set_value
from qualcode.store.project import Project
from qualcode.store.sources import find_source


def find_speaker(project: Project, source_id: int, label: str) -> int:
    """Return the id of the speaker with this label in a source.

    Raises
    ------
    UnknownNameError
    """
    found = project.value("select id from speaker where source_id = ? and key = ?", [source_id, key(label)])
    if found is None:
        known = [
            row[0] for row in project.rows("select label from speaker where source_id = ? order by id", [source_id])
        ]
        raise UnknownNameError("speaker", label, known)
    return int(found)


def set_speaker(
    project: Project,
    source: str,
    label: str,
    *,
    name: str | None = None,
    role: str | None = None,
    case: str | None = None,
    person: str | None = None,
    values: Mapping[str, str] | None = None,
) -> None:
    """Change what is given of a speaker; an empty `case` says that the speaker belongs to none.

    Parameters
    ----------
    values : mapping
        Attributes of the speaker by name; an empty value takes one out.

    Raises
    ------
    UnknownNameError
    """
    source_id = find_source(project, source).id
    speaker_id = find_speaker(project, source_id, label)
    with project.change("speaker set"):
        fields: dict[str, object] = {column: v for column, v in (("name", name), ("role", role)) if v is not None}
        if person is not None:
            fields["person"] = person or None
        if case is not None:
            fields |= {"case_set": 1, "case_id": add_case(project, case) if case else None}
        if fields:
            assignments = ", ".join(f"{column} = ?" for column in fields)
            project.execute(f"update speaker set {assignments} where id = ?", [*fields.values(), speaker_id])
        for attribute, value in (values or {}).items():
            set_value(project, attribute, value, speaker_id=speaker_id)


def join_speakers(project: Project, source: str, label: str, into: str) -> int:
    """Give the turns of one label to another and take the label out; returns how many turns moved.

    Raises
    ------
    UnknownNameError
    """
    source_id = find_source(project, source).id
    goes, stays = find_speaker(project, source_id, label), find_speaker(project, source_id, into)
    if goes == stays:
        return 0
    with project.change("speaker join"):
        images.keep(project, "turn", source_id)
        moved = project.execute("update turn set speaker_id = ? where speaker_id = ?", [stays, goes]).rowcount
        known = "select attribute_id from value where speaker_id = ?"
        project.execute(
            f"update value set speaker_id = ? where speaker_id = ? and attribute_id not in ({known})",
            [stays, goes, stays],
        )
        project.execute("delete from value where speaker_id = ?", [goes])
        project.execute("delete from speaker where id = ?", [goes])
    return moved
