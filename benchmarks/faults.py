"""Break things on purpose and look whether anything of a study is lost: kills, power cuts, flips, full disks.

    python benchmarks/faults.py [--short] [--only WORD…]

Prints one table; the exit code is 1 if a bar is missed. `--short` takes about half a minute. A trial that failed is
named with its seed. The bars are counts, so they hold on any machine; the last rows are seconds, which `--short` leaves
out because they do not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from faults import flips, full_disk, kills, power, speed, study, writers
from faults.trials import Row, table

FEW = ("undo", "correct", "merge", "restore")
"""The commands that the short form kills."""
ROOMS = (0, 8_192, 40_000, 120_000, 400_000)
"""Free bytes of a disk that is nearly full."""

Job = Callable[[], list[Row]]


def jobs(folder: Path, *, short: bool) -> Iterator[tuple[str, Job]]:
    """Yield the name of each group of trials and what runs it."""
    path = study.make(folder / "study", interviews=6 if short else 20, codings=100, turns=20 if short else 60)
    kills.prepare(path)

    def large() -> Path:
        made = folder / "large" / "study.qualcode"
        return made if made.exists() else study.make(made.parent, interviews=10 if short else 55, codings=2000)

    def power_cuts() -> list[Row]:
        cut = partial(power.cuts, path, folder / "power", each=10)
        return [cut(runs=2 if short else 60), cut(runs=2 if short else 10, synchronous=0)]

    def costs() -> list[Row]:
        many = partial(speed.many, large(), folder / "speed")
        coding = speed.one_coding(large(), folder / "speed", 2_000 if short else 20_000)
        return [*coding, *many(1_000, store_s=1, undo_s=1), *([] if short else many(100_000, store_s=2, undo_s=15))]

    yield "coding", lambda: [kills.while_coding(path, folder / "trial", 10 if short else 200)]
    yield "importing", lambda: [kills.while_importing(folder, 5 if short else 100)]
    for name in FEW if short else kills.commands(path.parent):
        yield name, lambda name=name: [kills.in_a_command(name, path, folder / "trial", 2 if short else 30)]
    yield "power", power_cuts
    yield "writers", lambda: [writers.two_writers(path, folder / "writers", 40 if short else 300)]
    yield "flips", lambda: flips.bit_flips(large(), folder / "flips", 40 if short else 400)
    yield "disk", lambda: [full_disk.full_disk(path, folder / "full", ROOMS[:2] if short else ROOMS)]
    if not short:
        yield "speed", costs


def main() -> int:
    """Run what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="about half a minute, as in CI")
    parser.add_argument(
        "--only", metavar="WORD", nargs="+", default=[""], help="only trials with such a word in their name"
    )
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="qualcode-faults-") as folder:
        for name, job in jobs(Path(folder), short=asked.short):
            if any(word in name for word in asked.only):
                sys.stderr.write(f"{name} …\n")
                rows.extend(job())
    print(table(rows))
    for row in rows:
        for line in row.shown():
            print(line)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
