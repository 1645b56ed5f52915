"""The texts that a source had before it was corrected."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.store import images
from qualcode.store.project import Project


@dataclass(frozen=True, slots=True)
class Version:
    """A text of a source: its number from 1, since when it stood, by whom and by which command."""

    n: int
    at: str
    coder: str
    command: str
    text: str


def versions(project: Project, source_id: int) -> list[Version]:
    """Return the texts of a source, the oldest first; the last is the one that stands now."""
    rows = project.rows(_IMAGES, [source_id])
    at, coder, command = project.rows(_BORN, [source_id])[0]
    found: list[Version] = []
    for replaced_at, by, through, image in rows:
        text = images.read(image)[1][0][0]
        if text:  # undo and redo of an import leave an image of no text
            found.append(Version(len(found) + 1, at, coder, command, text))
            at, coder, command = replaced_at, by, through
    text = project.value("select text from source where id = ?", [source_id])
    return [*found, Version(len(found) + 1, at, coder, command, text)]


def version(project: Project, source_id: int, n: int) -> Version:
    """Return one text of a source.

    Raises
    ------
    QualcodeError
        If there is none of this number.
    """
    known = versions(project, source_id)
    if not 1 <= n <= len(known):
        raise QualcodeError(_("There is no version {n}; the versions are 1 to {last}.").format(n=n, last=len(known)))
    return known[n - 1]


_INSERTED = """
select max(born.id)
  from history as born
 where born.tbl = 'source' and born.row_id = {row_id} and born.old is null and born.image is null
"""
_BORN = f"""
select at, coder, command
  from history
  join change on change.seq = history.seq
 where history.id = ({_INSERTED.format(row_id="?")})
 order by history.id
"""
_IMAGES = f"""
select at, coder, command, image
  from history
  join change on change.seq = history.seq
 where tbl = 'source.text' and row_id = ?1 and image is not null
   and history.id > ({_INSERTED.format(row_id="?1")})
 order by history.id
"""
