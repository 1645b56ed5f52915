"""Two coders who each worked on a copy: `merge` brings what the other did into this file, and drops nothing human."""

from __future__ import annotations

from pathlib import Path

from qualcode.store import backups
from qualcode.store.merging.combining import combine
from qualcode.store.merging.opening import open_other
from qualcode.store.merging.past import known_changes, known_until, read_past
from qualcode.store.merging.planning import Plan, plan
from qualcode.store.merging.report import Count, Item, Report
from qualcode.store.merging.settling import Merged
from qualcode.store.merging.side import read_side
from qualcode.store.merging.summing import counts
from qualcode.store.merging.versions import take_versions, unite_settings
from qualcode.store.merging.writing import write
from qualcode.store.project import Project

__all__ = ["Count", "Item", "Report", "merge"]


def merge(project: Project, path: Path, *, apply: bool = False, coder: str = "") -> Report:
    """Bring what was done in the project at `path` into `project`, as one change; a dry run unless `apply`.

    Rows are one thing by uid, then by what makes them the same (`Kind.same`). What only one file changed since the two
    last knew each other stands; what both changed is settled by the later change and listed. Only codings are ever
    taken out, by what their own coder did.

    Raises
    ------
    ProjectError
        If the other file cannot be read, is not sound or of another schema version, if no backup could be made, or
        if `project` cannot be written.
    """
    known = known_changes(project)  # before the change of the merge itself, which names the other's last one
    with open_other(path) as other:
        if not apply:
            project.connection.execute("begin")
            try:
                return _planned(project, other, known)[1]
            finally:
                project.connection.execute("rollback")
        backups.make(project.connection, project.path, "merge")
        last = str(other.value("select uid from change order by seq desc limit 1"))
        with project.change("merge", coder=coder, merged_uid=last, always=True):
            planned, report = _planned(project, other, known)
            write(project, planned)
            take_versions(project, other, planned)
            unite_settings(project, other)
        return report


def _planned(project: Project, other: Project, known: set[str]) -> tuple[Plan, Report]:
    (since, at), (other_since, other_at) = known_until(project, known_changes(other)), known_until(other, known)
    merged = Merged(read_side(project, since), read_side(other, other_since), has_base=bool(since or other_since))
    for side in (merged.here, merged.there):
        read_past(side)
    planned = plan(merged, combine(merged))
    uids = [p.value("select project_uid from setting") for p in (project, other)]
    return planned, Report(counts(merged, planned), tuple(merged.items), max(at, other_at) or None, uids[0] == uids[1])
