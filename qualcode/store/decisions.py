"""Decisions: what a coder says to a suggestion; each stands by itself, with what she was shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qualcode.identity import new_uid, now
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding, codings_of_decision, remove_codings
from qualcode.store.project import Project
from qualcode.store.reading import Drawn
from qualcode.store.short_ids import short_id, uid_of_short

State = Literal["accepted", "rejected", "unsure"]


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """A suggestion as it stands in the project, with the run that made it."""

    id: int
    uid: str
    source_id: int
    start: int
    stop: int
    code_id: int
    score: float
    evidence: str
    origin: str
    run_uid: str
    codebook_sha256: str

    @property
    def name(self) -> str:
        """The id by which people call it."""
        return short_id("suggestion", self.uid)


_STORED = """
select suggestion.id, suggestion.uid, source_id, start, stop, code_id, score, evidence, run.kind, run.uid,
       run.codebook_sha256
  from suggestion
  join run on run.id = suggestion.run_id
"""


def suggestion_by_id(project: Project, name: str) -> StoredSuggestion:
    """Return the suggestion that people call by `name`.

    Raises
    ------
    QualcodeError
        If there is none, or more than one.
    """
    uid = uid_of_short(project, "suggestion", name)
    return StoredSuggestion(*project.rows(f"{_STORED} where suggestion.uid = ? order by suggestion.id", [uid])[0])


def suggestions_by_ids(project: Project, ids: str) -> list[StoredSuggestion]:
    """Return the suggestions of the ids in a json list, by place and score."""
    rows = project.rows(
        f"{_STORED} where suggestion.id in (select value from json_each(?)) order by start, score desc, suggestion.id",
        [ids],
    )
    return [StoredSuggestion(*row) for row in rows]


def decide(
    project: Project,
    suggestion: StoredSuggestion,
    state: State,
    coder: str,
    *,
    drawn: Drawn = "best",
    drawn_for: int | None = None,
    span: tuple[int, int] | None = None,
    code_id: int | None = None,
) -> int:
    """Write a coder's decision on a suggestion; accepting it makes a coding, any other takes that coding back.

    Parameters
    ----------
    drawn, drawn_for
        How the suggestion came before her eyes, and for which code.
    span, code_id
        What the coding takes instead of the suggestion's own span or code.

    Returns
    -------
    int
        The decision's id.
    """
    coder_id = add_coder(project, coder)
    decision_id = _write(project, suggestion, state, coder_id, drawn)
    if state == "accepted":
        start, stop = span or (suggestion.start, suggestion.stop)
        code = suggestion.code_id if code_id is None else code_id
        add_coding(
            project, suggestion.source_id, start, stop, code, coder, drawn=drawn, drawn_for=drawn_for,
            decision_id=decision_id,
        )  # fmt: skip
    else:
        remove_codings(project, codings_of_decision(project, decision_id))
    return decision_id


def _write(project: Project, s: StoredSuggestion, state: State, coder_id: int, drawn: Drawn) -> int:
    known = """
        select id
          from decision
         where coder_id = ? and source_id = ? and start = ? and stop = ? and code_id = ? and origin = ?
    """
    found = project.value(known, [coder_id, s.source_id, s.start, s.stop, s.code_id, s.origin])
    shown = {
        "state": state, "score": s.score, "evidence": s.evidence, "run_uid": s.run_uid,
        "codebook_sha256": s.codebook_sha256, "drawn": drawn, "at": now(),
    }  # fmt: skip
    if found is not None:
        fields = ", ".join(f"{name} = ?" for name in shown)
        project.execute(f"update decision set {fields} where id = ?", [*shown.values(), found])
        return int(found)
    row = {
        "uid": new_uid(), "coder_id": coder_id, "source_id": s.source_id, "start": s.start, "stop": s.stop,
        "code_id": s.code_id, "origin": s.origin, **shown,
    }  # fmt: skip
    marks = ", ".join("?" * len(row))
    sql = f"insert into decision({', '.join(row)}) values ({marks})"
    return int(project.execute(sql, list(row.values())).lastrowid or 0)
