"""A source shown to a coder: blind to other people's codings, and to suggestions in a blind round, until she asks."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.query.transcript import Reading, transcript
from qualcode.store import sight
from qualcode.store.coders import add_coder, coder_id_of
from qualcode.store.project import Project
from qualcode.store.sources import find_source


def reading_of(
    project: Project, source: str, coder: str, *, codes: Sequence[int] | None = None, reveal: bool = False
) -> Reading:
    """Return a source as this coder may see it.

    Parameters
    ----------
    coder : str
        Who looks; "" while nobody is known.
    reveal : bool
        Show everything; that she asked is written down, and her later work there carries the mark.

    Raises
    ------
    UnknownNameError
    """
    source_id = find_source(project, source).id
    if reveal and coder and not project.read_only:
        reveal_to(project, coder, [source_id])
    coder_id = coder_id_of(project, coder) if coder else None
    own = [] if coder_id is None else [coder_id]
    is_open = reveal or (coder_id is not None and sight.sees_others(project, coder_id, source_id))
    blind = sight.blind_spans(project, coder_id, source_id) if coder_id is not None and not is_open else []
    return transcript(project, source, coders=None if is_open else own, codes=codes, blind=blind)


def reveal_to(project: Project, coder: str, sources: Sequence[int]) -> None:
    """Write down that a coder asked to see everything in some sources; `undo` passes over it."""
    with project.change("reveal", coder=coder, automatic=True):
        coder_id = add_coder(project, coder)
        for source_id in sources:
            sight.reveal(project, coder_id, source_id, "both")
