"""What safety costs: one coding, many codings with their history, and taking them back."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from codings import fill

from faults import study
from faults.trials import Row
from qualcode.identity import new_uid, now
from qualcode.store import Project
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.connection import quick_check
from qualcode.store.history import undo


def timed(work: Callable[[], object]) -> float:
    """Return the wall seconds of a call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measured(what: str, times: list[float], bar_s: float) -> Row:
    """Return a row: the best of some runs, which other work on the machine disturbs least, against the bar."""
    best = min(times)
    row = Row(what, trials=len(times), bar=f"{bar_s:g} s", found=f"{best:.3f} s")
    if best > bar_s:
        row.wrong.append(f"{what}: {best:.3f} s")
    return row


def one_coding(path: Path, folder: Path, codings: int, *, runs: int = 7) -> list[Row]:
    """Time one coding command, and the part of it that is storage, in a project of n codings."""
    path = study.copy(path, folder)
    fill(path, codings)
    with Project.open(path) as project:
        code = project.value("select name from code where parent_id is null and retired_at is null order by id limit 1")

    def run(n: int) -> None:
        subprocess.run(
            [sys.executable, "-m", "qualcode", "code", f"wawancara1-000:{n + 2}", code, "-p", path, "--coder", "budi"],
            check=True,
            capture_output=True,
            env={**os.environ, "QUALCODE_LANG": "en"},
        )

    def store(n: int) -> None:
        with Project.open(path) as project, project.change("code", coder="budi"):
            add_coding(project, 2, n, n + 9, project.value("select min(id) from code where retired_at is null"), "budi")

    run(0)
    command = measured(
        f"one coding command, {codings} codings", [timed(lambda n=n: run(n)) for n in range(1, runs)], 0.3
    )
    storage = measured("  of it storage", [timed(lambda n=n: store(n)) for n in range(runs)], 0.03)
    with Project.open(path) as project:
        checked = timed(lambda: quick_check(project.connection, path))
    storage.note = f"{checked:.3f} s of it SQLite's quick_check of {path.stat().st_size / 1e6:.1f} MB"
    return [command, storage]


def many(path: Path, folder: Path, n: int, *, store_s: float, undo_s: float, runs: int = 3) -> list[Row]:
    """Time the writing of n codings in one change, without the backup of the day, and its undo."""
    stored, taken = [], []
    for _run in range(runs):
        with Project.open(study.copy(path, folder)) as project:
            study.code_at_random(project, 1, "budi", random.Random(n))
            codings, links = _rows(project, n)
            stored.append(timed(lambda: _store(project, codings, links)))  # noqa: B023 - it runs at once
            taken.append(timed(lambda: undo(project, yes=True)))
    return [
        measured(f"{n} codings with history in one change", stored, store_s),
        measured(f"undo of {n} codings", taken, undo_s),
    ]


def _rows(project: Project, n: int) -> tuple[list[tuple[object, ...]], list[tuple[int, int]]]:
    """Return n codings, each of ten characters in a segment, and their links."""
    segments = project.rows("select id, source_id, start from segment where stop - start > 60 order by id")
    texts = dict(project.rows("select id, text from source"))
    codes = [row[0] for row in project.rows("select id from code where retired_at is null order by id")]
    first, codings, links = project.next_id("coding"), [], []
    for i in range(n):
        segment, source, start = segments[i % len(segments)]
        start += i // len(segments) % 50
        code = codes[i // len(segments) // 50 % len(codes)]
        quote = texts[source][start : start + 10]
        codings.append((first + i, new_uid(), source, start, start + 10, quote, code, now()))
        links.append((first + i, segment))
    return codings, links


def _store(project: Project, codings: list[tuple[object, ...]], links: list[tuple[int, int]]) -> None:
    with project.change("benchmark"):
        coder = add_coder(project, "eko")
        project.execute_many(
            f"""
            insert into coding(id, uid, source_id, start, stop, quote, code_id, created_at, coder_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, {coder})
            """,
            codings,
        )
        project.execute_many("insert into coding_segment(coding_id, segment_id) values (?, ?)", links)
