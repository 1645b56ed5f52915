"""Measure the commands that count over up to 1,000,000 codings, beside the barest code that counts the same.

    python benchmarks/counts.py [--sizes 10000x100,100000x1000,1000000x5000] [--runs 5] [--folder /tmp/qualcode-bars]

A size is codings x transcripts; projects are built once into the folder and used again (the largest takes some minutes).
CPU seconds (user and system) of whole processes, median of the runs (of 3 from 1,000,000 codings on); S is `qualcode
status` on the same project. Before anything is timed every cell is compared with the limit's. The last rows are those of
benchmarks/agreement.py.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import agreement
import corpus
from bars import QUALCODE, Bench, once

HERE = Path(__file__).parent
LIMIT = [sys.executable, str(HERE / "counting_limits.py")]
LARGE, RUNS_OF_LARGE = 1_000_000, 3
Row = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """One row: a command, the limits of which the best counts, and how a row of the command is named and what it counts."""

    name: str
    command: list[str]
    limits: list[str]
    times: float
    key: Callable[[Row], str]
    counts: tuple[str, ...]


def by(column: str) -> Callable[[Row], str]:
    """Name a cell by its code and its value of a column."""
    return lambda row: f"{row['code']}|{row[column]}"


CELL = ("n", "population", "read")
PAIR = ("both", "n", "n_other", "population", "read")
JOBS = [
    Job("themes --by case", ["themes", "--by", "case"], ["themes"], 2, by("case"), CELL),
    Job("themes --by ATTRIBUTE", ["themes", "--by", "area"], ["areas"], 2, by("area"), CELL),
    Job("crosstab --columns ATTRIBUTE", ["crosstab", "--columns", "area"], ["crosstab"], 2, by("area"), CELL),
    Job("cooccur", ["cooccur"], ["cooccur_bits", "cooccur_sql"], 1.5, by("other"), PAIR),
    Job("cooccur --within overlap", ["cooccur", "--within", "overlap"], ["overlap"], 1.5, by("other"), PAIR),
    Job("cooccur --within turns:2", ["cooccur", "--within", "turns:2"], ["turns_bits"], 1.5, by("other"), PAIR),
]


def coded(folder: Path, n: int, transcripts: int) -> Path:
    """Return a project with n codings; it is made once and kept in `folder`."""
    path = folder / f"counts{n}-{transcripts}.qualcode"
    if not path.exists():
        made = path.with_name(f"new-{path.name}")
        shutil.copy(corpus.project(transcripts, folder), made)
        once([sys.executable, HERE / "codings.py", made, str(n)])
        shutil.rmtree(made.with_suffix(".backups"), ignore_errors=True)
        made.rename(path)
    return path


def compare(job: Job, project: Path) -> None:
    """Stop if the command and its limits do not count the same."""
    done = subprocess.run(
        [*QUALCODE, *job.command, "--format", "json", "-p", str(project)], capture_output=True, text=True, check=True
    )
    ours = {job.key(row): [row[name] for name in job.counts] for row in json.loads(done.stdout)["rows"]}
    for limit in job.limits:
        theirs = json.loads(once([*LIMIT, limit, project])[2])
        differing = [cell for cell in ours.keys() | theirs.keys() if ours.get(cell) != theirs.get(cell)]
        if differing:
            cell = min(differing)
            raise SystemExit(f"{job.name}, {limit}: {cell}: {ours.get(cell)} is not {theirs.get(cell)}")


def rows(bench: Bench, folder: Path, n: int, transcripts: int) -> None:
    """Print the rows of one size."""
    project = coded(folder, n, transcripts)
    for job in JOBS:
        compare(job, project)
    status = bench.median([*QUALCODE, "status", "-p", project])
    size = f"{n} x {transcripts}"
    print(f"| status (S) | {size} | {status[0]:.2f} | | | | {status[1]:.0f} |")
    for job in JOBS:
        limit = min(bench.median([*LIMIT, name, project])[0] for name in job.limits)
        ours = bench.median([*QUALCODE, *job.command, "-p", project])
        bench.row(job.name, size, ours, limit, status[0], job.times)


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000x100,100000x1000,1000000x5000")
    parser.add_argument("--segments", type=int, default=10_000, help="of the rows of agree; 0 leaves them out")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "qualcode-bars")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(asked.runs)
    for size in filter(None, asked.sizes.split(",")):
        n, transcripts = map(int, size.split("x"))
        bench.runs = asked.runs if n < LARGE else min(asked.runs, RUNS_OF_LARGE)
        rows(bench, asked.folder, n, transcripts)
    if asked.segments:
        bench.runs = asked.runs
        agreement.rows(bench, asked.folder, asked.segments)


if __name__ == "__main__":
    main()
