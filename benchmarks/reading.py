"""Print how many transcripts are read right: who says what, in the many ways that people type interviews up.

    python benchmarks/reading.py [--set developed|unseen] [--by style|language|header|noise|lead|sign|cast|wrap]
    python benchmarks/reading.py --show NAME

A file is right if every turn has its words, its speaker and its role, and nothing is left over. A doubt is a place that
the transcript itself asks the user to look at: a file misread without one is a silent error.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import unified_diff
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.segment.ways.compose import Document, Said, documents
from tests.segment.ways.judge import Verdict, found, joined, judge, read
from tests.segment.ways.unseen import unseen

Judged = tuple[Document, Verdict]
SETS: dict[str, Callable[[], list[Document]]] = {"developed": documents, "unseen": unseen}
BY = ("style", "language", "header", "noise", "lead", "sign", "cast", "wrap")


def main() -> None:
    """Judge every document of a set, or show one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="developed", choices=SETS)
    parser.add_argument("--by", choices=BY)
    parser.add_argument("--show", metavar="NAME")
    parser.add_argument("--wrong", action="store_true", help="name the files that are misread")
    asked = parser.parse_args()
    chosen = SETS[asked.set]()
    if asked.show:
        show(next((d for d in chosen if d.name == asked.show), None), asked.show)
        return
    judged = [(document, judge(document, document.text, read(document))) for document in chosen]
    print_rows({"all": judged} | (grouped(judged, asked.by) if asked.by else {}))
    if asked.wrong:
        print("\n" + "\n".join(wrong(judged)))


def print_rows(groups: dict[str, list[Judged]]) -> None:
    """Print a row a group."""
    print("| documents | files | right | turns right | misread, with a doubt | prose | false speakers in it |")
    print("|---|---|---|---|---|---|---|")
    for name, judged in groups.items():
        spoken = [verdict for document, verdict in judged if document.turns]
        prose = [verdict for document, verdict in judged if not document.turns]
        misread = [v for v in spoken if not v.whole]
        cells = (
            name,
            len(spoken),
            share(sum(v.whole for v in spoken), len(spoken)),
            share(sum(v.turns_right for v in spoken), sum(v.turns for v in spoken)),
            share(sum(v.doubtful for v in misread), len(misread)),
            len(prose),
            sum(v.false_speaker for v in prose),
        )
        print("| " + " | ".join(map(str, cells)) + " |")


def share(k: int, n: int) -> str:
    """Return k of n as "0.97 (390 of 400)"."""
    return f"{k / n:.3f} ({k} of {n})" if n else "none"


def grouped(judged: Iterable[Judged], by: str) -> dict[str, list[Judged]]:
    """Return the documents by one side of their style, in alphabetical order; a document has several noises."""
    groups: defaultdict[str, list[Judged]] = defaultdict(list)
    for document, verdict in judged:
        value = getattr(document.style, "name" if by == "style" else by)
        for name in (value or ("none",)) if isinstance(value, tuple) else (value,):
            groups[name].append((document, verdict))
    return dict(sorted(groups.items()))


def wrong(judged: Iterable[Judged]) -> Iterable[str]:
    """Yield a line for each document that is misread."""
    for document, v in judged:
        if not v.whole:
            what = "false speaker" if v.false_speaker else f"{v.turns_right} of {v.turns}, {v.surplus} left over"
            faults = [word for word, right in (("speakers", v.speakers_right), ("roles", v.roles_right)) if not right]
            print_doubt = "with a doubt" if v.doubtful else "silent"
            yield f"{document.name}: {what}; {', '.join([*faults, print_doubt])}"


def show(document: Document | None, name: str) -> None:
    """Print a document, and the difference between what is said in it and what was found."""
    if document is None:
        sys.exit(f"There is no document {name!r} in this set.")
    transcript = read(document)
    print(document.text)
    print(f"--- {document.style}")
    print(f"--- layout {transcript.layout}, score {transcript.score:.2f}: {transcript.reason}")
    for speaker in transcript.speakers:
        print(f"--- speaker {speaker.label!r}: {speaker.role}")
    for doubt in getattr(transcript, "doubts", ()):
        print(f"--- doubt {doubt}")
    said, was_found = (lines(joined(t)) for t in (document.turns, found(document.text, transcript)))
    print("\n".join(unified_diff(said, was_found, "said", "found", n=1, lineterm="")) or "--- no difference in words")
    print(judge(document, document.text, transcript))


def lines(turns: Iterable[Said]) -> list[str]:
    """Return a line a turn; speakers are numbered as they come up, so that names do not count as a difference."""
    numbers: dict[str, int] = {}
    return [f"{numbers.setdefault(t.speaker, len(numbers) + 1)} {role(t)}: {t.text}" for t in turns]


def role(said: Said) -> str:
    """Return the role, interviewer and moderator as one (see `judge`)."""
    return "asks" if said.role in ("interviewer", "moderator") else said.role


if __name__ == "__main__":
    main()
