"""Documents written one by one, beside the turns in them: ``NAME.txt`` and ``NAME.json`` in folders."""

from __future__ import annotations

import json
from pathlib import Path

from .compose import Document, Said
from .styles import Style

FOLDER = Path(__file__).parent.parent / "unseen"


def unseen(folder: Path = FOLDER) -> list[Document]:
    """Return every document below a folder; the style is named after the folder that it lies in."""
    return [_document(path, folder) for path in sorted(folder.glob("*/*.txt"))]


def _document(path: Path, folder: Path) -> Document:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    turns = tuple(Said(turn["speaker"], turn["role"], turn["text"]) for turn in gold["turns"])
    name = path.relative_to(folder).with_suffix("").as_posix()
    text = path.read_text(encoding="utf-8")
    return Document(name, Style(path.parent.name, language=gold["language"]), text, turns, developed=False)
