"""How often `compare` finds a difference where there is none: group labels by chance over invented cases.

    python benchmarks/comparison.py [--runs N] [--seed S]

A case has a liability of its own to the theme, its persons vary around it, and persons say very different amounts
(log-normal). The labels of the groups are drawn by chance, so that every p below .05 is an error. Printed with its 95 %
interval (Wilson) beside the share of a chi-square test over segments, which takes each segment for independent. Also:
the same cases, one person made to say a hundred times as much with her share unchanged: p must not change. The exit code
is 1 if an error rate lies above 5 % beyond its interval, or the talkative person changes a p.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2_contingency

from qualcode.measure.association import case_rates, permutation_test, wilson

SIZES = ((4, 4), (5, 5), (5, 15), (10, 10), (20, 20), (6, 6, 6))
ALPHA = 0.05
TALKATIVE = 100


@dataclass(frozen=True)
class Study:
    """Persons of a study: the case of each, her segments, and those with the theme."""

    case: np.ndarray
    segments: np.ndarray
    hits: np.ndarray


def invented_study(draw: np.random.RandomState, cases: int) -> Study:
    """Draw a study in which nothing differs between groups but by chance."""
    persons = draw.randint(1, 6, size=cases)
    case = np.repeat(np.arange(cases), persons)
    liability = np.repeat(draw.beta(1.5, 6, size=cases), persons)
    own = draw.beta(10 * liability + 0.05, 10 * (1 - liability) + 0.05)
    segments = np.maximum(3, draw.lognormal(3.4, 1.0, size=len(case)).astype(int))
    return Study(case, segments, draw.binomial(segments, own))


def p_of_cases(study: Study, group: np.ndarray) -> float:
    """Return what `compare` says of these cases."""
    cases, rates = case_rates(study.hits, study.segments, study.case)
    return permutation_test([rates[group[cases] == g] for g in range(group.max() + 1)]).p


def p_of_segments(study: Study, group: np.ndarray) -> float:
    """Return the p of a chi-square test over segments, as if they were independent."""
    of_person = group[study.case]
    table = [
        [study.hits[of_person == g].sum(), (study.segments - study.hits)[of_person == g].sum()]
        for g in range(group.max() + 1)
    ]
    if not all(np.sum(table, axis=0)):
        return 1.0
    return float(chi2_contingency(table, correction=False).pvalue)


def talkative(study: Study, person: int) -> Study:
    """Return the same study, one person saying a hundred times as much with the same share."""
    times = np.where(np.arange(len(study.case)) == person, TALKATIVE, 1)
    return Study(study.case, study.segments * times, study.hits * times)


def errors(sizes: tuple[int, ...], runs: int, seed: int) -> tuple[int, int, int]:
    """Return how often p < .05 over cases, over segments, and how often a talkative person changed the p of cases."""
    draw = np.random.RandomState(seed)
    wrong = wrong_segments = changed = 0
    for _run in range(runs):
        study = invented_study(draw, sum(sizes))
        group = draw.permutation(np.repeat(np.arange(len(sizes)), sizes))
        p = p_of_cases(study, group)
        louder = talkative(study, draw.randint(len(study.case)))
        wrong += p < ALPHA
        wrong_segments += p_of_segments(study, group) < ALPHA
        changed += p_of_cases(louder, group) != p
    return wrong, wrong_segments, changed


def main() -> int:
    """Print the table; returns 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print(f"Share of p < .05 where groups differ by chance only, {asked.runs} studies each; 95 % intervals.\n")
    print("| cases a group | compare | interval | chi-square over segments | p changed by one talkative person |")
    print("|---|---|---|---|---|")
    broken = False
    for sizes in SIZES:
        wrong, wrong_segments, changed = errors(sizes, asked.runs, asked.seed)
        low, high = wilson(wrong, asked.runs)
        broken = broken or low > ALPHA or changed > 0
        print(
            f"| {' + '.join(map(str, sizes))} | {wrong / asked.runs:.1%} | {low:.1%} to {high:.1%} "
            f"| {wrong_segments / asked.runs:.1%} | {changed} of {asked.runs} |",
            flush=True,
        )
    return int(broken)


if __name__ == "__main__":
    raise SystemExit(main())
