"""Measure how often text that is not UTF-8 comes out letter for letter, on a line with a mark or
two, on one sentence and on an interview of several.

    python benchmarks/encodings.py

Sentences are those of ``tests/language/spoken.toml``. ``pip install charset-normalizer`` measures that beside ours; chardet
stands for its first guess alone. The project's language is Indonesian throughout, so nothing is known of the texts.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from qualcode.read.encodings import decoded

SPOKEN = tomllib.loads(
    (Path(__file__).parent.parent / "tests" / "language" / "spoken.toml").read_text(encoding="utf-8")
)
WRITTEN = {
    "cp1252": ("nl", "de", "es", "fr", "pt", "da", "sv", "it"), "iso8859-15": ("de", "es", "fr", "pt", "da", "sv", "it"),
    "mac_roman": ("de", "es", "fr", "pt", "da", "sv", "it"), "cp1250": ("pl", "cs"), "iso8859-2": ("pl", "cs"),
    "cp1251": ("ru", "uk"), "koi8-r": ("ru",), "koi8-u": ("uk",), "cp866": ("ru",), "cp1253": ("el",),
    "iso8859-7": ("el",), "cp1254": ("tr",), "gb18030": ("zh",), "big5": ("zh-Hant",), "cp932": ("ja",),
    "euc_jp": ("ja",), "cp949": ("ko",), "cp850": ("de", "fr", "es", "da"), "cp437": ("de",),
}  # fmt: skip
MARKS = [
    "R: I don’t know.", "It’s word—word, you know.", "It was— I mean, it was fine.", "Dia bilang “nanti dulu” … terus pergi.",
    "’s Ochtends gingen we.", "Suhu 30° di dalam.", "§ 5 Absatz 2", "Costs £5 or €6", "20 °C", "Ibu Rée", "naïve", "• satu",
    "Ya… begitu.", "L’école n’est pas loin…", "«Oui», dit-il.", "¿Qué? ¡No!", "Rp 5.000 – Rp 10.000", "A – Ketua: “Ya.”",
    "kécap dan témpé", "Di kafé.", "ÜBER DIE STRASSE", "Fünf.", "Größe", "Harganya 5 € saja",
]  # fmt: skip
"""Lines with one or two letters or marks beyond ASCII, as most Windows files have them and nothing else."""
Reader = Callable[[bytes], str]


def readers() -> dict[str, Reader]:
    """Return what decodes: ours, the first guess of chardet, Windows text as before, and charset-normalizer."""
    chardet = import_module("chardet")
    found: dict[str, Reader] = {
        "qualcode": lambda content: decoded(content).text,
        "chardet alone": lambda content: content.decode(chardet.detect(content)["encoding"]),
        "cp1252 always": lambda content: content.decode("cp1252"),
    }
    try:
        other = import_module("charset_normalizer")
    except ImportError:
        return found
    return {**found, "charset-normalizer": lambda content: str(other.from_bytes(content).best() or "")}


def files() -> Iterator[tuple[str, str, bytes]]:
    """Yield (encoding, length, content) of everything that is not UTF-8 too."""
    for encoding in ("cp1252", "mac_roman"):
        yield from ((encoding, "a mark or two", line.encode(encoding)) for line in MARKS)
    for encoding, languages in WRITTEN.items():
        for language in languages:
            turns = [f"Interviewer: {sentence}\n" for sentence in SPOKEN[language]]
            for length, text in [*(("sentence", turn) for turn in turns), ("interview", "".join(turns))]:
                content = text.encode(encoding, "replace")
                try:
                    content.decode("utf-8")
                except UnicodeDecodeError:
                    yield encoding, length, content


def right(reader: Reader, content: bytes, encoding: str) -> bool:
    """Tell whether a reader gets every letter; giving up is not right."""
    try:
        return reader(content) == content.decode(encoding)
    except (UnicodeDecodeError, LookupError, TypeError):
        return False


def main() -> None:
    """Print right of all by encoding, reader and length."""
    known, every = readers(), list(files())
    n: Counter[tuple[str, str]] = Counter()
    hits: Counter[tuple[str, str, str]] = Counter()
    for encoding, length, content in every:
        for total in (encoding, "all"):
            n[total, length] += 1
            hits.update((total, length, name) for name, reader in known.items() if right(reader, content, encoding))
    print("| encoding | length | " + " | ".join(known) + " |\n|---|---|" + "---|" * len(known))
    for encoding, length in n:
        cells = (f"{hits[encoding, length, name]} of {n[encoding, length]}" for name in known)
        print(f"| {encoding} | {length} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
