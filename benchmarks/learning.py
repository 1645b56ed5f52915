"""Measure suggestions on coded texts: learning curves, orders of reading and when to stop, seconds and memory.

    python benchmarks/learning.py DATASET [--keywords FILE] [--part curves|order|speed] [--seeds N] [--text COLUMN]
                                  [--group COLUMN] [--codes A,B] [--absent VALUES] [--language id] [--semantic]

DATASET is a folder with train*.csv, and valid*.csv (learned from too) and test*.csv where there are any; without a test
file a fifth of the groups, or of the rows, is put aside. A code is present unless its cell holds one of the values of
--absent. The keywords are json, {code: [keyword]}, and become rules of qualcode. Features and weak scores see all texts
but no labels; seed s reads ``RandomState(1000 + s).permutation(rows)[:n]``. Figures are medians over the seeds
[quartiles]. For data sets that have bars these are printed with a ratio, and the exit code is 1 if one is missed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from learning_parts import bars, curves, order, speed, stops
from learning_parts.data import Columns, Dataset, numbers, read_dataset, read_keywords, words_of
from learning_parts.tables import row

PARTS = ("curves", "order", "speed")


def main() -> int:
    """Run what was asked for; returns 1 if a bar is missed."""
    asked = _asked()
    columns = Columns(asked.text, asked.group, tuple(filter(None, asked.codes.split(","))), _values(asked.absent))
    dataset = read_dataset(asked.dataset, columns)
    keywords = read_keywords(asked.keywords, dataset) if asked.keywords else {}
    print(
        f"{dataset.name}: {len(dataset.train.texts)} texts to learn from, {len(dataset.test.texts)} to test on", end=""
    )
    print(f" ({dataset.split}), {len(dataset.codes)} codes, {asked.seeds} seeds.")
    missed = []
    for part in [asked.part] if asked.part else PARTS:
        print(f"\n## {part}\n", flush=True)
        judged = RUN[part](dataset, keywords, asked)
        bars.show(judged)
        missed += [bar for bar in judged if bar.ratio > 1]
    return int(bool(missed))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, metavar="DATASET")
    parser.add_argument("--keywords", type=Path)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--text", default="", help="column of the text; default: the first")
    parser.add_argument("--group", default="", help="column of the source, respondent or case")
    parser.add_argument("--codes", default="", help="columns of the codes; default: all others")
    parser.add_argument("--absent", default=",0,neut,neutral", help="values that mean: not coded")
    parser.add_argument("--language", default="id")
    parser.add_argument("--semantic", action="store_true", help="curves with sentence embeddings (qualcode[semantic])")
    parser.add_argument("--segments", default="100000,1000000", help="sizes of the part speed")
    return parser.parse_args()


def _values(text: str) -> frozenset[str]:
    return frozenset(value.strip().lower() for value in text.split(","))


def _curves(dataset: Dataset, keywords: dict[str, list[str]], asked: argparse.Namespace) -> list[bars.Bar]:
    train, test = numbers(dataset, keywords, asked.language, semantic=asked.semantic)
    measured = curves.measure(train, test, asked.seeds)
    curves.show(measured, train)
    return bars.of_curves(dataset.name, measured)


def _order(dataset: Dataset, keywords: dict[str, list[str]], asked: argparse.Namespace) -> list[bars.Bar]:
    train, _test = numbers(dataset, keywords, asked.language)
    judged = stops.judge(
        chain.from_iterable(order.replays(order.pool(train, seed), seed) for seed in range(asked.seeds))
    )
    stops.show(judged)
    return bars.of_orders(dataset.name, judged)


def _speed(dataset: Dataset, _keywords: dict[str, list[str]], asked: argparse.Namespace) -> list[bars.Bar]:
    whole, *chunked = map(int, asked.segments.split(","))
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "words.txt")
        words.write_text("\n".join(chain.from_iterable(words_of(dataset, asked.language))), encoding="utf-8")
        seen = {("whole", n): speed.measure("whole", n, words) for n in [whole]}
        seen |= {("chunks", n): speed.measure("chunks", n, words) for n in chunked}
    print(row("segments", "step", "CPU s (peak: GiB)"))
    print(row("---", "---", "---"))
    for (job, n), steps in seen.items():
        for step, value in steps.items():
            print(row(f"{n:,}, {'one matrix' if job == 'whole' else 'in chunks'}", step, f"{value:.2f}"))
    return bars.of_speed(seen["whole", whole]) if whole == speed.BAR_AT else []


RUN: dict[str, Callable[[Dataset, dict[str, list[str]], argparse.Namespace], list[bars.Bar]]] = {
    "curves": _curves,
    "order": _order,
    "speed": _speed,
}

if __name__ == "__main__":
    raise SystemExit(main())
