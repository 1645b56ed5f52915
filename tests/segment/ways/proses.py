"""Documents in which nobody is labelled as speaking: lectures, notes, guides, reports, minutes, recipes."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from .styles import Style
from .words import UNSPACED, prose, words

PLAIN = Style("prose")


def proses() -> Iterator[tuple[str, str, str]]:
    """Yield name, language and text of each."""
    for text in prose():
        shapes = ("as_written",) if text.language in UNSPACED else tuple(SHAPES)
        for shape in shapes:
            yield f"prose_{text.name}_{shape}", text.language, SHAPES[shape](text.text) + "\n"
    for language in ("id", "en", "ms", "de", "es", "fr"):
        yield f"prose_guide_{language}", language, _guide(language)


def _guide(language: str) -> str:
    """Return an interview guide: questions that nobody has answered yet."""
    stock = words(language)
    asked = [f"{n}. {pair.question}" for n, pair in enumerate(stock.pairs[:14], 1)]
    return "\n".join([stock.one("questions_word"), "", *asked, ""])


def _broken(text: str) -> str:
    return "\n".join(_wrapped(line) for line in text.split("\n"))


def _wrapped(line: str) -> str:
    return textwrap.fill(line, 68, break_long_words=False, break_on_hyphens=False)


def _paged(text: str) -> str:
    """Break lines and put a page number after every twelve."""
    lines = _broken(text).split("\n")
    pages = ["\n".join(lines[at : at + 12]) for at in range(0, len(lines), 12)]
    return "\n".join(f"{page}\n\n{n}\n" for n, page in enumerate(pages, 1))


SHAPES: dict[str, Callable[[str], str]] = {"as_written": str, "broken": _broken, "paged": _paged}
