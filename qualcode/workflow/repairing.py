"""What can be derived is made anew: parts that do not tile a text, links to segments, the full-text index."""

from __future__ import annotations

from itertools import pairwise

from qualcode.records import Part, Span
from qualcode.store import images
from qualcode.store.indexing import link_source, rebuild_full_text
from qualcode.store.project import Project
from qualcode.store.sources import parts_of, sources, text_of, turns_of

REPAIRED = ("parts", "links", "full text")
"""The checks of `doctor` whose findings this mends."""


def repair(project: Project, checks: set[str]) -> list[str]:
    """Mend what the checks named found, as one undo; codings and everything people decided are not touched.

    Parameters
    ----------
    checks : names of checks of `doctor` that found something.

    Returns
    -------
    list of str
        The checks that were mended.
    """
    mended = [name for name in REPAIRED if name in checks]
    if not mended:
        return []
    with project.change("doctor --repair", always=True):
        for source in sources(project):
            if "parts" in checks:
                _tile(project, source.id)
            link_source(project, source.id)
        rebuild_full_text(project)
    return mended


def _tile(project: Project, source_id: int) -> None:
    """Give every character of a text to one part: what lies in a turn and in no part is speech, else a note."""
    text = text_of(project, source_id)
    parts = parts_of(project, source_id)
    if _tiles(parts, len(text)):
        return
    turns = [(turn.start, turn.end) for _id, turn in turns_of(project, source_id)]
    images.drop(project, "part", source_id)
    project.execute_many(
        "insert into part(source_id, start, stop, kind, rule) values (?, ?, ?, ?, ?)",
        [(source_id, p.start, p.end, p.kind, p.rule) for p in tiled(parts, turns, len(text))],
    )


def _tiles(parts: list[Part], length: int) -> bool:
    at = 0
    for part in parts:
        if part.start != at:
            return False
        at = part.end
    return at == length


def tiled(parts: list[Part], turns: list[Span], length: int) -> list[Part]:
    """Return parts that cover 0 to `length` exactly once, keeping those given where they can stand.

    Examples
    --------
    >>> [(p.start, p.end, p.kind) for p in tiled([Part(0, 4, "label", "x")], [(4, 9)], 12)]
    [(0, 4, 'label'), (4, 9, 'speech'), (9, 12, 'note')]
    """
    found: list[Part] = []
    at = 0
    for part in [*parts, Part(length, length + 1, "note", "end")]:
        start, end = max(part.start, at), min(part.end, length)
        if start > at:
            found.extend(_between(at, min(start, length), turns))
        if start < end:
            found.append(Part(start, end, part.kind, part.rule))
        at = max(at, end)
    return found


def _between(start: int, end: int, turns: list[Span]) -> list[Part]:
    borders = sorted({start, end, *(b for turn in turns for b in turn if start < b < end)})
    return [
        Part(a, b, "speech" if any(t <= a < s for t, s in turns) else "note", "repaired") for a, b in pairwise(borders)
    ]
