"""Print how well the rules of the default codebook do on passages that they were not written on.

    python benchmarks/accuracy.py [--split test|dev] [--codebook FILE] [--cases FILE]

The table of cases has the columns text, theme, hit (1 or 0), split. Intervals are Wilson's (1927) at 95 %.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from math import sqrt
from pathlib import Path

from qualcode.codebook import load
from qualcode.language import get
from qualcode.match import Matcher, Passage

ROOT = Path(__file__).parent.parent
Z = 1.959964


def wilson(k: int, n: int) -> str:
    """Return k of n as a share with its interval: ".78 (.55 to .91)"."""
    if not n:
        return "none"
    share, z2 = k / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return f"{share:.2f} ({max(0, middle - half):.2f} to {min(1, middle + half):.2f})"


def main() -> None:
    """Judge every case and print a row a theme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="test", choices=["test", "dev"])
    parser.add_argument("--codebook", type=Path, default=ROOT / "codebooks" / "orsos.yaml")
    parser.add_argument("--cases", type=Path, default=ROOT / "tests" / "codebook" / "orsos_cases.csv")
    asked = parser.parse_args()
    book, language = load(asked.codebook), get("id")
    with asked.cases.open(encoding="utf-8", newline="") as file:
        everything = list(csv.DictReader(file))
    matcher = Matcher(book.codes, language)
    matcher.learn(Counter(c["text"][a:b].lower() for c in everything for a, b in language.tokens(c["text"])))
    theme_of = {code.uid: code.path.split("/")[0] for code in book.codes}
    counts: Counter[tuple[str, str, bool]] = Counter()
    for case in everything:
        if case["split"] == asked.split:
            hit = any(theme_of[s.code] == case["theme"] for s in matcher.find(Passage(case["text"], "respondent")))
            counts[case["theme"], case["hit"], hit] += 1
    print("| theme | passages with it | without it | precision | recall |\n|---|---|---|---|---|")
    for theme in [*(root.name for root in book.roots), ""]:
        tp, fn, fp, tn = (
            sum(n for (t, said, hit), n in counts.items() if (said, hit) == cell and theme in ("", t))
            for cell in (("1", True), ("1", False), ("0", True), ("0", False))
        )
        print(f"| {theme or 'all'} | {tp + fn} | {fp + tn} | {wilson(tp, tp + fp)} | {wilson(tp, tp + fn)} |")


if __name__ == "__main__":
    main()
