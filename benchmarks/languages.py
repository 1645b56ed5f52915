"""Measure how well the language of a text is found, and how well word forms are met.

    python benchmarks/languages.py [--texts FOLDER]

Sentences are those of ``tests/language/spoken.toml``, one, three together and all of a language. A folder of other texts
(.txt, .csv, all in Indonesian) shows false alarms: ten lines at a time. ``pip install py3langid`` measures that beside ours.
Reaching forms: those of tests/language/test_malay.py, by the rules for Indonesian and by Snowball's for Indonesian.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from qualcode.language import get
from qualcode.language.recognising import found

TESTS = Path(__file__).parent.parent / "tests" / "language"
SPOKEN = tomllib.loads((TESTS / "spoken.toml").read_text(encoding="utf-8"))
Finder = Callable[[str], str]


def finders() -> dict[str, Finder]:
    """Return what finds languages: ours, and py3langid where it is installed."""
    try:
        other = import_module("py3langid")
    except ImportError:
        return {"word lists": found}
    return {"word lists": found, "py3langid": lambda text: str(other.classify(text)[0])}


def judged(finder: Finder, language: str, texts: Sequence[str]) -> str:
    """Return right / undecided / wrong, and what the wrong ones were taken for."""
    said = Counter(finder(text) for text in texts)
    right, undecided = said.pop(language, 0), said.pop("", 0)
    wrong = f" ({', '.join(sorted(said))})" if said else ""
    return f"{right} / {undecided} / {said.total()}{wrong}"


def recognised() -> None:
    """Print a row a language and finder."""
    print("| language | by | one sentence: right / undecided / wrong | three | all |\n|---|---|---|---|---|")
    for language, sentences in SPOKEN.items():
        code = language.partition("-")[0]
        three = [" ".join(sentences[i : i + 3]) for i in range(len(sentences) - 2)]
        for name, finder in finders().items():
            cells = (judged(finder, code, texts) for texts in (sentences, three, ["\n".join(sentences)]))
            print(f"| {language} | {name} | " + " | ".join(cells) + " |")


def timed() -> None:
    """Print milliseconds a transcript of 9,000 characters."""
    text = "\n".join(SPOKEN["id"] * 13)
    for name, finder in finders().items():
        finder(text)
        began = time.process_time()
        for _run in range(200):
            finder(text)
        print(f"{name}: {(time.process_time() - began) * 5:.2f} ms for {len(text)} characters")


def false_alarms(folder: Path) -> None:
    """Print what Indonesian texts are taken for."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".txt", ".csv")):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        tens = ["\n".join(lines[i : i + 10]) for i in range(0, len(lines), 10)]
        for name, finder in finders().items():
            print(f"{path.relative_to(folder)}, {name}: {judged(finder, 'id', tens)}")


def forms() -> None:
    """Print how many Malay forms each set of rules reaches."""
    from snowballstemmer.indonesian_stemmer import IndonesianStemmer

    sys.path.insert(0, str(TESTS))
    lines = (line.split(": ") for line in import_module("test_malay").FORMS.strip().splitlines())
    table = {root: derived.split() for root, derived in lines}
    words = {form for derived in table.values() for form in derived}
    n = sum(map(len, table.values()))
    reached, stem = get("ms").reach(table, words), IndonesianStemmer().stemWord
    ours = sum(form in reached[root] for root, derived in table.items() for form in derived)
    theirs = sum(stem(form) == stem(root) for root, derived in table.items() for form in derived)
    print(f"Malay forms reached: rules for Indonesian {ours} of {n}, Snowball (Indonesian) {theirs}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a folder of Indonesian texts")
    asked = parser.parse_args()
    recognised()
    timed()
    forms()
    if asked.texts:
        false_alarms(asked.texts)


if __name__ == "__main__":
    main()
