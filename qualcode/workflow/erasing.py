"""`erase`: with a safety copy that goes once all is well, and a look at the backups that still hold the text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import ProjectError, QualcodeError, UnknownNameError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.store import backups, cache
from qualcode.store.connection import DAMAGE, connect
from qualcode.store.doctor import examine
from qualcode.store.erasing import Erased, erase_source, erase_speaker
from qualcode.store.project import Project
from qualcode.store.sources import Stored, find_source, sources


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be erased: a source, or a speaker in it (with her id)."""

    source: Stored
    speaker_id: int | None = None


def target_sources(project: Project, name: str) -> list[Target]:
    """Return the source of this name, to be erased whole.

    Raises
    ------
    UnknownNameError
    """
    return [Target(find_source(project, name))]


def target_person(project: Project, name: str, source: str | None = None) -> list[Target]:
    """Return every source in which a person speaks, by her label, name or person.

    Raises
    ------
    UnknownNameError
        If nobody has this name.
    QualcodeError
        If several speakers have it who are not said to be one person, and no source is named.
    """
    by_id = {s.id: s for s in sources(project)}
    chosen = find_source(project, source).id if source else None
    rows = project.rows("select id, source_id, label, name, coalesce(person, '') from speaker order by source_id, id")
    found = [row for row in rows if key(name) in map(key, row[2:]) and chosen in (None, row[1])]
    if not found:
        raise UnknownNameError("speaker", name)
    people = {key(row[4]) or str(row[0]) for row in found}
    if len(people) > 1 and chosen is None:
        raise QualcodeError(
            _(
                "{n} speakers have this name and are not said to be one person. Name one with --source, "
                "or tie them first: qualcode speaker set SOURCE LABEL --person NAME"
            ).format(n=len(found))
        )
    return [Target(by_id[row[1]], row[0]) for row in found]


def erase(project: Project, targets: list[Target], *, coder: str = "") -> list[Erased]:
    """Take text out for good: the file holds nothing of it afterwards. It cannot be undone.

    Raises
    ------
    ProjectError
        If the safety copy cannot be made (then nothing is done), or if the project is not sound afterwards (then the
        safety copy stays).
    """
    safety = backups.make(project.connection, project.path, "erase")
    with project.change("erase", coder=coder, automatic=True, always=True):
        done = [
            erase_source(project, t.source) if t.speaker_id is None else erase_speaker(project, t.source, t.speaker_id)
            for t in targets
        ]
    project.connection.execute("vacuum")
    cache.clear(project)
    if examine(project):
        raise ProjectError(
            _(
                "Something is not as it should be after erasing (see: qualcode doctor). The copy from before: {path}"
            ).format(path=safety)
        )
    safety.unlink()
    return done


def still_held(project: Project) -> list[Path]:
    """Return the backups that hold something that was erased, oldest first; unreadable ones count as holding it."""
    gone = {uid for (uids,) in project.rows("select uids from erased order by id") for uid in json.loads(uids)}
    now = dict(project.rows("select uid, text_sha256 from source order by id"))
    return [path for path in backups.listed(project.path) if gone and _holds(path, gone, now)]


def _holds(path: Path, gone: set[str], now: dict[str, str]) -> bool:
    """Tell whether a backup has an erased source, or the older text of one in which a speaker was erased."""
    try:
        connection = connect(path, read_only=True)
        try:
            rows = connection.execute(
                """
                select source.uid, text_sha256, speaker.uid
                  from source
                  left join speaker on speaker.source_id = source.id
                 order by source.id, speaker.id
                """
            ).fetchall()
        finally:
            connection.close()
    except (QualcodeError, *DAMAGE):
        return True
    return any(uid in gone or (speaker in gone and sha256 != now.get(uid)) for uid, sha256, speaker in rows)
