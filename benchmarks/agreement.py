"""Measure `agree` for two coders over 10,000 segments and 40 codes, against plain Python over bit sets.

    python benchmarks/agreement.py [--segments 10000] [--runs 5] [--folder /tmp/bars]

CPU seconds (user and system) of whole processes, median of the runs; S is `qualcode status` on the same project. The
limit reads the same codings, reckons the same coefficients and sums them; the sums are compared. It imports nothing else:
what the rest needs is imported there.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from bars import Bench

    from qualcode.store import Project

SEGMENTS_OF_ONE = 44  # answers in a transcript of the corpus, about
MEASURES = ("observed agreement", "kappa", "alpha", "ac1", "alpha masi")


def fill(project: Project, n: int) -> None:
    """Let two coders read the first n answers and code four in five of them, three in four alike."""
    import random

    from codings import codebook

    from qualcode.identity import new_uid, now
    from qualcode.store.codebooks import load_codebook
    from qualcode.store.coders import add_coder

    rng = random.Random(n)
    answers = project.rows(
        "select segment_id, source_id, start, stop from segment_scope where role = 'respondent' order by 1 limit ?", [n]
    )
    with project.change("benchmark"):
        load_codebook(project, codebook())
        codes = [row[0] for row in project.rows("select id from code order by id")]
        coders = [add_coder(project, name) for name in ("ani", "budi")]
        rows, links, first = [], [], project.next_id("coding")
        for segment, source, start, stop in answers:
            drawn = rng.choices(codes, k=2)
            for coder, code in zip(coders, drawn if rng.random() < 0.25 else [drawn[0]] * 2, strict=True):
                if rng.random() < 0.8:
                    links.append((first + len(rows), segment))
                    rows.append((first + len(rows), new_uid(), source, start, stop, "", code, coder, now()))
        project.execute_many(
            "insert into reading(uid, coder_id, source_id, start, stop, at, drawn) values (?, ?, ?, ?, ?, ?, 'source')",
            [(new_uid(), coder, source, start, stop, now()) for coder in coders for _s, source, start, stop in answers],
        )
        project.execute_many(
            """
            insert into coding(id, uid, source_id, start, stop, quote, code_id, coder_id, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            rows,
        )
        project.execute_many("insert into coding_segment(coding_id, segment_id) values (?, ?)", links)


def limit(database: str) -> float:
    """Reckon the coefficients over bit sets in plain Python; their sum."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    coders: dict[int, set[tuple[int, int]]] = {}
    for coder, source, start in connection.execute("select coder_id, source_id, start from reading"):
        coders.setdefault(coder, set()).add((source, start))
    both = set.intersection(*coders.values())
    place: dict[int, int] = {}
    for segment, source, start in connection.execute("select id, source_id, start from segment"):
        if (source, start) in both:
            place[segment] = len(place)
    parents = dict(connection.execute("select id, parent_id from code"))
    n = len(place)
    size = n // 8 + 1
    said: dict[tuple[int, int], bytearray] = {}
    sets = {coder: [0] * n for coder in coders}
    for coder, segment, code in connection.execute(
        "select coder_id, segment_id, code_id from coding join coding_segment on coding_id = coding.id"
    ):
        at = place[segment]
        sets[coder][at] |= 1 << code
        while code:
            said.setdefault((coder, code), bytearray(size))[at >> 3] |= 1 << (at & 7)
            code = parents[code]
    total = 0.0
    for code in parents:
        a, b = (int.from_bytes(said[coder, code]) for coder in coders)
        differ, first, second = (a ^ b).bit_count() / n, a.bit_count() / n, b.bit_count() / n
        mean = (first + second) / 2
        total += 4 - differ - differ / (first * (1 - second) + second * (1 - first))
        total -= differ / (2 * mean * (1 - mean)) * (2 * n - 1) / (2 * n) + differ / (1 - 2 * mean * (1 - mean))
    return total + masi(list(zip(*(sets[coder] for coder in coders), strict=True)))


def masi(pairs: list[tuple[int, int]]) -> float:
    """Return alpha over pairs of sets, as bits."""

    def distance(a: int, b: int) -> float:
        shared, larger = (a & b).bit_count(), max(a.bit_count(), b.bit_count())
        smaller = min(a.bit_count(), b.bit_count())
        return 1 - shared / (a | b).bit_count() * (3 if shared == larger else 2 if shared == smaller else 1) / 3

    observed = sum(2 * distance(a, b) for a, b in pairs if a != b)
    uses = Counter(kind for pair in pairs for kind in pair)
    expected = sum(2 * uses[a] * uses[b] * distance(a, b) for a, b in combinations(uses, 2))
    return 1 - observed * (2 * len(pairs) - 1) / expected


def ours(project: Path) -> float:
    """Return the sum of the same coefficients as `agree` prints them."""
    import json
    import subprocess

    from bars import QUALCODE

    done = subprocess.run(
        [*QUALCODE, "agree", "--no-intervals", "--format", "json", "-p", str(project)],
        capture_output=True,
        text=True,
        check=True,
    )
    return sum(row["value"] for row in json.loads(done.stdout)["rows"] if row["measure"] in MEASURES)


def rows(bench: Bench, folder: Path, segments: int) -> None:
    """Build the project once, compare the sums, and print the rows."""
    import shutil

    import corpus
    from bars import QUALCODE

    from qualcode.store import Project

    path = folder / f"agree{segments}.qualcode"
    if not path.exists():
        made = path.with_name(f"new-{path.name}")
        shutil.copy(corpus.project(segments // SEGMENTS_OF_ONE + 1, folder), made)
        with Project.open(made) as project:
            fill(project, segments)
        made.rename(path)
    assert abs(ours(path) - limit(str(path))) < 0.02, (ours(path), limit(str(path)))
    start = bench.median([*QUALCODE, "status", "-p", path])[0]
    bare = bench.median([sys.executable, __file__, "--limit", path])[0]
    jobs = {
        "agree --no-intervals --format json": ["--no-intervals", "--format", "json"],
        "agree --no-intervals, what differs first": ["--no-intervals"],
        "agree, intervals by source": [],
    }
    for job, more in jobs.items():
        size = f"2 x {segments} x 40"
        bench.row(job, size, bench.median([*QUALCODE, "agree", *more, "-p", path]), bare, start, 3)


def main() -> None:
    """Print the rows of this benchmark alone."""
    import argparse
    import tempfile
    from pathlib import Path

    from bars import Bench

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "qualcode-bars")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    rows(Bench(asked.runs), asked.folder, asked.segments)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--limit"]:
        print(limit(sys.argv[2]))
    else:
        main()
