"""Measure the commands against the barest code that does the same, in one run on one machine.

    python benchmarks/bars.py [--corpus 100,1000] [--codings 10000,100000] [--runs 5] [--folder /tmp/bars]

CPU seconds (user and system) of whole processes, median of the runs; S is `qualcode status` on the same project.
Needs ``pip install pyahocorasick`` for the limit of autocode.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import corpus

HERE = Path(__file__).parent
QUALCODE = [sys.executable, "-m", "qualcode"]
LIMIT = [sys.executable, str(HERE / "limits.py")]
CODEBOOK = """codes:
  - name: coordination
    definition: x
    rules: [koordinasi dinas, kerja sama puskesmas, koordinasi lembaga, mitra, jaring, rapat bersama, rujuk lurah]
  - name: critique
    definition: x
    rules: [tepat sasaran, damping pemerintah, evaluasi program, monitoring, bantuan sosial, sosialisasi, proposal]
  - name: outreach
    definition: x
    rules: [pintu ke pintu, tetangga, relawan, kunjung, penyuluhan, rumah singgah, jemput]
  - name: service
    definition: x
    rules: [terampil jahit, simpan pinjam, makan tiga kali, bimbing rohani, obat jalan, sekolah gratis, asuh]
  - name: motivation
    definition: x
    rules: [karena kasihan, panggil hati, anak yatim, sumbang, donatur, modal usaha, bangun lapisan]
"""


def once(command: Sequence[str | Path], *, before: Callable[[], None] = lambda: None) -> tuple[float, float, str]:
    """Run a command; returns CPU seconds, peak memory in MB and its last line."""
    before()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen([str(c) for c in command], stdout=out, stderr=subprocess.STDOUT)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = out.read().strip().splitlines()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n" + "\n".join(lines[-5:]))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines[-1] if lines else ""


class Bench:
    """Measures rows of the table and prints them."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        print("| job | size | qualcode CPU s | limit CPU s | bar | ratio to the bar | peak MB |")
        print("|---|---|---|---|---|---|---|")

    def median(
        self, command: Sequence[str | Path], before: Callable[[], None] = lambda: None
    ) -> tuple[float, float, str]:
        """Return the median CPU seconds, the highest peak and the last line of a command."""
        done = [once(command, before=before) for _run in range(self.runs)]
        return statistics.median(d[0] for d in done), max(d[1] for d in done), done[-1][2]

    def row(
        self, job: str, size: str, ours: tuple[float, float, str], limit: float, start: float, times: float
    ) -> None:
        """Print a row: the bar is `start` + `times` x `limit`; a ratio up to 1 holds it."""
        bar = start + times * limit
        shown = f"S + {times:g} x" if start else f"{times:g} x"
        print(
            f"| {job} | {size} | {ours[0]:.2f} | {limit:.3f} | {shown} = {bar:.2f} | {ours[0] / bar:.2f} | {ours[1]:.0f} |",
            flush=True,
        )


def start_up(bench: Bench, project: Path) -> float:
    """Measure how fast commands start; returns S."""
    bare = bench.median([sys.executable, "-c", "pass"])[0]
    bench.row("--help", "", bench.median([*QUALCODE, "--help"]), bare, 0, 16)
    status = bench.median([*QUALCODE, "status", "-p", project])
    bench.row("status", "", status, bare, 0, 12)
    return status[0]


def texts(bench: Bench, folder: Path, n: int) -> Path:
    """Measure import, file size, autocode, find and undo on a corpus of n transcripts; returns the project."""
    data, project, bare = folder / f"corpus{n}", folder / f"p{n}.qualcode", folder / f"limit{n}.db"
    if not data.exists():
        corpus.make(n, data)

    def fresh() -> None:
        for path in (project, bare):
            path.unlink(missing_ok=True)
        shutil.rmtree(project.with_suffix(".backups"), ignore_errors=True)
        once([*QUALCODE, "init", project])

    runs = bench.runs if n <= 1000 else 1
    inner = Bench.__new__(Bench)
    inner.runs = runs
    limit = inner.median([*LIMIT, "import_txt", data, bare], before=fresh)
    ours = inner.median([*QUALCODE, "import", data, "-p", project], before=fresh)
    assert ours[2] == f"{limit[2]} sources imported.", (ours[2], limit[2])
    start = start_up(bench, project) if n == 100 else bench.median([*QUALCODE, "status", "-p", project])[0]
    bench.row("import txt", f"{n}", ours, limit[0], start, 4)
    size = sum(path.stat().st_size for path in data.rglob("*.txt"))
    print(
        f"| project file / text | {n} | {project.stat().st_size / size:.2f} x | | 3.5 x | {project.stat().st_size / size / 3.5:.2f} | |"
    )
    book, forms, hits = folder / "bench.yaml", folder / "forms.txt", folder / "hits.db"
    book.write_text(CODEBOOK, encoding="utf-8")
    once([*QUALCODE, "codebook", "load", book, "-p", project])
    expanded = subprocess.run(
        [*QUALCODE, "codebook", "expand", "--format", "csv", "-p", str(project)],
        capture_output=True,
        text=True,
        check=True,
    )
    forms.write_text(
        "\n".join(sorted({line.split(",")[2] for line in expanded.stdout.splitlines()[1:]})), encoding="utf-8"
    )
    limit = inner.median([*LIMIT, "autocode", project, forms, hits], before=lambda: hits.unlink(missing_ok=True))
    ran = inner.median([*QUALCODE, "autocode", "--apply", "-p", project])
    bench.row("autocode --apply, 35 phrases", f"{n}", ran, limit[0], start, 3)
    limit = bench.median([*LIMIT, "find", project, "tepat sasaran"])
    bench.row(
        "find a phrase", f"{n}", bench.median([*QUALCODE, "find", '"tepat sasaran"', "-p", project]), limit[0], start, 3
    )
    taken = once([*QUALCODE, "undo", "-p", project])
    bench.row("undo of autocode", f"{n}", taken, ran[0], 0, 1)
    for _run in range(runs):
        once([*QUALCODE, "undo", "-p", project])
    taken = once([*QUALCODE, "undo", "-p", project])
    bench.row("undo of import", f"{n}", taken, ours[0], 0, 1)
    once([*QUALCODE, "redo", "-p", project])
    return project


def docx(bench: Bench, folder: Path) -> None:
    """Measure the import of 100 docx files."""
    from docx import Document

    data, source = folder / "docx100", folder / "corpus100"
    if not data.exists():
        for path in sorted(source.rglob("*.txt")):
            document = Document()
            for line in path.read_text(encoding="utf-8").splitlines():
                document.add_paragraph(line)
            target = data / path.relative_to(source).with_suffix(".docx")
            target.parent.mkdir(parents=True, exist_ok=True)
            document.save(str(target))
    project = folder / "docx.qualcode"

    def fresh() -> None:
        project.unlink(missing_ok=True)
        once([*QUALCODE, "init", project])

    limit = bench.median([*LIMIT, "read_docx", data])
    ours = bench.median([*QUALCODE, "import", data, "-p", project], before=fresh)
    start = bench.median([*QUALCODE, "status", "-p", project])[0]
    bench.row("import docx", "100", ours, limit[0], start, 5)


def used(path: Path) -> int:
    """Return the bytes of a project without its free pages."""
    with sqlite3.connect(path) as connection:
        pages, free, size = (
            connection.execute(f"pragma {n}").fetchone()[0] for n in ("page_count", "freelist_count", "page_size")
        )
    return (pages - free) * size


def codings(bench: Bench, folder: Path, project: Path, n: int) -> None:
    """Measure the size and the export of n codings of 40 codes and 4 coders."""
    copy = folder / f"codings{n}.qualcode"
    shutil.copy(project, copy)
    before = used(copy)
    once([sys.executable, HERE / "codings.py", copy, str(n)])
    grown = (used(copy) - before) / n
    print(f"| bytes a coding with its history | {n} | {grown:.0f} B | | 650 B | {grown / 650:.2f} | |")
    start = bench.median([*QUALCODE, "status", "-p", copy])[0]
    limit = bench.median([*LIMIT, "export", copy, folder / "limit.csv"])
    out = folder / "out.csv"
    ours = bench.median([*QUALCODE, "export", "excerpts", out, "--from", "human", "--force", "-p", copy])
    assert ours[2].startswith(f"{n} passages"), ours[2]
    bench.row("export csv with context", f"{n}", ours, limit[0], start, 1.5)


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", default="100,1000")
    parser.add_argument("--codings", default="10000,100000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "qualcode-bars")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    bench = Bench(asked.runs)
    projects = [texts(bench, asked.folder, int(n)) for n in asked.corpus.split(",")]
    docx(bench, asked.folder)
    for n in filter(None, asked.codings.split(",")):
        codings(bench, asked.folder, projects[-1], int(n))


if __name__ == "__main__":
    main()
