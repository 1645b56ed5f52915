"""Which codes stand above which: what is coded with one counts for those above it, unless it is retired."""

from __future__ import annotations

from qualcode.store.project import Project


def kin(project: Project) -> list[tuple[int, int]]:
    """Return (code, itself or one above it) of every code that is in use."""
    return project.rows(
        """
        select code_id, ancestor_id
          from code_ancestor
         where code_id in (select code_id from code_tree)
         order by 1, 2
        """
    )
