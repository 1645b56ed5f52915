"""Why a machine suggested a code: the whole reckoning, rebuilt from what is stored with the suggestion and its run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.query.evidence import entry, items, rule_hits, weighed_words
from qualcode.query.table import Table
from qualcode.records import Reckoning
from qualcode.segment.speech import speech
from qualcode.store.decisions import StoredSuggestion, suggestion_by_id
from qualcode.store.indexing import parts_of
from qualcode.store.project import Project

if TYPE_CHECKING:
    from qualcode.learn.reckoning import Reckoned

COLUMNS = ("what", "words", "weight", "detail")


@dataclass(frozen=True, slots=True)
class RuleHit:
    """Words that a rule met; ``rule`` is as the codebook writes it now (json), "" if it has it no more.

    ``marks`` are of "negated" and "typo".
    """

    words: str
    rule: str
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Near:
    """A coded passage that is like the suggested one; ``text`` is "" if it is there no more."""

    id: str
    similarity: float
    source: str
    segment: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a code was suggested on a segment.

    Attributes
    ----------
    id : str
        As people call the suggestion.
    score : float
        0..1, as stored.
    is_probability : bool
        False for rules, and for a model that had nothing to learn from.
    codebook : (number of the version here or None, sha256)
    words : pairs of a word and its weight, strongest first
    intercept, rest, meaning, logit
        The intercept, the weights of the words, `rest` (all words not listed) and `meaning` (the sentence as a whole,
        if that was a feature) add up to the logit; None without a model of the code.
    reckoned : Reckoned, optional
        How the probability was joined from model and rules.
    basis : str
        On what the scores of the code rest, as `suggest` names it; "" for rules.
    """

    id: str
    code: str
    source: str
    origin: str
    score: float
    is_probability: bool
    basis: str
    codebook: tuple[int | None, str]
    rules: Sequence[RuleHit]
    words: Sequence[tuple[str, float]]
    intercept: float | None
    rest: float
    meaning: float
    logit: float | None
    reckoned: Reckoned | None
    neighbours: Sequence[Near]


def explain(project: Project, name: str) -> Explanation:
    """Return why the suggestion that people call by `name` was made.

    Raises
    ------
    QualcodeError
        If there is none, or more than one.
    """
    suggestion = suggestion_by_id(project, name)
    path, code_uid, source = project.rows(
        """
        select code_tree.path, code.uid, source.name
          from code_tree
          join code on code.id = code_tree.code_id
          join source on source.id = ?
         where code_tree.code_id = ?
         order by 1
        """,
        [suggestion.source_id, suggestion.code_id],
    )[0]
    parameters = json.loads(project.value("select parameters from run where uid = ?", [suggestion.run_uid]))
    figures = parameters.get("codes", {}).get(code_uid, {})
    reckoned, reckoning = _reckoned(suggestion, parameters, figures)
    return Explanation(
        id=suggestion.name,
        code=path,
        source=source,
        origin=suggestion.origin,
        score=suggestion.score,
        is_probability=reckoned is not None,
        basis=figures.get("basis", ""),
        codebook=(_version(project, suggestion.codebook_sha256), suggestion.codebook_sha256),
        rules=_rules(project, suggestion.evidence),
        words=[(item["form"], item["weight"]) for item in weighed_words(suggestion.evidence)],
        intercept=figures["intercept"] if reckoning and reckoning.logit is not None else None,
        rest=reckoning.rest if reckoning else 0.0,
        meaning=reckoning.meaning if reckoning else 0.0,
        logit=reckoning.logit if reckoning else None,
        reckoned=reckoned,
        neighbours=_neighbours(project, suggestion.evidence),
    )


def explanation_table(found: Explanation) -> Table:
    """Return an explanation as rows: what (rule, word, rest, intercept, logit, neighbour …), words, weight, detail."""
    rows: list[tuple[str, str, float | None, str]] = [
        ("score", "", found.score, found.basis),
        ("codebook", "", None, found.codebook[1]),
        *(("rule", hit.words, None, hit.rule) for hit in found.rules),
        *(("word", word, weight, "") for word, weight in found.words),
    ]
    if found.logit is not None:
        rows += [("meaning", "", found.meaning, "")] if found.meaning else []
        rows += [("other words", "", found.rest, ""), ("intercept", "", found.intercept, ""),
                 ("logit", "", found.logit, "")]  # fmt: skip
    if found.reckoned is not None:
        rows += [("by rules", "", found.reckoned.by_rules, ""), ("by model", "", found.reckoned.by_model, ""),
                 ("share of rules", "", found.reckoned.rules_share, "")]  # fmt: skip
    rows += [("neighbour", near.text, near.similarity, near.id) for near in found.neighbours]
    return Table(COLUMNS, rows, {"suggestion": found.id, "code": found.code, "source": found.source})


def _reckoned(
    suggestion: StoredSuggestion, parameters: Mapping[str, Any], figures: Mapping[str, Any]
) -> tuple[Reckoned | None, Reckoning | None]:
    stored = entry(suggestion.evidence, "reckoning")
    if stored is None:
        return None, None
    from qualcode.learn.reckoning import reckon

    reckoning = Reckoning(**{name: value for name, value in stored.items() if name != "kind"})
    return reckon(figures, parameters["maps"], reckoning), reckoning


def _version(project: Project, sha256: str) -> int | None:
    return project.value("select max(n) from codebook_version where sha256 = ?", [sha256])  # type: ignore[no-any-return]


def _rules(project: Project, evidence: str) -> list[RuleHit]:
    found = []
    for item in rule_hits(evidence):
        spec = project.value("select spec from rule where uid = ?", [item["rule"]])
        marks = [mark for mark, holds in (("negated", item["negated"]), ("typo", item["kind"] == "fuzzy")) if holds]
        found.append(RuleHit(item["form"], spec or "", marks))
    return found


def _neighbours(project: Project, evidence: str) -> list[Near]:
    near = [item for item in items(evidence) if item["kind"] == "neighbour"]
    return [_near(project, item["coding"], item["similarity"]) for item in near]


def _near(project: Project, uid: str, similarity: float) -> Near:
    rows = project.rows(
        """
        select source.id, source.name, source.text, coding.start, coding.stop, min(segment.n)
          from coding
          join source on source.id = coding.source_id
          left join coding_segment on coding_segment.coding_id = coding.id
          left join segment on segment.id = coding_segment.segment_id
         where coding.uid = ?
         group by coding.id
         order by coding.id
        """,
        [uid],
    )
    if not rows:
        return Near(f"c{uid[:8]}", similarity, "", None, "")
    source_id, source, text, start, stop, segment = rows[0]
    said = speech(text, parts_of(project, source_id), start, stop).text
    return Near(f"c{uid[:8]}", similarity, source, segment, said)
