"""Rounds of coding: who reads what, and a copy of the project for each coder."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from qualcode.errors import QualcodeError, WriteError
from qualcode.identity import key
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.table import Table
from qualcode.store import withholding
from qualcode.store.assignments import By, Piece, Plan, assign, plan
from qualcode.store.coders import find_coder
from qualcode.store.project import SUFFIX, Project


def make_assignments(
    project: Project,
    coders: Sequence[str],
    where: Filter = EVERYTHING,
    *,
    by: By = "source",
    double: float = 0.2,
    seed: int = 1,
    round: str = "1",
    blind: bool = True,
) -> Plan:
    """Give the sources (or single segments) of the population out to coders, as one undo.

    Parameters
    ----------
    double : float
        Share of the words that every coder reads, 0 to 1.
    blind : bool
        Hide suggestions until a coder asks for them.

    Raises
    ------
    QualcodeError
        If there are fewer than one coder, a name twice, nothing to read, or `double` is no share.
    """
    names = [" ".join(name.split()) for name in coders]
    if not names or len({key(name) for name in names}) != len(names) or not all(map(key, names)):
        raise QualcodeError(_("--coders takes names with commas between them, each once: ani,budi"))
    if not 0 <= double <= 1:
        raise QualcodeError(_("--double takes a share from 0% to 100%."))
    pieces = _pieces(project, where, by)
    if not pieces:
        raise QualcodeError(_("There is nothing to read: no segment is in the population."))
    chosen = plan(pieces, names, double=double, seed=seed)
    with project.change("assign make"):
        assign(project, chosen, round=round, blind=blind)
    return chosen


def _pieces(project: Project, where: Filter, by: By) -> list[Piece]:
    population, values = where.population(project)
    group = "scope.source_id" if by == "source" else "scope.segment_id"
    rows = project.rows(
        f"""
        select scope.source_id, min(scope.start), max(scope.stop), sum(scope.words)
          from ({population}) as scope
          join source on source.id = scope.source_id
         group by {group}
         order by source.name, min(scope.start)
        """,
        values,
    )
    return [Piece(*row) for row in rows]


def assignments(project: Project) -> Table:
    """Return one row an assignment: round, coder, source, segments (first-last), n, words, shared, blind."""
    rows = project.rows(
        """
        select round, coder.name, source.name, min(segment.n) || '-' || max(segment.n), count(*), sum(segment.words),
               case when shared then 'yes' else '' end, case when blind then 'yes' else '' end
          from assignment
          join coder on coder.id = assignment.coder_id
          join source on source.id = assignment.source_id
          join segment on segment.source_id = source.id and segment.start < assignment.stop
                      and segment.stop > assignment.start
         group by assignment.id
         order by round, coder.name, source.name, assignment.start
        """
    )
    columns = ("round", "coder", "source", "segments", "n", "words", "shared", "blind")
    return Table(columns, rows, {"assignments": len(rows)})


def export_copy(project: Project, coder: str, path: Path) -> Path:
    """Write a coder's own copy of the project: her work and the codebook, nobody else's codings.

    Suggestions are left out where a blind round hides them. `merge` takes the copy back.

    Raises
    ------
    UnknownNameError
    WriteError
        If the file exists or cannot be written.
    """
    coder_id = find_coder(project, coder)
    path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise WriteError(_("{path}: exists already. Choose another name.").format(path=path)) from None
    except OSError as error:
        raise WriteError(_("{path}: cannot be written ({reason}).").format(path=path, reason=error.strerror)) from None
    try:
        target = sqlite3.connect(path)
        project.connection.backup(target)
        target.close()
        with Project.open(path) as copy:
            withholding.withhold(copy, coder_id)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
