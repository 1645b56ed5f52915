"""How long a coder waits for the next suggestion while it is learned in the background.

python benchmarks/reviewing.py [--transcripts 100] [--decisions 100]

Decides on suggestions as the page of `review` does (`workflow/desk.py`: store the decision, take what was learned, read
the next passage), every second one accepted, and prints the waits, apart for those during which it was learned. What the
terminal needs to paint comes on top.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from corpus import make

from qualcode.codebook import load
from qualcode.store import Project
from qualcode.store.codebooks import load_codebook
from qualcode.store.coders import add_coder
from qualcode.store.codings import add_coding
from qualcode.store.reading import add_reading
from qualcode.workflow.autocoding import said_by_rules
from qualcode.workflow.desk import Desk
from qualcode.workflow.importing import ImportOptions, import_paths
from qualcode.workflow.suggesting import suggest

CODEBOOK = Path(__file__).parent.parent / "codebooks" / "orsos.yaml"
READ = 300


def prepared(folder: Path, transcripts: int) -> Project:
    """Return a project in which 300 segments are read and coded as the rules say, with suggestions of the model."""
    make(transcripts, folder / "texts")
    project = Project.create(folder / "study.qualcode")
    import_paths(project, [folder / "texts"], ImportOptions())
    with project.change("codebook load"):
        load_codebook(project, load(CODEBOOK))
    said = sorted(said_by_rules(project))
    segments = sorted({segment for segment, _code in said})[: READ // 2]
    spans = {row[0]: row[1:] for row in project.rows("select id, source_id, start, stop from segment order by id")}
    with project.change("code", coder="ani"):
        coder = add_coder(project, "ani")
        for segment in [*segments, *sorted(spans.keys() - {segment for segment, _code in said})[: READ // 2]]:
            add_reading(project, coder, *spans[segment], drawn="random")
        for segment, code in said:
            if segment in set(segments):
                add_coding(project, *spans[segment], code, "ani", drawn="random")
    suggest(project)
    return project


def waits(project: Project, decisions: int) -> tuple[list[float], list[float], int]:
    """Return the waits in ms while nothing was learned, those while it was, and how many updates were taken."""
    calm: list[float] = []
    busy: list[float] = []
    updates = 0
    desk = Desk(project, "ani", mode="review")
    passage = desk.passage
    for n in range(decisions):
        if passage is None or passage.asked is None:
            break
        learning = desk.learning.is_learning
        begun = time.perf_counter()
        desk.decide(passage.asked, "accepted" if n % 2 else "rejected", passage)
        desk.queue.advance()
        updates += desk.take_learned()
        passage = desk.passage
        (busy if learning else calm).append(1000 * (time.perf_counter() - begun))
        time.sleep(0.3)
    desk.close()
    return calm, busy, updates


def main() -> None:
    """Print the waits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--transcripts", type=int, default=100)
    parser.add_argument("--decisions", type=int, default=100)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, prepared(Path(name), arguments.transcripts) as project:
        segments = project.value("select count(*) from segment")
        suggestions = project.value("select count(*) from suggestion")
        calm, busy, updates = waits(project, arguments.decisions)
        print(f"{segments} segments, {suggestions} suggestions, {updates} updates taken")
        for title, found in (("nothing learned meanwhile", calm), ("learned meanwhile", busy)):
            if found:
                print(
                    f"{title}: n {len(found)}, median {statistics.median(found):.0f} ms, slowest {max(found):.0f} ms; bar 100 ms"
                )


if __name__ == "__main__":
    main()
