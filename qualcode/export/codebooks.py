"""A codebook to be read by people: Markdown or a Word document, with definitions, examples and counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from qualcode.codebook import Codebook
from qualcode.messages import _, current_language
from qualcode.records import Code

READABLE = (".md", ".docx")


@dataclass(frozen=True, slots=True)
class Entry:
    """One code as it is read: heading level (1 for a theme), title, and named paragraphs; quotes are lists."""

    level: int
    title: str
    texts: list[tuple[str, str]]
    quotes: list[tuple[str, list[str]]]


def readable(book: Codebook, suffix: str, used: Mapping[str, tuple[int, int]] | None = None) -> bytes:
    """Return the codebook as a document.

    Parameters
    ----------
    suffix : {".md", ".docx"}
    used : mapping, optional
        Codings and suggestions by the code's uid.
    """
    entries = [_entry(code, used) for code in book.codes]
    return _docx(book.name, entries) if suffix == ".docx" else _md(book.name, entries).encode()


def _entry(code: Code, used: Mapping[str, tuple[int, int]] | None) -> Entry:
    label = code.labels.get(current_language()) or next(iter(code.labels.values()), "")
    texts = [
        (_("Definition"), code.definition),
        (_("Use it for"), code.include),
        (_("Not for"), code.exclude),
        (_("Rules"), "; ".join(r.spec if isinstance(r.spec, str) else _shown(r.spec) for r in code.rules)),
    ]
    if used is not None:
        codings, suggestions = used.get(code.uid, (0, 0))
        texts.append((_("Used"), _("{c} codings, {s} suggestions").format(c=codings, s=suggestions)))
    quotes = [
        (title, [example.text for example in code.examples if example.positive is positive])
        for title, positive in ((_("Examples"), True), (_("Not meant"), False))
    ]
    title = f"{code.name} ({label})" if label and label != code.name else code.name
    return Entry(code.path.count("/") + 1, title, [t for t in texts if t[1]], [q for q in quotes if q[1]])


def _shown(spec: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {_flat(value)}" for name, value in spec.items())


def _flat(value: object) -> str:
    return " + ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _md(name: str, entries: list[Entry]) -> str:
    return "\n".join([f"# {name}", "", *(line for entry in entries for line in _md_lines(entry))])


def _md_lines(entry: Entry) -> Iterator[str]:
    yield f"{'#' * min(entry.level + 1, 6)} {entry.title}"
    yield ""
    for title, text in entry.texts:
        yield f"**{title}:** {' '.join(text.split())}"
        yield ""
    for title, quotes in entry.quotes:
        yield f"**{title}:**"
        yield ""
        yield from (f"> {' '.join(quote.split())}\n" for quote in quotes)


def _docx(name: str, entries: list[Entry]) -> bytes:
    """Return a Word document without a user's name in its properties."""
    from docx import Document

    document = Document()
    document.core_properties.author = "qualcode"
    document.core_properties.title = name
    document.add_heading(name, 0)
    for entry in entries:
        document.add_heading(entry.title, min(entry.level, 9))
        for title, text in entry.texts:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{title}: ").bold = True
            paragraph.add_run(" ".join(text.split()))
        for title, quotes in entry.quotes:
            document.add_paragraph().add_run(f"{title}:").bold = True
            for quote in quotes:
                document.add_paragraph(" ".join(quote.split()), style="Intense Quote")
    out = BytesIO()
    document.save(out)
    return out.getvalue()
