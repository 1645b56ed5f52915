"""The evidence of a suggestion as it is stored (json), read: matched words, and words that weigh in the model."""

from __future__ import annotations

import json
from typing import Any

from qualcode.records import Span

STRONG = 0.5
"""Words that weigh at least this share of the strongest one are shown as the reason."""
MOST_SHOWN = 4


def items(evidence: str) -> list[dict[str, Any]]:
    """Return the entries of stored evidence."""
    return json.loads(evidence) if evidence != "[]" else []


def rule_hits(evidence: str) -> list[dict[str, Any]]:
    """Return the entries that say which words a rule met."""
    return [item for item in items(evidence) if "rule" in item]


def weighed_words(evidence: str) -> list[dict[str, Any]]:
    """Return the entries that say how much a word weighs, the strongest first."""
    return [item for item in items(evidence) if item["kind"] == "word"]


def entry(evidence: str, kind: str) -> dict[str, Any] | None:
    """Return the one entry of a kind, or None."""
    return next((item for item in items(evidence) if item["kind"] == kind), None)


def is_probability(evidence: str) -> bool:
    """Tell whether the score of a model's suggestion is a probability, not a mere place in an order."""
    return entry(evidence, "ordering") is None


def shown_evidence(evidence: str) -> str:
    """Return why, as people read it, each word once: "koordinasi (not); dinas (typo); sosial +0.61".

    "not" marks a negated match, "typo" one that was met through a typing error; a number is what a word weighs in the
    model.
    """
    shown = []
    for item in rule_hits(evidence):
        marks = [mark for mark, holds in (("not", item["negated"]), ("typo", item["kind"] == "fuzzy")) if holds]
        shown.append(item["form"] + (f" ({', '.join(marks)})" if marks else ""))
    shown += [f"{item['form']} {item['weight']:+.2f}" for item in _telling(evidence)[:MOST_SHOWN]]
    return "; ".join(dict.fromkeys(shown))


def matched(evidence: str) -> list[Span]:
    """Return where the words stand that are the reason, relative to the start of the suggestion."""
    return [(item["start"], item["end"]) for item in (*rule_hits(evidence), *_telling(evidence))]


def _telling(evidence: str) -> list[dict[str, Any]]:
    """Return the words that speak most for the code."""
    words = [item for item in weighed_words(evidence) if item["weight"] > 0]
    return [item for item in words if item["weight"] >= STRONG * words[0]["weight"]]
