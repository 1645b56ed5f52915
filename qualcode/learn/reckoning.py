"""The probability of one suggestion, reckoned again from the figures that its run kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any

from qualcode.records import Reckoning

WEAK_WEIGHT = 1.5
"""How much the weak scores move the logit of the rules: they order what the rules treat alike."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A probability and what it was joined from, all 0..1; ``by_model`` is None where the rules alone decide."""

    score: float
    by_model: float | None
    by_rules: float
    rules_share: float


def reckon(figures: Mapping[str, Any], maps: Mapping[str, Any], item: Reckoning) -> Reckoned:
    """Return the probability of a suggestion.

    Parameters
    ----------
    figures : mapping
        Of the code: basis, frequency (logit), at_hit and at_miss (chance of the code where a rule hits, and where none
        does), rules_share (0..1).
    maps : mapping
        Of the run: for "with_rules" and "without_rules" the weights and the intercept of the map from logits.
    """
    chance = figures["at_hit" if item.hit else "at_miss"]
    rules_logit = log(chance / (1 - chance)) + WEAK_WEIGHT * (item.weak - item.hit)
    by_rules = _probability(rules_logit)
    if item.logit is None:
        return Reckoned(by_rules, None, by_rules, 1.0)
    has_rules = figures["basis"] == "model and rules"
    found = maps["with_rules" if has_rules else "without_rules"]
    numbers = [item.logit, figures["frequency"], *([rules_logit] if has_rules else [])]
    mapped = sum(w * number for w, number in zip(found["weights"], numbers, strict=True)) + found["intercept"]
    by_model, share = _probability(mapped), figures["rules_share"]
    return Reckoned((1 - share) * by_model + share * by_rules, by_model, by_rules, share)


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > -700 else 0.0
