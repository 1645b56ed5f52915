"""The colour of every code: its own, else that of the code above it, else one of a palette by order.

The palette is that of Okabe and Ito (2008), which people with any kind of colour vision can tell apart.
"""

from __future__ import annotations

from qualcode.store.project import Project

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#8A7F00", "#6A3D9A")


def colours(project: Project) -> dict[int, str]:
    """Return the colour, "#rrggbb", of every living code by its id."""
    rows = project.rows(
        """
        select code_tree.code_id, code.colour, code.parent_id
          from code_tree
          join code on code.id = code_tree.code_id
         order by code_tree.position
        """
    )
    found: dict[int, str] = {}
    roots = 0
    for code_id, own, parent in rows:
        found[code_id] = own or (PALETTE[roots % len(PALETTE)] if parent is None else found[parent])
        roots += parent is None
    return found
