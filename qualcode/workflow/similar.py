"""More like this: the segments that are most like a coding, a suggestion or a place."""

from __future__ import annotations

import json
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.messages import _
from qualcode.query.filters import EVERYTHING, Filter
from qualcode.query.table import Table
from qualcode.store.codings import coding_by_id
from qualcode.store.decisions import suggestion_by_id
from qualcode.store.project import Project
from qualcode.workflow.corpus import read_corpus, rows_of
from qualcode.workflow.meaning import KeptEncoder, Progress
from qualcode.workflow.places import find_place

COLUMNS = ("similarity", "source", "segment", "case", "speaker", "codes", "text")


def similar(
    project: Project,
    name: str,
    where: Filter = EVERYTHING,
    *,
    limit: int = 10,
    semantic: bool = False,
    progress: Progress = iter,
) -> Table:
    """Return the segments that are most like what `name` stands on, which itself is left out.

    Parameters
    ----------
    name : str
        Id of a coding or suggestion, or SOURCE:N.
    where : Filter
        Segments to look among.
    semantic : bool
        By the meaning of whole sentences (needs ``qualcode[semantic]``); else by their words and pieces of words.

    Returns
    -------
    Table
        similarity (cosine, -1..1), source, segment, case, speaker, codes (people's, joined by "; "), text.

    Raises
    ------
    QualcodeError
        If there is no such thing, or nothing to compare with.
    """
    import numpy as np

    corpus = read_corpus(project, where)
    asked = _segments(project, name)
    rows = [row for row, segment in enumerate(corpus.segments.tolist()) if segment in asked]
    if not rows:
        text = _("{name} is not among the segments compared: interviewers are left out unless --role names them.")
        raise QualcodeError(text.format(name=name))
    matrix = _matrix(project, corpus, semantic=semantic, progress=progress)
    middle = np.asarray(matrix[rows].mean(axis=0)).ravel()
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()) * np.sqrt(middle @ middle)
    alike = (matrix @ middle) / np.where(lengths > 0, lengths, 1)
    alike[rows] = -np.inf
    order = [row for row in np.argsort(-alike, kind="stable")[:limit].tolist() if alike[row] > 0]
    shown = [_row(project, int(corpus.segments[row]), corpus.texts[row], float(alike[row])) for row in order]
    return Table(COLUMNS, shown, {"like": name, "by": "meaning" if semantic else "words"})


def _matrix(project: Project, corpus: Any, *, semantic: bool, progress: Progress) -> Any:
    if not semantic:
        return rows_of(project, corpus).whole()
    from qualcode.learn.meaning import MeaningFeatures

    return MeaningFeatures(encode=KeptEncoder(project, progress=progress)).fit_transform(corpus.texts)


def _segments(project: Project, name: str) -> set[int]:
    """Return the segments (ids) that a coding, a suggestion or a place touches."""
    if ":" in name:
        found = find_place(project, name)
        span = (found.source.id, found.start, found.stop)
    elif name.strip().lower().startswith("s"):
        suggestion = suggestion_by_id(project, name)
        span = (suggestion.source_id, suggestion.start, suggestion.stop)
    else:
        coding = coding_by_id(project, name)
        span = (coding.source_id, coding.start, coding.stop)
    rows = project.rows("select id from segment where source_id = ? and stop > ? and start < ? order by n", list(span))
    return {row[0] for row in rows}


def _row(project: Project, segment: int, text: str, similarity: float) -> list[object]:
    source, n, case, speaker, codes = project.rows(
        """
        select source.name, scope.segment, coalesce(study_case.name, ''), coalesce(scope.speaker, ''),
               (select json_group_array(path)
                  from (select distinct code_tree.path
                          from coding_segment
                          join coding on coding.id = coding_segment.coding_id
                          join code_tree on code_tree.code_id = coding.code_id
                         where coding_segment.segment_id = scope.segment_id
                         order by code_tree.position))
          from segment_scope as scope
          join source on source.id = scope.source_id
          left join study_case on study_case.id = scope.case_id
         where scope.segment_id = ?
         order by 1
        """,
        [segment],
    )[0]
    return [round(similarity, 3), source, n, case, speaker, "; ".join(json.loads(codes)), text]
